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
//! body. The layer [`CatalogLayer`] answers them in the shape of the API's errors.

use std::sync::Arc;

use axum_core::body::Body;
pub use axum_core::response::{IntoResponse, Response};

pub use self::layer::{CatalogLayer, CatalogService};
use crate::{CatalogError, WithStatus};

mod convert;
mod future;
mod layer;

/// Builds the response for an error, like [`http::response`](crate::http::response()).
///
/// The response carries the error in its extensions: [`CatalogLayer`] uses it to add context values, and
/// [`error_of`] returns it.
pub fn into_response(error: impl CatalogError + Send + Sync + 'static) -> Response {
    let mut response = crate::http::response(&error).map(Body::from);
    response.extensions_mut().insert(CatalogMarker { error: Some(Arc::new(error)), has_context: false });
    response
}

/// Returns the error that a response was built from. Useful in layers that count or log errors.
pub fn error_of<B>(response: &::http::Response<B>) -> Option<&(dyn CatalogError + Send + Sync)> {
    response.extensions().get::<CatalogMarker>()?.error.as_deref()
}

/// Marks a response that already has the catalog's shape.
#[derive(Clone)]
struct CatalogMarker {
    /// The error that the response was built from, or `None` if it was built from a status alone.
    error: Option<Arc<dyn CatalogError + Send + Sync>>,
    /// `true` if the body already includes the context values.
    has_context: bool,
}

impl<E: CatalogError + Send + Sync + 'static> IntoResponse for WithStatus<E> {
    fn into_response(self) -> Response {
        into_response(self)
    }
}
