//! What decoding asks of an API's tables, once for each API: with ten thousand errors, to look at each would take longer than
//! all else.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::{Entry, Envelope};

/// An entry, and where it is: its table's and its own index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) index: usize,
    pub(super) entry: &'static Entry,
}

/// An API's entries, by what a client sees of them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) shapes: Vec<Entries>,
    /// The first entry of each code.
    first: HashMap<&'static str, Place>,
    /// The headers that entries name, each once.
    pub(crate) headers: Vec<&'static str>,
}

/// The entries of an envelope.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) envelope: &'static Envelope<'static>,
    pub(super) all: Vec<Place>,
    by_status: HashMap<u16, Vec<Place>>,
    without_status: Vec<Place>,
    /// By aliases too.
    by_code: HashMap<&'static str, Vec<Place>>,
}

impl Entries {
    /// Those that may come with a status.
    pub(super) fn of_status(&self, status: u16) -> impl Iterator<Item = Place> {
        self.by_status.get(&status).into_iter().flatten().chain(&self.without_status).copied()
    }

    pub(super) fn of_code(&self, code: &str) -> impl Iterator<Item = Place> {
        self.by_code.get(code).into_iter().flatten().copied()
    }
}

impl Index {
    /// The index of an API's tables: made when it is first asked for, and kept as long as they are, for good.
    pub(crate) fn of(tables: &'static [&'static [Entry]]) -> &'static Self {
        static KNOWN: RwLock<Vec<(Key, &Index)>> = RwLock::new(Vec::new());
        // What is in there is whole whenever the lock is free, whoever panicked.
        let key = Key(tables.as_ptr().addr(), tables.len());
        let find = |known: &[(Key, &'static Self)]| known.iter().find(|it| it.0 == key).map(|it| it.1);
        if let Some(index) = find(&KNOWN.read().unwrap_or_else(PoisonError::into_inner)) {
            return index;
        }
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        find(&known).unwrap_or_else(|| {
            let index = Box::leak(Box::new(Self::new(tables)));
            known.push((key, index));
            index
        })
    }

    fn new(tables: &'static [&'static [Entry]]) -> Self {
        let mut index = Self::default();
        for (table, entries) in tables.iter().enumerate() {
            for (at, entry) in entries.iter().enumerate() {
                index.add(Place { table, index: at, entry });
            }
        }
        index
    }

    fn add(&mut self, place: Place) {
        let entry = place.entry;
        self.first.entry(entry.code).or_insert(place);
        for header in entry.headers {
            if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(header.name)) {
                self.headers.push(header.name);
            }
        }
        let Some(envelope) = entry.envelope else { return };
        let known = self.shapes.iter().position(|it| is(it.envelope, envelope));
        let at = known.unwrap_or_else(|| {
            self.shapes.push(Entries::new(envelope));
            self.shapes.len() - 1
        });
        self.shapes[at].add(place);
    }

    /// The first entry of a code.
    pub(super) fn first(&self, code: &str) -> Option<Place> {
        self.first.get(code).copied()
    }
}

/// Where tables are, and how many: no others are there.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key(usize, usize);

impl Entries {
    pub(super) fn new(envelope: &'static Envelope<'static>) -> Self {
        Self {
            envelope,
            all: Vec::new(),
            by_status: HashMap::new(),
            without_status: Vec::new(),
            by_code: HashMap::new(),
        }
    }

    fn add(&mut self, place: Place) {
        let entry = place.entry;
        self.all.push(place);
        for status in entry.statuses {
            self.by_status.entry(*status).or_default().push(place);
        }
        if entry.statuses.is_empty() {
            self.without_status.push(place);
        }
        for code in std::iter::once(&entry.code).chain(entry.aliases) {
            self.by_code.entry(code).or_default().push(place);
        }
    }
}

/// Envelopes of an API are the same if their names are; that of a `const` has no address of its own.
pub(super) fn is(one: &Envelope<'_>, other: &Envelope<'_>) -> bool {
    std::ptr::eq(one, other) || one.name == other.name
}
