//! The formats of bodies.

/// The format of a body. It follows from the content type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyFormat {
    /// JSON: `application/json`, its old name `text/json`, and types with the suffix `+json` (RFC 6839,
    /// section 3.1).
    Json,
    /// XML: `application/xml`, `text/xml` and types with the suffix `+xml` (RFC 7303).
    Xml,
    /// Any other text.
    Text,
}

impl BodyFormat {
    /// Returns the format of bodies with a content type. A text that isn't a media type says nothing, so
    /// that the format is JSON, the default.
    #[must_use]
    pub fn of(content_type: &str) -> Self {
        match essence(content_type) {
            None => Self::Json,
            Some(essence) if essence == JSON || is(essence, JSON, "+json") => Self::Json,
            Some(essence) if essence.eq_ignore_ascii_case("text/json") => Self::Json,
            Some(essence) if is(essence, "application/xml", "+xml") => Self::Xml,
            Some(essence) if essence.eq_ignore_ascii_case("text/xml") => Self::Xml,
            Some(_) => Self::Text,
        }
    }
}

const JSON: &str = "application/json";

/// Returns a content type without its parameters. `None` if it isn't a media type.
pub(crate) fn essence(content_type: &str) -> Option<&str> {
    if content_type == JSON {
        return Some(content_type);
    }
    let end = content_type.bytes().position(|byte| matches!(byte, b';' | b',')).unwrap_or(content_type.len());
    let essence = content_type[..end].trim();
    let (ty, subtype) = essence.split_once('/')?;
    (!ty.is_empty() && !subtype.is_empty()).then_some(essence)
}

/// Returns `true` if a media type is `whole` or ends with `suffix`.
fn is(essence: &str, whole: &str, suffix: &str) -> bool {
    let end = essence.len().checked_sub(suffix.len()).and_then(|at| essence.get(at..));
    essence.eq_ignore_ascii_case(whole) || end.is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_follow_from_media_types() {
        for text in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/vnd.api+json;v=1",
            "text/json",
        ] {
            assert_eq!(BodyFormat::of(text), BodyFormat::Json, "{text}");
        }
        for text in ["text/xml; charset=utf-8", "Application/XML", "application/atom+xml"] {
            assert_eq!(BodyFormat::of(text), BodyFormat::Xml, "{text}");
        }
        for text in ["text/html", "text/plain; charset=utf-8", "application/jsonp", "é/+json é"] {
            assert_eq!(BodyFormat::of(text), BodyFormat::Text, "{text}");
        }
        for text in ["", "json", "/json", "text/", ";"] {
            assert_eq!(essence(text), None, "{text}");
            assert_eq!(BodyFormat::of(text), BodyFormat::Json, "{text}");
        }
    }
}
