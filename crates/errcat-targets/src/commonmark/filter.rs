//! What of a catalog's Markdown may stand on a page.
//!
//! Whatever a catalog says, nothing on a page runs or loads: raw HTML is text, links and images lead only where a
//! link may lead, and nesting ends at a depth that no browser minds. The writers, that of HTML and
//! that of Markdown, see only what passed.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// The deepest nesting of a text. Deeper parts are flattened: they are unreadable, and browsers have limits of their own.
const MAX_NESTING: usize = 32;

/// Keeps what may stand on a page. Each opened tag is noted with the end that closes it, or with none if it is
/// left out: then only what is inside it remains.
pub(crate) fn filter<'t>(parser: impl Iterator<Item = Event<'t>>) -> Vec<Event<'t>> {
    let mut safe = Vec::new();
    let mut open: Vec<Option<TagEnd>> = Vec::new();
    let mut labelled = None;
    for event in parser {
        let replaced = labelled.is_some_and(|depth| open.len() >= depth);
        match event {
            Event::Start(tag) => {
                let parent_kept = open.last().is_none_or(Option::is_some);
                let is_nested = matches!(tag, Tag::Image { .. }) && open.contains(&Some(TagEnd::Link));
                let (tag, label) = match is_nested {
                    true => (None, None),
                    false => filter_tag(without_image(tag), open.len(), parent_kept),
                };
                open.push(tag.as_ref().filter(|_| !replaced).map(Tag::to_end));
                safe.extend(tag.filter(|_| !replaced).map(Event::Start));
                if let Some(label) = label.filter(|_| !replaced) {
                    safe.push(label);
                    labelled = Some(open.len());
                }
            }
            Event::End(_) => {
                safe.extend(open.pop().flatten().map(Event::End));
                labelled = labelled.filter(|depth| open.len() >= *depth);
            }
            _ if replaced => {}
            Event::Html(text) | Event::InlineHtml(text) => safe.push(Event::Text(text)),
            Event::Text(_) | Event::Code(_) => safe.push(event),
            Event::SoftBreak | Event::HardBreak | Event::Rule => safe.push(event),
            // Extensions that aren't enabled.
            _ => {}
        }
    }
    safe
}

/// The page's policy loads nothing from elsewhere, and no picture lies beside it: a link to the image is better than a gap.
fn without_image(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Image { link_type, dest_url, title, id } => Tag::Link { link_type, dest_url, title, id },
        tag => tag,
    }
}

/// The tag as it may stand on a page, and the label that replaces what it holds.
fn filter_tag<'t>(tag: Tag<'t>, depth: usize, parent_kept: bool) -> (Option<Tag<'t>>, Option<Event<'t>>) {
    let link =
        |link_type, dest_url, title| Tag::Link { link_type, dest_url, title, id: CowStr::Borrowed("") };
    match tag {
        // A list's items stand or fall with it, and so do a table's rows.
        Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
            (Some(tag).filter(|_| parent_kept), None)
        }
        _ if depth >= MAX_NESTING => (None, None),
        Tag::HtmlBlock => (Some(Tag::Paragraph), None),
        Tag::Link { dest_url, .. } if !is_safe(&dest_url) => (None, None),
        Tag::Link {
            link_type: link_type @ (LinkType::ShortcutUnknown | LinkType::CollapsedUnknown),
            dest_url,
            title,
            ..
        } => {
            let text = CowStr::from(title.get(1..).unwrap_or_default().to_owned());
            let label = if title.starts_with('c') { Event::Code(text) } else { Event::Text(text) };
            (Some(link(link_type, dest_url, CowStr::Borrowed(""))), Some(label))
        }
        Tag::Link { link_type: LinkType::ReferenceUnknown, dest_url, .. } => {
            (Some(link(LinkType::Inline, dest_url, CowStr::Borrowed(""))), None)
        }
        Tag::Link { link_type: LinkType::Email, dest_url, title, .. } => {
            (Some(link(LinkType::Inline, format!("mailto:{dest_url}").into(), title)), None)
        }
        tag => (Some(tag), None),
    }
}

/// The language of a code block: the first word after its fence.
pub(crate) fn language<'t>(kind: &'t CodeBlockKind<'_>) -> &'t str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// A heading's level under a page's own headings.
pub(crate) fn sink(level: HeadingLevel, shift: usize) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + shift).unwrap_or(HeadingLevel::H6)
}

/// What an inline event says, without markup.
pub(crate) fn plain_text<'t>(event: &'t Event<'_>) -> &'t str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

/// Whether following a link can't do more than open a page: `http`, `https`, `mailto`, or a relative address.
///
/// Browsers drop tabs and line ends inside a scheme and controls before it, so an address with any of them is no
/// address at all; neither is one that names a server without a scheme.
pub(crate) fn is_safe(url: &str) -> bool {
    if url.chars().any(|c| c.is_control() || c == '\\') || url.starts_with([' ', '\u{a0}']) {
        return false;
    }
    if url.starts_with("//") {
        return false;
    }
    let head = url.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        None => true,
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe)),
    }
}

/// Whether an address is one of the web.
pub(crate) fn is_web(url: &str) -> bool {
    is_safe(url) && (url.starts_with("https://") || url.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

    use super::{MAX_NESTING, filter, is_safe};

    #[test]
    fn deep_nesting_is_flattened() {
        for text in ["> ".repeat(10_000) + "x", "- ".repeat(10_000) + "x", "*a ".repeat(10_000)] {
            let events = filter(Parser::new(&text));
            let (mut depth, mut deepest) = (0_usize, 0);
            for event in events {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert!(depth == 0 && deepest <= MAX_NESTING + 2, "{deepest}");
        }
    }

    #[test]
    fn what_could_run_or_load_becomes_text() {
        let text = "<b>a</b> [b](javascript:c) ![d](data:e) ![f](https://g.example/h.png) [i](/j) <k@l.example> \
             ![m](#n) [![o](#p)](#q)";
        let events = filter(Parser::new(text));
        let links = events.iter().filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.as_ref()),
            Event::Start(Tag::Image { .. }) | Event::Html(_) | Event::InlineHtml(_) => panic!("{event:?}"),
            _ => None,
        });
        assert_eq!(
            links.collect::<Vec<_>>(),
            ["https://g.example/h.png", "/j", "mailto:k@l.example", "#n", "#q"]
        );
        let ends = events.iter().filter(|event| **event == Event::End(TagEnd::Link)).count();
        assert_eq!(ends, 5);
    }

    #[test]
    fn a_picture_of_an_error_is_a_link_to_it() {
        let resolve = |_: BrokenLink<'_>| Some(("/slow".into(), "cslow".into()));
        let parser = Parser::new_with_broken_link_callback("![slow]", Options::empty(), Some(resolve));
        let events = filter(parser);
        let is_link = |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if **dest_url == *"/slow");
        assert!(events.iter().any(is_link) && events.contains(&Event::Code("slow".into())), "{events:?}");
        assert!(!events.iter().any(|event| matches!(event, Event::Start(Tag::Image { .. }))), "{events:?}");
    }

    #[test]
    fn only_what_opens_a_page_is_safe() {
        for safe in [
            "https://a.example/",
            "HTTP://a.example",
            "mailto:a@b.example",
            "../x/index.html#y",
            "?a:b",
            "#a:b",
            "",
        ] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_url in [
            "javascript:alert(1)",
            "JavaScript:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "file:///etc/passwd",
            "blob:x",
        ] {
            assert!(!is_safe(unsafe_url), "{unsafe_url}");
        }
    }
}
