//! Ids: positions in the model's lists, each of which fits only its own list.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Alias, Api, Catalog, Code, Entry, Envelope, FormerPage, Guide, Header, Param, Table};

/// An API of a [`Catalog`].
pub type ApiId = Id<Api>;
/// A table of an [`Api`].
pub type TableId = Id<Table>;
/// A code of an [`Api`].
pub type CodeId = Id<Code>;
/// A former code of a [`Code`].
pub type AliasId = Id<Alias>;
/// A former address of an [`Api`].
pub type FormerPageId = Id<FormerPage>;
/// A response header of an [`Api`].
pub type HeaderId = Id<Header>;
/// An envelope of an [`Api`].
pub type EnvelopeId = Id<Envelope>;
/// A guide of an [`Api`].
pub type GuideId = Id<Guide>;
/// A param of an [`Entry`].
pub type ParamId = Id<Param>;

/// An entry of an [`Api`]: its table, and its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    /// The table.
    pub table: TableId,
    /// The position in [`Table::entries`].
    pub entry: Id<Entry>,
}

/// A code of a [`Catalog`]: its API, and its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedCode {
    /// The API.
    pub api: ApiId,
    /// The position in [`Api::codes`].
    pub code: CodeId,
}

/// The position of a `T` in the list that owns it.
pub struct Id<T> {
    index: usize,
    // A function type, so that an id is `Send`, `Sync` and `Copy` whatever `T` is.
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Returns the id of the item at a position.
    pub fn new(index: usize) -> Self {
        Id { index, of: PhantomData }
    }

    /// Returns the position, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// Returns the ids of a list's items, in order.
    pub fn all(items: &[T]) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone + use<T> {
        (0..items.len()).map(Id::new)
    }

    /// Returns a list's items with their ids, in order.
    pub fn enumerate(items: &[T]) -> impl DoubleEndedIterator<Item = (Self, &T)> + ExactSizeIterator {
        items.iter().enumerate().map(|(index, item)| (Id::new(index), item))
    }
}

impl Catalog {
    /// Returns every code, in the order of the docs.
    pub fn codes(&self) -> impl Iterator<Item = QualifiedCode> {
        Id::enumerate(&self.apis)
            .flat_map(|(id, api)| Id::all(&api.codes).map(move |code| QualifiedCode { api: id, code }))
    }
}

impl Index<ApiId> for Catalog {
    type Output = Api;

    fn index(&self, api: ApiId) -> &Api {
        &self.apis[api.index]
    }
}

impl Index<QualifiedCode> for Catalog {
    type Output = Code;

    fn index(&self, id: QualifiedCode) -> &Code {
        &self[id.api][id.code]
    }
}

impl Index<TableId> for Api {
    type Output = Table;

    fn index(&self, table: TableId) -> &Table {
        &self.tables[table.index]
    }
}

impl Index<EntryId> for Api {
    type Output = Entry;

    fn index(&self, id: EntryId) -> &Entry {
        &self[id.table].entries[id.entry.index]
    }
}

impl Index<CodeId> for Api {
    type Output = Code;

    fn index(&self, code: CodeId) -> &Code {
        &self.codes[code.index]
    }
}

impl Index<FormerPageId> for Api {
    type Output = FormerPage;

    fn index(&self, page: FormerPageId) -> &FormerPage {
        &self.former_pages[page.index]
    }
}

impl Index<AliasId> for Code {
    type Output = Alias;

    fn index(&self, alias: AliasId) -> &Alias {
        &self.aliases[alias.index]
    }
}

impl Index<HeaderId> for Api {
    type Output = Header;

    fn index(&self, header: HeaderId) -> &Header {
        &self.headers[header.index]
    }
}

impl Index<EnvelopeId> for Api {
    type Output = Envelope;

    fn index(&self, envelope: EnvelopeId) -> &Envelope {
        &self.envelopes[envelope.index]
    }
}

impl Index<ParamId> for Entry {
    type Output = Param;

    fn index(&self, param: ParamId) -> &Param {
        &self.params[param.index]
    }
}

impl Index<GuideId> for Api {
    type Output = Guide;

    fn index(&self, guide: GuideId) -> &Guide {
        &self.guides[guide.index]
    }
}

// Derived, these would be bounded by the same traits of `T`.

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.index.serialize(serializer)
    }
}

impl<'d, T> Deserialize<'d> for Id<T> {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        usize::deserialize(deserializer).map(Id::new)
    }
}
