//! The values of an entry, which it sets itself or inherits.

use errcat::{Audience, Constant, Severity};

use super::{Entry, Scope};
use crate::finding::Spanned;
use crate::model::{EnvelopeId, FactId, Identity};
use crate::raw::{RawEnvelope, RawError, RawFact, RawFactValue, RawIdentity, RawRetry, RawStatuses};
use crate::shape::{Choice, Text, Word};
use crate::template;

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

    /// Returns the facts, in the order of `api.yaml`: those of the entry or inherited ones, or else those of
    /// its table or of the table of a kind. Unique facts aren't inherited.
    pub fn facts(&self, index: usize) -> Vec<(FactId, &'a RawFactValue)> {
        let chain = &self.entries[index].chain;
        let value = |(name, declared): &'a (Spanned<String>, RawFact)| {
            let is_unique = declared.unique.as_ref().is_some_and(|flag| flag.value);
            let links = if is_unique { &chain[..1] } else { chain.as_slice() };
            let of_errors = links.iter().find_map(|link| self.entries[*link].raw.facts.get(&name.value));
            let of_table = |link: &usize| self[self.entries[*link].table].raw.facts.get(&name.value);
            of_errors.or_else(|| chain.iter().filter(|_| !is_unique).find_map(of_table))
        };
        let facts = self.api.facts.0.iter().enumerate();
        facts.filter_map(|(at, fact)| Some((FactId::new(at), value(fact)?))).collect()
    }

    /// Returns the operations that return an entry: its own, or else those of its table.
    pub fn operations(&self, index: usize) -> impl Iterator<Item = &'a Text> {
        let entry = &self.entries[index];
        let of_table = (!entry.raw.has_operations()).then(|| self[entry.table].raw.all_operations());
        entry.raw.own_operations().chain(of_table.into_iter().flatten())
    }

    /// Returns `true` if the API has a fact of this name that clients may see.
    pub fn has_public_fact(&self, name: &str) -> bool {
        self.api.facts.get(name).is_some_and(|fact| fact.audience.is_none_or(|it| it == Audience::Public))
    }

    /// Returns the part of the error that a placeholder refers to in an envelope; `None` if it is a param.
    pub fn constant(&self, envelope: EnvelopeId, name: &str) -> Option<Constant> {
        let is_param = |entry: &Entry<'_>| {
            entry.envelope == Some(envelope) && entry.params.iter().any(|param| param.name == name)
        };
        Constant::from_word(name).filter(|_| !self.entries.iter().any(is_param))
    }

    /// Returns the values by which clients identify the errors of an envelope. A header stands for its
    /// placeholders.
    pub fn identities(&self, envelope: &RawEnvelope) -> Vec<Identity> {
        let identity = |name: &str| {
            let mut built_in = Identity::BUILT_IN.into_iter();
            let fact = || self.has_public_fact(name).then(|| Identity::Fact(name.to_owned()));
            built_in.find(|identity| identity.name() == name).or_else(fact)
        };
        let of_header = |header: &str| {
            let text = envelope.headers.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(header));
            let slots = text.into_iter().flat_map(|(_, text)| template::in_body(&text.value));
            slots.filter_map(|slot| identity(slot.name)).collect()
        };
        let of_word = |raw: &RawIdentity| match raw {
            RawIdentity::Value(value) => vec![value.value.clone()],
            RawIdentity::Header(name) => of_header(name),
        };
        let mut identities: Vec<Identity> = envelope.identify_by.0.iter().flat_map(of_word).collect();
        // A value may be listed itself and be in a header that is.
        let mut known = Vec::new();
        identities.retain(|identity| {
            !known.contains(identity) && {
                known.push(identity.clone());
                true
            }
        });
        identities
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

    /// Returns the name of the envelope: that of the entry, its table or the API. `None` if the nearest one
    /// was reported.
    pub fn envelope_word(&self, index: usize) -> Option<&'a Word> {
        let (error, table) = (self.entries[index].raw, self[self.entries[index].table].raw);
        let settings = [
            (&error.envelope, &error.keys),
            (&table.envelope, &table.keys),
            (&self.api.envelope, &self.api.keys),
        ];
        let mut nearest =
            settings.into_iter().filter(|(word, keys)| word.is_some() || keys.is_reported("envelope"));
        nearest.next()?.0.as_ref()
    }

    /// Returns the id and the definition of the envelope; `None` if the error is never sent as a body.
    pub fn envelope(&self, index: usize) -> Option<(EnvelopeId, &'a RawEnvelope)> {
        let envelope = self.entries[index].envelope?;
        Some((envelope, &self.api.envelopes.0[envelope.index()].1))
    }
}
