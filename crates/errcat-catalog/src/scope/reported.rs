//! Queries on the parts of an entry that aren't known because of findings that are already reported. Rules
//! that need them would only report consequences of these findings.

use errcat::Constant;

use super::Scope;
use super::headers::fills;
use crate::raw::RawEnvelope;
use crate::shape::{Choice, Keys, Word};
use crate::suggest::nearest;
use crate::value::{self, EACH, RESERVED};

impl RawEnvelope {
    /// Returns `true` if the body isn't known, because it or the items of its list of errors were reported.
    pub fn has_unknown_body(&self) -> bool {
        let has_no_items = self.each.is_none() && value::texts(self).iter().any(|(text, _)| *text == EACH);
        self.keys.is_reported("body") || self.keys.is_reported("each") || has_no_items
    }

    /// Returns `true` if the envelope has a context field, or may have it because the definition wasn't
    /// understood.
    pub fn may_have_context(&self, name: &str) -> bool {
        let mut names = self.context.keys().chain(self.context.unusable());
        self.keys.is_unusable("context") || names.any(|field| field == name)
    }
}

impl Scope<'_> {
    /// Returns `true` if every error could be read. Otherwise, what seems to be missing or unused may be in
    /// the rest.
    pub fn is_whole(&self) -> bool {
        let written = self.tables.iter().map(|table| table.raw.errors.0.len()).sum::<usize>();
        self.complete && self.entries.len() == written
    }

    /// Returns `true` if the API has a public fact of this name, or may have it because the declaration
    /// wasn't understood.
    pub fn may_have_public_fact(&self, name: &str) -> bool {
        let mut unusable = self.api.facts.unusable();
        self.has_public_fact(name) || self.api.keys.is_unusable("facts") || unusable.any(|fact| fact == name)
    }

    /// Returns `true` if a placeholder has a meaning in a body, whatever the params of the errors are.
    pub fn may_be_known_slot(&self, envelope: &RawEnvelope, name: &str) -> bool {
        RESERVED.contains(&name)
            || envelope.may_have_context(name)
            || self.may_have_public_fact(name)
            || Constant::from_word(name).is_some()
    }

    /// Returns `true` if an entry may inherit more than is known, because `is` or `same_as` of it or of an
    /// entry that it inherits from was reported.
    pub fn is_open(&self, index: usize) -> bool {
        let entry = &self.entries[index];
        let last = entry.chain[entry.chain.len() - 1];
        let (error, table) = (self.entries[last].raw, self[self.entries[last].table].raw);
        let is_reported = error.keys.is_reported("is") || table.keys.is_reported("is");
        let is_unknown = self.kind_word(last).is_some() && self.kind(last).is_none();
        is_reported || is_unknown || (!self.is_owner(index) && entry.owner == index)
    }

    /// Returns `true` if a key was reported in an entry, or in one that it inherits from.
    pub fn is_reported(&self, index: usize, key: &str) -> bool {
        self.entries[index].chain.iter().any(|link| self.entries[*link].raw.keys.is_reported(key))
    }

    /// Returns `true` if the statuses of an entry aren't known.
    pub fn has_unknown_status(&self, index: usize) -> bool {
        let of_table = |link: &usize| self[self.entries[*link].table].raw.keys.is_reported("status");
        self.is_open(index)
            || self.is_reported(index, "status")
            || self.entries[index].chain.iter().any(of_table)
    }

    /// Returns `true` if the envelope of an entry isn't known.
    pub fn has_unknown_envelope(&self, index: usize) -> bool {
        let (error, table) = (self.entries[index].raw, self[self.entries[index].table].raw);
        let is_reported = |keys: &Keys| keys.is_reported("envelope");
        self.envelope_word(index).is_none()
            && [&error.keys, &table.keys, &self.api.keys].into_iter().any(is_reported)
    }

    /// Returns `true` if an entry may have a param whose declaration wasn't understood.
    pub fn may_have(&self, index: usize, param: &str) -> bool {
        let is_lost = |link: &usize| {
            let raw = self.entries[*link].raw;
            raw.keys.is_unusable("params")
                || raw.params.unusable().any(|name| name == param)
                || raw.keys.is_reported("headers")
                || raw.headers.0.iter().any(|word| self.header_may_fill(word, param))
        };
        self.is_open(index) || self.entries[index].chain.iter().any(is_lost)
    }

    /// Returns `true` if an entry may have more headers than are known.
    pub fn may_have_headers(&self, index: usize) -> bool {
        let is_lost = |link: &usize| {
            let raw = self.entries[*link].raw;
            raw.keys.is_reported("headers") || raw.headers.0.iter().any(|word| self.is_unknown_header(word))
        };
        self.is_open(index) || self.entries[index].chain.iter().any(is_lost)
    }

    /// Returns `true` if a header or header set, or a part of the set, wasn't understood.
    fn is_unknown_header(&self, word: &Word) -> bool {
        match self.api.header_sets.get(&word.value) {
            Some(set) => {
                self.api.keys.is_reported("header_sets")
                    || set.iter().any(|header| self.api.headers.get(&header.value).is_none())
            }
            None => self.api.headers.get(&word.value).is_none(),
        }
    }

    /// Returns `true` if a header or header set wasn't understood and may contain a param.
    fn header_may_fill(&self, word: &Word, param: &str) -> bool {
        let api = self.api;
        if let Some(set) = api.header_sets.get(&word.value) {
            let is_reported = api.keys.is_reported("header_sets");
            return is_reported || set.iter().any(|header| self.header_may_fill(header, param));
        }
        if let Some(header) = api.headers.get(&word.value) {
            return header.keys.is_reported("param");
        }
        // The author may have meant the header that the finding suggests.
        let suggested = nearest(&word.value, api.headers.keys()).and_then(|name| api.headers.get(name));
        suggested.is_none_or(|header| fills(header, param))
    }
}
