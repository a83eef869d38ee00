//! Finds links in Markdown, and parses references such as `[guide:retries]`.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};

/// The Markdown of the catalog: `CommonMark` with tables and strikethrough.
pub const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// `[reference]` or `[text][reference]`, without a definition in the text.
    Shortcut(String),
    /// `[text](destination)` or `<destination>`, also of images.
    Inline(String),
}

/// The target of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Target<'a> {
    Code { api: &'a str, code: &'a str },
    Guide { api: &'a str, name: &'a str },
    Table { api: &'a str, name: &'a str },
}

impl<'a> Target<'a> {
    /// Parses `code`, `api/code`, `guide:name`, `guide:api/name`, `table:name` and `table:api/name`. The ids
    /// of this API may contain a slash, as `table/CODE` does.
    pub fn parse(reference: &'a str, this_api: &'a str, is_id: impl Fn(&str) -> bool) -> Self {
        let qualified = |text: &'a str| text.split_once('/').unwrap_or((this_api, text));
        if let Some(rest) = reference.strip_prefix("guide:") {
            let (api, name) = qualified(rest);
            Target::Guide { api, name }
        } else if let Some(rest) = reference.strip_prefix("table:") {
            let (api, name) = qualified(rest);
            Target::Table { api, name }
        } else if is_id(reference) {
            Target::Code { api: this_api, code: reference }
        } else {
            let (api, code) = qualified(reference);
            Target::Code { api, code }
        }
    }

    /// Returns the API of the target.
    pub fn api(&self) -> &'a str {
        match self {
            Target::Code { api, .. } | Target::Guide { api, .. } | Target::Table { api, .. } => api,
        }
    }

    /// Returns the code, or the name of the guide or table.
    pub fn name(&self) -> &'a str {
        match self {
            Target::Code { code: name, .. } | Target::Guide { name, .. } | Target::Table { name, .. } => name,
        }
    }
}

/// Returns `true` if a text in brackets is a link. References have no white space: `[ ]` and `[see below]`
/// are text.
pub fn is_reference(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('^') && !text.contains(char::is_whitespace)
}

/// Returns `true` if the destination of a link is allowed on pages: http, https, mailto, or a fragment of the
/// same page.
pub fn is_safe(destination: &str) -> bool {
    let lower = destination.to_ascii_lowercase();
    ["https://", "http://", "mailto:", "#"].iter().any(|scheme| lower.starts_with(scheme))
}

/// Returns the links of a text and their ranges: that of a shortcut includes the brackets, that of an inline
/// link is its destination.
pub fn links(text: &str) -> Vec<(Link, Range<usize>)> {
    let mut links = Vec::new();
    let within = |range: Range<usize>, part: &str| match text[range.clone()].rfind(part) {
        Some(at) => range.start + at..range.start + at + part.len(),
        None => range,
    };
    let mut resolve = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        if is_reference(&link.reference) {
            let place = within(link.span, &format!("[{}]", link.reference));
            links.push((Link::Shortcut(link.reference.to_string()), place));
        }
        None
    };
    let mut inline = Vec::new();
    let parser = Parser::new_with_broken_link_callback(text, MARKDOWN, Some(&mut resolve));
    for (event, range) in parser.into_offset_iter() {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            let place = within(range, &dest_url);
            inline.push((Link::Inline(dest_url.to_string()), place));
        }
    }
    links.append(&mut inline);
    links.sort_by_key(|(_, place)| place.start);
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_located() {
        let text = "[a_b], [x](javascript:alert(1)), `[code]`, [ ], [two words], ![i](data:x), \\[no\\]";
        let expected = [
            (Link::Shortcut("a_b".into()), 0..5),
            (Link::Inline("javascript:alert(1)".into()), 11..30),
            (Link::Inline("data:x".into()), 66..72),
        ];
        assert_eq!(links(text), expected);
    }
}
