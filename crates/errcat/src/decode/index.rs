//! An index of an API's entries by status, code and envelope. It is built once per API, because comparing a
//! body with ten thousand entries would dominate decoding.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memchr;
use memchr::memmem::Finder;

pub(super) use self::constant::{ConstantBodies, Content};
use super::page;
use super::shape::{pointer, required};
use crate::response;
use crate::{Entry, Envelope, Identity, Node, Slot};

mod constant;

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
    /// The envelopes of errors that the catalog doesn't have. No entry has them.
    pub(super) general: Vec<&'static Envelope<'static>>,
    all: Vec<EntryRef>,
    constant_bodies: OnceLock<ConstantBodies>,
    /// The headers that are kept from a response, each once: a fixed list, and those that entries name.
    pub(crate) headers: Vec<&'static str>,
}

/// The entries that share an envelope.
#[derive(Debug)]
pub(super) struct EnvelopeEntries {
    pub(super) envelope: &'static Envelope<'static>,
    pub(super) by: IdentifyBy,
    /// The keys of non-optional members, in quotes. Those that the fewest envelopes have come first.
    keys: Vec<Finder<'static>>,
    /// The keys among them without which a body isn't of the envelope.
    required_keys: Vec<Finder<'static>>,
    /// The keys without which a further item of a list of errors isn't of the envelope.
    item_keys: Vec<Finder<'static>>,
    /// The path of the link to an error's page.
    pub(super) link: Option<String>,
    pub(super) all: Vec<EntryRef>,
    /// A sorted list, because there are few HTTP statuses.
    by_status: Vec<StatusEntries>,
    pub(super) without_status: Vec<EntryRef>,
    /// Includes aliases.
    by_code: HashMap<&'static str, Vec<EntryRef>>,
    /// By the name of the error in the URL of its page.
    by_page: HashMap<&'static str, Vec<EntryRef>>,
}

/// The facts that an envelope's `identify_by` lists and that entries are indexed by.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdentifyBy {
    pub(super) code: bool,
    pub(super) page: bool,
    pub(super) status: bool,
    /// `true` if the status is the only fact.
    pub(super) status_alone: bool,
}

/// The entries that share an envelope and list a status.
#[derive(Debug)]
pub(super) struct StatusEntries {
    status: u16,
    pub(super) entries: Vec<EntryRef>,
    /// The entry that the status alone identifies, once it is known.
    pub(super) identified: OnceLock<Option<EntryRef>>,
}

impl EnvelopeEntries {
    /// Returns `true` if a body may have all members of the envelope. This quick check rules out most of an
    /// API's envelopes, in a fraction of the time that parsing takes.
    pub(super) fn may_fit(&self, body: &str) -> bool {
        may_contain(body, &self.keys)
    }

    /// Returns `true` if a body may have the member that the fewest other envelopes have.
    pub(super) fn may_have_rarest(&self, body: &str) -> bool {
        may_contain(body, self.keys.first())
    }

    /// Returns `true` if a body may have the members without which it isn't of the envelope.
    pub(super) fn may_be(&self, body: &str) -> bool {
        may_contain(body, &self.required_keys)
    }

    /// Returns `true` if an item of a list of errors may be of the envelope.
    pub(super) fn may_be_item(&self, item: &str) -> bool {
        may_contain(item, &self.item_keys)
    }

    /// Returns `true` if an entry may be sent with this status, or if the envelope doesn't identify entries
    /// by status.
    pub(super) fn may_know(&self, status: u16) -> bool {
        !self.by.status || !self.without_status.is_empty() || !self.with_status(status).is_empty()
    }

    /// Returns the entries that list a status. Entries in `without_status` may match it too: they list none,
    /// or a range.
    pub(super) fn with_status(&self, status: u16) -> &[EntryRef] {
        self.of_status(status).map_or(&[], |of_status| &of_status.entries)
    }

    pub(super) fn of_status(&self, status: u16) -> Option<&StatusEntries> {
        let at = self.by_status.binary_search_by_key(&status, |of_status| of_status.status);
        at.ok().map(|at| &self.by_status[at])
    }

    pub(super) fn with_code(&self, code: &str) -> &[EntryRef] {
        self.by_code.get(code).map_or(&[], Vec::as_slice)
    }

    /// Returns the entries whose page a URL may be of.
    pub(super) fn with_page(&self, url: &str) -> &[EntryRef] {
        page::names(url).find_map(|name| self.by_page.get(name)).map_or(&[], Vec::as_slice)
    }
}

/// Returns `true` if a body contains all keys. A key with escapes can be written in many ways, so a body with
/// escapes always passes.
fn may_contain<'k>(body: &str, keys: impl IntoIterator<Item = &'k Finder<'static>>) -> bool {
    let mut keys = keys.into_iter();
    keys.all(|key| key.find(body.as_bytes()).is_some()) || memchr(b'\\', body.as_bytes()).is_some()
}

