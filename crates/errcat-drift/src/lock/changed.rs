//! The lines of a lock that aren't what the catalog says now: after an edit, a few of thousands.
//!
//! The others needn't be parsed. Blanks stand in their place, so that findings about the rest have theirs.

use std::collections::{HashMap, HashSet};

use errcat_catalog::finding::{FileId, Findings, Sources};
use errcat_catalog::parse;

use super::Locked;
use super::raw::RawLock;

/// A lock, parsed as far as something in it has changed.
pub(super) struct ChangedLock<'a> {
    /// The codes of the lines that have changed.
    pub(super) codes: RawLock,
    /// The codes of those that haven't.
    pub(super) unchanged: HashSet<&'a str>,
}

/// Parses a lock, given its text and codes as the catalog says now. `None` after a finding.
pub(super) fn read<'a>(
    sources: &Sources,
    lock: FileId,
    current: &str,
    now: &[Locked<'a>],
    findings: &mut Findings,
) -> Option<ChangedLock<'a>> {
    read_changed(sources, lock, current, now).or_else(|| {
        let before = findings.len();
        let read = parse::record::<RawLock>(sources, lock, findings);
        // A lock that can't be read in full would seem to have lost what can't be read.
        let codes = read.filter(|_| findings.len() == before)?;
        Some(ChangedLock { codes, unchanged: HashSet::new() })
    })
}

/// `None` unless the lock is as it was written, but for whole lines: then all of it is parsed, whatever is
/// wrong with it.
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
            // It is there twice.
            Some(_) => return None,
            None if line.starts_with('#') || is_entry(line) => text.push_str(line),
            None => return None,
        }
    }
    let mut findings = Findings::default();
    let codes = parse::record_of::<RawLock>(&text, sources, lock, &mut findings)?;
    let is_twice = codes.0.keys().any(|code| unchanged.contains(code));
    (findings.is_empty() && !is_twice).then_some(ChangedLock { codes, unchanged })
}

/// Returns `true` if a line has the form of a code with what was published of it.
fn is_entry(line: &str) -> bool {
    line.starts_with(|c: char| c == '"' || c.is_ascii_alphabetic()) && line.ends_with(" }\n")
}
