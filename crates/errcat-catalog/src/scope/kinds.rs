//! Resolves `same_as` and `is`: the entries that define a code, and those that they inherit from.

use std::collections::{HashMap, HashSet};

use super::{MAX_KINDS, Scope};
use crate::shape::Word;
use crate::suggest::nearest;

/// The maximum number of unknown codes for which a similar one is searched. A search takes long in a large
/// API.
const MAX_GUESSES: usize = 50;

impl<'a> Scope<'a> {
    /// Returns the entry that defines a shared code, if `same_as` refers to it.
    pub(super) fn defining(&self, index: usize) -> Option<usize> {
        if self.is_owner(index) {
            return None;
        }
        let entry = &self.entries[index];
        let key = entry.code.value.as_str();
        let Some(table) = &entry.raw.same_as else { return self.owner_of(key) };
        let owner = self.owner_of(&self.shared_codes.id(&table.value, key))?;
        (self[self.entries[owner].table].name == table.value).then_some(owner)
    }

    /// Returns the codes that the API doesn't have, but `is` refers to, with the similar ones that the
    /// findings suggest. The other rules use those, so that they can check what is inherited in the same run.
    pub(super) fn suggested_kinds(&self) -> HashMap<&'a str, usize> {
        if !self.complete {
            return HashMap::new();
        }
        let words = (0..self.entries.len()).filter_map(|index| self.kind_word(index));
        let unknown: HashSet<&str> =
            words.map(|word| word.value.as_str()).filter(|code| !self.written.contains(*code)).collect();
        if unknown.len() > MAX_GUESSES {
            return HashMap::new();
        }
        let suggested =
            |code| Some((code, self.owner_of(nearest(code, self.written.iter().map(|known| &**known))?)?));
        unknown.into_iter().filter_map(suggested).collect()
    }

    pub(super) fn follow(&self, index: usize) -> Vec<usize> {
        let mut chain = vec![self.entries[index].owner];
        while let Some(kind) = self.kind(chain[chain.len() - 1]).filter(|kind| !chain.contains(kind))
            && chain.len() <= MAX_KINDS
        {
            chain.push(kind);
        }
        chain
    }

    /// Returns the `is` of an entry, or else of its table. The `is` of a table may be one of its own entries,
    /// which doesn't inherit from itself.
    pub fn kind_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        if entry.raw.keys.is_reported("is") {
            return entry.raw.is.as_ref();
        }
        let default = self[entry.table]
            .raw
            .is
            .as_ref()
            .filter(|kind| kind.value != entry.code.value && self.ids[entry.owner] != kind.value);
        entry.raw.is.as_ref().or(default)
    }

    /// Returns the entry that an entry directly inherits from.
    pub fn kind(&self, index: usize) -> Option<usize> {
        let code = self.kind_word(index)?.value.as_str();
        let suggested = || self.suggested_kinds.get(code).copied().filter(|kind| *kind != index);
        self.owner_of(code).or_else(suggested)
    }

    /// Returns the entry that defines a code, given by its id.
    pub fn owner_of(&self, code: &str) -> Option<usize> {
        self.owners.get(code).copied()
    }

    /// Returns `true` if an entry defines its code.
    pub fn is_owner(&self, index: usize) -> bool {
        !self.entries[index].raw.is_shared()
    }
}
