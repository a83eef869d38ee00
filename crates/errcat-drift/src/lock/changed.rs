//! The changed lines of a lock: after an edit, a few of thousands. The other lines aren't parsed. They are
//! replaced by blanks, so that findings about the rest have the right locations.

use std::collections::{HashMap, HashSet};

use errcat_catalog::finding::{FileId, Findings, Sources, Spanned};
use errcat_catalog::parse;

use super::Locked;
use super::raw::RawLocked;

/// The changes of a lock.
pub(super) struct ChangedLock<'a> {
    /// The lines that differ from what the catalog gives now, with their codes.
    pub(super) lines: Vec<(Spanned<String>, RawLocked)>,
    /// The codes of the other lines.
    pub(super) unchanged: HashSet<&'a str>,
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
        Some(ChangedLock { lines, unchanged: HashSet::new() })
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
    for line in sources.file(lock).text.split_inclusive('\n') {
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
        return Some(ChangedLock { lines: Vec::new(), unchanged });
    }
    let mut findings = Findings::default();
    let lines = parse::lock_of::<RawLocked>(&text, sources, lock, &mut findings)?;
    let mut seen = unchanged.clone();
    let is_single = lines.iter().all(|(code, _)| seen.insert(code.value.as_str()));
    (findings.is_empty() && is_single).then_some(ChangedLock { lines: lines.clone(), unchanged })
}

/// Returns `true` if a line has the form of a code with its published facts.
fn is_entry(line: &str) -> bool {
    line.starts_with(|c: char| c == '"' || c.is_ascii_alphabetic()) && line.ends_with(" }\n")
}
