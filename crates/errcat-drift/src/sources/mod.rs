//! The code that `sources:` name, against the tree that it stands in.
//!
//! A reference is a path and line numbers, and every edit above those lines makes it point to something else.
//! So the lines that a reference names have a fingerprint in `catalog/API/sources.lock`, one line a range,
//! which generation writes and git keeps: where the fingerprint isn't that of the lines any longer, the code
//! has moved, and is looked for in its file and then in the tree.
//!
//! What is fingerprinted is chosen so that the code has to move to change it: up to three lines at each end
//! of the range, blank ones passed over, without the white space around them. An edit in the middle, another
//! indentation or other line ends move nothing; and a lone `}` has neighbours that tell it from others, for
//! the three lines before the range and the three after it are remembered too. Those may change as they like:
//! they only decide between places that are otherwise alike.
//!
//! [`look`] says how each reference stands, [`Looked::extensions`] which other files are worth reading, [`check`] what is wrong,
//! [`Looked::lock`] what is remembered. A line of the lock stays as it was while its code is in place, and while a finding says
//! that it isn't.

mod find;
mod lines;
pub mod raw;
mod rules;
mod text;

#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::Utf8Path;

use crate::accept::Accept;
use errcat_catalog::finding::Report;
use errcat_catalog::inputs::SOURCES_LOCK;
use errcat_catalog::model::{Api, Source};

use self::find::Wanted;
use self::lines::{Lines, Print};

pub use self::rules::check;

/// The rules on it.
pub(crate) const RULES: &[&Rule] =
    &[&rules::MISSING_SOURCE, &rules::MISSING_LINES, &rules::MOVED_SOURCE, &rules::CHANGED_SOURCE];

/// The largest file that is read, in bytes: far more than code that somebody wrote, and it is read whole.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// The files of a tree that an API's sources name, as far as they are there.
#[derive(Debug, Default)]
pub struct Tree {
    /// What the settings call it: `../kortix`.
    pub name: String,
    /// In any order.
    pub files: Vec<File>,
}

/// A file of a tree.
#[derive(Debug, Clone)]
pub struct File {
    /// From the tree's root, with `/`.
    pub path: String,
    /// What it holds, bytes that aren't UTF-8 replaced; none of one larger than [`MAX_FILE_BYTES`].
    pub text: Option<String>,
}

/// How the sources of an API stand.
#[derive(Debug)]
pub struct Looked<'a> {
    api: &'a Api,
    tree: &'a str,
    references: Vec<Reference<'a>>,
    lock: BTreeMap<Range<'a>, Print>,
}

/// A range of lines, by what sorts it: the path, the first and the last line.
type Range<'a> = (&'a str, u32, u32);

/// A reference of an error.
#[derive(Debug)]
struct Reference<'a> {
    code: &'a str,
    source: &'a Source,
    file: FileState,
    /// Of each of its ranges.
    states: Vec<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileState {
    Missing,
    TooLarge,
    /// With so many lines.
    Read(u32),
}

/// Where the code of a range is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Here,
    /// At these lines of a file.
    Moved(String, (u32, u32)),
    /// Not in its file, which had it with this print, if that is known.
    Gone(Option<Print>),
}

/// The paths that an API's sources name.
pub fn wanted(api: &Api) -> BTreeSet<&str> {
    sources(api).map(|(_, source)| &*source.path).collect()
}

fn sources(api: &Api) -> impl Iterator<Item = (&str, &Source)> {
    let entries = api.tables.iter().flat_map(|table| &table.entries);
    entries.flat_map(|entry| entry.sources.iter().map(|source| (&*api[entry.code].code, source)))
}

