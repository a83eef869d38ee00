//! The media types of error bodies.

use crate::{Envelope, Headers};

const JSON: &str = "application/json";

/// Returns the `Content-Type` of a response without its parameters. `None` if there is none, or if it isn't a
/// media type.
pub(super) fn essence(headers: &(impl Headers + ?Sized)) -> Option<&str> {
    let text = headers.get("Content-Type")?;
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
        let essence = |text: &'static str| essence(&[("content-type", text)]).map(str::to_owned);
        for text in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json;v=1"] {
            assert!(essence(text).is_some_and(|essence| is_json(&essence)), "{text}");
        }
        for text in ["text/html", "text/plain; charset=utf-8", "application/jsonp", "é/+json é"] {
            assert!(essence(text).is_some_and(|essence| !is_json(&essence)), "{text}");
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
