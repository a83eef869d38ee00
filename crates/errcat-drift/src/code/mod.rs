//! Where a workspace's code uses the catalog's errors.
//!
//! Rust is read by parsing it: [`find`] follows each path through the file's `use` declarations, and through
//! those of other files that give an error another name. It would rather see an error raised that isn't than
//! miss one that is, for what is told of an error that nothing raises must be true: a path is read from its
//! end, and where it doesn't say which API it means, every API that has the error is meant. Code of other
//! languages is read by the patterns of the settings. [`check`] says what is wrong in all that,
//! [`coverage`](coverage()) what there is of each code.

pub mod coverage;

mod depth;
mod derive;
mod imports;
mod index;
mod literals;
mod rules;
mod rust;
mod test_code;

#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::settings::Literal;
use errcat_catalog::model::{Catalog, QualifiedCode};

use self::imports::Path;
use self::index::{Index, Target};
use self::rust::{Candidate, Named, RustFile};

pub use self::coverage::coverage;
pub use self::rules::{check, is_wanted};

/// The rules on it.
pub(crate) const RULES: &[&Rule] =
    &[&rules::NEEDLESS_RESERVED, &rules::RETIRED_RAISED, &rules::UNDOCUMENTED_CODE];

/// A file of code.
#[derive(Debug, Clone)]
pub struct File {
    /// From the workspace's root, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// Whether it is read as Rust.
    pub is_rust: bool,
    /// The patterns that it is searched for: indices into the settings' `literals`.
    pub literals: Vec<usize>,
}

/// A place in code that uses an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What is done with it.
    pub kind: Kind,
    /// Whether a test does it.
    pub is_test: bool,
    /// Index into the files.
    pub file: usize,
    /// Bytes of the file.
    pub place: Range<usize>,
}

/// What is done with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A value of it is made: `certify::Error::AgentNotFound`.
    Constructed,
    /// A type of one's own has its code: `#[code(agent_not_found)]`.
    Derived,
    /// Its code stands where a pattern of the settings finds codes.
    Literal,
    /// A pattern matches it.
    Handled,
    /// Its code is named: `Code::AgentNotFound`, or `"agent_not_found"` in a test.
    Mentioned,
}

/// What was found in code.
#[derive(Debug, Default)]
pub struct Found {
    uses: HashMap<QualifiedCode, Vec<Use>>,
    /// Where a pattern of the settings found what is no code.
    unknown: Vec<Unknown>,
    /// The files that are read as Rust and aren't, or are nested too deep: indices.
    pub unparsed: Vec<usize>,
}

/// What a pattern found that is no code.
#[derive(Debug)]
struct Unknown {
    /// Index into the settings' `literals`.
    literal: usize,
    file: usize,
    place: Range<usize>,
}

impl Use {
    /// Whether it raises the error, outside of tests.
    pub fn raises(&self) -> bool {
        !self.is_test && matches!(self.kind, Kind::Constructed | Kind::Derived | Kind::Literal)
    }
}

impl Found {
    /// The uses of a code, in the order of the files.
    pub fn uses(&self, code: QualifiedCode) -> &[Use] {
        self.uses.get(&code).map_or(&[], Vec::as_slice)
    }

    /// Whether a code is raised.
    pub fn is_raised(&self, code: QualifiedCode) -> bool {
        self.uses(code).iter().any(Use::raises)
    }
}

/// Finds the errors that code uses.
pub fn find(catalog: &Catalog, literals: &[Literal], files: &[File]) -> Found {
    let index = Index::new(catalog);
    let read: Vec<Read> =
        depth::on_large_stacks(|| files.par_iter().map(|file| read(file, literals, &index)).collect());
    let names = OtherNames::new(&read);
    let test_modules: HashSet<&str> =
        read.iter().flat_map(|read| &read.test_modules).map(String::as_str).collect();
    let mut found = Found::default();
    for (file, read) in read.iter().enumerate() {
        let path = &*files[file].path;
        let is_test = test_code::is_test_path(path) || is_below(path, &test_modules);
        if read.is_unparsed {
            found.unparsed.push(file);
        }
        for candidate in &read.rust.candidates {
            found.add(candidate, is_test, file, &index, &names);
        }
        for (code, place) in &read.literals.codes {
            let kind = Kind::Literal;
            found.uses.entry(*code).or_default().push(Use {
                kind,
                is_test: false,
                file,
                place: place.clone(),
            });
        }
        let unknown = read.literals.unknown.iter();
        found.unknown.extend(unknown.map(|(literal, place)| Unknown {
            literal: *literal,
            file,
            place: place.clone(),
        }));
    }
    found
}

