//! Finds the code of a workspace that uses errors of the catalog.
//!
//! Rust files are parsed: [`find`] resolves each path with the `use` declarations of its file, and with those
//! of other files that rename an error. False positives are better than false negatives, because a report
//! that no code raises an error must be true. So paths are read from their end, and a path that doesn't
//! include an API matches every API that has the error. Files in other languages are searched with the
//! patterns of the settings. [`check`] reports problems, and [`coverage`](coverage()) lists the uses of each
//! code.

pub mod coverage;
pub mod dependents;

mod depth;
mod derive;
mod handlers;
mod imports;
mod index;
mod literals;
mod rules;
mod rust;
mod servers;
mod test_code;
mod texts;

#[cfg(test)]
mod tests;

use errcat_catalog::finding::Rule;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::settings::Literal;
use errcat_catalog::model::{Catalog, QualifiedCode};

use self::derive::DerivedCode;
use self::imports::Path;
use self::index::{Index, Target};
use self::rust::{Candidate, Reference, RustFile};

pub use self::coverage::coverage;
pub use self::rules::{check, needs_code};

/// The rules for code.
pub(crate) const RULES: &[&Rule] = &[
    &rules::NEEDLESS_RESERVED,
    &rules::RETIRED_RAISED,
    &rules::UNDOCUMENTED_CODE,
    &dependents::RENAMED_DEPENDENCY,
    &dependents::NO_RESPONSE,
];

/// A file of code.
#[derive(Debug, Clone)]
pub struct File {
    /// The path from the root of the workspace, with `/`.
    pub path: String,
    /// The content.
    pub text: String,
    /// `true` if the file is read as Rust.
    pub is_rust: bool,
    /// The patterns that the file is searched for, as indices into the settings' `literals`.
    pub literals: Vec<usize>,
}

/// A use of an error in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The kind of use.
    pub kind: UseKind,
    /// `true` if the use is in a test.
    pub is_test: bool,
    /// The index into the files.
    pub file: usize,
    /// The byte range in the file.
    pub range: Range<usize>,
}

/// The kind of use of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UseKind {
    /// A value is constructed: `certify::Error::AgentNotFound`.
    Constructed,
    /// A hand-written type or variant has the code, and may be constructed elsewhere:
    /// `#[code(agent_not_found)]`.
    Derived,
    /// The code is in a literal that matches a pattern of the settings.
    Literal,
    /// A `match` or another pattern handles the error.
    Handled,
    /// Only the code is used: `Code::AgentNotFound`, or `"agent_not_found"` in a test.
    Mentioned,
}

/// The uses of errors in the code.
#[derive(Debug, Default)]
pub struct CodeUses {
    uses: HashMap<QualifiedCode, Vec<Use>>,
    /// The matches of a pattern of the settings that aren't codes.
    unknown: Vec<UnknownCode>,
    /// The middleware that answers failures with an API's errors, outside of tests.
    servers: Vec<servers::Server>,
    /// The patterns of the settings that match something, as indices into `literals`.
    pub matched: HashSet<usize>,
    /// The indices of Rust files that can't be parsed or are nested too deep.
    pub unparsed: Vec<usize>,
}

/// A match of a pattern that isn't a code.
#[derive(Debug)]
struct UnknownCode {
    /// The index into the settings' `literals`.
    literal: usize,
    file: usize,
    range: Range<usize>,
}

impl Use {
    /// Returns `true` if the error is raised here, outside of tests.
    pub fn raises(&self) -> bool {
        !self.is_test && matches!(self.kind, UseKind::Constructed | UseKind::Literal)
    }
}

impl CodeUses {
    /// Returns the uses of a code, in the order of the files.
    pub fn uses(&self, code: QualifiedCode) -> &[Use] {
        self.uses.get(&code).map_or(&[], Vec::as_slice)
    }

    /// Returns `true` if the code is raised outside of tests.
    pub fn is_raised(&self, code: QualifiedCode) -> bool {
        self.uses(code).iter().any(Use::raises)
    }
}

/// Finds the errors that code uses.
pub fn find(catalog: &Catalog, literals: &[Literal], files: &[File]) -> CodeUses {
    let mut index = Index::new(catalog);
    let derived: Vec<Vec<DerivedCode>> =
        depth::on_large_stacks(|| files.par_iter().map(derived_codes).collect());
    derived.into_iter().enumerate().for_each(|(file, derived)| index.add_derived(file, derived));
    let read: Vec<FileContent> =
        depth::on_large_stacks(|| files.par_iter().map(|file| read(file, literals, &index)).collect());
    let names = ExportedNames::new(&read);
    let test_modules: HashSet<&str> =
        read.iter().flat_map(|read| &read.test_modules).map(String::as_str).collect();
    let mut found = CodeUses::default();
    for (file, read) in read.iter().enumerate() {
        let path = &*files[file].path;
        let is_test = test_code::is_test_path(path) || is_below(path, &test_modules);
        if read.is_unparsed {
            found.unparsed.push(file);
        }
        for candidate in &read.rust.candidates {
            found.add(candidate, is_test, file, &index, &names);
        }
        for server in read.rust.servers.iter().filter(|server| !is_test && !server.is_test) {
            let paths = server.errors.iter();
            let paths = paths.flat_map(|path| std::iter::once(path.clone()).chain(names.expand(path, false)));
            let apis = paths.filter_map(|path| index.api_of_errors(&path));
            let range = &server.range;
            found.servers.extend(apis.map(|api| servers::Server { api, file, range: range.clone() }));
        }
        found.matched.extend(read.literals.matched.iter());
        for (code, range) in &read.literals.codes {
            let kind = UseKind::Literal;
            found.uses.entry(*code).or_default().push(Use {
                kind,
                is_test: false,
                file,
                range: range.clone(),
            });
        }
        let unknown = read.literals.unknown.iter();
        found.unknown.extend(unknown.map(|(literal, range)| UnknownCode {
            literal: *literal,
            file,
            range: range.clone(),
        }));
    }
    found
}

