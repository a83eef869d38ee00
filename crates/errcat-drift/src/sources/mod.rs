//! Checks that the code that `sources` refer to is still where the catalog expects it.
//!
//! A reference is a path with line numbers, so every edit above those lines breaks it. Therefore generation
//! writes fingerprints of the referenced lines to `catalog/API/sources.lock`, one line for each range, and
//! the file is committed to git. If a fingerprint no longer matches, the code has moved. It is then searched
//! for in its file, and after that in the whole tree.
//!
//! The fingerprints cover up to three lines at each end of the range, without blank lines and surrounding
//! white space. Edits in the middle, indentation and line endings don't affect them. The three lines before
//! the range and the three lines after it have fingerprints too, to distinguish between places that are
//! otherwise equal, such as a lone `}`. These lines may change.
//!
//! [`compare`] determines the state of each reference, [`SourceStates::extensions`] the other files to
//! search, [`check`] reports findings, and [`SourceStates::lock`] returns the new lock. A line of the lock
//! doesn't change while its code is in place, or while a finding reports that it isn't.

mod find;
mod lines;
pub mod raw;
mod rules;
mod text;

#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use camino::Utf8Path;

use crate::accept::{Accept, AcceptedChange};
use crate::lock::FindBase;
use errcat_catalog::finding::{FileId, Report};
use errcat_catalog::inputs::SOURCES_LOCK;
use errcat_catalog::model::{Api, Source};
use errcat_catalog::suggest::quoted;

use self::find::LostCode;
use self::lines::{Lines, Print};
use self::raw::Prints;

pub use self::rules::check;

/// The rules for sources.
pub(crate) const RULES: &[&Rule] =
    &[&rules::MISSING_SOURCE, &rules::MISSING_LINES, &rules::MOVED_SOURCE, &rules::CHANGED_SOURCE];

/// The maximum size of a file that is read, in bytes. Hand-written code is much smaller, and files are read
/// into memory as a whole.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// The existing files of a source tree that an API's sources refer to.
#[derive(Debug, Default)]
pub struct SourceTree {
    /// The path of the tree in the settings: `../kortix`.
    pub name: String,
    /// The files, in any order.
    pub files: Vec<File>,
}

/// A file of a tree.
#[derive(Debug, Clone)]
pub struct File {
    /// The path from the root of the tree, with `/`.
    pub path: String,
    /// The content, with invalid UTF-8 replaced. `None` if the file is larger than [`MAX_FILE_BYTES`].
    pub text: Option<String>,
}

/// The state of the sources of an API.
#[derive(Debug)]
pub struct SourceStates<'a> {
    api: &'a Api,
    tree: &'a str,
    references: Vec<Reference<'a>>,
    lock: BTreeMap<Range<'a>, Print>,
    accepted: Vec<AcceptedChange>,
    lost: LostPrints,
}

/// The prints of ranges that the lock lacks, from the lock of the base.
#[derive(Debug, Default)]
struct LostPrints {
    prints: Prints,
    /// The revision, and its lock.
    base: Option<(String, FileId)>,
}

/// A range of lines: the path, the first and the last line, in the order of the lock.
type Range<'a> = (&'a str, u32, u32);

/// A source of an error.
#[derive(Debug)]
struct Reference<'a> {
    code: &'a str,
    source: &'a Source,
    file: FileState,
    /// The state of each range.
    states: Vec<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileState {
    Missing,
    TooLarge,
    /// The file has this number of lines.
    Read(u32),
}

/// The state of the code of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Here,
    /// Found at these lines of a file.
    Moved(String, (u32, u32)),
    /// Not found. Contains the former print if the lock has one.
    Lost(Option<Print>),
}

/// Returns the paths that an API's sources refer to.
pub fn referenced_paths(api: &Api) -> BTreeSet<&str> {
    sources(api).map(|(_, source)| &*source.path).collect()
}

fn sources(api: &Api) -> impl Iterator<Item = (&str, &Source)> {
    let entries = api.tables.iter().flat_map(|table| &table.entries);
    entries.flat_map(|entry| entry.sources.iter().map(|source| (&*api[entry.code].code, source)))
}

