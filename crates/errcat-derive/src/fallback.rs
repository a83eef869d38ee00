//! Generates placeholder `impl`s for a type with mistakes. They make the rest of the user's code compile, so
//! that only the mistakes themselves are reported. Their bodies never run.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Error, Path};

use crate::ast::ErrorType;
use crate::catalog::Catalog;
use crate::paths::Paths;
use crate::pattern::at_call_site;
use crate::responses;

/// Generates the errors and the placeholder `impl`s.
pub(crate) fn expand(
    error_type: &ErrorType<'_>,
    catalog: &Catalog,
    krate: &Path,
    error: &Error,
) -> TokenStream {
    let errors = error.to_compile_error();
    let (impl_generics, type_generics, where_clause) = error_type.generics.split_for_impl();
    let name = at_call_site(error_type.ident);
    let ty = quote!(#name #type_generics);
    let body = quote!(::core::unreachable!("this type has mistakes and doesn't compile"));
    let predicates = where_clause.map(|clause| &clause.predicates);
    let separator = predicates.filter(|it| !it.empty_or_trailing()).map(|_| quote!(,));

    let mut sources: Vec<String> = vec![];
    let froms = error_type.fields_with_from().filter_map(|(_, field)| {
        let source = field.ty;
        // A duplicate `#[from]` is already reported. A second `impl` would cause another error.
        let text = source.to_token_stream().to_string();
        if sources.contains(&text) {
            return None;
        }
        sources.push(text);
        Some(quote! {
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#source> for #ty #where_clause {
                fn from(_: #source) -> Self { #body }
            }
        })
    });
    // The return type of `code()` is only known for a known API.
    let api = error_type.catalog.as_ref().and_then(|attr| attr.as_ref()).map(|attr| &attr.api);
    let api = api.filter(|api| catalog.apis.iter().any(|it| api.unraw() == it.name));
    let code = api.map(|api| {
        let code = Paths::new(krate, api).code;
        quote! {
            #[automatically_derived]
            impl #impl_generics #ty #where_clause {
                #[allow(dead_code, missing_docs)]
                pub fn code(&self) -> #code { #body }
            }
        }
    });

    let mut generics = error_type.generics.clone();
    // See the bounds of `Error` below.
    generics.make_where_clause().predicates.push(syn::parse_quote!(for<'any> #ty: ::core::fmt::Debug));
    let frameworks = error_type.catalog.iter().flatten().flat_map(|attr| &attr.frameworks);
    let errcat = quote!(#krate::errcat);
    let responses =
        frameworks.map(|it| responses::expand(*it, &generics, &ty, &errcat, &body, |_| body.clone()));

    // thiserror's derive implements these traits too, and `From` for fields with `#[from]`.
    let has_thiserror = error_type.error.is_some();
    let froms = froms.filter(|_| !has_thiserror);
    // The `for` makes the compiler accept a bound without proving it here, even in a type without generics.
    // Without it, a missing `Debug` would be reported too.
    let format_impls = (!has_thiserror).then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics ::core::fmt::Display for #ty #where_clause {
                fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { #body }
            }

            #[automatically_derived]
            impl #impl_generics ::core::error::Error for #ty
            where
                #predicates #separator
                for<'any> #ty: ::core::fmt::Debug,
            {}
        }
    });
    let bound = if has_thiserror { quote!(::core::error::Error) } else { quote!(::core::fmt::Debug) };

    quote! {
        #errors

        #format_impls

        #[automatically_derived]
        impl #impl_generics #krate::errcat::CatalogError for #ty
        where
            #predicates #separator
            for<'any> #ty: #bound,
        {
            fn entry(&self) -> &'static #krate::errcat::Entry { #body }
            fn params(&self, _: &mut dyn ::core::ops::FnMut(&[#krate::errcat::Value<'_>])) { #body }
        }

        #code
        #(#froms)*
        #(#responses)*
    }
}
