//! The changed lines of a lock: after an edit, a few of thousands. The other lines aren't parsed. They are
//! replaced by blanks, so that findings about the rest have the right locations.

use std::collections::{HashMap, HashSet};

use errcat_catalog::finding::{FileId, Findings, Sources, Spanned};
use errcat_catalog::parse;

use super::Locked;
use super::raw::RawLocked;

/// The changes of a lock.
#[derive(Debug, Default)]
pub(super) struct ChangedLock<'a> {
    /// The lines that differ from what the catalog gives now, with their codes.
    pub(super) lines: Vec<(Spanned<String>, RawLocked)>,
    /// The codes of these lines.
    changed: HashSet<String>,
    /// The codes of the other lines.
    pub(super) unchanged: HashSet<&'a str>,
    /// `true` if the lock isn't as `gen` writes it, sorted and with one line for each code: then, it was
    /// probably merged.
    pub(super) is_merged: bool,
}

impl<'a> ChangedLock<'a> {
    fn new(lines: Vec<(Spanned<String>, RawLocked)>, unchanged: HashSet<&'a str>, text: &str) -> Self {
        let is_merged = text.lines().any(parse::is_conflict_marker)
            || !lines.is_sorted_by(|(before, _), (after, _)| before.value < after.value);
        let changed = lines.iter().map(|(code, _)| code.value.clone()).collect();
        ChangedLock { lines, changed, unchanged, is_merged }
    }

    /// Returns the codes of all lines.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().map(String::as_str).chain(self.unchanged.iter().copied())
    }

    /// Returns `true` if there is a line of a code.
    pub(super) fn contains(&self, code: &str) -> bool {
        self.unchanged.contains(code) || self.changed.contains(code)
    }

    /// Returns `true` if there is no line.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.unchanged.is_empty()
    }
}

/// Parses a lock. `current` is its text as the catalog gives it now, and `now` are the codes. Returns `None`
/// after a finding: if parts of a lock can't be read, their codes would look like new ones.
pub(super) fn read<'a>(
    sources: &Sources,
    lock: FileId,
    current: &str,
    now: &[Locked<'a>],
    findings: &mut Findings,
) -> Option<ChangedLock<'a>> {
    read_changed(sources, lock, current, now).or_else(|| {
        let before = findings.len();
        let lines = parse::lock::<RawLocked>(sources, lock, findings);
        let lines = lines.filter(|_| findings.len() == before)?;
        Some(ChangedLock::new(lines, HashSet::new(), &sources.file(lock).text))
    })
}

/// Parses only the changed lines. Returns `None` if the lock isn't as `gen` writes it, with one line for each
/// code: then all of it must be parsed.
fn read_changed<'a>(
    sources: &Sources,
    lock: FileId,
    current: &str,
    now: &[Locked<'a>],
) -> Option<ChangedLock<'a>> {
    let lines = current.lines().filter(|line| !line.starts_with('#'));
    let by_line: HashMap<&str, &str> = lines.zip(now).map(|(line, locked)| (line, locked.code)).collect();
    let mut unchanged = HashSet::new();
    let mut text = String::new();
    let whole = &sources.file(lock).text;
    for line in whole.split_inclusive('\n') {
        match by_line.get(line.strip_suffix('\n')?) {
            Some(code) if unchanged.insert(*code) => {
                text.extend(std::iter::repeat_n(' ', line.len() - 1));
                text.push('\n');
            }
            // The line occurs twice.
            Some(_) => return None,
            None if line.starts_with('#') || is_entry(line) => text.push_str(line),
            None => return None,
        }
    }
    if text.trim().lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Some(ChangedLock::new(Vec::new(), unchanged, whole));
    }
    let mut findings = Findings::default();
    let lines = parse::lock_of::<RawLocked>(&text, sources, lock, &mut findings)?;
    let mut seen: HashSet<&str> = unchanged.clone();
    let is_single = lines.iter().all(|(code, _)| seen.insert(&code.value));
    (findings.is_empty() && is_single).then(|| ChangedLock::new(lines, unchanged, whole))
}

/// Returns `true` if a line has the form of a code with its published facts.
fn is_entry(line: &str) -> bool {
    line.starts_with(|c: char| c == '"' || c.is_ascii_alphabetic()) && line.ends_with(" }\n")
}
