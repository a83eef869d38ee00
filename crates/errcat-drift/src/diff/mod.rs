//! What changed for clients between two catalogs.
//!
//! Both sides are checked catalogs, so what is compared is what clients meet: inheritance is applied, and an
//! error that lost its header because its kind did is told at that error. Each change has a place, and a
//! rating for each of the three ways in which clients know an API: its [wire, its Rust, its docs](Effect).
//! What it takes to be breaking stands at the function that finds the change.
//!
//! What is compared by name (APIs, tables, headers, envelopes, params, guides) and has another name
//! afterwards is gone and new. A code is paired by its `aliases` too, so that a rename is one change.
//!
//! Left out is what no client meets: `log`, `sources`, and the order of things.

mod effect;
mod fact;
mod facts;
mod pairs;
pub mod show;

use std::fmt;

pub use self::effect::{Bump, Effect, Rating, Surface};
use self::fact::Fact;
use self::pairs::{Apis, by_name};
use errcat_catalog::model::{Api, Catalog};

/// The changes, API by API; in each, the worst first, and then as the docs have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// All of them.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `kakunin`.
    pub api: String,
    /// What changed.
    pub subject: Subject,
    /// What of it, where that has a name: a param, a member of a body.
    pub part: Option<Part>,
    /// How, in a few words of ours: `status`, `gone`.
    pub message: &'static str,
    /// What stood there, in the catalog's words.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
    /// What it does to clients.
    pub effect: Effect,
    /// Whether the catalog told clients: by `retired`. Only what breaks needs it.
    pub is_announced: bool,
    /// Where it is written.
    pub place: Place,
}

/// What a change is about.
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

/// What of a subject changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// `param`, `header`, `member`, `fixes`.
    pub kind: &'static str,
    /// Its name; empty where it has none.
    pub name: String,
}

/// A line of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// Whether it is in the old catalog, because what changed is gone.
    pub is_old: bool,
}

/// Everything that changed for clients.
pub fn diff(old: &Catalog, new: &Catalog) -> Diff {
    let apis = by_name(&old.apis, &new.apis, |api| &api.name);
    let mut changes = Vec::new();
    for (old, new) in apis {
        let mut of_api = match (old, new) {
            (Some(old), Some(new)) => facts::all(&Apis::new(old, new)),
            (Some(old), None) => vec![whole(old, "gone", Rating::Breaking, true)],
            (None, Some(new)) => vec![whole(new, "new", Rating::Additive, false)],
            (None, None) => Vec::new(),
        };
        of_api.sort_by_key(|change| std::cmp::Reverse(change.rating()));
        changes.extend(of_api);
    }
    Diff { changes }
}

/// An API that came or went: what is in it did so too, and isn't told one by one.
fn whole(api: &Api, message: &'static str, rating: Rating, is_old: bool) -> Change {
    let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let size = format!("{}, {}", count(api.tables.len(), "table"), count(api.codes.len(), "code"));
    let (before, after) = if is_old { (Some(size), None) } else { (None, Some(size)) };
    let is_announced = is_old && api.codes.iter().all(|code| api[code.owner].retired.is_some());
    let effect = Effect::wire(rating).rust(rating).docs(rating);
    let fact = Fact { part: None, message, before, after, effect, is_announced };
    fact.at(&api.name, Subject::Api, Place { path: api.path.clone(), line: 1, is_old })
}

impl Diff {
    /// How many changes are rated so.
    pub fn count(&self, rating: Rating) -> usize {
        self.changes.iter().filter(|change| change.rating() == rating).count()
    }

    /// Whether clients break that nobody told: a code that went without having been retired, and every other
    /// breaking change. Retiring a code takes its variant out of its table's enum, but says so.
    pub fn breaks_unannounced(&self) -> bool {
        self.changes.iter().any(Change::is_unannounced)
    }

    /// What the next release has to be, for whatever clients know the API by.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| Bump::of(Some(change.rating()))).max().unwrap_or(Bump::None)
    }

    /// What the next release of the generated crate has to be.
    pub fn rust_bump(&self) -> Bump {
        self.changes.iter().map(|change| Bump::of(change.effect.rust)).max().unwrap_or(Bump::None)
    }
}

impl Change {
    /// The worst that it does.
    pub fn rating(&self) -> Rating {
        self.effect.rating()
    }

    /// Whether it breaks clients that nobody told.
    pub fn is_unannounced(&self) -> bool {
        self.rating() == Rating::Breaking && !self.is_announced
    }
}

impl Subject {
    /// What kind of thing it is: `code`.
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

    /// Its name; the API has the change's.
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

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}
