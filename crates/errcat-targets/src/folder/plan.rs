//! Checks `target.toml` against the files of its folder.

mod unused;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use errcat_catalog::suggest::did_you_mean;
use toml::Spanned;

use super::comment::Comment;
use super::language::{self, Language};
use super::manifest::{MANIFEST, Manifest, ManifestComment, ManifestFile, Scope};
use super::mistake::{Mistake, TARGET_MANIFEST};
use super::path;
use crate::settings::FolderSettings;
use errcat_catalog::inputs::is_leftover;

/// The suffix of template names.
pub(super) const TEMPLATE_SUFFIX: &str = ".tera";

/// The names of param types.
const TYPES: &[&str] = &[
    "string",
    "integer",
    "number",
    "boolean",
    "duration_seconds",
    "duration_milliseconds",
    "timestamp_rfc3339",
    "timestamp_seconds",
    "timestamp_milliseconds",
    "json",
];

/// The value that the setting `package` replaces.
const PACKAGE: &str = "package";

/// The files that a target generates.
#[derive(Debug)]
pub(super) struct Plan {
    /// The folder, from the workspace's root.
    pub(super) output: String,
    /// The location in `target.toml`.
    pub(super) output_span: Range<usize>,
    /// The files, in the order of `target.toml`, followed by static files that it doesn't list.
    pub(super) files: Vec<PlannedFile>,
    /// The types of the target's language, by type name.
    pub(super) types: BTreeMap<String, String>,
    /// Comments that errcat doesn't know, by extension.
    pub(super) comments: BTreeMap<String, Comment>,
    /// Names that the filter `identifier` changes.
    pub(super) reserved: BTreeSet<String>,
    /// Values for templates.
    pub(super) values: BTreeMap<String, toml::Value>,
}

/// A file to render, or to copy.
#[derive(Debug)]
pub(super) struct PlannedFile {
    /// The path in the folder.
    pub(super) file: String,
    /// The location in `target.toml`. Empty if it doesn't list the file.
    pub(super) span: Range<usize>,
    /// The items that it is rendered for.
    pub(super) each: Scope,
    /// The template of the output's path.
    pub(super) path: String,
    /// The location of the path in `target.toml`, or of the file if there is no path.
    pub(super) path_span: Range<usize>,
    /// The language for escaping. `None` for files that are copied.
    pub(super) language: Option<&'static Language>,
    /// `true` if the output is only written if it is missing, and then belongs to the team.
    pub(super) once: bool,
    /// `true` if the APIs of a file for the catalog contain their errors.
    pub(super) has_errors: bool,
}

/// Checks a manifest. `files` are the paths of all files in the folder, `is_copied` returns `true` for those
/// that are copied without being listed, and `templates` are the texts of its templates.
pub(super) fn check(
    manifest: Manifest,
    settings: &FolderSettings,
    files: &[&str],
    is_copied: &dyn Fn(&str) -> bool,
    templates: &[&str],
) -> (Plan, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let Manifest { output, files: listed, types, comments, reserved, values } = manifest;
    let output_span = output.span();
    let output = settings.output.clone().unwrap_or_else(|| output.into_inner());
    if let Some(why) = path::folder_rejection(&output) {
        let help = "write the path of a folder from the workspace's root";
        mistakes.push(mistake(output_span.clone(), format!("the output `{output}` {why}"), help));
    }
    let mut planned: Vec<PlannedFile> =
        listed.into_iter().filter_map(|file| planned_file(file, files, &mut mistakes)).collect();
    let are_files_known = mistakes.is_empty();
    let is_static = |file: &str| file != MANIFEST && !file.ends_with(TEMPLATE_SUFFIX) && !is_leftover(file);
    let is_listed = |file: &str| planned.iter().any(|planned| planned.file == file);
    let is_other = |file: &&&str| is_static(file) && is_copied(file) && !is_listed(file);
    let others: Vec<PlannedFile> = files.iter().filter(is_other).map(|file| copied(file)).collect();
    planned.extend(others);
    for key in types.keys().filter(|key| !TYPES.contains(&key.get_ref().as_str())) {
        let help = did_you_mean(key.get_ref(), TYPES.iter().copied())
            .unwrap_or_else(|| format!("the types are {}", TYPES.join(", ")));
        mistakes.push(mistake(key.span(), format!("there is no type `{}` of params", key.get_ref()), help));
    }
    let values: Vec<(Spanned<String>, toml::Value)> = values.into_iter().collect();
    // A mistake in a file would have others as a consequence.
    if are_files_known {
        mistakes.extend(unused::values(&values, &planned, templates));
        mistakes.extend(unused::comments(&comments, &planned));
        mistakes.extend(unused::reserved(&reserved, &planned, templates));
    }
    let mut values: BTreeMap<String, toml::Value> =
        values.into_iter().map(|(name, value)| (name.into_inner(), value)).collect();
    for name in settings.values.keys().filter(|name| !values.contains_key(*name)) {
        let message = format!("Cargo.toml sets the value `{name}`, which this target doesn't have");
        let help = did_you_mean(name, values.keys().map(String::as_str))
            .unwrap_or_else(|| "add it to [values] with a default, or remove it from Cargo.toml".to_owned());
        mistakes.push(mistake(output_span.clone(), message, help));
    }
    values.extend(settings.values.clone());
    if let Some(package) = &settings.package
        && values.insert(PACKAGE.to_owned(), package.as_str().into()).is_none()
    {
        let message = "Cargo.toml sets the package's name, which this target doesn't have";
        let help = "add `package` to [values] with a default, or remove it from Cargo.toml";
        mistakes.push(mistake(output_span.clone(), message, help));
    }
    let reserved = reserved.into_iter().map(Spanned::into_inner).collect();
    let types = types.into_iter().map(|(key, value)| (key.into_inner(), value)).collect();
    let comments =
        comments.into_iter().filter_map(|(key, value)| custom_comment(key, value, &mut mistakes)).collect();
    (Plan { output, output_span, files: planned, types, comments, reserved, values }, mistakes)
}