impl Index {
    /// Returns the index of an API's tables. It is built on first use and kept forever, like the tables
    /// themselves.
    pub(crate) fn of(tables: &'static [&'static [Entry]]) -> &'static Self {
        /// The indexes of all APIs: a list that only grows, so that reading it takes no lock.
        static INDEXES: Link = OnceLock::new();
        type Link = OnceLock<Box<KnownIndex>>;
        struct KnownIndex {
            key: TablesKey,
            index: Index,
            next: Link,
        }
        let key = TablesKey(tables.as_ptr().addr(), tables.len());
        let mut link = &INDEXES;
        loop {
            let new = || Box::new(KnownIndex { key, index: Self::new(tables), next: Link::new() });
            let known = link.get_or_init(new);
            if known.key == key {
                return &known.index;
            }
            link = &known.next;
        }
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
        // Any entry of an error will do, because all entries of an error have the same kind.
        let mut numbers: HashMap<_, _> = HashMap::new();
        for (number, entry_ref) in all.iter().enumerate() {
            numbers.entry(entry_ref.entry.id()).or_insert(number);
        }
        for entry_ref in &mut all {
            let kind = entry_ref.entry.kind_id.or(entry_ref.entry.kind);
            entry_ref.kind = kind.and_then(|kind| numbers.get(kind).copied());
        }
        let mut index = Self { headers: response::STANDARD_HEADERS.to_vec(), ..Self::default() };
        all.iter().for_each(|entry_ref| index.add(*entry_ref));
        index.sort_keys();
        Self { all, ..index }
    }

    fn add(&mut self, entry_ref: EntryRef) {
        let of_envelope = entry_ref.entry.envelope.map_or(&[][..], |envelope| envelope.headers);
        let own = entry_ref.entry.headers.iter().map(|header| header.name);
        for name in own.chain(of_envelope.iter().map(|header| header.name)) {
            if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                self.headers.push(name);
            }
        }
        let Some(envelope) = entry_ref.entry.envelope else { return };
        if let Some(general) = envelope.general {
            let is_known = self.general.iter().any(|known| is_same_envelope(known, general));
            self.general.extend((!is_known).then_some(general));
        }
        let known = self.shapes.iter().position(|it| is_same_envelope(it.envelope, envelope));
        let at = known.unwrap_or_else(|| {
            self.shapes.push(EnvelopeEntries::new(envelope));
            self.shapes.len() - 1
        });
        self.shapes[at].add(entry_ref);
    }

    /// Sorts the keys of each envelope by the number of envelopes that have them. Among these, long keys are
    /// rarer in bodies than short ones.
    fn sort_keys(&mut self) {
        let mut counts: HashMap<Vec<u8>, usize> = HashMap::new();
        for key in self.shapes.iter().flat_map(|shape| &shape.keys) {
            *counts.entry(key.needle().to_vec()).or_default() += 1;
        }
        let rank = |key: &Finder<'_>| (counts.get(key.needle()).copied(), Reverse(key.needle().len()));
        for shape in &mut self.shapes {
            shape.keys.sort_by_key(rank);
            shape.required_keys.sort_by_key(rank);
        }
    }

    pub(super) fn constant_bodies(&self) -> &ConstantBodies {
        self.constant_bodies.get_or_init(|| ConstantBodies::new(&self.shapes))
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
        let finders = |node: &Node<'_>, is_wanted: &dyn Fn(&Node<'_>) -> bool| {
            let mut keys = Vec::new();
            collect_keys(node, is_wanted, &mut keys);
            keys.iter().map(|key| Finder::new(key).into_owned()).collect()
        };
        let is_required = |node: &Node<'_>| required::must_exist(envelope, node);
        let by = |identity| envelope.identify_by.contains(&identity);
        Self {
            envelope,
            by: IdentifyBy {
                code: by(Identity::Code),
                page: by(Identity::Type),
                status: by(Identity::Status),
                status_alone: envelope.identify_by == [Identity::Status],
            },
            keys: finders(&envelope.body, &|_| true),
            link: pointer(&envelope.body, &|slot| matches!(slot, Slot::DocsUrl | Slot::Type)),
            required_keys: finders(&envelope.body, &is_required),
            item_keys: envelope.body.each().map_or_else(Vec::new, |item| finders(item, &is_required)),
            all: Vec::new(),
            by_status: Vec::new(),
            without_status: Vec::new(),
            by_code: HashMap::new(),
            by_page: HashMap::new(),
        }
    }

    fn add(&mut self, entry_ref: EntryRef) {
        let entry = entry_ref.entry;
        self.all.push(entry_ref);
        for status in entry.statuses {
            match self.by_status.binary_search_by_key(status, |of_status| of_status.status) {
                Ok(at) => self.by_status[at].entries.push(entry_ref),
                Err(at) => {
                    let entries = vec![entry_ref];
                    let new = StatusEntries { status: *status, entries, identified: OnceLock::new() };
                    self.by_status.insert(at, new);
                }
            }
        }
        if entry.statuses.is_empty() {
            self.without_status.push(entry_ref);
        }
        for code in std::iter::once(&entry.code).chain(entry.aliases) {
            self.by_code.entry(code).or_default().push(entry_ref);
        }
        if let Some(name) = entry.docs_url.and_then(|url| page::names(url).next()) {
            self.by_page.entry(name).or_default().push(entry_ref);
        }
    }
}

/// Collects the keys of members that aren't optional and that are wanted, at any depth.
fn collect_keys(node: &Node<'_>, is_wanted: &dyn Fn(&Node<'_>) -> bool, keys: &mut Vec<String>) {
    match node {
        Node::List(nodes) => nodes.iter().for_each(|node| collect_keys(node, is_wanted, keys)),
        Node::Each(item) => collect_keys(item, is_wanted, keys),
        Node::Object(members) => {
            for member in members.iter().filter(|member| !member.optional && is_wanted(&member.value)) {
                if member.value.slot() != Some(Slot::Extensions) && is_plain(member.name) {
                    keys.push(format!("\"{}\"", member.name));
                }
                collect_keys(&member.value, is_wanted, keys);
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
