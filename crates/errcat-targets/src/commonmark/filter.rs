//! Filters the catalog's Markdown for pages.
//!
//! For any catalog, nothing on a page runs or loads: raw HTML becomes text, links and images only lead to
//! safe addresses, and nesting is limited to a depth that every browser handles. The HTML and Markdown
//! writers only receive filtered events.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// The maximum nesting of a text. Deeper parts are flattened, because they are unreadable and browsers have
/// limits.
const MAX_NESTING: usize = 32;

/// Returns the events that are allowed on a page. `open` contains the closing event for each open tag, or
/// `None` if the tag is removed; then only its contents remain.
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
            // Events of extensions that aren't enabled.
            _ => {}
        }
    }
    safe
}

/// Replaces an image with a link to it: the page's policy blocks external images, and the site contains none.
fn without_image(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Image { link_type, dest_url, title, id } => Tag::Link { link_type, dest_url, title, id },
        tag => tag,
    }
}

/// Returns the allowed form of a tag, and the label that replaces its contents.
fn filter_tag<'t>(tag: Tag<'t>, depth: usize, parent_kept: bool) -> (Option<Tag<'t>>, Option<Event<'t>>) {
    let link =
        |link_type, dest_url, title| Tag::Link { link_type, dest_url, title, id: CowStr::Borrowed("") };
    match tag {
        // Items belong to their list, and rows to their table.
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

/// Returns the language of a code block: the first word after its fence.
pub(crate) fn language<'t>(kind: &'t CodeBlockKind<'_>) -> &'t str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// Returns the level of a heading below the page's own headings.
pub(crate) fn shift_heading(level: HeadingLevel, shift: usize) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + shift).unwrap_or(HeadingLevel::H6)
}

/// Returns the text of an inline event, without markup.
pub(crate) fn plain_text<'t>(event: &'t Event<'_>) -> &'t str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

/// Returns `true` if a link can only open a page: `http`, `https`, `mailto`, or a relative URL.
///
/// Browsers ignore tabs and line breaks inside a scheme, and control characters before it, so URLs that
/// contain them are rejected. URLs that start with a server and no scheme are rejected, too.
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

/// Returns `true` for safe `http` and `https` URLs.
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
    fn unsafe_markup_becomes_text() {
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
    fn images_of_errors_become_links() {
        let resolve = |_: BrokenLink<'_>| Some(("/slow".into(), "cslow".into()));
        let parser = Parser::new_with_broken_link_callback("![slow]", Options::empty(), Some(resolve));
        let events = filter(parser);
        let is_link = |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if **dest_url == *"/slow");
        assert!(events.iter().any(is_link) && events.contains(&Event::Code("slow".into())), "{events:?}");
        assert!(!events.iter().any(|event| matches!(event, Event::Start(Tag::Image { .. }))), "{events:?}");
    }

    #[test]
    fn only_links_that_open_pages_are_safe() {
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
