//! Parses the folder of an API: `api.yaml`, the tables and the guides.

use rayon::prelude::*;

use super::files::{FolderFiles, stray_file};
use super::role::Role;
use super::{invisible_character, merge_conflict, record};
use crate::finding::{FileId, Finding, Findings, Rule, Sources, Span, Spanned};
use crate::raw::{RawApi, RawTable};
use crate::shape::Record;
use crate::suggest::quoted;

/// A published code no longer exists.
pub static REMOVED_CODE: Rule = Rule {
    name: "removed-code",
    why: "Clients, logs and bookmarks contain published codes. Without its entry, a code's meaning can't be \
          looked up, and the code could be used again for something else.",
    fix: "Keep the entry and add `retired:` with the reason, which is shown on its page. If the code \
          was never released, run `gen --accept CODE` to forget it.",
    ..Rule::REQUIRED
};

/// The parsed files of an API.
pub struct Folder {
    /// The name of the folder.
    pub name: String,
    /// The start of `api.yaml`, or else of another file, for findings about the folder itself.
    pub place: Span,
    /// `api.yaml`. If it couldn't be read, each of its keys counts as reported.
    pub api: RawApi,
    /// The file with the published codes.
    pub lock: Option<FileId>,
    /// The tables, sorted by name, without those that couldn't be read.
    pub tables: Vec<TableFile>,
    /// The guides, sorted by name.
    pub guides: Vec<GuideFile>,
    /// `true` if every table and guide could be read. Otherwise, the unread ones may define what the others
    /// refer to.
    pub complete: bool,
}

/// A table's file.
pub struct TableFile {
    /// The file name without `.yaml`.
    pub name: String,
    /// The id in the sources.
    pub file: FileId,
    /// The content.
    pub raw: RawTable,
}

/// A guide's file. The text is in the sources.
pub struct GuideFile {
    /// The file name without `.md`.
    pub name: String,
    /// The id in the sources.
    pub file: FileId,
}

/// Adds the file that defines what every API can use.
pub fn add_built_in(sources: &mut Sources) -> FileId {
    sources.add("built-in/problem.yaml", PROBLEM)
}

/// Parses the files of an API. Reports files that can't be read, and continues with the others. `None` if the
/// folder isn't an API.
pub fn parse(files: &FolderFiles<'_>, sources: &Sources, built_in: FileId) -> (Option<Folder>, Findings) {
    let (mut folder, findings) = folder(files.name, &files.files, sources);
    if let Some(folder) = &mut folder {
        define_built_in(folder, sources, built_in);
    }
    (folder, findings)
}

/// The envelope that any API can use without defining it.
const PROBLEM: &str = include_str!("../built_in/problem.yaml");

/// Defines the built-in envelope in an API that names it and has none of that name.
fn define_built_in(folder: &mut Folder, sources: &Sources, file: FileId) {
    let in_tables = folder.tables.iter().flat_map(|table| {
        let in_errors =
            table.raw.errors.0.iter().filter_map(|(_, error)| error.0.as_ref()?.envelope.as_ref());
        table.raw.envelope.iter().chain(in_errors)
    });
    let api = &mut folder.api;
    let is_used = api.envelope.iter().chain(in_tables).any(|word| word.value == "problem");
    if !is_used || api.envelopes.get("problem").is_some() {
        return;
    }
    let place = Span::start_of(file);
    let envelope = record(sources, file, &mut Findings::default()).expect("the built-in envelope is valid");
    api.envelopes.0.push((Spanned { value: "problem".to_owned(), span: place }, envelope));
}

