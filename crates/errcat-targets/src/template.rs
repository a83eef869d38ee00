//! Reads and compiles templates, and locates their mistakes.

use std::fmt;

use errcat_catalog::finding::{Report, Rule};
use errcat_catalog::inputs::InputFile;
use errcat_catalog::parse::INVALID_UTF8;
use errcat_catalog::suggest::did_you_mean;
use tera::{ErrorKind, Tera};

use crate::sentence;

/// The rule for mistakes in templates.
pub static TEMPLATE: Rule = Rule {
    name: "template",
    why: "A page can't be rendered, because its template has a mistake or uses a value that pages of \
          this kind don't have.",
    fix: "Correct the template; the message shows what was expected. Deleting a template that \
          replaces a built-in one restores the built-in one.",
    ..Rule::REQUIRED
};

/// A template or an asset, by its path in the templates folder, such as `site/error.html`.
#[derive(Debug, Clone)]
pub struct Template {
    /// The path, with `/` as the separator.
    pub path: String,
    /// The text of the file.
    pub text: String,
}

/// A mistake in a template, and its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's path, such as `site/error.html`.
    pub template: String,
    /// The line, starting at 1.
    pub line: usize,
    /// The column in characters, starting at 1.
    pub column: usize,
    /// The message, a sentence without a full stop.
    pub message: String,
}

/// The prefix of built-in templates.
pub const BUILT_IN: &str = "built_in/";

/// Reads the texts of templates.
///
/// # Errors
///
/// Returns the first template that isn't UTF-8. `folder` is the templates folder, for the location.
pub fn read(files: &[InputFile], folder: &str) -> Result<Vec<Template>, Report> {
    let text = |file: &InputFile| match str::from_utf8(&file.bytes) {
        Ok(text) => Ok(Template { path: file.path.clone(), text: text.to_owned() }),
        Err(error) => {
            let valid = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]);
            let place = valid.len()..valid.len();
            let (path, help) = (format!("{folder}/{}", file.path), "save the file as UTF-8");
            Err(Report::of(&INVALID_UTF8, &path, &valid, place, "the template isn't UTF-8", help))
        }
    };
    files.iter().map(text).collect()
}

/// Returns `true` if a template defines components, which any template may use, or if another template
/// mentions it.
pub(crate) fn is_used_by_others<'f>(
    name: &str,
    file: &InputFile,
    mut others: impl Iterator<Item = &'f InputFile>,
) -> bool {
    let text = |file: &'f InputFile| String::from_utf8_lossy(&file.bytes);
    let has_components = String::from_utf8_lossy(&file.bytes).contains("{% component ")
        || String::from_utf8_lossy(&file.bytes).contains("{%- component ");
    let quoted = [format!("\"{name}\""), format!("'{name}'"), format!("`{name}`")];
    has_components
        || others.any(|other| {
            other.path != file.path && quoted.iter().any(|quoted| text(other).contains(quoted.as_str()))
        })
}

/// Creates an environment that falls back to built-in templates for unknown names.
///
/// # Errors
///
/// Returns the error if Tera rejects the prefix.
pub(crate) fn environment() -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| locate(&error, ""))?;
    sentence::register(&mut tera);
    Ok(tera)
}

/// Adds templates to an environment.
///
/// # Errors
///
/// Returns the first mistake in a template.
pub(crate) fn add(tera: &mut Tera, templates: &[&Template]) -> Result<(), TemplateError> {
    let texts = templates.iter().map(|template| (&template.path, &template.text));
    tera.add_raw_templates(texts).map_err(|error| match error.kind() {
        ErrorKind::MissingParent { current, parent } => missing_parent(templates, current, parent),
        _ => locate(&error, ""),
    })
}

/// Locates an unknown parent at its name, and lists the known templates.
fn missing_parent(templates: &[&Template], current: &str, parent: &str) -> TemplateError {
    let text = templates.iter().find(|template| template.path == current).map_or("", |found| &found.text);
    let before = text.split_once(parent).map_or("", |(before, _)| before);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let known = templates.iter().map(|template| template.path.as_str());
    let known = known.collect::<Vec<_>>().join(", ");
    let message = format!("Template `{parent}` isn't there. Available templates: {known}");
    TemplateError { template: current.to_owned(), line: before.matches('\n').count() + 1, column, message }
}

/// Returns the location of a Tera error. Falls back to the start of `template` if the error has none.
pub(crate) fn locate(error: &tera::Error, template: &str) -> TemplateError {
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

/// Parses Tera's reports of undefined names, which are plain text: `error: …`, followed by
/// `--> site/error.html:3:7`.
fn located_in_text(text: &str) -> Option<TemplateError> {
    let message = text.lines().next()?.strip_prefix("error: ")?;
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(TemplateError { template: parts.next()?.to_owned(), line, column, message: message.to_owned() })
}

impl TemplateError {
    /// Returns the mistake as a report. `folder` is the templates folder.
    pub(crate) fn report(&self, templates: &[Template], folder: &str) -> Report {
        let text = templates.iter().find(|template| template.path == self.template);
        let text = text.map_or("", |template| template.text.as_str());
        let place = offset(text, self.line, self.column);
        let path = format!("{folder}/{}", self.template);
        let help = self.suggestion();
        let help = help.as_deref().unwrap_or("fix the template, or delete it to use the built-in one");
        Report::of(&TEMPLATE, &path, text, place..place, &self.message, help)
    }

    /// Creates an error about a file as a whole, such as one that is missing.
    pub(crate) fn of_file(template: &str, message: &str) -> Self {
        start_of(template, message)
    }

    /// Suggests a correction if the message lists the known names: "Field `titel` is not defined. Available
    /// fields: description, title".
    pub(crate) fn suggestion(&self) -> Option<String> {
        let (wrong, known) = self.message.split_once(". Available ")?;
        let (_, known) = known.split_once(": ")?;
        did_you_mean(wrong.split('`').nth(1)?, known.split(", "))
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.template, self.line, self.column, self.message)
    }
}

impl std::error::Error for TemplateError {}

/// Returns the byte offset of a line and a column, both starting at 1. The column is in characters.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(offset, _)| offset)
}
