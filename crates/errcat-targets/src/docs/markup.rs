//! Renders the catalog's texts in the format of their file.
//!
//! A [`PageContext`] turns each kind of text into [`Markup`]: Markdown, plain text, code, and messages.
//! Markup is HTML on an HTML page and Markdown on a Markdown page. Only this module and the writers that it
//! uses can create it.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};
use serde::{Serialize, Serializer};

use super::difference::Marks;
use super::escape_html;
use super::html;
use super::html::Heading;
use super::links::PageContext;
use super::page::{Form, Page};
use super::placeholders::{self, PlaceholderForm};
use crate::commonmark::filter::filter;
use crate::commonmark::{self, escape};
use errcat_catalog::links::MARKDOWN;
use errcat_catalog::model::{Param, Piece, Template};

/// Text that can be inserted without escaping: HTML on an HTML page, Markdown on a Markdown page.
///
/// Templates write `{{ meaning }}`, like for any other text: Tera receives it as a safe string. So no
/// template has a reason to disable escaping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markup(String);

impl Markup {
    /// Marks a text as safe. Only for this module, its writers, and code that quotes their output.
    pub(crate) fn trusted(text: impl Into<String>) -> Self {
        Markup(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Returns the language of an HTTP message or a body.
fn message_language(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'{' | b'[') => "json",
        Some(b'<') => "xml",
        _ => "http",
    }
}

/// Markdown of the catalog.
#[derive(Clone, Copy)]
pub(crate) struct Prose<'a> {
    text: &'a str,
    /// The params whose names in braces are placeholders. `None` if all braces are text.
    params: Option<&'a [Param]>,
}

impl<'a> Prose<'a> {
    /// Creates a text that may have placeholders, such as a cause or a fix.
    pub(crate) fn with_placeholders(text: &'a str, params: &'a [Param]) -> Self {
        Prose { text, params: Some(params) }
    }
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Prose<'a> {
    fn from(text: &'a T) -> Self {
        Prose { text: text.as_ref(), params: None }
    }
}

