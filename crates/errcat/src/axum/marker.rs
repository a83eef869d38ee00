//! The mark on responses that were built from errors of a catalog.

use std::sync::Arc;

use ::http::{Response, StatusCode, header};
use http_body::Body;

use crate::CatalogError;

/// An error that is shared with a response.
pub(super) type SharedError = Arc<dyn CatalogError + Send + Sync>;

/// Marks a response of the catalog, in the response's extensions.
#[derive(Clone)]
pub(super) struct Marker {
    /// The error that the response was built from, if the response can be built again.
    pub(super) error: Option<SharedError>,
    /// The status of the response when it was built.
    pub(super) status: StatusCode,
    /// The length of the body when it was built, in bytes.
    length: u64,
}

impl Marker {
    #[inline]
    pub(super) fn of<B>(response: &Response<B>) -> Option<&Self> {
        response.extensions().get()
    }

    /// Marks a response with a body of `length` bytes.
    pub(super) fn set<B>(response: &mut Response<B>, length: usize, error: Option<SharedError>) {
        let (status, length) = (response.status(), length as u64);
        response.extensions_mut().insert(Self { error, status, length });
    }

    /// Returns `true` if the response still has the body that was built from the error: no middleware
    /// compressed or replaced it.
    pub(super) fn has_own_body(&self, response: &Response<impl Body>) -> bool {
        let is_encoded = response.headers().contains_key(header::CONTENT_ENCODING);
        !is_encoded && response.body().size_hint().exact() == Some(self.length)
    }
}
