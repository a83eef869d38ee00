//! The values of an entry, which it sets itself or inherits.

use errcat::Severity;

use super::Scope;
use crate::model::EnvelopeId;
use crate::raw::{RawEnvelope, RawError, RawRetry, RawStatuses};
use crate::shape::{Text, Word};

impl<'a> Scope<'a> {
    /// Returns the value of a key, set by the entry or inherited.
    fn inherited<T>(&self, index: usize, get: impl Fn(&'a RawError) -> Option<&'a T>) -> Option<&'a T> {
        self.entries[index].chain.iter().find_map(|link| get(self.entries[*link].raw))
    }

    /// Returns the statuses: those of the entry or inherited ones, or else those of its table or of the table
    /// of a kind.
    pub fn statuses(&self, index: usize) -> Option<&'a RawStatuses> {
        let of_table = |link: &usize| self[self.entries[*link].table].raw.status.as_ref();
        self.inherited(index, |raw| raw.status.as_ref())
            .or_else(|| self.entries[index].chain.iter().find_map(of_table))
    }

    /// Returns the title, which may be inherited.
    pub fn title(&self, index: usize) -> Option<&'a Text> {
        self.inherited(index, |raw| raw.title.as_ref())
    }

    /// Returns the severity, which may be inherited.
    pub fn severity(&self, index: usize) -> Option<Severity> {
        self.inherited(index, |raw| raw.severity.as_ref()).copied()
    }

    /// Returns the retry, which may be inherited.
    pub fn retry(&self, index: usize) -> Option<&'a RawRetry> {
        self.inherited(index, |raw| raw.retry.as_ref())
    }

    /// Returns the message, or else the title. Inherited ones aren't used.
    pub fn message(&self, index: usize) -> Option<&'a Text> {
        let raw = self.entries[self.entries[index].owner].raw;
        raw.message.as_ref().or(raw.title.as_ref())
    }

    /// Returns the name of the envelope: that of the entry, its table or the API.
    pub fn envelope_word(&self, index: usize) -> Option<&'a Word> {
        let entry = &self.entries[index];
        let table = self[entry.table].raw;
        entry.raw.envelope.as_ref().or(table.envelope.as_ref()).or(self.api.envelope.as_ref())
    }

    /// Returns the id and the definition of the envelope; `None` if the error is never sent as a body.
    pub fn envelope(&self, index: usize) -> Option<(EnvelopeId, &'a RawEnvelope)> {
        let envelope = self.entries[index].envelope?;
        Some((envelope, &self.api.envelopes.0[envelope.index()].1))
    }
}
