//! The templates: compiled once, shared by all pages, and what is wrong with them located.
//!
//! There are two sets, `site/*.html` and `markdown/*.md`, and each escapes for its own form. Everything else below
//! `site/` is an asset, which goes into the site as it is.
//!
//! Below `built_in/` lie those that come with the program. A name that isn't there is looked for in it, and so is a
//! component; so a team's `site/error.html` may extend `built_in/site/error.html`, and change one block.

use std::fmt;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use super::links::Form;
use super::{escape, html};
use crate::rules::did_you_mean;

/// A template or an asset, by its path below the folder of templates: `site/error.html`.
#[derive(Debug, Clone)]
pub struct Template {
    /// With `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's path: `site/error.html`.
    pub template: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// A sentence without a full stop.
    pub message: String,
}

/// The folder of those that come with the program.
pub const BUILT_IN: &str = "built_in/";

/// The compiled templates.
pub(super) struct Templates {
    html: Tera,
    markdown: Tera,
}

impl Templates {
    pub(super) fn compile(templates: &[Template]) -> Result<Self, TemplateError> {
        let mut html = tera()?;
        html.set_escape_fn(|text, output| match html::is_plain(text) {
            true => output.write_all(text.as_bytes()),
            false => output.write_all(html::escape(text).as_bytes()),
        });
        html.autoescape_on([".html"]);
        add(&mut html, templates, is_page)?;

        let mut markdown = tera()?;
        markdown.set_escape_fn(|text, output| match escape::is_plain(text) {
            true => output.write_all(text.as_bytes()),
            false => output.write_all(escape::escape(text).as_bytes()),
        });
        markdown.autoescape_on([".md"]);
        // A word of code needs other escapes than text: `{{ param.name | code }}`.
        markdown.register_filter("code", |text: &str, _: Kwargs, _: &State<'_>| {
            Value::safe_string(&escape::code(text))
        });
        add(&mut markdown, templates, is_markdown)?;
        Ok(Templates { html, markdown })
    }

    /// Renders a page from `site/{name}.html`, or its twin from `markdown/{name}.md`.
    pub(super) fn render(
        &self,
        form: Form,
        name: &str,
        view: &impl Serialize,
    ) -> Result<String, TemplateError> {
        let (tera, path) = match form {
            Form::Html => (&self.html, format!("site/{name}.html")),
            Form::Markdown => (&self.markdown, format!("markdown/{name}.md")),
        };
        let context = Context::from_serialize(view).map_err(|error| locate(&error, &path))?;
        tera.render(&path, &context).map_err(|error| locate(&error, &path))
    }
}

/// The files that go into the site as they are, by their path in it.
pub(super) fn assets(templates: &[Template]) -> impl Iterator<Item = (&str, &Template)> {
    let assets = templates.iter().filter(|template| !is_page(&template.path));
    assets.filter_map(|template| Some((template.path.strip_prefix("site/")?, template)))
}

fn tera() -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| locate(&error, ""))?;
    Ok(tera)
}

/// Whether a template makes pages, so that another may be made of it; everything else is an asset.
pub fn is_template(path: &str) -> bool {
    is_page(path) || is_markdown(path)
}

fn is_page(path: &str) -> bool {
    path.strip_prefix(BUILT_IN).unwrap_or(path).starts_with("site/") && path.ends_with(".html")
}

fn is_markdown(path: &str) -> bool {
    path.strip_prefix(BUILT_IN).unwrap_or(path).starts_with("markdown/") && path.ends_with(".md")
}

fn add(tera: &mut Tera, templates: &[Template], belongs: fn(&str) -> bool) -> Result<(), TemplateError> {
    let chosen = templates.iter().filter(|template| belongs(&template.path));
    tera.add_raw_templates(chosen.map(|template| (&template.path, &template.text))).map_err(|error| {
        match error.kind() {
            ErrorKind::MissingParent { current, parent } => missing_parent(templates, current, parent),
            _ => locate(&error, ""),
        }
    })
}

/// At the name of the parent that isn't there, with the names that are.
fn missing_parent(templates: &[Template], current: &str, parent: &str) -> TemplateError {
    let text = templates.iter().find(|template| template.path == current).map_or("", |found| &found.text);
    let before = text.split_once(parent).map_or("", |(before, _)| before);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let known = templates.iter().map(|template| template.path.as_str()).filter(|path| is_template(path));
    let known = known.collect::<Vec<_>>().join(", ");
    let message = format!("Template `{parent}` isn't there. Available templates: {known}");
    TemplateError { template: current.to_owned(), line: before.matches('\n').count() + 1, column, message }
}

/// Where Tera found something; the start of `template` where it doesn't say.
fn locate(error: &tera::Error, template: &str) -> TemplateError {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => TemplateError {
            template: report.filename().to_owned(),
            line: report.span().start_line.max(1),
            column: report.span().start_col + 1,
            message: report.message().to_owned(),
        },
        ErrorKind::Msg(text) => located_in_text(text).unwrap_or_else(|| start_of(template, text)),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            start_of(tpl, &error.to_string())
        }
        _ => start_of(template, &error.to_string()),
    }
}

fn start_of(template: &str, message: &str) -> TemplateError {
    TemplateError { template: template.to_owned(), line: 1, column: 1, message: message.to_owned() }
}

/// Tera gives names that nobody defines as finished reports, `error: …` above `--> site/error.html:3:7`.
fn located_in_text(text: &str) -> Option<TemplateError> {
    let message = text.lines().next()?.strip_prefix("error: ")?;
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(TemplateError { template: parts.next()?.to_owned(), line, column, message: message.to_owned() })
}

impl TemplateError {
    /// A file that is needed and isn't there.
    pub(super) fn missing(template: &str, message: &str) -> Self {
        start_of(template, message)
    }

    /// What was probably meant, where the message says what there is: "Field `titel` is not defined. Available fields:
    /// description, title".
    pub(crate) fn suggestion(&self) -> Option<String> {
        let (wrong, known) = self.message.split_once(". Available ")?;
        let (_, known) = known.split_once(": ")?;
        did_you_mean(wrong.split('`').nth(1)?, known.split(", "))
    }
}

impl Template {
    /// What is wrong with the whole of it.
    pub(super) fn error(&self, message: String) -> TemplateError {
        start_of(&self.path, &message)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.template, self.line, self.column, self.message)
    }
}

impl std::error::Error for TemplateError {}
