//! Coverage of each code by code, tests and docs.

use std::collections::{HashMap, HashSet};

use errcat_catalog::finding::Sources;
use errcat_catalog::model::{Api, Catalog, CodeId, Entry, Id, QualifiedCode};

use super::rules::raised;
use super::texts::SourceTexts;
use super::{CodeUses, File, Use, UseKind};

/// The coverage of a code.
#[derive(Debug)]
pub struct Coverage {
    /// The code.
    pub code: QualifiedCode,
    /// How the code is raised, or why it doesn't have to be.
    pub raising: Raising,
    /// The uses that raise it, outside of tests, in the order of the files.
    pub raised: Vec<UseLocation>,
    /// The uses in tests that raise, match or mention it.
    pub tests: Vec<UseLocation>,
    /// The other uses outside of tests, which match or mention it.
    pub others: Vec<UseLocation>,
    /// The parts that are missing from its page.
    pub missing: Vec<MissingPart>,
}

/// How an error is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raising {
    /// Code raises it.
    Raised,
    /// Code raises an error of its kind.
    KindOf(CodeId),
    /// Not raised: middleware sends it for failures of the web framework.
    Fallback,
    /// Not raised, and the catalog explains why in `reserved`.
    Reserved,
    /// Not raised, because it is deprecated.
    Deprecated,
    /// Not raised, because it is retired.
    Retired,
    /// Not raised, and the catalog doesn't explain why.
    Nowhere,
}

/// The location of a use in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseLocation {
    /// The kind of use.
    pub kind: UseKind,
    /// The path from the root of the workspace, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// A part that every error's page should have: what the error means, why it happens, how to fix it, and
/// whether to retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MissingPart {
    Meaning,
    Cause,
    Fix,
    Retry,
}

impl MissingPart {
    /// Returns the name for reports.
    pub fn name(self) -> &'static str {
        match self {
            MissingPart::Meaning => "meaning",
            MissingPart::Cause => "cause",
            MissingPart::Fix => "fix",
            MissingPart::Retry => "retry",
        }
    }
}

/// Returns the coverage of every code, in the order of the docs.
pub fn coverage(catalog: &Catalog, files: &[File], found: &CodeUses) -> Vec<Coverage> {
    let mut locator =
        Locator { texts: SourceTexts { files, ids: HashMap::new() }, sources: Sources::default() };
    let mut all = Vec::new();
    for (id, api) in Id::enumerate(&catalog.apis) {
        let raised = raised(api, id, found);
        for code in Id::all(&api.codes) {
            let id = QualifiedCode { api: id, code };
            let uses = found.uses(id);
            all.push(Coverage {
                code: id,
                raising: raising(api, code, &raised, found.is_raised(id)),
                raised: locator.of(uses.iter().filter(|it| it.raises())),
                tests: locator.of(uses.iter().filter(|it| it.is_test)),
                others: locator.of(uses.iter().filter(|it| !it.is_test && !it.raises())),
                missing: missing(api, code),
            });
        }
    }
    all
}

/// Converts uses to locations with lines and columns.
struct Locator<'a> {
    texts: SourceTexts<'a>,
    sources: Sources,
}

impl Locator<'_> {
    fn of<'u>(&mut self, uses: impl Iterator<Item = &'u Use>) -> Vec<UseLocation> {
        let place = |usage: &Use| {
            let span = self.texts.span(usage.file, &usage.range, &mut self.sources);
            let (line, column) = self.sources.position(span);
            UseLocation { kind: usage.kind, path: self.texts.files[usage.file].path.clone(), line, column }
        };
        uses.map(place).collect()
    }
}

fn raising(api: &Api, code: CodeId, raised: &HashSet<CodeId>, is_raised_itself: bool) -> Raising {
    let known = &api[code];
    let entry = &api[known.owner];
    let of_its_kind = || known.children.iter().copied().find(|child| raised.contains(child));
    if is_raised_itself {
        Raising::Raised
    } else if entry.retired.is_some() {
        Raising::Retired
    } else if let Some(child) = of_its_kind() {
        Raising::KindOf(child)
    } else if !entry.fallback_for.is_empty() {
        Raising::Fallback
    } else if api.is_reserved(code) {
        Raising::Reserved
    } else if entry.deprecated.is_some() {
        Raising::Deprecated
    } else {
        Raising::Nowhere
    }
}

/// Returns the missing parts of a code's page. The page of a retired code needs none of them.
fn missing(api: &Api, code: CodeId) -> Vec<MissingPart> {
    let known = &api[code];
    let owner = &api[known.owner];
    if owner.retired.is_some() {
        return Vec::new();
    }
    // The tables that share a code share its page.
    let entries = || known.entries().map(|id| &api[id]);
    let none = |has: fn(&Entry) -> bool| !entries().any(has);
    let missing = [
        (MissingPart::Meaning, owner.meaning.is_none()),
        (MissingPart::Cause, none(|entry| !entry.causes.is_empty())),
        (MissingPart::Fix, none(|entry| entry.all_fixes().next().is_some())),
        (MissingPart::Retry, owner.retry.is_none()),
    ];
    missing.into_iter().filter(|(_, is_missing)| *is_missing).map(|(part, _)| part).collect()
}
