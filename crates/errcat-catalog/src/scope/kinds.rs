//! Resolves `same_as` and `is`: the entries that define a code, and those that they inherit from.

use super::{MAX_KINDS, Scope};
use crate::shape::Word;

impl<'a> Scope<'a> {
    /// Returns the entry that defines a shared code, if `same_as` refers to it.
    pub(super) fn defining(&self, index: usize) -> Option<usize> {
        let entry = &self.entries[index];
        let table = entry.raw.same_as.as_ref()?;
        let owner = *self.owners.get(entry.code.value.as_str())?;
        (self[self.entries[owner].table].name == table.value).then_some(owner)
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
        let default = self[entry.table].raw.is.as_ref().filter(|kind| kind.value != entry.code.value);
        entry.raw.is.as_ref().or(default)
    }

    /// Returns the entry that an entry directly inherits from.
    pub fn kind(&self, index: usize) -> Option<usize> {
        self.kind_word(index).and_then(|word| self.owner_of(&word.value))
    }

    /// Returns the entry that defines a code.
    pub fn owner_of(&self, code: &str) -> Option<usize> {
        self.owners.get(code).copied()
    }

    /// Returns `true` if an entry defines its code.
    pub fn is_owner(&self, index: usize) -> bool {
        self.entries[index].raw.same_as.is_none()
    }
}
