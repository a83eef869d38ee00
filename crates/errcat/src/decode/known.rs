//! A body whose error is known: its differences from the catalog's data about the error.

use super::fact::{fact_json, is_fact};
use super::index::EnvelopeEntries;
use super::shape::{ParsedBody, pointer};
use super::{identify, media_type, message};
use crate::difference::{Difference, quoted, record};
use crate::response::CONTENT_TYPE;
use crate::{Entry, Envelope, Piece, Slot};

/// A body whose error is known.
pub(super) struct Known<'b> {
    pub(super) entry: &'static Entry,
    entries: &'b EnvelopeEntries,
    status: u16,
    pub(super) parsed: &'b ParsedBody<'b>,
    /// The texts of the params in the message, by param index. `None` if the message isn't the catalog's.
    pub(super) in_message: Option<Vec<(usize, &'b str)>>,
}

impl<'b> Known<'b> {
    pub(super) fn new(
        entries: &'b EnvelopeEntries,
        entry: &'static Entry,
        status: u16,
        parsed: &'b ParsedBody<'b>,
    ) -> Self {
        let in_message = parsed.message.as_deref().and_then(|text| message::params(entry, text));
        Self { entry, entries, status, parsed, in_message }
    }

    pub(super) fn envelope(&self) -> &'static Envelope<'static> {
        self.entries.envelope
    }

    /// Records what differs from the catalog's data about the error. Params are compared when they are read.
    pub(super) fn record_differences(&self, media_type: Option<&str>, differences: &mut Vec<Difference>) {
        let (entry, envelope) = (self.entry, self.envelope());
        if let Some(found) = media_type.filter(|it| !media_type::is_of(it, envelope)) {
            record(differences, &CONTENT_TYPE, Some(&envelope.content_type), Some(found));
        }
        let mut differ = |slot: Slot<'static>, expected: &str, found: &str| {
            let path = pointer(&envelope.body, &|it| *it == slot).unwrap_or_default();
            record(differences, &path, Some(&expected), Some(found));
        };
        let ParsedBody { code, title, message, status, facts, .. } = self.parsed;
        if let Some(found) = status.filter(|found| *found != u64::from(self.status)) {
            differ(Slot::Status, &self.status.to_string(), &found.to_string());
        }
        if let Some(found) = code.as_deref().filter(|found| !self.is_of_any(|it| it.code == *found)) {
            differ(Slot::Code, &quoted(entry.code), &quoted(found));
        }
        if let Some(found) = title.as_deref().filter(|found| !self.is_of_any(|it| it.title == *found)) {
            differ(Slot::Title, &quoted(entry.title), &quoted(found));
        }
        let is_message = |text: &str| self.is_of_others(|it| message::params(it, text).is_some());
        let message = message.as_deref().filter(|_| self.in_message.is_none());
        if let Some(found) = message.filter(|found| !is_message(found)) {
            differ(Slot::Message, &quoted(&template(entry)), &quoted(found));
        }
        for (name, found) in facts {
            if !self.is_of_any(|it| is_fact(it.fact(name), found)) {
                differ(Slot::Fact(name), &fact_json(entry.fact(name)), found.text());
            }
        }
        self.record_link(differences);
    }

    /// Records another link, or a missing one.
    fn record_link(&self, differences: &mut Vec<Difference>) {
        let Some(path) = &self.entries.link else { return };
        let found = self.parsed.docs_url.as_deref();
        // A member that is missing is recorded already.
        let is_recorded = || differences.iter().any(|known| *known.path == **path);
        if self.is_of_any(|it| it.docs_url == found) || is_recorded() {
            return;
        }
        let expected = self.entry.docs_url.map_or_else(|| "no URL".to_owned(), quoted);
        record(differences, path, Some(&expected), Some(&found.map_or("null".to_owned(), quoted)));
    }

    /// Returns `true` if the condition is met by the entry, or by one that looks the same to a client.
    fn is_of_any(&self, is_met: impl Fn(&Entry) -> bool) -> bool {
        is_met(self.entry) || self.is_of_others(is_met)
    }

    fn is_of_others(&self, is_met: impl Fn(&Entry) -> bool) -> bool {
        identify::any_matching(self.entries, self.status, self.parsed, |it| is_met(it.entry))
    }
}

/// Returns the message of an entry with placeholders: `Index {uid} not found`.
fn template(entry: &Entry) -> String {
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Param(index) => {
            let name = entry.params.get(usize::from(*index)).map_or("", |param| param.name);
            format!("{{{name}}}")
        }
    };
    entry.message.0.iter().map(piece).collect()
}