/// What one file has in it.
#[derive(Default)]
struct Read {
    rust: RustFile,
    is_unparsed: bool,
    test_modules: Vec<String>,
    literals: literals::Literals,
}

fn read(file: &File, literals: &[Literal], index: &Index<'_>) -> Read {
    let mut read = Read { literals: literals::read(file, literals, index), ..Read::default() };
    if file.is_rust {
        read.test_modules = test_code::test_modules(&file.path, &file.text);
        if rust::may_matter(&file.text, test_code::is_test_path(&file.path), index) {
            match rust::read(&file.text, index) {
                Some(rust) => read.rust = rust,
                None => read.is_unparsed = true,
            }
        }
    }
    read
}

/// Whether a file is one of the modules, or in the folder of one.
fn is_below(path: &str, modules: &HashSet<&str>) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
    !modules.is_empty() && folders.chain([path]).any(|path| modules.contains(path))
}

impl Found {
    fn add(
        &mut self,
        candidate: &Candidate,
        is_test: bool,
        file: usize,
        index: &Index<'_>,
        names: &OtherNames<'_>,
    ) {
        let is_test = is_test || candidate.is_test;
        let (codes, kind) = match &candidate.named {
            Named::Paths(paths) => {
                let Some(Target { codes, is_name }) = target(paths, index, names) else { return };
                (codes, if is_name { Kind::Mentioned } else { candidate.kind })
            }
            Named::Code { api, code } => (index.code_of(api, code).into_iter().collect(), candidate.kind),
            // A text outside of tests may be anything.
            Named::Text(text) if is_test => (index.codes(text).to_vec(), candidate.kind),
            Named::Text(_) => return,
        };
        for code in codes {
            let place = candidate.place.clone();
            self.uses.entry(code).or_default().push(Use { kind, is_test, file, place });
        }
    }
}

/// The codes that a path leads to, if it is one of an error: by itself, or by a name that another file gives.
fn target(paths: &[Path], index: &Index<'_>, names: &OtherNames<'_>) -> Option<Target> {
    let mut by_itself = paths.iter().filter_map(|path| index.target(path));
    if let Some(mut first) = by_itself.next() {
        for more in by_itself {
            first.codes.extend(more.codes);
        }
        first.codes.sort_unstable();
        first.codes.dedup();
        return Some(first);
    }
    paths.iter().flat_map(|path| names.expand(path)).find_map(|path| index.target(&path))
}

/// The names that files give to errors, tables and APIs, for others to use: `pub use certify::Error as
/// CertifyError`.
struct OtherNames<'a>(HashMap<&'a str, HashSet<(&'a [String], bool)>>);

impl<'a> OtherNames<'a> {
    fn new(read: &'a [Read]) -> Self {
        let mut names: HashMap<&str, HashSet<_>> = HashMap::new();
        for export in read.iter().flat_map(|read| &read.rust.exports) {
            // An API, a table and `Error` are all that a path is read for.
            let path = &export.path[export.path.len().saturating_sub(3)..];
            names.entry(&export.name).or_default().insert((path, export.is_private));
        }
        OtherNames(names)
    }

    /// What a path may be when one of its names is such a name. One that isn't `pub` is for `super` alone.
    fn expand(&self, path: &'a Path) -> impl Iterator<Item = Path> {
        let is_std = matches!(&*path[0], "std" | "core" | "alloc");
        let is_super = path[0] == "super";
        let parents = if is_std { 0 } else { path.len() - 1 };
        (0..parents).rev().flat_map(move |at| {
            let named = self.0.get(&*path[at]).into_iter().flatten();
            let usable = named.filter(move |(_, is_private)| is_super || !is_private);
            usable.map(move |(target, _)| target.iter().chain(&path[at + 1..]).cloned().collect())
        })
    }
}