fn folder(name: &str, files: &[(&str, FileId, bool)], sources: &Sources) -> (Option<Folder>, Findings) {
    let mut findings = Findings::default();
    let written = files.iter().find(|(path, ..)| path.ends_with(".yaml")).unwrap_or(&files[0]);
    let place = Span::start_of(written.1);
    let mut folder = Folder {
        name: name.to_owned(),
        place,
        api: RawApi::unreadable(place),
        lock: None,
        tables: Vec::new(),
        guides: Vec::new(),
        complete: true,
    };
    let mut has_api = false;
    let mut tables = Vec::new();
    for (path, file, readable) in files.iter().copied() {
        match Role::of(path) {
            Role::Api => {
                has_api = true;
                folder.place = Span::start_of(file);
                let api = readable.then(|| record(sources, file, &mut findings)).flatten();
                folder.complete &= api.is_some();
                folder.api = api.unwrap_or_else(|| RawApi::unreadable(folder.place));
            }
            Role::Table(table) => {
                tables.extend(readable.then_some((table, file)));
                folder.complete &= readable;
            }
            Role::Guide(guide) => {
                if readable {
                    invisible_character(sources, file, &mut findings);
                    merge_conflict(sources, file, &mut findings);
                    folder.guides.push(GuideFile { name: guide.to_owned(), file });
                }
                folder.complete &= readable;
            }
            Role::Lock => folder.lock = readable.then_some(file),
            Role::SourcesLock => {}
            Role::Yml(stem) => {
                file_extension(stem, file, &mut findings);
                has_api |= stem == "api";
                folder.complete = false;
            }
            Role::Stray => {
                findings.push(stray_file(file, path));
                // A table in another place may define what is missing.
                folder.complete &= !path.to_lowercase().ends_with(".yaml");
            }
        }
    }
    let is_empty = tables.is_empty() && folder.guides.is_empty();
    if let Some(lock) = folder.lock.filter(|_| !has_api && is_empty) {
        removed_api(name, lock, &mut findings);
    }
    if !has_api && !is_empty {
        missing_api_file(name, folder.place, &mut findings);
    }
    read_tables(tables, sources, &mut folder, &mut findings);
    let is_api = has_api || !folder.tables.is_empty();
    (is_api.then_some(folder), findings)
}

/// Reads tables on all cores, and adds those that could be read to their folder.
fn read_tables(tables: Vec<(&str, FileId)>, sources: &Sources, folder: &mut Folder, findings: &mut Findings) {
    let read = |(name, file): (&str, FileId)| {
        let mut findings = Findings::default();
        let raw: Option<RawTable> = record(sources, file, &mut findings);
        (raw.map(|raw| TableFile { name: name.to_owned(), file, raw }), findings)
    };
    let read: Vec<_> = tables.into_par_iter().map(read).collect();
    for (table, found) in read {
        findings.extend(found);
        folder.complete &= table.as_ref().is_some_and(|table| !table.raw.keys.is_unusable("errors"));
        folder.tables.extend(table);
    }
}

pub(crate) static FILE_EXTENSION: Rule = Rule {
    name: "file-extension",
    why: "The names of tables end in `.yaml`. A `.yml` file would be ignored silently, and its errors \
          would be missing from all generated files.",
    fix: "Rename the file to end in `.yaml`.",
    ..Rule::REQUIRED
};

fn file_extension(stem: &str, file: FileId, findings: &mut Findings) {
    findings.push(Finding::new(
        &FILE_EXTENSION,
        Span::start_of(file),
        "the names of catalog files end in `.yaml`, not in `.yml`",
        format!("rename it to `{stem}.yaml`"),
    ));
}

/// Applies the rule `removed-code` to an API of which only the lock is left.
fn removed_api(name: &str, lock: FileId, findings: &mut Findings) {
    let place = Span::start_of(lock);
    let message = format!("the API {} was published, but no longer exists", quoted(name));
    let help = "keep its tables, with `retired: since when, and why` on each error; or, if it was never released, \
                delete the folder";
    findings.push(Finding::new(&REMOVED_CODE, place, message, help));
}

pub(crate) static MISSING_API_FILE: Rule = Rule {
    name: "missing-api-file",
    why: "A folder of the catalog is an API, and `api.yaml` defines its title and envelopes, which the \
          tables next to it need.",
    fix: "Add an `api.yaml` with `title` and `summary`.",
    ..Rule::REQUIRED
};

fn missing_api_file(name: &str, place: Span, findings: &mut Findings) {
    findings.push(Finding::new(
        &MISSING_API_FILE,
        place,
        format!("the folder {} has no api.yaml", quoted(name)),
        format!("add `{name}/api.yaml` with `title:` and `summary:`"),
    ));
}
