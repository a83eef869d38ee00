//! What decoding asks of an API's tables, once for each API: with ten thousand errors, to look at each would
//! take longer than all else.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use memchr::memmem::Finder;

use crate::response;
use crate::{Entry, Envelope, Identity, Node, Slot};

/// An entry, and where it is: its table's and its own index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) index: usize,
    pub(super) entry: &'static Entry,
    /// Its kind, by its number among all.
    kind: Option<usize>,
}

/// An API's entries, by what a client sees of them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) shapes: Vec<Entries>,
    all: Vec<Place>,
    /// The headers that are kept of a response: some of any, and those that entries name, each once.
    pub(crate) headers: Vec<&'static str>,
}

/// The entries of an envelope.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) envelope: &'static Envelope<'static>,
    /// The keys that its bodies have, in quotes, the longest first: those are the rarest.
    keys: Vec<Finder<'static>>,
    pub(super) all: Vec<Place>,
    /// Sorted: HTTP has few statuses.
    by_status: Vec<(u16, Vec<Place>)>,
    pub(super) without_status: Vec<Place>,
    /// By aliases too.
    by_code: HashMap<&'static str, Vec<Place>>,
}

impl Entries {
    /// Whether a body may have the envelope's shape: it does, or it takes a closer look. Most of an API's
    /// envelopes are ruled out by this, in a fraction of the time.
    pub(super) fn may_fit(&self, body: &str) -> bool {
        // With escapes, a key may be written in many ways.
        self.keys.iter().all(|key| key.find(body.as_bytes()).is_some()) || body.contains('\\')
    }

    /// Whether any of its errors may come with a status, as far as errors are told apart by it.
    pub(super) fn may_know(&self, status: u16) -> bool {
        let is_any = !self.envelope.identify_by.contains(&Identity::Status);
        is_any || !self.without_status.is_empty() || !self.with_status(status).is_empty()
    }

    /// Those that come with a status; those without one come with any.
    pub(super) fn with_status(&self, status: u16) -> &[Place] {
        let at = self.by_status.binary_search_by_key(&status, |(status, _)| *status);
        at.map_or(&[], |at| &self.by_status[at].1)
    }

    pub(super) fn of_code(&self, code: &str) -> &[Place] {
        self.by_code.get(code).map_or(&[], Vec::as_slice)
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
        let mut all: Vec<_> = tables
            .iter()
            .enumerate()
            .flat_map(|(table, entries)| {
                let place = move |(index, entry)| Place { table, index, entry, kind: None };
                entries.iter().enumerate().map(place)
            })
            .collect();
        // The first of a code is its own table's, or says the same of it.
        let mut numbers: HashMap<_, _> = HashMap::new();
        for (number, place) in all.iter().enumerate() {
            numbers.entry(place.entry.code).or_insert(number);
        }
        for place in &mut all {
            place.kind = place.entry.kind.and_then(|kind| numbers.get(kind).copied());
        }
        let mut index = Self { headers: response::KEPT.to_vec(), ..Self::default() };
        all.iter().for_each(|place| index.add(*place));
        Self { all, ..index }
    }

    fn add(&mut self, place: Place) {
        for header in place.entry.headers {
            if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(header.name)) {
                self.headers.push(header.name);
            }
        }
        let Some(envelope) = place.entry.envelope else { return };
        let known = self.shapes.iter().position(|it| is(it.envelope, envelope));
        let at = known.unwrap_or_else(|| {
            self.shapes.push(Entries::new(envelope));
            self.shapes.len() - 1
        });
        self.shapes[at].add(place);
    }

    /// The entry of an entry's kind.
    pub(super) fn kind(&self, place: &Place) -> Option<Place> {
        place.kind.map(|number| self.all[number])
    }
}

/// Where tables are, and how many: no others are there.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key(usize, usize);

impl Entries {
    fn new(envelope: &'static Envelope<'static>) -> Self {
        let mut keys = Vec::new();
        collect_keys(&envelope.body, &mut keys);
        keys.sort_by_key(|key| std::cmp::Reverse(key.len()));
        Self {
            envelope,
            keys: keys.iter().map(|key| Finder::new(key).into_owned()).collect(),
            all: Vec::new(),
            by_status: Vec::new(),
            without_status: Vec::new(),
            by_code: HashMap::new(),
        }
    }

