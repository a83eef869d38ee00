//! Generates the `impl`s that allow a framework's handlers to return the error.
//!
//! They call functions of `errcat` that are behind features. The framework's name in the path has the span of
//! the attribute's token, so that a missing feature is reported there.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, parse_quote};

use crate::attr::Framework;

/// Generates the `impl` for a type. `documented` is an expression with the responses of its errors. `body`
/// maps each generated function body: it returns its argument, or a
/// replacement if the type has mistakes.
pub(crate) fn expand(
    (framework, span): (Framework, Span),
    generics: &Generics,
    ty: &TokenStream,
    errcat: &TokenStream,
    documented: &TokenStream,
    body: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let module = Ident::new(framework.name(), span);
    let module = quote!(#errcat::#module);
    let generics = add_bounds(framework, generics, ty);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    match framework {
        Framework::Axum => {
            // The span of an attribute is that of another macro if the derive of a module expands it. There,
            // `self` would be another name than that of the parameter.
            let this = Ident::new("self", Span::call_site());
            let into_response = body(quote_spanned!(span=> #module::into_response(#this)));
            quote! {
                #[automatically_derived]
                impl #impl_generics #module::IntoResponse for #ty #where_clause {
                    fn into_response(#this) -> #module::Response { #into_response }
                }
            }
        }
        Framework::Actix => {
            let status_code = body(quote!(#module::status_code(self)));
            let error_response = body(quote!(#module::response(self)));
            quote! {
                #[automatically_derived]
                impl #impl_generics #module::ResponseError for #ty #where_clause {
                    fn status_code(&self) -> #module::StatusCode { #status_code }
                    fn error_response(&self) -> #module::HttpResponse { #error_response }
                }
            }
        }
        Framework::Tonic => {
            let into_status = body(quote!(#module::into_status(error)));
            quote! {
                #[automatically_derived]
                impl #impl_generics ::core::convert::From<#ty> for #module::Status #where_clause {
                    fn from(error: #ty) -> Self { #into_status }
                }
            }
        }
        // A method of `CatalogError`.
        Framework::Miette => TokenStream::new(),
        Framework::Utoipa => {
            let responses = body(documented.clone());
            quote! {
                #[automatically_derived]
                impl #impl_generics #module::IntoResponses for #ty #where_clause {
                    #[allow(deprecated)]
                    fn responses() -> #module::Responses { #responses }
                }
            }
        }
    }
}

/// Adds the bounds that a framework requires of a generic type. A response is sent after everything that the
/// error borrows may be gone, and axum and tonic may send it from another thread.
fn add_bounds(framework: Framework, generics: &Generics, ty: &TokenStream) -> Generics {
    let mut generics = generics.clone();
    if !generics.params.is_empty() {
        let bound = match framework {
            Framework::Axum => parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static),
            Framework::Actix => parse_quote!(Self: 'static),
            // There, `Self` is the status.
            Framework::Tonic => parse_quote!(#ty: ::core::marker::Send + ::core::marker::Sync + 'static),
            Framework::Utoipa | Framework::Miette => return generics,
        };
        generics.make_where_clause().predicates.push(bound);
    }
    generics
}
