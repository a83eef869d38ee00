//! Parses pages strictly, to verify that nothing in them can run.

use std::collections::HashSet;

use crate::commonmark::filter::is_safe;

/// Checks that a page only contains known elements and attributes, closes elements correctly, and only has
/// safe URLs.
pub(super) fn check_html(path: &str, html: &str) {
    const ELEMENTS: &[&str] = &[
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "label",
        "input",
        "select",
        "option",
        "button",
        "body",
        "a",
        "header",
        "footer",
        "main",
        "nav",
        "article",
        "section",
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "pre",
        "code",
        "strong",
        "em",
        "del",
        "b",
        "var",
        "ins",
        "mark",
        "wbr",
        "br",
        "hr",
        "blockquote",
        "img",
        "aside",
        "details",
        "summary",
        "small",
        "kbd",
        "textarea",
    ];
    const ATTRIBUTES: &[&str] = &[
        "lang",
        "data-root",
        "data-api",
        "data-facts",
        "value",
        "for",
        "autocomplete",
        "spellcheck",
        "charset",
        "http-equiv",
        "content",
        "name",
        "rel",
        "type",
        "href",
        "src",
        "alt",
        "width",
        "height",
        "class",
        "id",
        "tabindex",
        "role",
        "title",
        "scope",
        "start",
        "aria-label",
        "aria-labelledby",
        "aria-hidden",
        "aria-current",
        "property",
        "data-body",
        "data-copy",
        "data-tab",
        "data-tabs",
        "aria-live",
        "data-fill",
        "data-needs",
        "aria-keyshortcuts",
        "popover",
        "popovertarget",
        "open",
        "hidden",
        "placeholder",
        "data-status",
        "aria-pressed",
    ];
    const DATA_BLOCK: &str = "application/ld+json";
    const VOID: &[&str] = &["meta", "link", "br", "hr", "img", "input", "wbr"];
    let mut open: Vec<String> = Vec::new();
    for tag in tags(html) {
        assert!(ELEMENTS.contains(&tag.name.as_str()), "{path} has <{}>", tag.name);
        for (name, value) in &tag.attributes {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{path} has {name}={value}");
            if ["href", "src"].contains(&name.as_str()) {
                assert!(is_safe(value) || is_icon(&tag), "{path} links to {value}");
            }
        }
        assert_ne!(tag.name, "img", "{path} loads an image");
        // Browsers don't run data blocks. Below, their content is JSON to its end.
        let is_data = tag.attributes == [("type".to_owned(), DATA_BLOCK.to_owned())];
        if tag.name == "script" && !tag.closes && !is_data {
            // The policy allows the inline script by its hash, which `browser/missing.test.mjs` checks.
            let is_allowed = match tag.attribute("src") {
                Some(source) => source.trim_start_matches("../").ends_with("site.js"),
                None => path == "404.html",
            };
            assert!(is_allowed, "{path} runs another script");
        }
        if tag.closes {
            assert_eq!(open.pop().as_ref(), Some(&tag.name), "{path} closes an element that isn't open");
        } else if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name);
        }
    }
    assert!(open.is_empty(), "{path} leaves {open:?} open");
    for block in html.split(&format!("<script type=\"{DATA_BLOCK}\">")).skip(1) {
        let (json, _) = block.split_once("</script>").expect("the end of the block");
        assert!(serde_json::from_str::<serde_json::Value>(json).is_ok(), "{path} has the block {json}");
    }
    let ids: Vec<String> = tags(html)
        .into_iter()
        .flat_map(|tag| tag.attributes)
        .filter(|(name, _)| name == "id")
        .map(|id| id.1)
        .collect();
    let unique: HashSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{path} has duplicate IDs: {ids:?}");
}

/// Returns `true` for the icon, which is a data URL.
fn is_icon(tag: &HtmlTag) -> bool {
    tag.attribute("rel") == Some("icon")
        && tag.attribute("href").is_some_and(|url| url.starts_with("data:image/svg+xml,"))
}

pub(super) struct HtmlTag {
    name: String,
    closes: bool,
    pub(super) attributes: Vec<(String, String)>,
}

impl HtmlTag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Returns all tags. A `<` always starts a tag, a comment or the doctype.
pub(super) fn tags(html: &str) -> Vec<HtmlTag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->").expect("the end of the comment")..];
            continue;
        }
        if rest.starts_with("!doctype html>") {
            continue;
        }
        let closes = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).expect("the end of the tag");
        let (name, mut inside) = rest.split_at(length);
        let mut attributes = Vec::new();
        loop {
            inside = inside.trim_start_matches([' ', '/']);
            if let Some(after) = inside.strip_prefix('>') {
                rest = after;
                break;
            }
            // Boolean attributes have no value.
            if let Some(name) =
                ["popover", "open", "hidden"].into_iter().find(|name| is_boolean(inside, name))
            {
                attributes.push((name.to_owned(), String::new()));
                inside = &inside[name.len()..];
                continue;
            }
            let (attribute, after) =
                inside.split_once("=\"").unwrap_or_else(|| panic!("no attribute: {inside:.80}"));
            let (value, after) = after.split_once('"').expect("the end of the value");
            let value = value
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
            attributes.push((attribute.to_owned(), value));
            inside = after;
        }
        tags.push(HtmlTag { name: name.to_owned(), closes, attributes });
    }
    tags
}

fn is_boolean(inside: &str, name: &str) -> bool {
    inside.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>']))
}

pub(super) fn ids(html: &str) -> HashSet<String> {
    let attributes = tags(html).into_iter().flat_map(|tag| tag.attributes);
    attributes.filter(|(name, _)| name == "id").map(|(_, value)| value).collect()
}
