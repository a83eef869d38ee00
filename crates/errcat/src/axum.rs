//! Support for axum: catalog errors as responses of handlers, and a layer that gives every other failure the
//! catalog's shape too. Requires the feature `axum`.
//!
//! ```
//! use errcat::axum::{IntoResponse, Response};
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "Not found") }
//! # }
//! # impl std::error::Error for CertifyError {}
//! # impl CatalogError for CertifyError {
//! #     fn entry(&self) -> &'static Entry {
//! #         static ENTRY: Entry = Entry { code: "agent_not_found", statuses: &[404], ..Entry::EMPTY };
//! #         &ENTRY
//! #     }
//! #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
//! # }
//!
//! // `#[catalog(kakunin, axum)]` generates this impl.
//! impl IntoResponse for CertifyError {
//!     fn into_response(self) -> Response {
//!         errcat::axum::into_response(self)
//!     }
//! }
//!
//! async fn certify() -> Result<&'static str, CertifyError> {
//!     Err(CertifyError)
//! }
//! # let _: ::axum::Router = ::axum::Router::new().route("/", ::axum::routing::get(certify));
//! ```
//!
//! # Other failures
//!
//! axum answers an unknown path, a rejected body or a panic with plain text of its own, or with an empty
//! body. The layer [`CatalogLayer`] answers them with errors of the catalog.

use std::sync::Arc;

use axum_core::body::Body;
pub use axum_core::response::{IntoResponse, Response};

pub use self::layer::{CatalogLayer, CatalogService};
use self::marker::Marker;
use crate::context::RequestContext;
use crate::raw_response::RawResponse;
use crate::{CatalogError, ErrorList, WithSource, WithStatus};

mod convert;
mod future;
mod layer;
mod marker;

/// Builds the response for an error, like [`http::response`](crate::http::response()). Inside a
/// [`CatalogLayer`], the body has the context values of that layer.
///
/// The response carries the error in its extensions, and [`error_of`] returns it.
pub fn into_response(error: impl CatalogError + Send + Sync + 'static) -> Response {
    #[cfg(feature = "tracing")]
    crate::tracing::event(&error);
    let raw = RequestContext::with_current(|context| RawResponse::new(&error, None, context));
    let length = raw.body.len();
    let mut response = raw.into_response::<Body>();
    Marker::set(&mut response, length, Some(Arc::new(error)));
    response
}

/// The handler for the fallback of a nested router: answers an unknown path with 404, which [`CatalogLayer`]
/// converts to the API's error.
pub async fn unknown_path() -> ::http::StatusCode {
    ::http::StatusCode::NOT_FOUND
}

/// Returns the error that a response was built from. Useful in layers that count or log errors.
pub fn error_of<B>(response: &::http::Response<B>) -> Option<&(dyn CatalogError + Send + Sync)> {
    Marker::of(response)?.error.as_deref()
}

/// Marks a response as one of the catalog, so that [`CatalogLayer`] leaves it as it is.
pub(crate) fn mark(mut response: ::http::Response<Vec<u8>>) -> ::http::Response<Vec<u8>> {
    let length = response.body().len();
    Marker::set(&mut response, length, None);
    response
}

macro_rules! responses {
    ($($ty:ident)*) => {$(
        impl<E: CatalogError + Send + Sync + 'static> IntoResponse for $ty<E> {
            fn into_response(self) -> Response {
                into_response(self)
            }
        }
    )*};
}

responses! { ErrorList WithSource WithStatus }
