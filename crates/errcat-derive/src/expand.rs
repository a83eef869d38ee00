//! Writes the `impl`s for a type with which nothing is wrong.
//!
//! Spans are part of the output. A code's variant has the span of the attribute's token, so that
//! goto-definition on it opens the generated variant, and a deprecation is reported there. What is called
//! on a field has the span of the field's type, so that a type that doesn't fit is underlined.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::ast::{Field, Variant, option_of};
use crate::bounds::{kind, where_clause};
use crate::catalog::{Code, Param};
use crate::check::{Checked, CheckedVariant, Kind};
use crate::responses;

/// The `impl`s; `krate` is where the generated crate is.
pub(crate) fn expand(checked: &Checked<'_>, krate: &Path) -> TokenStream {
    let paths = Paths::new(krate, checked.api);
    let errcat = &paths.errcat;
    let where_clause = where_clause(checked, errcat);
    let (impl_generics, type_generics, _) = checked.error_type.generics.split_for_impl();
    let name = at_call_site(checked.error_type.ident);
    let ty = quote!(#name #type_generics);

    let source = source(checked, errcat);
    let entry = entry(checked, &paths);
    let params = params(checked, errcat);
    let forwarded = forwarded(checked, errcat);
    let code = code(checked, &paths).map(|code| {
        quote! {
            #[automatically_derived]
            impl #impl_generics #ty #where_clause { #code }
        }
    });
    let mut generics = checked.error_type.generics.clone();
    generics.where_clause.clone_from(&where_clause);
    let responses =
        checked.frameworks.iter().map(|it| responses::expand(*it, &generics, &ty, errcat, |it| it));
    let froms = checked.error_type.fields_with_from().map(|(variant, field)| {
        let from = from(variant, field);
        let source = field.ty;
        quote! {
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#source> for #ty #where_clause { #from }
        }
    });

    quote! {
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Display for #ty #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #errcat::fmt::display(self, f)
            }
        }

        #[automatically_derived]
        impl #impl_generics ::core::error::Error for #ty #where_clause { #source }

        #[automatically_derived]
        impl #impl_generics #errcat::CatalogError for #ty #where_clause {
            #entry
            #params
            #forwarded
        }

        #code
        #(#froms)*
        #(#responses)*
    }
}

/// The paths into the generated crate.
pub(crate) struct Paths {
    /// `::api_errors::errcat`.
    pub(crate) errcat: TokenStream,
    /// `::api_errors::kakunin::Code`.
    pub(crate) code: TokenStream,
}

