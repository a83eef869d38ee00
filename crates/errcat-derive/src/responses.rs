//! Generates the `impl`s that allow a framework's handlers to return the error.
//!
//! They call functions of `errcat` that are behind features. The framework's name in the path has the span of
//! the attribute's token, so that a missing feature is reported there.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, parse_quote};

use crate::attr::Framework;

/// Generates the `impl` for a type. `body` maps each generated function body: it returns its argument, or a
/// replacement if the type has mistakes.
pub(crate) fn expand(
    (framework, span): (Framework, Span),
    generics: &Generics,
    ty: &TokenStream,
    errcat: &TokenStream,
    body: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let module = match framework {
        Framework::Axum => Ident::new("axum", span),
        Framework::Actix => Ident::new("actix", span),
    };
    let module = quote!(#errcat::#module);
    let generics = add_bounds(framework, generics);
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
    }
}

/// Adds the bounds that a framework requires of a generic type. A response is sent after everything that the
/// error borrows may be gone, and axum may send it from another thread.
fn add_bounds(framework: Framework, generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    if !generics.params.is_empty() {
        let bound = match framework {
            Framework::Axum => parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static),
            Framework::Actix => parse_quote!(Self: 'static),
        };
        generics.make_where_clause().predicates.push(bound);
    }
    generics
}
