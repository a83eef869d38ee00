//! Generates the `impl`s for a type without mistakes.
//!
//! Spans are part of the output. A code's variant has the span of the attribute's token, so that
//! go-to-definition opens the generated variant, and deprecation warnings appear at the attribute. Calls on a
//! field have the span of the field's type, so that a type that doesn't fit is underlined.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

use crate::ast::{Field, Variant, option_inner};
use crate::attr::Framework;
use crate::bounds::build_where_clause;
use crate::catalog::Param;
use crate::check::{CheckedType, CheckedVariant, Kind};
use crate::format::FORMAT;
use crate::paths::Paths;
use crate::pattern::{at_call_site, binding, variant_path};
use crate::{debug, responses};

/// Generates the `impl`s. `krate` is the path of the generated crate.
pub(crate) fn expand(checked: &CheckedType<'_>, krate: &Path) -> TokenStream {
    let paths = Paths::new(krate, checked.api);
    let errcat = &paths.errcat;
    let where_clause = build_where_clause(checked, &paths);
    let (impl_generics, type_generics, _) = checked.error_type.generics.split_for_impl();
    let name = at_call_site(checked.error_type.ident);
    let ty = quote!(#name #type_generics);

    let debug = debug::expand(checked, &ty, errcat);
    let source = expand_source(checked, errcat);
    let entry = expand_entry(checked, &paths);
    let params = expand_params(checked, &paths);
    let forwarded = expand_forwarded(checked, errcat);
    let snippet = expand_snippet(checked, errcat);
    let backtrace = expand_backtrace(checked, errcat);
    let code = expand_code(checked, &paths).map(|code| {
        quote! {
            #[automatically_derived]
            impl #impl_generics #ty #where_clause { #code }
        }
    });
    let mut generics = checked.error_type.generics.clone();
    generics.where_clause.clone_from(&where_clause);
    let documented = expand_documented(checked, &paths);
    let responses = checked
        .frameworks
        .iter()
        .map(|it| responses::expand(*it, &generics, &ty, errcat, &documented, |it| it));
    let froms = checked.error_type.fields_with_from().map(|(variant, field)| {
        let from = expand_from(variant, field);
        let source = field.ty;
        quote! {
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#source> for #ty #where_clause { #from }
        }
    });

    let format = Literal::u32_unsuffixed(FORMAT);
    quote! {
        #errcat::check_format!(derive #format);

        #[automatically_derived]
        impl #impl_generics ::core::fmt::Display for #ty #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #errcat::fmt::display(self, f)
            }
        }

        #debug

        #[automatically_derived]
        impl #impl_generics ::core::error::Error for #ty #where_clause { #source }

        #[automatically_derived]
        impl #impl_generics #errcat::CatalogError for #ty #where_clause {
            #entry
            #params
            #forwarded
            #snippet
            #backtrace
        }

        #code
        #(#froms)*
        #(#responses)*
    }
}