impl Paths {
    pub(crate) fn new(krate: &Path, api: &Ident) -> Self {
        let mut api = api.clone();
        if syn::parse_str::<Ident>(&api.to_string()).is_err() {
            // `#[catalog(type)]` needs no `r#`, a path does.
            api = Ident::new_raw(&api.to_string(), api.span());
        }
        Self { errcat: quote!(#krate::errcat), code: quote!(#krate::#api::Code) }
    }

    /// A code's variant, at the token that names the code.
    ///
    /// The path's first token is at that place too: the compiler takes a path that starts in a derive's output
    /// for the derive's own, and doesn't warn when its end is deprecated. It is a `<`, which no editor looks
    /// up, so that goto-definition leads to the variant alone.
    fn variant(&self, code: &Code, span: Span) -> TokenStream {
        let path = &self.code;
        let variant = Ident::new(code.variant, span);
        let open = quote_spanned!(span=> <);
        quote!(#open #path>::#variant)
    }
}

/// An identifier of the item itself, in a place where a deprecation of it is nobody's news.
pub(crate) fn at_call_site(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

/// `code()`, for a type all of whose variants have one.
fn code(checked: &Checked<'_>, paths: &Paths) -> Option<TokenStream> {
    if checked.has_transparent() {
        return None;
    }
    let body = match_self(checked, |_, kind| match kind {
        Kind::Code { code, span, .. } => (vec![], paths.variant(code, *span)),
        Kind::Transparent(_) => unreachable!("there is none"),
    });
    let code = &paths.code;
    Some(quote! {
        /// The error's code in the catalog.
        #[allow(dead_code)]
        pub fn code(&self) -> #code { #body }
    })
}

/// `CatalogError::entry`: by `code()` where there is one, for a code is to be named but once. Each time that
/// a deprecated one is, the compiler warns.
fn entry(checked: &Checked<'_>, paths: &Paths) -> TokenStream {
    let errcat = &paths.errcat;
    let body = if checked.has_transparent() {
        match_self(checked, |_, kind| match kind {
            Kind::Code { code, span, .. } => {
                let code = paths.variant(code, *span);
                (vec![], quote!(#code.entry()))
            }
            Kind::Transparent(field) => {
                let inner = binding(field);
                (vec![field], quote_spanned!(field.ty.span()=> #errcat::CatalogError::entry(#inner)))
            }
        })
    } else {
        quote!(self.code().entry())
    };
    quote! {
        fn entry(&self) -> &'static #errcat::Entry { #body }
    }
}

/// `CatalogError::params`.
fn params(checked: &Checked<'_>, errcat: &TokenStream) -> TokenStream {
    let body = match_self(checked, |_, kind| match kind {
        Kind::Code { code, fields, .. } => {
            let values = code.params.iter().zip(fields).map(|(param, field)| match field {
                Some(field) => value(param, field, errcat),
                None => quote!(#errcat::Value::Absent),
            });
            (fields.iter().copied().flatten().collect(), quote!(visit(&[#(#values),*])))
        }
        Kind::Transparent(field) => {
            let inner = binding(field);
            (vec![field], quote!(#errcat::CatalogError::params(#inner, visit)))
        }
    });
    quote! {
        fn params(&self, visit: &mut dyn ::core::ops::FnMut(&[#errcat::Value<'_>])) { #body }
    }
}

/// The value of a param, out of its field.
fn value(param: &Param, field: &Field<'_>, errcat: &TokenStream) -> TokenStream {
    let kind = kind(param, errcat);
    let binding = binding(field);
    match option_of(field.ty) {
        Some(_) if param.optional => {
            quote_spanned!(field.ty.span()=> #errcat::field::optional::<#kind, _>(#binding))
        }
        _ => quote_spanned!(field.ty.span()=> #errcat::field::value::<#kind, _>(#binding)),
    }
}

/// What a transparent error may answer otherwise than by its entry: `status` and `retry`.
fn forwarded(checked: &Checked<'_>, errcat: &TokenStream) -> Option<TokenStream> {
    if !checked.has_transparent() {
        return None;
    }
    let ask = |own: TokenStream, method: TokenStream| {
        match_self(checked, |_, kind| match kind {
            Kind::Code { .. } => (vec![], quote!(#errcat::CatalogError::entry(self).#own)),
            Kind::Transparent(field) => {
                let inner = binding(field);
                (vec![*field], quote!(#errcat::CatalogError::#method(#inner)))
            }
        })
    };
    let status = ask(quote!(status()), quote!(status));
    let retry = ask(quote!(retry), quote!(retry));
    Some(quote! {
        fn status(&self) -> ::core::option::Option<u16> { #status }
        fn retry(&self) -> #errcat::Retry { #retry }
    })
}

/// `Error::source`, if a variant has one.
fn source(checked: &Checked<'_>, errcat: &TokenStream) -> Option<TokenStream> {
    if !checked.has_transparent() && checked.variants.iter().all(|it| it.source.is_none()) {
        return None;
    }
    let body = match_self(checked, |source, kind| match (kind, source) {
        (Kind::Transparent(field), _) => {
            let inner = binding(field);
            (vec![*field], quote!(::core::error::Error::source(#inner)))
        }
        (Kind::Code { .. }, Some(field)) => {
            let binding = binding(field);
            // As a method, for it to look behind a `Box`: see `errcat::source`.
            let source = match option_of(field.ty) {
                Some(_) => quote_spanned!(field.ty.span()=> #binding.as_ref()?.as_source()),
                None => quote_spanned!(field.ty.span()=> #binding.as_source()),
            };
            (vec![field], quote!(::core::option::Option::Some(#source)))
        }
        (Kind::Code { .. }, None) => (vec![], quote!(::core::option::Option::None)),
    });
    Some(quote! {
        fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
            use #errcat::source::Source as _;
            #body
        }
    })
}

/// `From::from` for the only field of a variant.
fn from(variant: &Variant<'_>, field: &Field<'_>) -> TokenStream {
    let path = variant_path(variant);
    let (ty, member) = (field.ty, &field.member);
    quote! {
        fn from(source: #ty) -> Self { #path { #member: source } }
    }
}

/// A `match self` with an arm for each variant: the fields that are bound, each to its [`binding`], and what
/// is made of them. An arm is given the variant's source and kind.
fn match_self<'a>(
    checked: &'a Checked<'a>,
    mut arm: impl FnMut(Option<&'a Field<'a>>, &'a Kind<'a>) -> (Vec<&'a Field<'a>>, TokenStream),
) -> TokenStream {
    if checked.variants.is_empty() {
        // A reference is never without value, in the compiler's eyes.
        return quote!(match *self {});
    }
    let arms = checked.variants.iter().map(|CheckedVariant { variant, kind, source }| {
        let (fields, body) = arm(*source, kind);
        let path = variant_path(variant);
        let members = fields.iter().map(|field| &field.member);
        let bindings = fields.iter().map(|field| binding(field));
        quote!(#path { #(#members: #bindings,)* .. } => #body,)
    });
    quote!(match self { #(#arms)* })
}

/// The variable that a field is bound to. It stands where the field's type does, and is nobody else's.
fn binding(field: &Field<'_>) -> Ident {
    let span = Span::mixed_site().located_at(field.ty.span());
    Ident::new(&format!("field_{}", field.label().trim_start_matches("r#")), span)
}

/// `Self::NotFound`, or `Self` for a struct.
fn variant_path(variant: &Variant<'_>) -> TokenStream {
    if variant.in_enum {
        let ident = at_call_site(variant.ident);
        quote!(Self::#ident)
    } else {
        quote!(Self)
    }
}