/// The parts of a file that may be about errors.
#[derive(Default)]
struct FileContent {
    rust: RustFile,
    is_unparsed: bool,
    test_modules: Vec<String>,
    literals: literals::Literals,
}

/// Returns the codes of the hand-written types of a file.
fn derived_codes(file: &File) -> Vec<DerivedCode> {
    // Other files needn't be parsed.
    if !file.is_rust || !file.text.contains("catalog(") {
        return Vec::new();
    }
    rust::parse(&file.text).map_or_else(Vec::new, |(file, _)| derive::all_derived_codes(&file))
}

fn read(file: &File, literals: &[Literal], index: &Index<'_>) -> FileContent {
    let mut read = FileContent { literals: literals::read(file, literals, index), ..FileContent::default() };
    if file.is_rust {
        read.test_modules = test_code::test_modules(&file.path, &file.text);
        if rust::may_use_errors(&file.text, test_code::is_test_path(&file.path), index) {
            match rust::read(&file.text, index) {
                Some(rust) => read.rust = rust,
                None => read.is_unparsed = true,
            }
        }
    }
    read
}

/// Returns `true` if a file is one of the modules, or in the folder of one.
fn is_below(path: &str, modules: &HashSet<&str>) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
    !modules.is_empty() && folders.chain([path]).any(|path| modules.contains(path))
}

impl CodeUses {
    fn add(
        &mut self,
        candidate: &Candidate,
        is_test: bool,
        file: usize,
        index: &Index<'_>,
        names: &ExportedNames<'_>,
    ) {
        let is_test = is_test || candidate.is_test;
        let (codes, kind) = match &candidate.reference {
            Reference::Paths(paths) => {
                let Some(Target { codes, is_name }) = target(paths, index, names) else { return };
                (codes, if is_name { UseKind::Mentioned } else { candidate.kind })
            }
            Reference::Derived { paths, is_local } => {
                (derived(paths, is_local.then_some(file), index, names), candidate.kind)
            }
            Reference::Code { api, code } => (index.code_of(api, code).into_iter().collect(), candidate.kind),
            // Outside of tests, a text that equals a code may mean anything.
            Reference::Text(text) if is_test => (index.codes(text).to_vec(), candidate.kind),
            Reference::Text(_) => return,
        };
        for code in codes {
            let range = candidate.range.clone();
            self.uses.entry(code).or_default().push(Use { kind, is_test, file, range });
        }
    }
}

/// Returns the codes that a path refers to, directly or by a name that another file exports, or `None` if it
/// isn't the path of an error.
fn target(paths: &[Path], index: &Index<'_>, names: &ExportedNames<'_>) -> Option<Target> {
    let mut by_itself = paths.iter().filter_map(|path| index.target(path));
    if let Some(mut first) = by_itself.next() {
        for more in by_itself {
            first.codes.extend(more.codes);
        }
        first.codes.sort_unstable();
        first.codes.dedup();
        return Some(first);
    }
    paths.iter().flat_map(|path| names.expand(path, false)).find_map(|path| index.target(&path))
}

/// Returns the codes of the hand-written type or variant that a path refers to, directly or by a name that
/// another file exports.
fn derived(
    paths: &[Path],
    local: Option<usize>,
    index: &Index<'_>,
    names: &ExportedNames<'_>,
) -> Vec<QualifiedCode> {
    let mut codes: Vec<QualifiedCode> = paths.iter().flat_map(|path| index.derived(path, local)).collect();
    if codes.is_empty() && local.is_none() {
        let expanded = paths.iter().flat_map(|path| names.expand(path, true));
        codes = expanded.flat_map(|path| index.derived(&path, None).collect::<Vec<_>>()).collect();
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The names that files export for errors, tables and APIs, such as `pub use certify::Error as CertifyError`.
struct ExportedNames<'a>(HashMap<&'a str, HashSet<(&'a [String], bool)>>);

impl<'a> ExportedNames<'a> {
    fn new(read: &'a [FileContent]) -> Self {
        let mut names: HashMap<&str, HashSet<_>> = HashMap::new();
        for export in read.iter().flat_map(|read| &read.rust.exports) {
            // Paths of errors have at most three parts that matter: the API, the table and `Error`.
            let path = &export.path[export.path.len().saturating_sub(3)..];
            names.entry(&export.name).or_default().insert((path, export.is_private));
        }
        ExportedNames(names)
    }

    /// Expands each exported name in a path. Names that aren't `pub` only match paths that begin with
    /// `super`. The last name of a path is that of a variant, unless `with_last`.
    fn expand(&self, path: &'a Path, with_last: bool) -> impl Iterator<Item = Path> {
        let is_std = matches!(&*path[0], "std" | "core" | "alloc");
        let is_super = path[0] == "super";
        let names = if is_std { 0 } else { path.len() - usize::from(!with_last) };
        (0..names).rev().flat_map(move |at| {
            let named = self.0.get(&*path[at]).into_iter().flatten();
            let usable = named.filter(move |(_, is_private)| is_super || !is_private);
            usable.map(move |(target, _)| target.iter().chain(&path[at + 1..]).cloned().collect())
        })
    }
}
