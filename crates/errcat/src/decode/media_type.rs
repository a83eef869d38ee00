//! The media types of error bodies.

use crate::response::CONTENT_TYPE;
use crate::{Envelope, Headers};

/// Headers whose `Content-Type` is looked up only once.
pub(super) struct WithContentType<'a, H: ?Sized> {
    headers: &'a H,
    pub(super) content_type: Option<&'a str>,
}

impl<'a, H: Headers + ?Sized> WithContentType<'a, H> {
    pub(super) fn new(headers: &'a H) -> Self {
        Self { headers, content_type: headers.get(CONTENT_TYPE) }
    }
}

impl<H: Headers + ?Sized> Headers for WithContentType<'_, H> {
    fn get(&self, name: &str) -> Option<&str> {
        if name == CONTENT_TYPE { self.content_type } else { self.headers.get(name) }
    }
}

/// Returns `true` if the media type is the envelope's.
pub(super) fn is_of(essence: &str, envelope: &Envelope<'_>) -> bool {
    let own = envelope.content_type;
    essence == own || essence.eq_ignore_ascii_case(own.split(';').next().unwrap_or("").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_compared_without_params() {
        let stream = Envelope { content_type: "text/event-stream; charset=utf-8", ..Envelope::EMPTY };
        assert!(is_of("Text/Event-Stream", &stream));
        assert!(!is_of("text/html", &Envelope::EMPTY));
    }
}
