//! Finds the differences between two catalogs that affect clients.
//!
//! Both catalogs are checked and have inheritance applied. So if an error loses a header because its kind
//! lost it, the change is reported for the error too. Each change has a location, and a rating for each
//! [surface](Effect) that clients depend on: the wire, the generated Rust, and the docs. The function that
//! finds a change documents why it is rated as it is.
//!
//! APIs, tables, headers, envelopes, params and guides are compared by name. If one gets another name, the
//! old one is removed and the new one is added. Codes are also matched by their `aliases`, and APIs by the
//! renames that the caller knows, so that a rename is a single change.
//!
//! Differences that no client can notice aren't reported: `log`, `sources`, and the order in the files.

mod effect;
mod fact;
mod facts;
mod pairs;
pub mod show;
mod version;

use std::collections::BTreeMap;
use std::fmt;

pub use self::effect::{Bump, Effect, Rating, Surface};
use self::fact::Fact;
use self::pairs::{ApiPair, by_name};
pub use self::version::check_versions;
use errcat_catalog::finding::Rule;
use errcat_catalog::model::{Api, Catalog};

/// The rules on changes.
pub(crate) const RULES: &[&Rule] = &[&version::VERSION_TOO_LOW];

/// The changes between two catalogs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// The changes, grouped by API. Within an API, the worst come first, and then they follow the order of
    /// the docs.
    pub changes: Vec<Change>,
}

/// A change that affects clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name of the API, such as `kakunin`.
    pub api: String,
    /// The thing that changed.
    pub subject: Subject,
    /// The part of the subject that changed, such as a param or a member of a body.
    pub part: Option<Part>,
    /// A short description of the change, such as `status` or `removed`.
    pub message: &'static str,
    /// The old value, as in the catalog.
    pub before: Option<String>,
    /// The new value, as in the catalog.
    pub after: Option<String>,
    /// The effect on clients.
    pub effect: Effect,
    /// `true` if the catalog announces the change to clients with `retired`. Only relevant for breaking
    /// changes.
    pub is_announced: bool,
    /// The location in the catalog.
    pub location: ChangeLocation,
}

/// A thing in a catalog that can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Subject {
    Api,
    Table(String),
    Code(String),
    Envelope(String),
    Header(String),
    Guide(String),
}

/// A part of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// The kind of part, such as `param`, `header`, `member` or `fixes`.
    pub kind: &'static str,
    /// The name. Empty if parts of this kind have no names.
    pub name: String,
}

/// A line of the old or the new catalog.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChangeLocation {
    /// The path of the file, such as `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// `true` if the line is in the old catalog, because the subject was removed.
    pub is_old: bool,
}

/// The current name of each API that was renamed, by its former name. No API has that name now.
pub type RenamedApis = BTreeMap<String, String>;

/// Returns the changes from an old to a new catalog.
pub fn diff(old: &Catalog, new: &Catalog) -> Diff {
    diff_renamed(old, new, &RenamedApis::new())
}

/// Like [`diff`], with APIs that were renamed.
pub fn diff_renamed(old: &Catalog, new: &Catalog, renamed: &RenamedApis) -> Diff {
    let apis = by_name(&old.apis, &new.apis, |api| renamed.get(&api.name).unwrap_or(&api.name));
    let mut changes = Vec::new();
    for (old, new) in apis {
        let mut of_api = match (old, new) {
            (Some(old), Some(new)) => facts::compare(&ApiPair::new(old, new)),
            (Some(old), None) => vec![whole_api(old, "removed", Rating::Breaking, true)],
            (None, Some(new)) => vec![whole_api(new, "added", Rating::Additive, false)],
            (None, None) => Vec::new(),
        };
        of_api.sort_by_key(|change| std::cmp::Reverse(change.rating()));
        changes.extend(of_api);
    }
    Diff { changes }
}

/// Returns the change of an API that was added or removed. It includes everything in the API.
fn whole_api(api: &Api, message: &'static str, rating: Rating, is_old: bool) -> Change {
    let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let size = format!("{}, {}", count(api.tables.len(), "table"), count(api.codes.len(), "code"));
    let (before, after) = if is_old { (Some(size), None) } else { (None, Some(size)) };
    let is_announced = is_old && api.codes.iter().all(|code| api[code.owner].retired.is_some());
    let effect = Effect::wire(rating).with_rust(rating).with_docs(rating);
    let fact = Fact { part: None, message, before, after, effect, is_announced };
    let location = ChangeLocation { path: api.path.clone(), line: 1, is_old };
    fact.into_change(&api.name, Subject::Api, location)
}

impl Diff {
    /// Returns the number of changes with a rating.
    pub fn count(&self, rating: Rating) -> usize {
        self.changes.iter().filter(|change| change.rating() == rating).count()
    }

    /// Returns `true` if there is a breaking change that the catalog doesn't announce.
    ///
    /// Retiring a code is announced, although it removes the variant from its table's enum. So is the removal
    /// of a code that was retired.
    pub fn breaks_unannounced(&self) -> bool {
        self.changes.iter().any(Change::is_unannounced)
    }

    /// Returns the version bump that the changes require, considering all surfaces.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| Bump::of(Some(change.rating()))).max().unwrap_or(Bump::None)
    }

    /// Returns the version bump that the changes of an API require.
    fn bump_of(&self, api: &str) -> Bump {
        let of_api = self.changes.iter().filter(|change| change.api == api);
        of_api.map(|change| Bump::of(Some(change.rating()))).max().unwrap_or(Bump::None)
    }

    /// Returns the version bump that the changes require for the generated crate.
    pub fn rust_bump(&self) -> Bump {
        self.changes.iter().map(|change| Bump::of(change.effect.rust)).max().unwrap_or(Bump::None)
    }
}

impl Change {
    /// Returns the worst rating of all surfaces.
    pub fn rating(&self) -> Rating {
        self.effect.rating()
    }

    /// Returns `true` if the change is breaking and the catalog doesn't announce it.
    pub fn is_unannounced(&self) -> bool {
        self.rating() == Rating::Breaking && !self.is_announced
    }
}

impl Subject {
    /// Returns the kind of subject, such as `code`.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Api => "api",
            Subject::Table(_) => "table",
            Subject::Code(_) => "code",
            Subject::Envelope(_) => "envelope",
            Subject::Header(_) => "header",
            Subject::Guide(_) => "guide",
        }
    }

    /// Returns the name, or `None` for an API, whose name is in the [`Change`].
    pub fn name(&self) -> Option<&str> {
        match self {
            Subject::Api => None,
            Subject::Table(name)
            | Subject::Code(name)
            | Subject::Envelope(name)
            | Subject::Header(name)
            | Subject::Guide(name) => Some(name),
        }
    }
}

impl fmt::Display for ChangeLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}
