//! Writes HTML: filtered texts of the catalog, and code.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};
use serde::Serialize;

use super::difference::Marks;
use super::highlight;
use crate::commonmark::filter::{language, plain_text, shift_heading};

/// A heading of a text, for the table of contents.
#[derive(Debug, Serialize)]
pub(crate) struct Heading {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) level: u8,
}

/// Element IDs that `guide.html` and `base.html` use.
const PAGE_IDS: [&str; 3] = ["content", "nav", "toc"];

/// Writes filtered events as HTML, and returns the headings. Headings are lowered by `shift` levels. If
/// `shift` is 0, they are the page's own headings and get IDs.
pub(crate) fn write(events: Vec<Event<'_>>, shift: usize) -> (String, Vec<Heading>) {
    let mut headings = Vec::new();
    let mut ids: HashMap<String, usize> = PAGE_IDS.iter().map(|id| (id.to_string(), 1)).collect();
    let mut output = Vec::with_capacity(events.len());
    let (mut alignments, mut cell, mut column) = (Vec::new(), "td", 0);
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = language(&kind).to_owned();
                let inside = events.by_ref().take_while(|event| matches!(event, Event::Text(_)));
                let code: String = inside.map(|event| plain_text(&event).to_owned()).collect();
                output.push(Event::Html(code_block(&language, &code).into()));
            }
            Event::Start(Tag::Table(columns)) => {
                // Focusable, so that a wide table can be scrolled with the keyboard.
                let scroll = r#"<div class="scroll" tabindex="0" role="group" aria-label="Table">"#;
                output.push(Event::Html(scroll.into()));
                // Alignments would become inline styles, so cells have a class instead.
                output.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
                alignments = columns;
            }
            Event::Start(row @ (Tag::TableHead | Tag::TableRow)) => {
                cell = if row == Tag::TableHead { "th" } else { "td" };
                column = 0;
                output.push(Event::Start(row));
            }
            Event::Start(Tag::TableCell) => {
                output.push(Event::Html(open_cell(cell, alignments.get(column)).into()));
                column += 1;
            }
            Event::End(TagEnd::TableCell) => output.push(Event::Html(format!("</{cell}>").into())),
            Event::End(TagEnd::Table) => {
                output.push(Event::End(TagEnd::Table));
                output.push(Event::Html("</div>\n".into()));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let inside = events.by_ref();
                let inside: Vec<_> =
                    inside.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))).collect();
                let level = shift_heading(level, shift);
                let title: String = inside.iter().map(plain_text).collect();
                let id = (shift == 0).then(|| unique_id(&title, &mut ids));
                let (classes, attrs) = (Vec::new(), Vec::new());
                let tag = Tag::Heading { level, id: id.clone().map(CowStr::from), classes, attrs };
                let end = Event::End(tag.to_end());
                output.push(Event::Start(tag));
                output.extend(inside);
                output.push(end);
                headings.extend(id.map(|id| Heading { id, title, level: level as u8 }));
            }
            event => output.push(event),
        }
    }
    let mut text = String::new();
    pulldown_cmark::html::push_html(&mut text, output.into_iter());
    (text, headings)
}

/// Returns the opening tag of a table cell.
fn open_cell(name: &str, alignment: Option<&Alignment>) -> String {
    match alignment {
        Some(Alignment::Center) => format!("<{name} class=\"center\">"),
        Some(Alignment::Right) => format!("<{name} class=\"right\">"),
        _ => format!("<{name}>"),
    }
}

/// Returns a highlighted code block.
pub(crate) fn code_block(language: &str, code: &str) -> String {
    let code = highlight::html(language, code.trim_end_matches('\n'));
    ["<pre class=\"code\" tabindex=\"0\"><code>", &code, "</code></pre>\n"].concat()
}

/// Returns a highlighted code block with a marked range.
pub(crate) fn marked_code_block(language: &str, code: &str, range: Range<usize>) -> String {
    let code = highlight::mark(&highlight::html(language, code), "mark", &[range]);
    ["<pre class=\"code\" tabindex=\"0\"><code>", &code, "</code></pre>\n"].concat()
}

/// Returns a highlighted HTTP message. The body is marked for the copy button. Lines that the other message
/// doesn't have are marked, too, and so are values. No token of an HTTP message spans several lines.
pub(crate) fn message(
    language: &str,
    text: &str,
    changed: Option<&Marks>,
    values: &[Range<usize>],
) -> String {
    let text = text.trim_end_matches('\n');
    let body = match language {
        "http" => text.split_once("\n\n").map(|(head, _)| head.split('\n').count() + 1),
        _ => Some(0),
    };
    let colored = highlight::html(language, text);
    let colored = if values.is_empty() { colored } else { highlight::mark(&colored, "var", values) };
    let mut html = String::with_capacity(colored.len() + 128);
    html.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
    for (number, line) in colored.split_inclusive('\n').enumerate() {
        if body == Some(number) {
            html.push_str("<span data-body=\"\">");
        }
        match changed.filter(|marks| marks.lines.get(number) == Some(&true)) {
            Some(Marks { element, .. }) => html.push_str(&format!("<{element}>{line}</{element}>")),
            None => html.push_str(line),
        }
    }
    if body.is_some() {
        html.push_str("</span>");
    }
    html.push_str("</code></pre>\n");
    html
}

/// Returns the ID of a heading: its words in lower case with hyphens, and a number if the ID is already used.
/// `ids` counts the uses of each ID.
fn unique_id(title: &str, ids: &mut HashMap<String, usize>) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join("-").to_lowercase();
    let stem = if words.is_empty() { "section".to_owned() } else { words };
    let mut id = stem.clone();
    while ids.contains_key(&id) {
        let count = ids.entry(stem.clone()).or_default();
        *count += 1;
        id = format!("{stem}-{count}");
    }
    ids.insert(id.clone(), 1);
    id
}

#[cfg(test)]
mod tests {
    use super::unique_id;

    #[test]
    fn ids_are_unique() {
        let mut ids = [("content".to_owned(), 1)].into();
        let titles = ["Content", "x", "X 2", "x", "x", "X-3", "!", "?", "Größe 1"];
        let ids: Vec<String> = titles.iter().map(|title| unique_id(title, &mut ids)).collect();
        assert_eq!(ids, ["content-2", "x", "x-2", "x-3", "x-4", "x-3-2", "section", "section-2", "größe-1"]);
    }
}
