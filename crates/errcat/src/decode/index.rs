//! An index of an API's entries by status, code and envelope. It is built once per API, because comparing a
//! body with ten thousand entries would dominate decoding.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use memchr::memmem::Finder;

use crate::response;
use crate::{Entry, Envelope, Identity, Node, Slot};

/// An entry, with the index of its table and its index in that table.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryRef {
    pub(super) table: usize,
    pub(super) index: usize,
    pub(super) entry: &'static Entry,
    /// The kind of the entry, as an index into [`Index::all`].
    kind: Option<usize>,
}

/// An API's entries, indexed by what a client sees of them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) shapes: Vec<EnvelopeEntries>,
    all: Vec<EntryRef>,
    /// The headers that are kept from a response, each once: a fixed list, and those that entries name.
    pub(crate) headers: Vec<&'static str>,
}

/// The entries that share an envelope.
#[derive(Debug)]
pub(super) struct EnvelopeEntries {
    pub(super) envelope: &'static Envelope<'static>,
    /// The keys of non-optional members, in quotes. The longest come first, because they are the rarest.
    keys: Vec<Finder<'static>>,
    pub(super) all: Vec<EntryRef>,
    /// A sorted list, because there are few HTTP statuses.
    by_status: Vec<(u16, Vec<EntryRef>)>,
    pub(super) without_status: Vec<EntryRef>,
    /// Includes aliases.
    by_code: HashMap<&'static str, Vec<EntryRef>>,
}

impl EnvelopeEntries {
    /// Returns `true` if a body may have the envelope's shape. This quick check rules out most of an API's
    /// envelopes, in a fraction of the time that parsing takes.
    pub(super) fn may_fit(&self, body: &str) -> bool {
        // A key with escapes can be written in many ways, so a body with escapes always passes.
        self.keys.iter().all(|key| key.find(body.as_bytes()).is_some()) || body.contains('\\')
    }

    /// Returns `true` if an entry may be sent with this status, or if the envelope doesn't identify entries
    /// by status.
    pub(super) fn may_know(&self, status: u16) -> bool {
        let is_any = !self.envelope.identify_by.contains(&Identity::Status);
        is_any || !self.without_status.is_empty() || !self.with_status(status).is_empty()
    }

    /// Returns the entries that list a status. Entries in `without_status` may match it too: they list none,
    /// or a range.
    pub(super) fn with_status(&self, status: u16) -> &[EntryRef] {
        let at = self.by_status.binary_search_by_key(&status, |(status, _)| *status);
        at.map_or(&[], |at| &self.by_status[at].1)
    }

    pub(super) fn with_code(&self, code: &str) -> &[EntryRef] {
        self.by_code.get(code).map_or(&[], Vec::as_slice)
    }
}

impl Index {
    /// Returns the index of an API's tables. It is built on first use and kept forever, like the tables
    /// themselves.
    pub(crate) fn of(tables: &'static [&'static [Entry]]) -> &'static Self {
        static INDEXES: RwLock<Vec<(TablesKey, &Index)>> = RwLock::new(Vec::new());
        // A poisoned lock is fine, because the list is consistent whenever the lock is free.
        let key = TablesKey(tables.as_ptr().addr(), tables.len());
        let find = |known: &[(TablesKey, &'static Self)]| known.iter().find(|it| it.0 == key).map(|it| it.1);
        if let Some(index) = find(&INDEXES.read().unwrap_or_else(PoisonError::into_inner)) {
            return index;
        }
        let mut known = INDEXES.write().unwrap_or_else(PoisonError::into_inner);
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
                let entry_ref = move |(index, entry)| EntryRef { table, index, entry, kind: None };
                entries.iter().enumerate().map(entry_ref)
            })
            .collect();
        // Any entry of a code will do, because all entries of a code have the same kind.
        let mut numbers: HashMap<_, _> = HashMap::new();
        for (number, entry_ref) in all.iter().enumerate() {
            numbers.entry(entry_ref.entry.code).or_insert(number);
        }
        for entry_ref in &mut all {
            entry_ref.kind = entry_ref.entry.kind.and_then(|kind| numbers.get(kind).copied());
        }
        let mut index = Self { headers: response::STANDARD_HEADERS.to_vec(), ..Self::default() };
        all.iter().for_each(|entry_ref| index.add(*entry_ref));
        Self { all, ..index }
    }

    fn add(&mut self, entry_ref: EntryRef) {
        for header in entry_ref.entry.headers {
            if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(header.name)) {
                self.headers.push(header.name);
            }
        }
        let Some(envelope) = entry_ref.entry.envelope else { return };
        let known = self.shapes.iter().position(|it| is_same_envelope(it.envelope, envelope));
        let at = known.unwrap_or_else(|| {
            self.shapes.push(EnvelopeEntries::new(envelope));
            self.shapes.len() - 1
        });
        self.shapes[at].add(entry_ref);
    }

    /// Returns the entry of an entry's kind.
    pub(super) fn kind(&self, entry_ref: &EntryRef) -> Option<EntryRef> {
        entry_ref.kind.map(|number| self.all[number])
    }
}

