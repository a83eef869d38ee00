//! Negotiates whether an error is sent as Markdown (RFC 9110, section 12.5.1).

use std::cell::RefCell;
use std::sync::Arc;

use mediatype::names::{_STAR as ANY, MARKDOWN, TEXT};
use mediatype::{MediaType, MediaTypeList, Name, ReadParams};

use crate::{Entry, explain};

/// The content type of Markdown (RFC 7763).
pub(crate) const MARKDOWN_TYPE: &str = "text/markdown; charset=utf-8";

const TYPE: MediaType<'static> = MediaType::new(TEXT, MARKDOWN);

/// The name of the parameter with the quality of a media range.
const QUALITY: Name<'static> = Name::new_unchecked("q");

/// The forms in which the errors of a request may be sent.
#[derive(Debug, Clone, Default)]
pub(crate) enum Negotiation {
    /// The body that the catalog defines. Nothing is negotiated.
    #[default]
    Off,
    /// The body that the catalog defines, because the client doesn't prefer Markdown.
    Catalog,
    /// The values of `Accept`, if the client may prefer Markdown.
    Accept(Arc<str>),
}

thread_local! {
    /// The negotiation of the request that this thread is working on.
    static CURRENT: RefCell<Negotiation> = const { RefCell::new(Negotiation::Off) };
}

impl Negotiation {
    /// Negotiates with the values of a request's `Accept` headers.
    pub(crate) fn new<'a>(accept: impl Iterator<Item = &'a str>) -> Self {
        let accept = accept.collect::<Vec<_>>().join(", ");
        // Most clients accept anything, and don't prefer Markdown to any other type.
        if quality(&accept, &TYPE) > 0 { Self::Accept(accept.into()) } else { Self::Catalog }
    }

    /// Makes this negotiation the current one until the returned guard is dropped. If it is off, an outer one
    /// stays current.
    #[inline]
    pub(crate) fn enter(&self) -> Option<EnteredNegotiation> {
        (!matches!(self, Self::Off)).then(|| EnteredNegotiation { outer: CURRENT.replace(self.clone()) })
    }

    /// Returns the form of an error's body that the client prefers. `None` if nothing is negotiated.
    ///
    /// `entry` is the error's, or `None` if the response isn't an error of the catalog. `own` is the content
    /// type of the body that the catalog defines.
    pub(crate) fn negotiate(entry: Option<&'static Entry>, own: Option<&str>) -> Option<PreferredForm> {
        CURRENT.with_borrow(|negotiation| match (negotiation, entry, own) {
            (Self::Off, ..) => None,
            (Self::Accept(accept), Some(entry), Some(own)) if is_markdown_preferred(accept, own) => {
                // Without the values of this error, because agents may follow instructions in them.
                Some(PreferredForm::Markdown(explain(entry).to_markdown()))
            }
            _ => Some(PreferredForm::Catalog),
        })
    }
}

/// The form of a body that a client prefers.
pub(crate) enum PreferredForm {
    /// The body that the catalog defines.
    Catalog,
    /// The explanation of the error.
    Markdown(String),
}

/// Restores the outer negotiation when it is dropped, even by a panic.
pub(crate) struct EnteredNegotiation {
    outer: Negotiation,
}

impl Drop for EnteredNegotiation {
    fn drop(&mut self) {
        CURRENT.set(std::mem::take(&mut self.outer));
    }
}

/// Returns `true` if Markdown has a higher quality than the error's own content type.
fn is_markdown_preferred(accept: &str, own: &str) -> bool {
    let own = MediaType::parse(own).map_or(0, |own| quality(accept, &own));
    quality(accept, &TYPE) > own
}

/// Returns the quality that an `Accept` gives to a media type, in thousandths: that of the most specific
/// range that includes the type. Ranges that can't be read are ignored.
fn quality(accept: &str, wanted: &MediaType<'_>) -> u16 {
    let specificity = |range: &MediaType<'_>| {
        if range.ty == wanted.ty && range.subty == wanted.subty && range.suffix == wanted.suffix {
            Some(2)
        } else if range.subty != ANY {
            None
        } else if range.ty == wanted.ty {
            Some(1)
        } else {
            (range.ty == ANY).then_some(0)
        }
    };
    let ranges = MediaTypeList::new(accept).filter_map(Result::ok);
    let rated = ranges.filter_map(|range| {
        let quality = range.get_param(QUALITY).map_or("1", |quality| quality.as_str());
        let quality: f32 = quality.parse().ok().filter(|quality| (0.0..=1.0).contains(quality))?;
        Some((specificity(&range)?, (quality * 1000.0).round() as u16))
    });
    rated.max().map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_sent_only_if_it_is_preferred() {
        for (accept, own, expected) in [
            ("text/markdown", "application/json", true),
            ("Text/Markdown; charset=UTF-8; variant=GFM", "application/json", true),
            ("application/json;q=0.5, text/markdown", "application/json", true),
            ("text/markdown;q=0.2, application/*;q=0.1, */*;q=0.9", "application/json", true),
            ("text/*", "application/json", true),
            ("text/markdown, */*;q=0.5", "application/problem+json", true),
            ("application/problem+json;q=0.1, text/markdown;q=0.2", "application/problem+json", true),
            ("application/json, text/markdown", "application/json", false),
            ("text/html, */*;q=0.8", "application/json", false),
            ("*/*", "application/json", false),
            ("", "application/json", false),
            ("text/markdown;q=0", "application/json", false),
            ("text/markdown;q=0.001, application/json;q=0.002", "application/json", false),
            ("text/markdown;q=2", "application/json", false),
            ("text/markdown;q=x, text/*;q=NaN", "application/json", false),
            ("text/*, text/markdown;q=0", "application/json", false),
            ("text/markdown;q=0.5, application/problem+json", "application/problem+json", false),
            ("broken, text/markdown", "application/json", true),
            ("text/*;q=0.5", "text/plain; charset=utf-8", false),
        ] {
            assert_eq!(is_markdown_preferred(accept, own), expected, "{accept} for {own}");
        }
    }
}
