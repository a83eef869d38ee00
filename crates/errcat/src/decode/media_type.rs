//! The media types of error bodies.

use crate::response::CONTENT_TYPE;
use crate::{Envelope, Headers};

const JSON: &str = "application/json";

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

/// Returns a `Content-Type` without its parameters. `None` if it isn't a media type.
pub(super) fn essence(text: &str) -> Option<&str> {
    if text == JSON {
        return Some(text);
    }
    let end = text.bytes().position(|byte| matches!(byte, b';' | b',')).unwrap_or(text.len());
    let essence = text[..end].trim();
    let (ty, subtype) = essence.split_once('/')?;
    (!ty.is_empty() && !subtype.is_empty()).then_some(essence)
}

/// Returns `true` if the media type is the envelope's.
pub(super) fn is_of(essence: &str, envelope: &Envelope<'_>) -> bool {
    let own = envelope.content_type;
    essence == own || essence.eq_ignore_ascii_case(own.split(';').next().unwrap_or("").trim())
}

/// Returns `true` for `application/json` and types with the suffix `+json` (RFC 6839, section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    const SUFFIX: &str = "+json";
    let suffix = essence.len().checked_sub(SUFFIX.len()).and_then(|at| essence.get(at..));
    essence.eq_ignore_ascii_case(JSON) || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_recognized_by_its_suffix() {
        for text in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json;v=1"] {
            assert!(essence(text).is_some_and(is_json), "{text}");
        }
        for text in ["text/html", "text/plain; charset=utf-8", "application/jsonp", "é/+json é"] {
            assert!(essence(text).is_some_and(|essence| !is_json(essence)), "{text}");
        }
        for text in ["", "json", "/json", "text/", ";"] {
            assert_eq!(essence(text), None, "{text}");
        }
        assert!(is_of(
            "Text/Event-Stream",
            &Envelope { content_type: "text/event-stream", ..Envelope::EMPTY }
        ));
        assert!(!is_of("text/html", &Envelope::EMPTY));
    }
}
