//! The first phase: parses files into raw records, in which every value has its location.

mod files;
mod folder;
mod role;

use std::borrow::Cow;

use crate::finding::{FileId, Finding, Findings, Rule, Sources, Span, Spanned};
use crate::invisible;
use crate::shape::Shape;
use crate::yaml;

pub use self::files::{FolderFiles, INVALID_UTF8, TOO_LARGE, folders};
pub use self::folder::{Folder, GuideFile, REMOVED_CODE, TableFile, add_built_in, parse};

/// The rules on files and folders.
pub(crate) const RULES: &[&Rule] = &[
    &INVALID_UTF8,
    &folder::FILE_EXTENSION,
    &files::STRAY_FILE,
    &MERGE_CONFLICT,
    &folder::MISSING_API_FILE,
    &REMOVED_CODE,
];

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
    invisible_character(sources, file, &mut found);
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

/// The maximum number of invisible characters that are reported for a file. A file in another encoding would
/// have one in every line.
const MAX_INVISIBLE_CHARACTERS: usize = 20;

/// Applies the rule `invisible-character` to the text of a file. [`yaml::read`] finds escapes such as
/// `"\u202e"`.
pub fn invisible_character(sources: &Sources, file: FileId, findings: &mut Findings) {
    invisible_characters(sources, file, &|_| true, findings);
}

/// Applies the rule to a lock. Its texts were published, so it may contain what a later version forbids.
fn control_character(sources: &Sources, file: FileId, findings: &mut Findings) {
    invisible_characters(sources, file, &|c| c == '\r' || yaml::is_control(c), findings);
}

fn invisible_characters(
    sources: &Sources,
    file: FileId,
    is_forbidden: &dyn Fn(char) -> bool,
    findings: &mut Findings,
) {
    let text = &sources.file(file).text;
    let is_line_end = |at: usize| text[at..].starts_with("\r\n");
    let found = invisible::find(text).filter(|(at, c)| is_forbidden(*c) && !is_line_end(*at));
    for (offset, character) in found.take(MAX_INVISIBLE_CHARACTERS) {
        let span = Span::of(file, offset..offset + character.len_utf8());
        findings.push(yaml::invisible_character(span, character));
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