impl PageContext<'_> {
    /// Renders a text of its own: paragraphs, lists and code.
    pub(crate) fn block<'t>(&'t self, text: impl Into<Prose<'t>>) -> Markup {
        let prose @ Prose { text, .. } = text.into();
        if escape::is_plain(text) {
            return match self.form {
                Form::Html => Markup(["<p>", &escape_html::escape(text), "</p>\n"].concat()),
                Form::Markdown => Markup(text.to_owned()),
            };
        }
        let events = self.shown_events(prose);
        match self.form {
            // The section's heading is an h2.
            Form::Html => Markup(html::write(events, 2).0),
            Form::Markdown => Markup(commonmark::write(events, 2)),
        }
    }

    /// Renders a text inside a line of the page, such as a cause, a fix or a param's doc.
    pub(crate) fn line<'t>(&'t self, text: impl Into<Prose<'t>>) -> Markup {
        let prose @ Prose { text, .. } = text.into();
        if escape::is_plain(text) {
            return self.text(text);
        }
        let mut events = self.shown_events(prose);
        let paragraphs = events.iter().filter(|event| matches!(event, Event::Start(Tag::Paragraph)));
        let is_line = paragraphs.count() == 1
            && matches!(events.first(), Some(Event::Start(Tag::Paragraph)))
            && matches!(events.last(), Some(Event::End(TagEnd::Paragraph)));
        if is_line {
            events.pop();
            events.remove(0);
        }
        match self.form {
            Form::Html => Markup(html::write(events, 3).0.trim_end().to_owned()),
            Form::Markdown if is_line => Markup(escape::indent(&commonmark::write(events, 3), "  ")),
            // A fence has to be at the start of a line.
            Form::Markdown => Markup(escape::indent(&format!("\n{}", commonmark::write(events, 3)), "  ")),
        }
    }

    /// Renders a guide. Its headings are the page's headings, with IDs for links.
    pub(crate) fn guide(&self, text: &str) -> (Markup, Vec<Heading>) {
        let events = self.events(text);
        match self.form {
            Form::Html => {
                let (html, headings) = html::write(events, 0);
                (Markup(html), headings)
            }
            Form::Markdown => (Markup(commonmark::write(events, 0)), Vec::new()),
        }
    }

    /// Escapes plain text.
    pub(crate) fn text(&self, text: &str) -> Markup {
        match self.form {
            Form::Html => Markup(escape_html::escape(text)),
            Form::Markdown => Markup(escape::escape(text)),
        }
    }

    /// Renders a code span.
    pub(crate) fn code(&self, code: &str) -> Markup {
        match self.form {
            Form::Html => Markup(format!("<code>{}</code>", escape_html::escape(code))),
            Form::Markdown => Markup(escape::code(code)),
        }
    }

    /// Renders a code with line break opportunities between its words.
    pub(crate) fn breakable(&self, code: &str) -> Markup {
        match self.form {
            Form::Html => Markup(escape_html::escape(code).replace('_', "_<wbr>").replace('.', ".<wbr>")),
            Form::Markdown => self.text(code),
        }
    }

    /// Renders a code block: highlighted HTML, or a Markdown fence.
    pub(crate) fn code_block(&self, language: &str, code: &str) -> Markup {
        match self.form {
            Form::Html => Markup(html::code_block(language, code)),
            Form::Markdown => Markup(escape::fence(language, code)),
        }
    }

    /// Renders a code block with a marked range, in bytes. Markdown can't mark code.
    pub(crate) fn marked_code_block(&self, language: &str, code: &str, range: Range<usize>) -> Markup {
        match self.form {
            Form::Html => Markup(html::marked_code_block(language, code, range)),
            Form::Markdown => self.code_block(language, code),
        }
    }

    /// Renders an HTTP message, or only a body if it is sent in a stream or inside another response.
    /// `changed` are the lines that the other message doesn't have.
    pub(crate) fn message(&self, text: &str, changed: Option<Marks>) -> Markup {
        let language = message_language(text);
        match self.form {
            Form::Html => Markup(html::message(language, text, changed.as_ref(), &[])),
            Form::Markdown => Markup(escape::fence(language, text)),
        }
    }

    /// Renders a response like [`PageContext::message`], with highlighted values. Markdown can't mark code.
    pub(crate) fn response(&self, text: &str, values: &[Range<usize>]) -> Markup {
        match self.form {
            Form::Html => Markup(html::message(message_language(text), text, None, values)),
            Form::Markdown => self.message(text, None),
        }
    }

    /// Escapes a URL for an attribute or the parentheses of a link.
    pub(crate) fn href(&self, url: &str) -> Markup {
        match self.form {
            Form::Html => Markup(escape_html::escape(url)),
            Form::Markdown => Markup(escape::destination(url)),
        }
    }

    /// Renders an error's message, with its params as placeholders.
    pub(crate) fn template(&self, message: &Template, params: &[Param]) -> Markup {
        let mut markup = String::new();
        for piece in &message.pieces {
            match (piece, self.form) {
                (Piece::Text(text), _) => markup.push_str(self.text(text).as_str()),
                (Piece::Param(param), Form::Html) => {
                    let name = escape_html::escape(&params[param.index()].name);
                    markup.push_str(&format!("<var>{{{name}}}</var>"));
                }
                (Piece::Param(param), Form::Markdown) => {
                    markup.push_str(&escape::escape(&format!("{{{}}}", params[param.index()].name)));
                }
            }
        }
        Markup(markup)
    }

    /// Returns a text on one line, without markup, for titles, descriptions and machines.
    pub(crate) fn plain<'t>(&'t self, text: impl Into<Prose<'t>>) -> String {
        let prose @ Prose { text, .. } = text.into();
        if escape::is_plain(text) {
            return text.to_owned();
        }
        let mut plain = String::new();
        for event in self.events_with(prose, PlaceholderForm::Text) {
            match event {
                Event::Text(text) | Event::Code(text) => plain.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
                _ => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Parses and filters a text for the page.
    fn shown_events<'t>(&'t self, prose: Prose<'t>) -> Vec<Event<'t>> {
        self.events_with(
            prose,
            match self.form {
                Form::Html => PlaceholderForm::Html,
                Form::Markdown => PlaceholderForm::Text,
            },
        )
    }

    fn events_with<'t>(&'t self, Prose { text, params }: Prose<'t>, form: PlaceholderForm) -> Vec<Event<'t>> {
        let events = self.events(text);
        match params.filter(|_| text.contains('{')) {
            Some(params) => placeholders::show(events, params, form),
            None => events,
        }
    }

    /// Parses and filters a text.
    fn events<'t>(&'t self, text: &'t str) -> Vec<Event<'t>> {
        let resolve = |link: BrokenLink<'t>| self.reference(&link.reference);
        filter(Parser::new_with_broken_link_callback(text, MARKDOWN, Some(resolve)))
    }

    /// Returns the URL and the label of a reference. The label is passed as the link's title, for [`filter`]
    /// to replace the reference: a code stays a code, a guide or a table is shown by its title.
    fn reference<'t>(&self, reference: &str) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let page = self.site.resolve(self.api, reference)?;
        let label = match page {
            Page::Guide(api, guide) => format!("t{}", self.site.api(api)[guide].title),
            Page::Table(api, table) => format!("t{}", self.site.api(api)[table].title),
            _ => format!("c{}", reference.rsplit_once('/').map_or(reference, |(_, code)| code)),
        };
        Some((self.url(page).into(), label.into()))
    }
}
