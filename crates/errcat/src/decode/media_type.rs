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

/// Returns `true` if a body of this media type may be of the envelope. Without a media type, any may be.
pub(super) fn may_be_of(essence: Option<&str>, envelope: &Envelope<'_>) -> bool {
    essence.is_none_or(|essence| is_of(essence, envelope) || is_json(essence))
}

/// Returns `true` if the media type is the envelope's.
pub(super) fn is_of(essence: &str, envelope: &Envelope<'_>) -> bool {
    let own = envelope.content_type;
    essence == own || essence.eq_ignore_ascii_case(own.split(';').next().unwrap_or("").trim())
}

/// Returns `true` for `application/json` and types with the suffix `+json` (RFC 6839, section 3.1).
fn is_json(essence: &str) -> bool {
    const SUFFIX: &str = "+json";
    let suffix = essence.len().checked_sub(SUFFIX.len()).and_then(|at| essence.get(at..));
    essence.eq_ignore_ascii_case(JSON) || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_the_envelopes_own_type_fit() {
        let stream = Envelope { content_type: "text/event-stream", ..Envelope::EMPTY };
        let fits = |text: &str, envelope| may_be_of(essence(&[("content-type", text)]), envelope);
        for text in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/problem+json",
            "application/vnd.api+json;v=1",
            "",
            "json",
        ] {
            assert!(fits(text, &Envelope::EMPTY), "{text}");
        }
        for text in ["text/html", "text/plain; charset=utf-8", "application/jsonp", "application/xml"] {
            assert!(!fits(text, &Envelope::EMPTY), "{text}");
        }
        assert!(fits("text/event-stream", &stream) && !fits("text/event-stream", &Envelope::EMPTY));
        assert!(may_be_of(essence(&()), &Envelope::EMPTY));
    }
}
