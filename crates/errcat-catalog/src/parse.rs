//! The first phase: parses files into raw records, in which every value has its location.

mod files;

use std::borrow::Cow;

use rayon::prelude::*;

use self::files::{STRAY_FILE, stray_file};
use crate::finding::{FileId, Finding, Findings, Rule, Sources, Span, Spanned};
use crate::inputs;
use crate::raw::{RawApi, RawTable};
use crate::shape::Shape;
use crate::suggest::quoted;
use crate::yaml;

pub use self::files::{FolderFiles, INVALID_UTF8, TOO_LARGE, folders};

/// A published code no longer exists.
pub static REMOVED_CODE: Rule = Rule {
    name: "removed-code",
    why: "A published code is in the code of clients, in logs and in bookmarks. Without its entry, its \
          meaning can't be looked up, and the code could be used again for something else.",
    fix: "Keep the entry and add `retired:` with the reason, which is shown on its page. If the code \
          was never released, run `gen --accept CODE` to forget it.",
    ..Rule::REQUIRED
};

/// The rules on files and folders.
pub(crate) const RULES: &[&Rule] =
    &[&INVALID_UTF8, &FILE_EXTENSION, &STRAY_FILE, &MERGE_CONFLICT, &MISSING_API_FILE, &REMOVED_CODE];

/// The parsed files of an API.
pub struct Folder {
    /// The name of the folder.
    pub name: String,
    /// The start of `api.yaml`, or else of another file, for findings about the folder itself.
    pub place: Span,
    /// `api.yaml`, if it could be read.
    pub api: Option<RawApi>,
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
const PROBLEM: &str = include_str!("built_in/problem.yaml");

/// Defines the built-in envelope in an API that names it and has none of that name.
fn define_built_in(folder: &mut Folder, sources: &Sources, file: FileId) {
    let Some(api) = &mut folder.api else { return };
    let in_tables = folder.tables.iter().flat_map(|table| {
        let in_errors =
            table.raw.errors.0.iter().filter_map(|(_, error)| error.0.as_ref()?.envelope.as_ref());
        table.raw.envelope.iter().chain(in_errors)
    });
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
        api: None,
        lock: None,
        tables: Vec::new(),
        guides: Vec::new(),
        complete: true,
    };
    let mut has_api = false;
    let mut tables = Vec::new();
    for (path, file, readable) in files.iter().copied() {
        if let Some(stem) = path.strip_suffix(".yml") {
            file_extension(stem, file, &mut findings);
            has_api |= stem == "api";
            folder.complete = false;
        } else if let Some(guide) = path.strip_prefix("guides/").and_then(|path| path.strip_suffix(".md")) {
            if readable {
                control_character(sources, file, &mut findings);
                merge_conflict(sources, file, &mut findings);
                folder.guides.push(GuideFile { name: guide.to_owned(), file });
            }
            folder.complete &= readable;
        } else if path == inputs::API {
            has_api = true;
            folder.place = Span::start_of(file);
            folder.api = readable.then(|| record(sources, file, &mut findings)).flatten();
        } else if path == inputs::LOCK {
            folder.lock = readable.then_some(file);
        } else if path == inputs::SOURCES_LOCK {
            // Read only when the code that it describes is available.
        } else if path.contains('/') {
            findings.push(stray_file(file, "move it to the API's folder; guides are `guides/NAME.md`"));
            folder.complete = false;
        } else if let Some(table) = path.strip_suffix(".yaml") {
            tables.extend(readable.then_some((table, file)));
            folder.complete &= readable;
        } else {
            folder.complete = false;
            findings.push(stray_file(file, "rename it: the names of tables end in `.yaml`, in lower case"));
        }
    }
    let is_empty = tables.is_empty() && folder.guides.is_empty();
    if let Some(lock) = folder.lock.filter(|_| !has_api && is_empty) {
        removed_api(name, lock, &mut findings);
    }
    if !has_api && !is_empty {
        missing_api_file(name, folder.place, &mut findings);
    }
    let read: Vec<_> = tables
        .into_par_iter()
        .map(|(name, file)| {
            let mut findings = Findings::default();
            let raw: Option<RawTable> = record(sources, file, &mut findings);
            (raw.map(|raw| TableFile { name: name.to_owned(), file, raw }), findings)
        })
        .collect();
    for (table, found) in read {
        findings.extend(found);
        folder.complete &= table.is_some();
        folder.tables.extend(table);
    }
    let is_api = has_api || !folder.tables.is_empty();
    (is_api.then_some(folder), findings)
}

/// Reads a file as a record.
pub fn record<T: Shape>(sources: &Sources, file: FileId, findings: &mut Findings) -> Option<T> {
    record_of(&sources.file(file).text, sources, file, findings)
}

