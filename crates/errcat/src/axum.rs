//! Feature `axum`: an error as what a handler returns, and a layer by which everything else that goes wrong
//! answers in the catalog's shape too.
//!
//! ```
//! use errcat::axum::{IntoResponse, Response};
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("Agent not found") }
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
//! // What `#[catalog(kakunin, axum)]` writes for a type.
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
//! # Everything else
//!
//! A request that no route takes, an extractor that refuses a body, a panic: axum answers these with a text
//! of its own, or with nothing. [`Catalogued`] is a layer that answers them as the API answers: see there.

use std::sync::Arc;

use axum_core::body::Body;
pub use axum_core::response::{IntoResponse, Response};

pub use self::layer::{Catalogued, CataloguedService};
use crate::{CatalogError, WithStatus};

mod future;
mod general;
mod layer;

/// The response that the catalog promises for an error, as [`http::response`](crate::http::response()) makes
/// it.
///
/// It carries the error along, for [`Catalogued`] to fill in what it knows of the request, and for
/// [`error_of`].
pub fn into_response(error: impl CatalogError + Send + Sync + 'static) -> Response {
    let mut response = crate::http::response(&error).map(Body::from);
    response.extensions_mut().insert(Answered { error: Some(Arc::new(error)), is_complete: false });
    response
}

/// The error that a response was made of: what a layer that counts errors, or looks for one, asks for.
pub fn error_of<B>(response: &::http::Response<B>) -> Option<&(dyn CatalogError + Send + Sync)> {
    response.extensions().get::<Answered>()?.error.as_deref()
}

/// The mark of a response that is in the catalog's shape.
#[derive(Clone)]
struct Answered {
    /// What it was made of; `None` if no more was known than its status.
    error: Option<Arc<dyn CatalogError + Send + Sync>>,
    /// Whether what the server fills in is in it.
    is_complete: bool,
}

impl<E: CatalogError + Send + Sync + 'static> IntoResponse for WithStatus<E> {
    fn into_response(self) -> Response {
        into_response(self)
    }
}