    fn add(&mut self, place: Place) {
        let entry = place.entry;
        self.all.push(place);
        for status in entry.statuses {
            match self.by_status.binary_search_by_key(status, |(status, _)| *status) {
                Ok(at) => self.by_status[at].1.push(place),
                Err(at) => self.by_status.insert(at, (*status, vec![place])),
            }
        }
        if entry.statuses.is_empty() {
            self.without_status.push(place);
        }
        for code in std::iter::once(&entry.code).chain(entry.aliases) {
            self.by_code.entry(code).or_default().push(place);
        }
    }
}

/// The keys of members that aren't optional, however deep.
fn collect_keys(node: &Node<'_>, keys: &mut Vec<String>) {
    match node {
        Node::List(nodes) => nodes.iter().for_each(|node| collect_keys(node, keys)),
        Node::Object(members) => {
            for member in members.iter().filter(|member| !member.optional) {
                if member.value != Node::Slot(Slot::Extensions) && is_plain(member.name) {
                    keys.push(format!("\"{}\"", member.name));
                }
                collect_keys(&member.value, keys);
            }
        }
        _ => {}
    }
}

/// Whether JSON has only one way to write a key without escapes.
fn is_plain(key: &str) -> bool {
    !key.contains(['"', '\\']) && !key.contains(char::is_control)
}

/// Envelopes of an API are the same if their names are; that of a `const` has no address of its own.
pub(super) fn is(one: &Envelope<'_>, other: &Envelope<'_>) -> bool {
    std::ptr::eq(one, other) || one.name == other.name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Header, Member};

    static ENVELOPE: Envelope<'static> = Envelope {
        body: Node::Object(&[
            Member { name: "error", value: Node::Object(INNER), optional: false },
            Member { name: "id", value: Node::Null, optional: true },
            Member { name: "a\"", value: Node::Null, optional: false },
        ]),
        ..Envelope::EMPTY
    };

    const INNER: &[Member<'_>] =
        &[Member { name: "message", value: Node::Slot(Slot::Message), optional: false }];

    static TABLES: &[&[Entry]] = &[&[
        Entry {
            code: "a",
            kind: Some("b"),
            statuses: &[400, 404],
            aliases: &["z"],
            envelope: Some(&ENVELOPE),
            headers: &[Header { name: "retry-after", param: None, constant: "1" }],
            ..Entry::EMPTY
        },
        Entry { code: "b", kind: Some("a"), envelope: Some(&ENVELOPE), ..Entry::EMPTY },
        Entry { code: "c", kind: Some("nobody"), ..Entry::EMPTY },
    ]];

    #[test]
    fn entries_are_found_by_what_a_client_sees() {
        let index = Index::of(TABLES);
        assert!(std::ptr::eq(index, Index::of(TABLES)), "it is made once");
        let [entries] = index.shapes.as_slice() else { panic!("there is one envelope") };
        let codes = |places: &[Place]| places.iter().map(|it| it.entry.code).collect::<String>();
        assert_eq!(codes(entries.with_status(404)), "a");
        assert_eq!(codes(entries.with_status(500)), "");
        assert_eq!(codes(&entries.without_status), "b");
        assert_eq!(codes(entries.of_code("z")), "a");
        assert_eq!(codes(entries.of_code("y")), "");
        assert_eq!(index.headers, response::KEPT);
        let kinds: Vec<_> = index.all.iter().map(|it| index.kind(it).map(|kind| kind.entry.code)).collect();
        assert_eq!(kinds, [Some("b"), Some("a"), None]);
    }

    #[test]
    fn a_body_without_its_keys_doesnt_fit() {
        let entries = &Index::of(TABLES).shapes[0];
        assert!(entries.may_fit(r#"{"error":{"message":"m"}}"#));
        assert!(entries.may_fit(r#"{"error":{"m\u0065ssage":"m"}}"#));
        assert!(!entries.may_fit(r#"{"error":1}"#));
        assert!(!entries.may_fit("<html>"));
    }
}
