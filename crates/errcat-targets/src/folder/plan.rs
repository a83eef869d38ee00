//! What `target.toml` asks for, checked against the files of its folder.

use std::collections::BTreeMap;
use std::ops::Range;

use errcat_catalog::suggest::did_you_mean;
use toml::Spanned;

use super::comment::Comment;
use super::language::{self, Language};
use super::manifest::{Each, MANIFEST, Manifest, ManifestComment, ManifestFile};
use super::mistake::{Mistake, TARGET_MANIFEST};
use super::path;
use crate::settings::FolderSettings;
use crate::template::is_leftover;

/// The end of a template's name.
pub(super) const TEMPLATE_SUFFIX: &str = ".tera";

/// The names of the types of params.
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

/// What a target generates.
#[derive(Debug)]
pub(super) struct Plan {
    /// The folder, from the workspace's root.
    pub(super) output: String,
    /// Where `target.toml` names it.
    pub(super) output_place: Range<usize>,
    /// In the order of `target.toml`, then static files that it doesn't name.
    pub(super) files: Vec<PlannedFile>,
    /// Types of the target's language.
    pub(super) types: BTreeMap<String, String>,
    /// Comments that errcat doesn't know, by extension.
    pub(super) comments: BTreeMap<String, Comment>,
    /// What templates see as `values`.
    pub(super) values: BTreeMap<String, toml::Value>,
}

/// A file to render, or to copy.
#[derive(Debug)]
pub(super) struct PlannedFile {
    /// Its path in the folder.
    pub(super) file: String,
    /// Where `target.toml` names it; empty if it doesn't.
    pub(super) place: Range<usize>,
    /// How often it is rendered.
    pub(super) each: Each,
    /// The template of its output's path.
    pub(super) path: String,
    /// Where `target.toml` has that; where it names the file if it doesn't.
    pub(super) path_place: Range<usize>,
    /// How texts are escaped; `None` for a file that is copied.
    pub(super) language: Option<&'static Language>,
    /// `true` if the output is written once, and then belongs to the team.
    pub(super) once: bool,
}

/// Checks a manifest. `files` are the paths of the folder's files.
pub(super) fn check(manifest: Manifest, settings: &FolderSettings, files: &[&str]) -> (Plan, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let Manifest { output, files: listed, types, comments, mut values } = manifest;
    let output_place = output.span();
    let output = settings.output.clone().unwrap_or_else(|| output.into_inner());
    if let Some(why) = path::objection_to_folder(&output) {
        let help = "write the path of a folder from the workspace's root";
        mistakes.push(mistake(output_place.clone(), format!("the output `{output}` {why}"), help));
    }
    let mut planned: Vec<PlannedFile> =
        listed.into_iter().filter_map(|file| planned_file(file, files, &mut mistakes)).collect();
    let is_copied =
        |file: &&&str| **file != MANIFEST && !file.ends_with(TEMPLATE_SUFFIX) && !is_leftover(file);
    let is_listed = |file: &str| planned.iter().any(|planned| planned.file == file);
    let others: Vec<PlannedFile> =
        files.iter().filter(is_copied).filter(|file| !is_listed(file)).map(|file| copied(file)).collect();
    planned.extend(others);
    for key in types.keys().filter(|key| !TYPES.contains(&key.get_ref().as_str())) {
        let help = did_you_mean(key.get_ref(), TYPES.iter().copied())
            .unwrap_or_else(|| format!("the types are {}", TYPES.join(", ")));
        mistakes.push(mistake(key.span(), format!("there is no type `{}` of params", key.get_ref()), help));
    }
    for name in settings.values.keys().filter(|name| !values.contains_key(*name)) {
        let message = format!("Cargo.toml sets the value `{name}`, which this target doesn't have");
        let help = did_you_mean(name, values.keys().map(String::as_str))
            .unwrap_or_else(|| "add it to [values] with a default, or remove it from Cargo.toml".to_owned());
        mistakes.push(mistake(output_place.clone(), message, help));
    }
    values.extend(settings.values.clone());
    let types = types.into_iter().map(|(key, value)| (key.into_inner(), value)).collect();
    let comments =
        comments.into_iter().filter_map(|(key, value)| own_comment(key, value, &mut mistakes)).collect();
    (Plan { output, output_place, files: planned, types, comments, values }, mistakes)
}

/// Returns `None` for a file that isn't there.
fn planned_file(listed: ManifestFile, files: &[&str], mistakes: &mut Vec<Mistake>) -> Option<PlannedFile> {
    let ManifestFile { file, each, path, escape, once } = listed;
    let (place, file) = (file.span(), file.into_inner());
    if !files.contains(&file.as_str()) || file == MANIFEST {
        let help = did_you_mean(&file, files.iter().copied())
            .unwrap_or_else(|| "create it next to target.toml, or remove the entry".to_owned());
        mistakes.push(mistake(place, format!("there is no file `{file}` in this folder"), help));
        return None;
    }
    let template = file.strip_suffix(TEMPLATE_SUFFIX);
    let (path, path_place) = match path {
        Some(path) => (path.get_ref().clone(), path.span()),
        None => {
            if each != Each::Catalog {
                let help = "add `path`, as in path = \"{{ api.name }}/errors.txt\"";
                mistakes.push(mistake(place.clone(), "several outputs would have one path", help));
            }
            (template.unwrap_or(&file).to_owned(), place.clone())
        }
    };
    let language = match (template, escape) {
        (Some(_), escape) => language(&path, &path_place, escape, mistakes),
        (None, Some(escape)) => {
            let help = "remove `escape`, or let the file's name end in `.tera`";
            mistakes.push(mistake(escape.span(), "a file that is copied isn't escaped", help));
            None
        }
        (None, None) => None,
    };
    Some(PlannedFile { file, place, each, path, path_place, language, once })
}

fn language(
    path: &str,
    path_place: &Range<usize>,
    escape: Option<Spanned<String>>,
    mistakes: &mut Vec<Mistake>,
) -> Option<&'static Language> {
    let all = || language::names().collect::<Vec<_>>().join(", ");
    let Some(escape) = escape else {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let known = language::of_extension(extension);
        if known.is_none() {
            let message = format!("how texts are escaped in `{path}` isn't known");
            mistakes.push(mistake(path_place.clone(), message, format!("add `escape`, one of {}", all())));
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

/// A static file that `target.toml` doesn't name goes to the same path.
fn copied(file: &str) -> PlannedFile {
    PlannedFile {
        file: file.to_owned(),
        place: 0..0,
        each: Each::Catalog,
        path: file.to_owned(),
        path_place: 0..0,
        language: None,
        once: false,
    }
}

fn own_comment(
    key: Spanned<String>,
    comment: Spanned<ManifestComment>,
    mistakes: &mut Vec<Mistake>,
) -> Option<(String, Comment)> {
    let place = comment.span();
    let (start, end) = match comment.into_inner() {
        ManifestComment::Line(start) => (start.trim_end().to_owned(), String::new()),
        ManifestComment::Block(start, end) => (start.trim_end().to_owned(), end.trim_start().to_owned()),
    };
    if start.is_empty() || (start.clone() + &end).chars().any(char::is_control) {
        let help = "write how it starts, as \"//\", or how it starts and ends, as [\"/*\", \"*/\"]";
        mistakes.push(mistake(place, "a comment has to start with something, on one line", help));
        return None;
    }
    Some((key.into_inner(), Comment { start, end }))
}

fn mistake(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Mistake {
    let (rule, file) = (&TARGET_MANIFEST, MANIFEST.to_owned());
    Mistake { rule, file, range, message: message.into(), help: help.into() }
}
