//! What code, tests and pages have of each code.

use std::collections::{HashMap, HashSet};

use errcat_catalog::finding::Sources;
use errcat_catalog::model::{Api, Catalog, CodeId, Entry, Id, QualifiedCode};

use super::rules::{Texts, raised};
use super::{File, Found, Kind, Use};

/// What there is of a code.
#[derive(Debug)]
pub struct Coverage {
    /// Which code.
    pub code: QualifiedCode,
    /// Whether code raises it, or why that isn't asked for.
    pub raising: Raising,
    /// Where it is raised, outside of tests, in the order of the files.
    pub raised: Vec<Place>,
    /// Where tests raise it, match it or name it.
    pub tests: Vec<Place>,
    /// Where other code matches it or names it.
    pub others: Vec<Place>,
    /// What its page lacks.
    pub lacks: Vec<Lack>,
}

/// Whether code raises an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raising {
    /// Somewhere.
    Raised,
    /// By way of an error of its kind, which is raised.
    KindOf(CodeId),
    /// Nothing does, and the catalog says why: `reserved`.
    Reserved,
    /// Nothing does, and nothing should: it is deprecated.
    Deprecated,
    /// Nothing does, and nothing may: it is retired.
    Retired,
    /// Nothing does.
    Nowhere,
}

/// A place in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What is done there.
    pub kind: Kind,
    /// From the workspace's root, with `/`.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// What the page of an error should have, for whoever meets the error: what it means, why it happens, how to
/// fix it, and whether to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lack {
    Meaning,
    Cause,
    Fix,
    Retry,
}

impl Lack {
    /// As people read it.
    pub fn name(self) -> &'static str {
        match self {
            Lack::Meaning => "meaning",
            Lack::Cause => "cause",
            Lack::Fix => "fix",
            Lack::Retry => "retry",
        }
    }
}

/// What there is of every code, in the order of the docs.
pub fn coverage(catalog: &Catalog, files: &[File], found: &Found) -> Vec<Coverage> {
    let mut places = Places { texts: Texts { files, ids: HashMap::new() }, sources: Sources::default() };
    let mut all = Vec::new();
    for (id, api) in Id::enumerate(&catalog.apis) {
        let raised = raised(api, id, found);
        for code in Id::all(&api.codes) {
            let id = QualifiedCode { api: id, code };
            let uses = found.uses(id);
            all.push(Coverage {
                code: id,
                raising: raising(api, code, &raised, found.is_raised(id)),
                raised: places.of(uses.iter().filter(|it| it.raises())),
                tests: places.of(uses.iter().filter(|it| it.is_test)),
                others: places.of(uses.iter().filter(|it| !it.is_test && !it.raises())),
                lacks: lacks(api, code),
            });
        }
    }
    all
}

/// Says where uses are.
struct Places<'a> {
    texts: Texts<'a>,
    sources: Sources,
}

impl Places<'_> {
    fn of<'u>(&mut self, uses: impl Iterator<Item = &'u Use>) -> Vec<Place> {
        let place = |usage: &Use| {
            let span = self.texts.span(usage.file, &usage.place, &mut self.sources);
            let (line, column) = self.sources.position(span);
            Place { kind: usage.kind, path: self.texts.files[usage.file].path.clone(), line, column }
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
    } else if api.is_reserved(code) {
        Raising::Reserved
    } else if entry.deprecated.is_some() {
        Raising::Deprecated
    } else {
        Raising::Nowhere
    }
}

/// Of a retired code the page says that it is gone, which is all that it needs.
fn lacks(api: &Api, code: CodeId) -> Vec<Lack> {
    let known = &api[code];
    let owner = &api[known.owner];
    if owner.retired.is_some() {
        return Vec::new();
    }
    // The tables that share a code share its page.
    let entries = || known.entries().map(|id| &api[id]);
    let none = |has: fn(&Entry) -> bool| !entries().any(has);
    let lacks = [
        (Lack::Meaning, owner.meaning.is_none()),
        (Lack::Cause, none(|entry| !entry.causes.is_empty())),
        (Lack::Fix, none(|entry| !entry.fixes.is_empty())),
        (Lack::Retry, owner.retry.is_none()),
    ];
    lacks.into_iter().filter(|(_, is_lacking)| *is_lacking).map(|(lack, _)| lack).collect()
}