/// Compares an API's sources with their tree and with the lock. Ranges that the lock lacks are compared with
/// the lock of the base: it has those whose line was lost, and lacks those of sources that are new.
///
/// The fingerprints of accepted codes are replaced by the current ones. A lock that can't be read is a
/// finding.
pub fn compare<'a>(
    api: &'a Api,
    tree: &'a SourceTree,
    accept: &Accept,
    find_base: &FindBase<'_>,
    report: &mut Report,
) -> SourceStates<'a> {
    let mut findings = std::mem::take(&mut report.findings);
    let known = raw::read(api, report);
    // The lock is replaced as a whole.
    if *accept != Accept::Everything {
        findings.extend(std::mem::take(&mut report.findings));
    }
    report.findings = findings;
    let lost = LostPrints::find(api, &known, find_base, report);
    let files: HashMap<&str, Option<Lines>> =
        tree.files.iter().map(|file| (&*file.path, file.text.as_deref().map(Lines::of))).collect();
    let mut states = SourceStates {
        api,
        tree: &tree.name,
        references: Vec::new(),
        lock: BTreeMap::new(),
        accepted: Vec::new(),
        lost,
    };
    for (code, source) in sources(api) {
        let lines = files.get(&*source.path);
        let file = match lines {
            None => FileState::Missing,
            Some(None) => FileState::TooLarge,
            Some(Some(lines)) => FileState::Read(lines.count),
        };
        let lines = lines.and_then(Option::as_ref);
        let state = |(first, last): &(u32, u32)| {
            let range = (&*source.path, *first, *last);
            let now = lines.and_then(|lines| lines.print(*first, *last));
            let key = text::key(range);
            let lost = states.lost.prints.get(&key);
            let versions = known.get(&key).or(lost).map_or(&[][..], Vec::as_slice);
            let same = versions.iter().find(|was| now.is_some_and(|now| was.is_same_code(&now)));
            let mut was = same.or(versions.first());
            if was.is_some() && now.is_some() && same.is_none() && accept.includes(&api.name, code) {
                was = None;
                let message = format!("the code at {} has changed", quoted(&key));
                let (api, code) = (api.name.clone(), code.to_owned());
                states.accepted.push(AcceptedChange { api, code, message });
            }
            let is_here = match (was, &now) {
                (Some(_), Some(_)) => same.is_some(),
                (None, Some(_)) => true,
                (_, None) => file == FileState::TooLarge,
            };
            // The lock doesn't depend on the base.
            let print = was.copied().filter(|_| lost.is_none() || !is_here).or(now);
            states.lock.extend(print.map(|print| (range, print)));
            if is_here { State::Here } else { State::Lost(was.copied()) }
        };
        let range_states = source.lines.iter().map(state).collect();
        states.references.push(Reference { code, source, file, states: range_states });
    }
    find_in_files(&mut states.references, &files);
    states
}

impl LostPrints {
    /// Finds the prints that the base has of an API's ranges and that the lock, with the prints `known`,
    /// lacks.
    fn find(api: &Api, known: &Prints, find_base: &FindBase<'_>, report: &mut Report) -> Self {
        let ranges = sources(api).flat_map(|(_, source)| {
            source.lines.iter().map(|(first, last)| text::key((&source.path, *first, *last)))
        });
        let missing: HashSet<String> = ranges.filter(|range| !known.contains_key(range)).collect();
        if missing.is_empty() {
            return LostPrints::default();
        }
        let Some(base) = find_base() else { return LostPrints::default() };
        let Some((mut prints, file)) = raw::read_base(api, base, report) else {
            return LostPrints::default();
        };
        prints.retain(|range, _| missing.contains(range));
        LostPrints { prints, base: Some((base.revision.clone(), file)) }
    }
}

/// Searches for missing code in its file, and marks what it finds as moved.
fn find_in_files(references: &mut [Reference<'_>], files: &HashMap<&str, Option<Lines>>) {
    let mut by_file: HashMap<&str, (Vec<&mut State>, Vec<LostCode>)> = HashMap::new();
    for (path, state, code) in lost_code(references) {
        let (states, lost) = by_file.entry(path).or_default();
        states.push(state);
        lost.push(code);
    }
    for (path, (states, lost)) in by_file {
        let Some(Some(lines)) = files.get(path) else { continue };
        for (state, found) in states.into_iter().zip(find::in_file(lines, &lost)) {
            if let Some(lines) = found {
                *state = State::Moved(path.to_owned(), lines);
            }
        }
    }
}

/// Searches for missing code in other files, and marks what it finds as moved.
fn find_elsewhere(references: &mut [Reference<'_>], others: &[File]) {
    let (states, lost): (Vec<_>, Vec<_>) =
        lost_code(references).map(|(_, state, code)| (state, code)).unzip();
    for (state, found) in states.into_iter().zip(find::elsewhere(&lost, others)) {
        if let Some((file, lines)) = found {
            *state = State::Moved(others[file].path.clone(), lines);
        }
    }
}

/// Returns the missing code: its file, its state and its former print and lines.
fn lost_code<'r>(
    references: &'r mut [Reference<'_>],
) -> impl Iterator<Item = (&'r str, &'r mut State, LostCode)> {
    references.iter_mut().flat_map(|Reference { source, states, .. }| {
        let source: &'r Source = source;
        states.iter_mut().zip(&source.lines).filter_map(|(state, lines)| match *state {
            State::Lost(Some(print)) => Some((&*source.path, state, LostCode { print, lines: *lines })),
            _ => None,
        })
    })
}

impl SourceStates<'_> {
    /// Returns the extensions of the files that missing code may have moved to, `""` for files without one.
    /// Empty if no code is missing.
    pub fn extensions(&self) -> BTreeSet<&str> {
        let is_lost = |reference: &&Reference<'_>| {
            let is_lost_code = |state: &State| matches!(state, State::Lost(Some(_)));
            reference.file == FileState::Missing || reference.states.iter().any(is_lost_code)
        };
        let lost = self.references.iter().filter(is_lost);
        lost.map(|reference| Utf8Path::new(&reference.source.path).extension().unwrap_or_default()).collect()
    }

    /// Returns the changes that are accepted.
    pub fn accepted(&self) -> &[AcceptedChange] {
        &self.accepted
    }

    /// Returns the path and the text of the lock.
    pub fn lock(&self) -> (String, String) {
        (path(self.api), text::of(&self.api.name, &self.lock))
    }
}

/// Returns the path of the lock, which is next to `api.yaml`.
fn path(api: &Api) -> String {
    api.path
        .rsplit_once('/')
        .map_or_else(|| SOURCES_LOCK.to_owned(), |(folder, _)| format!("{folder}/{SOURCES_LOCK}"))
}
