//! Templates: their texts, compiling them, and locating what is wrong with them.

use std::fmt;

use errcat_catalog::finding::{Report, Rule};
use errcat_catalog::inputs::InputFile;
use errcat_catalog::parse::INVALID_UTF8;
use errcat_catalog::suggest::did_you_mean;
use tera::{ErrorKind, Tera};

/// A template has a mistake.
pub static TEMPLATE: Rule = Rule {
    name: "template",
    why: "A page can't be rendered, because its template has a mistake or uses a value that pages of \
          this kind don't have.",
    fix: "Correct the template; the message shows what was expected. Deleting a template that \
          replaces a built-in one restores the built-in one.",
    ..Rule::REQUIRED
};

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

/// How the names of copies end that editors and merges leave.
const LEFTOVERS: &[&str] = &["~", ".bak", ".orig", ".rej", ".swp", ".tmp"];

/// The folder of those that come with the program.
pub const BUILT_IN: &str = "built_in/";

/// Reads the texts of templates.
///
/// # Errors
///
/// The first template that isn't UTF-8. `folder` is the folder of templates, for the location.
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

/// Returns `true` if a template defines components, which any other may use, or if another names it.
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

/// Returns `true` if a file is named like the copies that editors and merges leave.
pub(crate) fn is_leftover(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    LEFTOVERS.iter().any(|end| name.ends_with(end)) || (name.starts_with('#') && name.ends_with('#'))
}

/// Creates an environment in which a name that isn't there is looked for below [`BUILT_IN`].
///
/// # Errors
///
/// What Tera refuses.
pub(crate) fn environment() -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| locate(&error, ""))?;
    Ok(tera)
}

/// Adds the chosen templates to an environment.
///
/// # Errors
///
/// The first mistake of a template.
pub(crate) fn add(tera: &mut Tera, templates: &[&Template]) -> Result<(), TemplateError> {
    let texts = templates.iter().map(|template| (&template.path, &template.text));
    tera.add_raw_templates(texts).map_err(|error| match error.kind() {
        ErrorKind::MissingParent { current, parent } => missing_parent(templates, current, parent),
        _ => locate(&error, ""),
    })
}

/// At the name of the parent that isn't there, with the names that are.
fn missing_parent(templates: &[&Template], current: &str, parent: &str) -> TemplateError {
    let text = templates.iter().find(|template| template.path == current).map_or("", |found| &found.text);
    let before = text.split_once(parent).map_or("", |(before, _)| before);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let known = templates.iter().map(|template| template.path.as_str());
    let known = known.collect::<Vec<_>>().join(", ");
    let message = format!("Template `{parent}` isn't there. Available templates: {known}");
    TemplateError { template: current.to_owned(), line: before.matches('\n').count() + 1, column, message }
}

/// Where Tera found something; the start of `template` if it doesn't say.
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
    /// The mistake as a report. `folder` is the folder of the templates.
    pub(crate) fn report(&self, templates: &[Template], folder: &str) -> Report {
        let text = templates.iter().find(|template| template.path == self.template);
        let text = text.map_or("", |template| template.text.as_str());
        let place = offset(text, self.line, self.column);
        let path = format!("{folder}/{}", self.template);
        let help = self.suggestion();
        let help = help.as_deref().unwrap_or("mend the template, or delete it to have the built-in one back");
        Report::of(&TEMPLATE, &path, text, place..place, &self.message, help)
    }

    /// A file that is needed and isn't there.
    pub(crate) fn missing(template: &str, message: &str) -> Self {
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
    pub(crate) fn error(&self, message: String) -> TemplateError {
        start_of(&self.path, &message)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.template, self.line, self.column, self.message)
    }
}

impl std::error::Error for TemplateError {}

/// The byte of a line and column, both from 1, the column in characters.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(offset, _)| offset)
}