/// Compares an API's sources with their tree, and with what the lock remembers of it.
///
/// What is accepted is remembered anew, whatever stood there. A lock that can't be read is a finding.
pub fn look<'a>(api: &'a Api, tree: &'a Tree, accept: &Accept, report: &mut Report) -> Looked<'a> {
    let known = match accept {
        Accept::Everything => HashMap::new(),
        _ => raw::read(api, report),
    };
    let is_accepted = |code: &str| matches!(accept, Accept::Codes(codes) if codes.contains(code));
    let files: HashMap<&str, Option<Lines>> =
        tree.files.iter().map(|file| (&*file.path, file.text.as_deref().map(Lines::of))).collect();
    let mut looked = Looked { api, tree: &tree.name, references: Vec::new(), lock: BTreeMap::new() };
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
            let was = known.get(&text::key(range)).filter(|_| !is_accepted(code));
            let now = lines.and_then(|lines| lines.print(*first, *last));
            let is_here = match (was, &now) {
                (Some(was), Some(now)) => was.is_same_code(now),
                (None, Some(_)) => true,
                (_, None) => file == FileState::TooLarge,
            };
            looked.lock.extend(was.copied().or(now).map(|print| (range, print)));
            if is_here { State::Here } else { State::Gone(was.copied()) }
        };
        let states = source.lines.iter().map(state).collect();
        looked.references.push(Reference { code, source, file, states });
    }
    find_in_files(&mut looked.references, &files);
    looked
}

/// Makes those that were moved within their file of those that are gone.
fn find_in_files(references: &mut [Reference<'_>], files: &HashMap<&str, Option<Lines>>) {
    let mut by_file: HashMap<&str, (Vec<&mut State>, Vec<Wanted>)> = HashMap::new();
    for (path, state, code) in gone(references) {
        let (states, wanted) = by_file.entry(path).or_default();
        states.push(state);
        wanted.push(code);
    }
    for (path, (states, wanted)) in by_file {
        let Some(Some(lines)) = files.get(path) else { continue };
        for (state, found) in states.into_iter().zip(find::in_file(lines, &wanted)) {
            if let Some(lines) = found {
                *state = State::Moved(path.to_owned(), lines);
            }
        }
    }
}

/// Makes those that were moved into another file of those that are gone.
fn find_elsewhere(references: &mut [Reference<'_>], others: &[File]) {
    let (states, wanted): (Vec<_>, Vec<_>) = gone(references).map(|(_, state, code)| (state, code)).unzip();
    for (state, found) in states.into_iter().zip(find::elsewhere(&wanted, others)) {
        if let Some((file, lines)) = found {
            *state = State::Moved(others[file].path.clone(), lines);
        }
    }
}

/// What isn't where it was: its file, and what to look for.
fn gone<'r>(references: &'r mut [Reference<'_>]) -> impl Iterator<Item = (&'r str, &'r mut State, Wanted)> {
    references.iter_mut().flat_map(|Reference { source, states, .. }| {
        let source: &'r Source = source;
        states.iter_mut().zip(&source.lines).filter_map(|(state, lines)| match *state {
            State::Gone(Some(print)) => Some((&*source.path, state, Wanted { print, lines: *lines })),
            _ => None,
        })
    })
}

impl Looked<'_> {
    /// The extensions of the files in which something is to be looked for, `""` for those that have none;
    /// empty where all is found.
    pub fn extensions(&self) -> BTreeSet<&str> {
        let is_lost = |reference: &&Reference<'_>| {
            let is_gone = |state: &State| matches!(state, State::Gone(Some(_)));
            reference.file == FileState::Missing || reference.states.iter().any(is_gone)
        };
        let lost = self.references.iter().filter(is_lost);
        lost.map(|reference| Utf8Path::new(&reference.source.path).extension().unwrap_or_default()).collect()
    }

    /// The path and the text of the lock.
    pub fn lock(&self) -> (String, String) {
        (path(self.api), text::of(&self.api.name, &self.lock))
    }
}

/// The lock lies beside `api.yaml`.
fn path(api: &Api) -> String {
    api.path
        .rsplit_once('/')
        .map_or_else(|| SOURCES_LOCK.to_owned(), |(folder, _)| format!("{folder}/{SOURCES_LOCK}"))
}
