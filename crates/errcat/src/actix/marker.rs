//! The mark on responses that were built from errors of a catalog.

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_ENCODING;

/// Marks a response of the catalog, in the response's extensions.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    /// The status of the response when it was built.
    pub(super) status: StatusCode,
    /// The length of the body when it was built, in bytes.
    pub(super) length: usize,
}

impl Marker {
    pub(super) fn of<B>(response: &HttpResponse<B>) -> Option<Self> {
        response.extensions().get().copied()
    }

    /// Returns `true` if the response still has the body that was built from the error: no middleware
    /// compressed or replaced it.
    pub(super) fn has_own_body<B: MessageBody>(self, response: &HttpResponse<B>) -> bool {
        let is_encoded = response.headers().contains_key(CONTENT_ENCODING);
        !is_encoded && response.body().size() == BodySize::Sized(self.length as u64)
    }
}