/// Generates an expression with the responses of all variants: those of their codes, and of wrapped types.
fn expand_documented(checked: &CheckedType<'_>, paths: &Paths) -> TokenStream {
    let errcat = &paths.errcat;
    let codes = checked.variants.iter().filter_map(|it| match &it.kind {
        Kind::Code { code, span, .. } => {
            let code = paths.variant(code.variant, *span);
            Some(quote!(#code.entry()))
        }
        Kind::Transparent(_) => None,
    });
    let wrapped = checked.variants.iter().filter_map(|it| match &it.kind {
        Kind::Code { .. } => None,
        Kind::Transparent(field) => Some(field.ty),
    });
    let utoipa = quote!(#errcat::utoipa);
    let own = quote!(#utoipa::responses([#(#codes),*]));
    if !checked.has_transparent() {
        return own;
    }
    quote! {
        let mut all = #own;
        #(#utoipa::merge(&mut all, <#wrapped as #utoipa::IntoResponses>::responses());)*
        all
    }
}

/// Generates `code()` for a type whose variants all have a code.
fn expand_code(checked: &CheckedType<'_>, paths: &Paths) -> Option<TokenStream> {
    if checked.has_transparent() {
        return None;
    }
    let body = match_self(checked, |_, kind| match kind {
        Kind::Code { code, span, .. } => (vec![], paths.variant(code.variant, *span)),
        Kind::Transparent(_) => unreachable!("no variant is transparent"),
    });
    let code = &paths.code;
    Some(quote! {
        /// The error's code in the catalog.
        #[allow(dead_code)]
        pub fn code(&self) -> #code { #body }
    })
}

/// Generates `CatalogError::entry`. It calls `code()` if there is one, because the compiler would warn about
/// each mention of a deprecated code.
fn expand_entry(checked: &CheckedType<'_>, paths: &Paths) -> TokenStream {
    let errcat = &paths.errcat;
    let body = if checked.has_transparent() {
        match_self(checked, |_, kind| match kind {
            Kind::Code { code, span, .. } => {
                let code = paths.variant(code.variant, *span);
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

/// Generates `CatalogError::params`.
fn expand_params(checked: &CheckedType<'_>, paths: &Paths) -> TokenStream {
    let errcat = &paths.errcat;
    let body = match_self(checked, |_, kind| match kind {
        Kind::Code { code, fields, .. } => {
            let values = code.params.iter().zip(fields).map(|(param, field)| match field {
                Some(field) => expand_value(param, field, paths),
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

/// Generates the value of a param from its field.
fn expand_value(param: &Param, field: &Field<'_>, paths: &Paths) -> TokenStream {
    let (errcat, kind) = (&paths.errcat, param.ty.kind(paths));
    let binding = binding(field);
    match option_inner(field.ty) {
        Some(_) if param.optional => {
            quote_spanned!(field.ty.span()=> #errcat::field::optional::<#kind, _>(#binding))
        }
        _ => quote_spanned!(field.ty.span()=> #errcat::field::value::<#kind, _>(#binding)),
    }
}

/// Generates `status` and `retry` for a type with transparent variants. The wrapped error may override these
/// methods.
fn expand_forwarded(checked: &CheckedType<'_>, errcat: &TokenStream) -> Option<TokenStream> {
    if !checked.has_transparent() {
        return None;
    }
    let forward = |own: TokenStream, method: TokenStream| {
        match_self(checked, |_, kind| match kind {
            Kind::Code { .. } => (vec![], quote!(#errcat::CatalogError::entry(self).#own)),
            Kind::Transparent(field) => {
                let inner = binding(field);
                (vec![*field], quote!(#errcat::CatalogError::#method(#inner)))
            }
        })
    };
    let status = forward(quote!(status()), quote!(status));
    let retry = forward(quote!(retry), quote!(retry));
    Some(quote! {
        fn status(&self) -> ::core::option::Option<u16> { #status }
        fn retry(&self) -> #errcat::Retry { #retry }
    })
}

/// Generates `CatalogError::backtrace` if any variant has one.
fn expand_backtrace(checked: &CheckedType<'_>, errcat: &TokenStream) -> Option<TokenStream> {
    let field_of =
        |variant: &CheckedVariant<'_>| variant.variant.fields.iter().position(|field| is_backtrace(field.ty));
    if !checked.has_transparent() && checked.variants.iter().all(|variant| field_of(variant).is_none()) {
        return None;
    }
    let body = match_variants(checked, |variant| match (&variant.kind, field_of(variant)) {
        (Kind::Transparent(field), _) => {
            let inner = binding(field);
            (vec![*field], quote!(#errcat::CatalogError::backtrace(#inner)))
        }
        (Kind::Code { .. }, Some(at)) => {
            let field = &variant.variant.fields[at];
            let binding = binding(field);
            (vec![field], quote_spanned!(field.ty.span()=> ::core::option::Option::Some(#binding)))
        }
        (Kind::Code { .. }, None) => (vec![], quote!(::core::option::Option::None)),
    });
    Some(quote! {
        fn backtrace(&self) -> ::core::option::Option<&::std::backtrace::Backtrace> { #body }
    })
}

/// Returns `true` if a type is the standard library's `Backtrace`, like thiserror's derive: by its name.
fn is_backtrace(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Backtrace"),
        Type::Group(group) => is_backtrace(&group.elem),
        _ => false,
    }
}

/// Generates `CatalogError::snippet` for a type with the option `miette`.
fn expand_snippet(checked: &CheckedType<'_>, errcat: &TokenStream) -> Option<TokenStream> {
    let mut options = checked.frameworks.iter();
    let (framework, span) = options.find(|(framework, _)| *framework == Framework::Miette)?;
    let module = Ident::new(framework.name(), *span);
    let module = quote!(#errcat::#module);
    let body = match_variants(checked, |CheckedVariant { variant, kind, .. }| match kind {
        Kind::Transparent(field) => {
            let inner = binding(field);
            (vec![*field], quote!(#errcat::CatalogError::snippet(#inner)))
        }
        Kind::Code { .. } => snippet_of_fields(variant, &module),
    });
    Some(quote! {
        fn snippet(&self) -> ::core::option::Option<#module::Snippet<'_>> { #body }
    })
}

/// Returns the fields with source code or a label, and the snippet of them.
fn snippet_of_fields<'a>(
    variant: &'a Variant<'a>,
    module: &TokenStream,
) -> (Vec<&'a Field<'a>>, TokenStream) {
    let is_marked = |field: &&Field<'_>| field.attrs.is_source_code || field.attrs.label.is_some();
    let fields: Vec<&Field<'_>> = variant.fields.iter().filter(is_marked).collect();
    if fields.is_empty() {
        return (fields, quote!(::core::option::Option::None));
    }
    let optional = |field: &Field<'_>| {
        let binding = binding(field);
        match option_inner(field.ty) {
            Some(_) => quote_spanned!(field.ty.span()=> #binding.as_ref()),
            None => quote_spanned!(field.ty.span()=> ::core::option::Option::Some(#binding)),
        }
    };
    let source_code = match fields.iter().find(|field| field.attrs.is_source_code) {
        Some(field) => {
            let text = optional(field);
            quote_spanned!(field.ty.span()=> #text.map(|text| text as _))
        }
        None => quote!(::core::option::Option::None),
    };
    let labels = fields.iter().filter_map(|field| {
        let text = match field.attrs.label.as_ref()?.as_ref().ok()? {
            Some(text) => quote!(::core::option::Option::Some(#text)),
            None => quote!(::core::option::Option::None),
        };
        let span = optional(field);
        Some(quote_spanned!(field.ty.span()=> .label(#span, #text)))
    });
    let snippet = quote!(::core::option::Option::Some(#module::Snippet::new(#source_code)#(#labels)*));
    (fields, snippet)
}

/// Generates `Error::source` if any variant has a source.
fn expand_source(checked: &CheckedType<'_>, errcat: &TokenStream) -> Option<TokenStream> {
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
            // A method call, so that auto-deref looks inside a `Box`: see `errcat::source`.
            let source = match option_inner(field.ty) {
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

/// Generates `From::from` for the only field of a variant.
fn expand_from(variant: &Variant<'_>, field: &Field<'_>) -> TokenStream {
    let path = variant_path(variant);
    let (ty, member) = (field.ty, &field.member);
    quote! {
        fn from(source: #ty) -> Self { #path { #member: source } }
    }
}

/// Generates a `match self` with an arm for each variant. `arm` receives the variant's source and kind: see
/// [`match_variants`].
fn match_self<'a>(
    checked: &'a CheckedType<'a>,
    mut arm: impl FnMut(Option<&'a Field<'a>>, &'a Kind<'a>) -> (Vec<&'a Field<'a>>, TokenStream),
) -> TokenStream {
    match_variants(checked, |variant| arm(variant.source, &variant.kind))
}

/// Generates a `match self` with an arm for each variant. `arm` returns the fields to bind, each to its
/// [`binding`], and the arm's body.
fn match_variants<'a>(
    checked: &'a CheckedType<'a>,
    mut arm: impl FnMut(&'a CheckedVariant<'a>) -> (Vec<&'a Field<'a>>, TokenStream),
) -> TokenStream {
    if checked.variants.is_empty() {
        // `match self` doesn't work: to the compiler, a reference always has a value.
        return quote!(match *self {});
    }
    let arms = checked.variants.iter().map(|variant| {
        let (fields, body) = arm(variant);
        let path = variant_path(variant.variant);
        let members = fields.iter().map(|field| &field.member);
        let bindings = fields.iter().map(|field| binding(field));
        quote!(#path { #(#members: #bindings,)* .. } => #body,)
    });
    quote!(match self { #(#arms)* })
}
