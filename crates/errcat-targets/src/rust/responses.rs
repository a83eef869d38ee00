//! Generates what turns errors into responses of web frameworks.

use quote::quote;

use super::form::{Feature, Form};
use crate::rust_code::Item;

/// Returns the impls that turn errors into responses of web frameworks.
pub(super) fn impls(form: Form) -> [Item; 2] {
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
    [form.gated(Feature::Axum, axum), form.gated(Feature::Actix, actix)]
}