/// The address and length of an API's tables. They identify the tables, because these are static.
#[derive(Clone, Copy, PartialEq, Eq)]
struct TablesKey(usize, usize);

impl EnvelopeEntries {
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

    fn add(&mut self, entry_ref: EntryRef) {
        let entry = entry_ref.entry;
        self.all.push(entry_ref);
        for status in entry.statuses {
            match self.by_status.binary_search_by_key(status, |(status, _)| *status) {
                Ok(at) => self.by_status[at].1.push(entry_ref),
                Err(at) => self.by_status.insert(at, (*status, vec![entry_ref])),
            }
        }
        if entry.statuses.is_empty() {
            self.without_status.push(entry_ref);
        }
        for code in std::iter::once(&entry.code).chain(entry.aliases) {
            self.by_code.entry(code).or_default().push(entry_ref);
        }
    }
}

/// Collects the keys of members that aren't optional, at any depth.
fn collect_keys(node: &Node<'_>, keys: &mut Vec<String>) {
    match node {
        Node::List(nodes) => nodes.iter().for_each(|node| collect_keys(node, keys)),
        Node::Object(members) => {
            for member in members.iter().filter(|member| !member.optional) {
                if member.value.slot() != Some(Slot::Extensions) && is_plain(member.name) {
                    keys.push(format!("\"{}\"", member.name));
                }
                collect_keys(&member.value, keys);
            }
        }
        _ => {}
    }
}

/// Returns `true` if a key contains no character that JSON must escape.
fn is_plain(key: &str) -> bool {
    !key.contains(['"', '\\']) && !key.contains(char::is_control)
}

/// Returns `true` if both are the same envelope. The names of an API's envelopes are unique; the addresses
/// alone don't suffice, because an envelope in a `const` has several.
pub(super) fn is_same_envelope(one: &Envelope<'_>, other: &Envelope<'_>) -> bool {
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
        Entry { code: "c", kind: Some("missing"), ..Entry::EMPTY },
    ]];

    #[test]
    fn entries_are_found_by_status_and_code() {
        let index = Index::of(TABLES);
        assert!(std::ptr::eq(index, Index::of(TABLES)), "built once");
        let [entries] = index.shapes.as_slice() else { panic!("expected one envelope") };
        let codes = |places: &[EntryRef]| places.iter().map(|it| it.entry.code).collect::<String>();
        assert_eq!(codes(entries.with_status(404)), "a");
        assert_eq!(codes(entries.with_status(500)), "");
        assert_eq!(codes(&entries.without_status), "b");
        assert_eq!(codes(entries.with_code("z")), "a");
        assert_eq!(codes(entries.with_code("y")), "");
        assert_eq!(index.headers, response::STANDARD_HEADERS);
        let kinds: Vec<_> = index.all.iter().map(|it| index.kind(it).map(|kind| kind.entry.code)).collect();
        assert_eq!(kinds, [Some("b"), Some("a"), None]);
    }

    #[test]
    fn bodies_without_the_keys_dont_fit() {
        let entries = &Index::of(TABLES).shapes[0];
        assert!(entries.may_fit(r#"{"error":{"message":"m"}}"#));
        assert!(entries.may_fit(r#"{"error":{"m\u0065ssage":"m"}}"#));
        assert!(!entries.may_fit(r#"{"error":1}"#));
        assert!(!entries.may_fit("<html>"));
    }
}