/// Checks a listed file. Returns `None` if it doesn't exist.
fn planned_file(listed: ManifestFile, files: &[&str], mistakes: &mut Vec<Mistake>) -> Option<PlannedFile> {
    let ManifestFile { file, each, path, escape, once, errors } = listed;
    let (span, file) = (file.span(), file.into_inner());
    if !files.contains(&file.as_str()) || file == MANIFEST {
        let help = did_you_mean(&file, files.iter().copied())
            .unwrap_or_else(|| "create it next to target.toml, or remove the entry".to_owned());
        mistakes.push(mistake(span, format!("there is no file `{file}` in this folder"), help));
        return None;
    }
    let template = file.strip_suffix(TEMPLATE_SUFFIX);
    let (path, path_span) = match path {
        Some(path) => (path.get_ref().clone(), path.span()),
        None => {
            if each != Scope::Catalog {
                let help = "add `path`, as in path = \"{{ api.name }}/errors.txt\"";
                mistakes.push(mistake(span.clone(), "several outputs would have one path", help));
            }
            (template.unwrap_or(&file).to_owned(), span.clone())
        }
    };
    let language = match (template, escape) {
        (Some(_), escape) => language(&path, &path_span, escape, mistakes),
        (None, Some(escape)) => {
            let help = "remove `escape`, or let the file's name end in `.tera`";
            mistakes.push(mistake(escape.span(), "a file that is copied isn't escaped", help));
            None
        }
        (None, None) => None,
    };
    if let Some(errors) = errors.as_ref().filter(|_| each != Scope::Catalog) {
        let help = "remove it: an API, a table and an error always come with their errors";
        mistakes.push(mistake(errors.span(), "`errors` is for files of the whole catalog", help));
    }
    let has_errors = errors.is_none_or(Spanned::into_inner);
    Some(PlannedFile { file, span, each, path, path_span, language, once, has_errors })
}

fn language(
    path: &str,
    path_span: &Range<usize>,
    escape: Option<Spanned<String>>,
    mistakes: &mut Vec<Mistake>,
) -> Option<&'static Language> {
    let all = || language::names().collect::<Vec<_>>().join(", ");
    let Some(escape) = escape else {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let known = language::from_extension(extension);
        if known.is_none() {
            let message = format!("how texts are escaped in `{path}` isn't known");
            mistakes.push(mistake(path_span.clone(), message, format!("add `escape`, one of {}", all())));
        }
        return known;
    };
    let known = language::from_name(escape.get_ref());
    if known.is_none() {
        let help = did_you_mean(escape.get_ref(), language::names());
        let help = help.unwrap_or_else(|| format!("write one of {}", all()));
        mistakes.push(mistake(escape.span(), format!("unknown way to escape `{}`", escape.get_ref()), help));
    }
    known
}

/// Returns a static file that `target.toml` doesn't list. It is copied to the same path.
fn copied(file: &str) -> PlannedFile {
    PlannedFile {
        file: file.to_owned(),
        span: 0..0,
        each: Scope::Catalog,
        path: file.to_owned(),
        path_span: 0..0,
        language: None,
        once: false,
        has_errors: false,
    }
}

fn custom_comment(
    key: Spanned<String>,
    comment: Spanned<ManifestComment>,
    mistakes: &mut Vec<Mistake>,
) -> Option<(String, Comment)> {
    let span = comment.span();
    let (start, end) = match comment.into_inner() {
        ManifestComment::Line(start) => (start.trim_end().to_owned(), String::new()),
        ManifestComment::Block(start, end) => (start.trim_end().to_owned(), end.trim_start().to_owned()),
    };
    if start.is_empty() || (start.clone() + &end).chars().any(char::is_control) {
        let help = "write how it starts, as \"//\", or how it starts and ends, as [\"/*\", \"*/\"]";
        mistakes.push(mistake(span, "a comment has to start with something, on one line", help));
        return None;
    }
    Some((key.into_inner(), Comment { start, end }))
}

fn mistake(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Mistake {
    let (rule, file) = (&TARGET_MANIFEST, MANIFEST.to_owned());
    Mistake { rule, file, range, message: message.into(), help: help.into() }
}
