//! Generates a `Debug` that hides secrets, for a type with secret params.
//!
//! Types without secrets derive the standard library's `Debug`. The standard library's would show secrets,
//! for example when a `Result` is unwrapped. A type that derives both doesn't compile.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Ident, Member, WhereClause, parse_quote};

use crate::ast::Field;
use crate::catalog::Audience;
use crate::check::{CheckedType, CheckedVariant, Kind};
use crate::pattern::{at_call_site, binding, variant_path};

/// Generates the `impl`, or nothing if no field is secret.
pub(crate) fn expand(
    checked: &CheckedType<'_>,
    ty: &TokenStream,
    errcat: &TokenStream,
) -> Option<TokenStream> {
    if !checked.variants.iter().any(|it| it.variant.fields.iter().any(|field| is_secret(it, field))) {
        return None;
    }
    let arms = checked.variants.iter().map(|variant| {
        let path = variant_path(variant.variant);
        let fields = &variant.variant.fields;
        let shown = || fields.iter().filter(|field| !is_secret(variant, field));
        let (members, bindings) = (shown().map(|field| &field.member), shown().map(binding));
        let body = expand_body(variant, errcat);
        quote!(#path { #(#members: #bindings,)* .. } => #body,)
    });
    let (impl_generics, ..) = checked.error_type.generics.split_for_impl();
    let where_clause = where_clause(checked);
    // A second `Debug` is reported at the type's name. In a generated module, the default location would be
    // in its macro.
    let span = at_call_site(checked.error_type.ident).span();
    Some(quote_spanned! { span=>
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ty #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms)* }
            }
        }
    })
}

/// Generates `f.debug_struct("Name").field(…).finish()` for a variant.
fn expand_body(checked: &CheckedVariant<'_>, errcat: &TokenStream) -> TokenStream {
    let variant = checked.variant;
    let name = variant.ident.to_string();
    let secret = quote!(&::core::format_args!("{}", #errcat::param::SECRET));
    let value = |field: &Field<'_>| match is_secret(checked, field) {
        true => secret.clone(),
        false => {
            let binding = binding(field);
            quote!(#binding)
        }
    };
    if variant.fields.iter().any(|field| matches!(field.member, Member::Unnamed(_))) {
        let values = variant.fields.iter().map(value);
        return quote!(f.debug_tuple(#name)#(.field(#values))*.finish());
    }
    let names = variant.fields.iter().map(|field| field.name.clone().unwrap_or_default());
    let values = variant.fields.iter().map(value);
    quote!(f.debug_struct(#name)#(.field(#names, #values))*.finish())
}

/// Returns `true` if a field fills a secret param.
fn is_secret(checked: &CheckedVariant<'_>, field: &Field<'_>) -> bool {
    let Kind::Code { code, fields, .. } = &checked.kind else { return false };
    let filled = code.params.iter().zip(fields);
    filled
        .filter(|(param, _)| param.audience == Audience::Secret)
        .any(|(_, secret)| secret.is_some_and(|secret| std::ptr::eq(secret, field)))
}

/// Returns the type's own `where` clause, with a bound for each type parameter, like a derived `Debug`.
fn where_clause(checked: &CheckedType<'_>) -> Option<WhereClause> {
    let mut generics = checked.error_type.generics.clone();
    let params: Vec<Ident> = generics.type_params().map(|param| param.ident.clone()).collect();
    for param in params {
        generics.make_where_clause().predicates.push(parse_quote!(#param: ::core::fmt::Debug));
    }
    generics.where_clause
}
