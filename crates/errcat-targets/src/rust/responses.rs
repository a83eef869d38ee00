//! Generates what turns errors into responses of web frameworks, and what describes these responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::form::{Feature, Form};
use crate::rust_code::Item;

/// Returns the impls that turn errors into responses of web frameworks. `entries` is an expression with the
/// entries of the errors.
pub(super) fn impls(form: Form, entries: &TokenStream) -> [Item; 4] {
    let axum = quote! {
        impl ::errcat::axum::IntoResponse for Error {
            fn into_response(self) -> ::errcat::axum::Response {
                ::errcat::axum::into_response(self)
            }
        }
    };
    let actix = quote! {
        impl ::errcat::actix::ResponseError for Error {
            fn status_code(&self) -> ::errcat::actix::StatusCode {
                ::errcat::actix::status_code(self)
            }

            fn error_response(&self) -> ::errcat::actix::HttpResponse {
                ::errcat::actix::response(self)
            }
        }
    };
    let tonic = quote! {
        impl From<Error> for ::errcat::tonic::Status {
            fn from(error: Error) -> Self {
                ::errcat::tonic::into_status(error)
            }
        }
    };
    let utoipa = quote! {
        impl ::errcat::utoipa::IntoResponses for Error {
            fn responses() -> ::errcat::utoipa::Responses {
                ::errcat::utoipa::responses(#entries)
            }
        }
    };
    [
        form.gated(Feature::Axum, axum),
        form.gated(Feature::Actix, actix),
        form.gated(Feature::Tonic, tonic),
        form.gated(Feature::Utoipa, utoipa),
    ]
}
