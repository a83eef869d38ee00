//! The catalog's Markdown, made safe and put into the form of the page it stands on.
//!
//! Whatever a catalog says, nothing on a page runs or loads: the parser's events are filtered before anything is
//! written from them, so that raw HTML is text, links and images lead only where a link may lead, and nesting ends
//! at a depth that no browser minds. Both writers, HTML here and Markdown in [`super::commonmark`], see only what
//! passed the filter.

use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType};
use pulldown_cmark::{Parser, Tag, TagEnd, html};
use serde::{Serialize, Serializer};

use super::commonmark;
use super::highlight;
use super::links::{Form, Page, Place, is_safe, is_web};
use crate::links::MARKDOWN;
use crate::model::{Param, Piece, Template};

/// Text that may be inserted as it is: HTML on a page, Markdown in a twin.
///
/// A template writes `{{ meaning }}` for it as for any text: it reaches Tera as a string that needs no escaping,
/// so no template has a reason to turn escaping off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

/// A heading of a text, for its table of contents.
#[derive(Debug, Serialize)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) level: u8,
}

/// Nesting beyond this is flattened.
const DEEPEST: usize = 32;

impl Markup {
    /// Vouches for a text. Only for this module, its writers and those who quote what they wrote.
    pub(super) fn trusted(text: impl Into<String>) -> Self {
        Markup(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

impl Place<'_> {
    /// Paragraphs, lists, code: a text of its own.
    pub(super) fn block(&self, text: &str) -> Markup {
        let events = self.events(text);
        match self.form {
            // A section's own heading is an h2.
            Form::Html => Markup(write_html(events, 2).0),
            Form::Markdown => Markup(commonmark::write(events, 2)),
        }
    }

    /// A text inside a line of the page: a cause, a fix, a param's doc.
    pub(super) fn line(&self, text: &str) -> Markup {
        let mut events = self.events(text);
        let paragraphs = events.iter().filter(|event| matches!(event, Event::Start(Tag::Paragraph)));
        if paragraphs.count() == 1
            && matches!(events.first(), Some(Event::Start(Tag::Paragraph)))
            && matches!(events.last(), Some(Event::End(TagEnd::Paragraph)))
        {
            events.pop();
            events.remove(0);
        }
        match self.form {
            Form::Html => Markup(write_html(events, 3).0.trim_end().to_owned()),
            Form::Markdown => Markup(commonmark::indent(&commonmark::write(events, 3), "  ")),
        }
    }

    /// A guide: its headings are the page's, each with an id to link to.
    pub(super) fn guide(&self, text: &str) -> (Markup, Vec<Heading>) {
        let events = self.events(text);
        match self.form {
            Form::Html => {
                let (html, headings) = write_html(events, 0);
                (Markup(html), headings)
            }
            Form::Markdown => (Markup(commonmark::write(events, 0)), Vec::new()),
        }
    }

    /// Plain text.
    pub(super) fn text(&self, text: &str) -> Markup {
        match self.form {
            Form::Html => Markup(escape_html(text)),
            Form::Markdown => Markup(commonmark::escape(text)),
        }
    }

    /// A word or two of code.
    pub(super) fn code(&self, code: &str) -> Markup {
        match self.form {
            Form::Html => Markup(format!("<code>{}</code>", escape_html(code))),
            Form::Markdown => Markup(commonmark::code(code)),
        }
    }

    /// Lines of code: highlighted, or in a fence.
    pub(super) fn code_block(&self, language: &str, code: &str) -> Markup {
        match self.form {
            Form::Html => Markup(code_html(language, code)),
            Form::Markdown => Markup(commonmark::fence(language, code)),
        }
    }

    /// An address between quotes or parentheses.
    pub(super) fn href(&self, url: &str) -> Markup {
        match self.form {
            Form::Html => Markup(escape_html(url)),
            Form::Markdown => Markup(commonmark::destination(url)),
        }
    }

    /// A message, its params marked as what will stand there.
    pub(super) fn message(&self, message: &Template, params: &[Param]) -> Markup {
        let mut markup = String::new();
        for piece in &message.pieces {
            match (piece, self.form) {
                (Piece::Text(text), _) => markup.push_str(self.text(text).as_str()),
                (Piece::Param(param), Form::Html) => {
                    let name = escape_html(&params[*param].name);
                    markup.push_str(&format!("<var>{{{name}}}</var>"));
                }
                (Piece::Param(param), Form::Markdown) => {
                    markup.push_str(&commonmark::escape(&format!("{{{}}}", params[*param].name)));
                }
            }
        }
        Markup(markup)
    }

    /// Without any markup, on one line: for titles, descriptions and machines.
    pub(super) fn plain(&self, text: &str) -> String {
        let mut plain = String::new();
        for event in self.events(text) {
            match event {
                Event::Text(text) | Event::Code(text) => plain.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
                _ => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text's events, without anything that could run, load or break out of its place.
    fn events<'t>(&'t self, text: &'t str) -> Vec<Event<'t>> {
        if has_no_markup(text) {
            let text = Event::Text(CowStr::Borrowed(text));
            return vec![Event::Start(Tag::Paragraph), text, Event::End(TagEnd::Paragraph)];
        }
        let resolve = |link: BrokenLink<'t>| self.reference(&link.reference);
        filter(Parser::new_with_broken_link_callback(text, MARKDOWN, Some(resolve)))
    }

    /// Address and label of what a reference means. The label travels as the link's title, for [`filter`] to put
    /// in place of the reference: a code stays a code, a guide is called by its title.
    fn reference<'t>(&self, reference: &str) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let page = self.site.resolve(self.api, reference)?;
        let label = match page {
            Page::Guide(api, guide) => format!("t{}", self.site.api(api).guides[guide].title),
            Page::Table(api, table) => format!("t{}", self.site.api(api).tables[table].title),
            _ => format!("c{}", reference.rsplit_once('/').map_or(reference, |(_, code)| code)),
        };
        Some((self.url(page).into(), label.into()))
    }
}

/// Whether a text is surely one paragraph of words. Most are, and needn't be parsed.
fn has_no_markup(text: &str) -> bool {
    let means_nothing = |c: char| c.is_alphanumeric() || " ,.;:'’()/-?%$".contains(c);
    text.starts_with(char::is_alphabetic) && !text.ends_with(' ') && text.chars().all(means_nothing)
}

/// A message's text, without markup: `Your balance ({balance}) is …`.
pub(super) fn message_text(message: &Template, params: &[Param]) -> String {
    let mut text = String::new();
    for piece in &message.pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Param(param) => text.push_str(&format!("{{{}}}", params[*param].name)),
        }
    }
    text
}

/// Keeps what may stand on a page. Each opened tag is noted with the end that closes it, or with none if it is
/// left out: then only what is inside it remains.
fn filter<'t>(parser: impl Iterator<Item = Event<'t>>) -> Vec<Event<'t>> {
    let mut safe = Vec::new();
    let mut open: Vec<Option<TagEnd>> = Vec::new();
    let mut labelled = None;
    for event in parser {
        let replaced = labelled.is_some_and(|depth| open.len() >= depth);
        match event {
            Event::Start(tag) => {
                let parent_kept = open.last().is_none_or(Option::is_some);
                let (tag, label) = filter_tag(tag, open.len(), parent_kept);
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

/// The tag as it may stand on a page, and the label that replaces what it holds.
fn filter_tag<'t>(tag: Tag<'t>, depth: usize, parent_kept: bool) -> (Option<Tag<'t>>, Option<Event<'t>>) {
    let link =
        |link_type, dest_url, title| Tag::Link { link_type, dest_url, title, id: CowStr::Borrowed("") };
    match tag {
        // A list's items stand or fall with it, and so do a table's rows.
        Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
            (Some(tag).filter(|_| parent_kept), None)
        }
        _ if depth >= DEEPEST => (None, None),
        Tag::HtmlBlock => (Some(Tag::Paragraph), None),
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if !is_safe(&dest_url) => (None, None),
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
        // The page's policy loads nothing from elsewhere; a link to the image is better than a gap.
        Tag::Image { dest_url, title, .. } if is_web(&dest_url) => {
            (Some(link(LinkType::Inline, dest_url, title)), None)
        }
        tag => (Some(tag), None),
    }
}

/// Writes HTML, and tells which headings it has. Headings sink by `shift` levels; those that don't, the page's own,
/// get ids.
fn write_html(events: Vec<Event<'_>>, shift: usize) -> (String, Vec<Heading>) {
    let mut headings = Vec::new();
    let mut ids = HashSet::from(["content".to_owned(), "top".to_owned()]);
    let mut output = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = language(&kind).to_owned();
                let inside = events.by_ref().take_while(|event| matches!(event, Event::Text(_)));
                let code: String = inside.map(|event| plain_text(&event).to_owned()).collect();
                output.push(Event::Html(code_html(&language, &code).into()));
            }
            Event::Start(Tag::Table(columns)) => {
                // Focusable, so that a keyboard can scroll a wide one.
                let scroll = r#"<div class="scroll" tabindex="0" role="group" aria-label="Table">"#;
                output.push(Event::Html(scroll.into()));
                output.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                output.push(Event::End(TagEnd::Table));
                output.push(Event::Html("</div>\n".into()));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let inside = events.by_ref();
                let inside: Vec<_> =
                    inside.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))).collect();
                let level = sink(level, shift);
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
    html::push_html(&mut text, output.into_iter());
    (text, headings)
}

fn code_html(language: &str, code: &str) -> String {
    let code = highlight::html(language, code.trim_end_matches('\n'));
    format!("<pre class=\"code\" tabindex=\"0\"><code>{code}</code></pre>\n")
}

/// The language of a code block: the first word after its fence.
pub(super) fn language<'t>(kind: &'t CodeBlockKind<'_>) -> &'t str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// A heading's level under a page's own headings.
pub(super) fn sink(level: HeadingLevel, shift: usize) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + shift).unwrap_or(HeadingLevel::H6)
}

/// What an inline event says, without markup.
pub(super) fn plain_text<'t>(event: &'t Event<'_>) -> &'t str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

/// The heading in lower case with hyphens; with a number where another heading, or the page itself, has that id.
fn unique_id(title: &str, ids: &mut HashSet<String>) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join("-").to_lowercase();
    let stem = if words.is_empty() { "section".to_owned() } else { words };
    let mut id = stem.clone();
    while !ids.insert(id.clone()) {
        id = format!("{stem}-{}", ids.len());
    }
    id
}

/// Text as it stands in HTML, in an element or between quotes of either kind.
pub(super) fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    escape_html_into(&mut html, text);
    html
}

/// The same, appended.
pub(super) fn escape_html_into(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}
