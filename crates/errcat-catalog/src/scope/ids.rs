//! Ids: the texts by which the catalog refers to errors.
//!
//! The id of an error is its key in the table. If several errors of the API have the same code, the id of
//! each is `table/KEY`, so that a reference, a page and a line of the lock are always about one error.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Scope;
use crate::finding::Spanned;
use crate::names::folded;
use crate::parse::Folder;
use crate::raw::RawError;

/// The codes that several errors of an API have.
#[derive(Debug, Default)]
pub(crate) struct SharedCodes {
    /// The number of errors that have a code, by the folded code. Includes keys that differ from the code.
    counts: HashMap<String, usize>,
}

impl SharedCodes {
    /// Counts the codes in an API's tables.
    pub(crate) fn of_folder(folder: &Folder) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (key, error) in folder.tables.iter().flat_map(|table| &table.raw.errors.0) {
            // An entry of another type may have been meant as `same_as`.
            let Some(raw) = error.0.as_ref().filter(|raw| !raw.is_shared()) else { continue };
            let key = folded(key);
            if let Some(code) = raw.code.as_ref().map(|code| folded(&code.value))
                && code != key
            {
                *counts.entry(code).or_default() += 1;
            }
            *counts.entry(key).or_default() += 1;
        }
        SharedCodes { counts }
    }

    /// Returns the id of an error that defines its code.
    pub(crate) fn id<'k>(&self, table: &str, key: &'k str) -> Cow<'k, str> {
        if self.is_shared(key) { Cow::Owned(format!("{table}/{key}")) } else { Cow::Borrowed(key) }
    }

    /// Returns `true` if several errors have a code.
    pub(crate) fn is_shared(&self, code: &str) -> bool {
        self.counts.get(&folded(code)).is_some_and(|count| *count > 1)
    }
}

impl RawError {
    /// Returns `true` if another table defines the code.
    pub(crate) fn is_shared(&self) -> bool {
        self.same_as.is_some() || self.keys.is_reported("same_as")
    }
}

impl<'a> Scope<'a> {
    /// Returns the id of the error that an entry is of.
    pub fn id(&self, index: usize) -> &str {
        &self.ids[self.entries[index].owner]
    }

    /// Returns the code of an entry on the wire.
    pub fn wire_code(&self, index: usize) -> &'a Spanned<String> {
        let owner = &self.entries[self.entries[index].owner];
        owner.raw.code.as_ref().map_or(owner.code, |code| &code.0)
    }

    /// Returns the ids of the errors that have a code, if a reference to the code could mean several.
    pub fn ambiguous(&self, reference: &str) -> Vec<&str> {
        if self.is_id(reference) || !self.shared_codes.is_shared(reference) {
            return Vec::new();
        }
        let reference = folded(reference);
        let is_meant = |index: &usize| {
            let codes = [self.entries[*index].code, self.wire_code(*index)];
            self.is_owner(*index) && codes.iter().any(|code| folded(code) == reference)
        };
        (0..self.entries.len()).filter(is_meant).map(|index| self.id(index)).collect()
    }

    /// Returns `true` if an error has this id.
    fn is_id(&self, reference: &str) -> bool {
        self.owners.get(reference).is_some_and(|owner| self.ids[*owner] == reference)
    }
}
