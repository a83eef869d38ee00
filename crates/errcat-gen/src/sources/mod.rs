//! The code that `sources:` name, against the tree that it stands in.
//!
//! A reference is a path and line numbers, and every edit above those lines makes it point to something else. So the lines
//! that a reference names have a fingerprint in `catalog/API/sources.lock`, one line a range, which generation writes and git
//! keeps: where the fingerprint isn't that of the lines any longer, the code has moved, and is looked for in its file and then
//! in the tree.
//!
//! What is fingerprinted is chosen so that the code has to move to change it: up to three lines at each end of the range, blank
//! ones passed over, without the white space around them. An edit in the middle, another indentation or other line ends move
//! nothing; and a lone `}` has neighbours that tell it from others, for the three lines before the range and the three after it
//! are remembered too. Those may change as they like: they only decide between places that are otherwise alike.
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

use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::Utf8Path;

use crate::Report;
use crate::lock::Accept;
use crate::model::{Api, Source};

use self::lines::{Lines, Print};

pub use self::rules::check;

/// The lock's file, in the folder of its API.
pub const LOCK: &str = "sources.lock";

/// The largest file that is read, in bytes.
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
    entries.flat_map(|entry| entry.sources.iter().map(|source| (&*api.codes[entry.code].code, source)))
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
            let (print, state) = compare(&source.path, (*first, *last), lines, was, now);
            looked.lock.extend(print.map(|print| (range, print)));
            if file == FileState::TooLarge { State::Here } else { state }
        };
        let states = source.lines.iter().map(state).collect();
        looked.references.push(Reference { code, source, file, states });
    }
    looked
}

/// What is to be remembered of a range, and where its code is.
fn compare(
    path: &str,
    range: (u32, u32),
    lines: Option<&Lines>,
    was: Option<&Print>,
    now: Option<Print>,
) -> (Option<Print>, State) {
    match (was, now) {
        (None, Some(now)) => (Some(now), State::Here),
        (Some(was), Some(now)) if was.is_same_code(&now) => (Some(*was), State::Here),
        (Some(was), _) => {
            let found = lines.and_then(|lines| find::in_file(lines, was, range));
            let state = found.map_or(State::Gone(Some(*was)), |found| State::Moved(path.to_owned(), found));
            (Some(*was), state)
        }
        (None, None) => (None, State::Gone(None)),
    }
}

impl Looked<'_> {
    /// The extensions of the files in which something is to be looked for, `""` for those that have none; empty where all
    /// is found.
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
    api.path.rsplit_once('/').map_or_else(|| LOCK.to_owned(), |(folder, _)| format!("{folder}/{LOCK}"))
}