/// Reads a part of a file as a record: its text with blanks in place of the rest, so that places stay the
/// same.
pub fn record_of<T: Shape>(
    text: &str,
    sources: &Sources,
    file: FileId,
    findings: &mut Findings,
) -> Option<T> {
    let mut found = Findings::default();
    control_character(sources, file, &mut found);
    if merge_conflict(sources, file, &mut found) {
        findings.extend(found);
        return None;
    }
    let node = yaml::read(text, file, &mut found);
    // A file without a value is read as an empty map, so that the required keys are reported.
    let nothing = yaml::Node { span: Span::start_of(file), kind: yaml::Kind::Map(Vec::new()) };
    let record = match node {
        Some(node) => T::read(&node, &mut found),
        None if found.is_empty() => T::read(&nothing, &mut found),
        None => None,
    };
    findings.extend(found);
    record
}

/// Reads the lines of a lock, including several for the same key: git merges locks by keeping the lines of
/// both sides (`merge=union`). If git wasn't configured to do so, it leaves conflict markers, which are
/// skipped, so that the result is the same.
pub fn lock<T: Shape>(
    sources: &Sources,
    file: FileId,
    findings: &mut Findings,
) -> Option<Vec<(Spanned<String>, T)>> {
    lock_of(&sources.file(file).text, sources, file, findings)
}

/// Like [`lock`], with a text that replaces that of the file. Locations refer to the file, so both texts have
/// the same length.
pub fn lock_of<T: Shape>(
    text: &str,
    sources: &Sources,
    file: FileId,
    findings: &mut Findings,
) -> Option<Vec<(Spanned<String>, T)>> {
    let mut found = Findings::default();
    control_character(sources, file, &mut found);
    let node = yaml::read(&without_conflict_markers(text), file, &mut found);
    let is_readable = found.is_empty();
    let lines = node.map(|node| node.kind).into_iter().flat_map(|kind| match kind {
        yaml::Kind::Map(lines) => lines,
        _ => {
            let help = "write one line for each code, or restore the lock from git";
            found.push(Finding::new(&yaml::WRONG_TYPE, Span::start_of(file), "a lock is a map", help));
            Vec::new()
        }
    });
    let lines: Vec<(yaml::Node, yaml::Node)> = lines.collect();
    let read = |(key, value): &(yaml::Node, yaml::Node)| match &key.kind {
        yaml::Kind::Scalar { text, .. } => {
            Some((Spanned { value: text.clone(), span: key.span }, T::read(value, &mut found)?))
        }
        _ => crate::shape::wrong_type(key, "a key", "write a text before the colon", &mut found),
    };
    let lines = lines.iter().filter_map(read).collect();
    findings.extend(found);
    is_readable.then_some(lines)
}

/// Returns a text of the same length in which conflict markers are comments. So are the lines of the common
/// ancestor, between `|||||||` and `=======`: `merge=union` drops them, too.
fn without_conflict_markers(text: &str) -> Cow<'_, str> {
    if !text.lines().any(is_conflict_marker) {
        return text.into();
    }
    let mut is_ancestor = false;
    let comment = |line: &str| {
        is_ancestor = line.starts_with("|||||||") || (is_ancestor && !line.starts_with("======="));
        let is_comment = is_ancestor || is_conflict_marker(line);
        let first =
            line.chars().next().filter(|c| is_comment && !c.is_whitespace()).map_or(0, char::len_utf8);
        "#".repeat(first) + &line[first..]
    };
    text.split_inclusive('\n').map(comment).collect()
}

/// Returns `true` for a line that git writes around the two sides of a conflict.
pub fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Applies the rule `control-character` to the text of a file. [`yaml::read`] finds escapes such as
/// `"\u202e"`.
pub fn control_character(sources: &Sources, file: FileId, findings: &mut Findings) {
    /// The maximum number of control characters that are reported for a file. A file in another encoding
    /// would have one in every line.
    const MAX_CONTROL_CHARACTERS: usize = 20;
    let text = &sources.file(file).text;
    if yaml::is_visible_ascii(text) {
        return;
    }
    let is_lone = |at: usize| !text[at..].starts_with("\r\n");
    let forbidden =
        text.char_indices().filter(|(at, c)| yaml::is_forbidden(*c) || (*c == '\r' && is_lone(*at)));
    for (offset, character) in forbidden.take(MAX_CONTROL_CHARACTERS) {
        let span = Span::of(file, offset..offset + character.len_utf8());
        findings.push(yaml::forbidden(span, character));
    }
}

pub(crate) static MERGE_CONFLICT: Rule = Rule {
    name: "merge-conflict",
    why: "git couldn't merge two changes and left both in the file, between conflict markers.",
    fix: "Choose between the two and remove the conflict markers. In a lock file, keep the lines of both \
          sides.",
    ..Rule::REQUIRED
};

/// Applies the rule `merge-conflict`. Returns `true` if there is a conflict.
fn merge_conflict(sources: &Sources, file: FileId, findings: &mut Findings) -> bool {
    let text = &sources.file(file).text;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // The line between the two sides, `=======`, isn't checked: in a guide, it may underline a heading.
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            let span = Span::of(file, start..start + line.trim_end().len());
            let message = "unresolved merge conflict";
            let help =
                "keep the correct lines, and remove the conflict markers `<<<<<<<`, `=======` and `>>>>>>>`";
            findings.push(Finding::new(&MERGE_CONFLICT, span, message, help));
            return true;
        }
        start += line.len();
    }
    false
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
