//! Identification: the errors that clients can distinguish by their responses.
//!
//! Envelopes can't always distinguish errors. If the only identity is the status, all errors with the status
//! 404 look alike, and clients decode them to the code that they inherit from.

use std::collections::{BTreeSet, HashMap};

use super::Scope;
use crate::model::{EnvelopeId, Identity, StatusWord};
use crate::raw::RawStatuses;
use crate::template::{self, RawPiece};

/// The maximum number of look-alikes of an error that are kept. Readers don't need more, and a large API
/// whose errors all look alike would have millions.
pub const MAX_LOOK_ALIKES: usize = 64;

/// The result of decoding a response of an error.
#[derive(Debug, Clone)]
pub struct Identification {
    /// The entry that clients decode: the error itself, or the nearest one that all its look-alikes inherit
    /// from.
    pub decoded: usize,
    /// The entries that define the other errors that the response may be of, up to [`MAX_LOOK_ALIKES`].
    pub look_alikes: Vec<usize>,
}

/// The errors whose responses have the same identity.
struct Group {
    /// The entries that define the errors.
    members: Vec<usize>,
    /// The entries that all members inherit from, or are, the nearest first.
    shared: Vec<usize>,
}

impl Scope<'_> {
    /// Returns the identification of each entry that is sent as a body, by index. An entry that shares a code
    /// can have another envelope than the one that defines it.
    pub fn identifications(&self) -> HashMap<usize, Identification> {
        let identities: Vec<Vec<Identity>> =
            self.api.envelopes.0.iter().map(|(_, envelope)| self.identities(envelope)).collect();
        let users = |envelope: usize| {
            let id = Some(EnvelopeId::new(envelope));
            (0..self.entries.len()).filter(move |index| self.entries[*index].envelope == id)
        };
        let known: Vec<BTreeSet<StatusWord>> =
            (0..identities.len()).map(|envelope| self.known_statuses(users(envelope))).collect();
        let mut groups: HashMap<(usize, String), Group> = HashMap::new();
        let mut keys: Vec<(usize, Vec<(usize, String)>)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(envelope) = entry.envelope else { continue };
            let own = self.identity_keys(index, &identities[envelope.index()], &known[envelope.index()]);
            let own: Vec<_> = own.into_iter().map(|key| (envelope.index(), key)).collect();
            // A retired error is no longer sent.
            let is_retired = self.entries[entry.owner].raw.retired.is_some();
            for key in own.iter().filter(|_| !is_retired) {
                let group = groups
                    .entry(key.clone())
                    .or_insert_with(|| Group { members: Vec::new(), shared: entry.chain.clone() });
                group.members.push(entry.owner);
                group.shared.retain(|kind| entry.chain.contains(kind));
            }
            keys.push((index, own));
        }
        let identify = |(index, keys): (usize, Vec<(usize, String)>)| {
            let mut of_error = keys.iter().filter_map(|key| groups.get(key));
            let decoded = of_error.clone().next().and_then(|group| self.decoded(index, group));
            let mut look_alikes: Vec<usize> = Vec::new();
            while look_alikes.len() < MAX_LOOK_ALIKES
                && let Some(group) = of_error.next()
            {
                for other in group.members.iter().filter(|other| **other != self.entries[index].owner) {
                    if look_alikes.len() < MAX_LOOK_ALIKES && !look_alikes.contains(other) {
                        look_alikes.push(*other);
                    }
                }
            }
            (index, Identification { decoded: decoded.unwrap_or(self.entries[index].owner), look_alikes })
        };
        keys.into_iter().map(identify).collect()
    }

    /// Returns the nearest entry that an error and all members of a group inherit from, or are.
    fn decoded(&self, index: usize, group: &Group) -> Option<usize> {
        let chain = &self.entries[index].chain;
        group.shared.iter().copied().find(|kind| chain.contains(kind))
    }

    /// Returns the statuses of entries, and their ranges.
    pub fn known_statuses(&self, entries: impl Iterator<Item = usize>) -> BTreeSet<StatusWord> {
        let words = |raw: &RawStatuses| raw.known().words().collect::<Vec<_>>();
        entries.filter_map(|index| self.statuses(index)).flat_map(words).collect()
    }

    /// Returns the values by which clients identify an error, joined: one text for each status of the error.
    /// A range stands for each of the `known` statuses in it.
    pub fn identity_keys(
        &self,
        index: usize,
        identities: &[Identity],
        known: &BTreeSet<StatusWord>,
    ) -> Vec<String> {
        if identities.contains(&Identity::Status) && self.has_unknown_status(index) {
            return Vec::new();
        }
        let own = self.statuses(index).map_or_else(Vec::new, |raw| raw.known().words().collect());
        let is_own = |word: &&StatusWord| own.iter().any(|own| own.contains(**word));
        let mut statuses: Vec<String> = known.iter().filter(is_own).map(StatusWord::to_string).collect();
        if statuses.is_empty() {
            statuses.push(String::new());
        }
        let texts = identities.iter().map(|identity| match identity {
            Identity::Title => self.title(index),
            Identity::Message => self.message(index),
            _ => None,
        });
        if texts.flatten().any(|text| text.is_empty()) {
            return Vec::new(); // Reported by another rule.
        }
        let facts = self.facts(index);
        let fact = |name: &str| {
            let (_, value) = facts.iter().find(|(id, _)| self.api.facts.0[id.index()].0.value == name)?;
            Some(value.text.clone())
        };
        let key = |status: &String| {
            let part = |identity: &Identity| match identity {
                Identity::Status => status.clone(),
                Identity::Code => self.wire_code(index).value.clone(),
                Identity::Table => self[self.entries[index].table].name.to_owned(),
                // A type is the URL of the code's page, or the same for all codes if they have no pages.
                Identity::Type if self.api.docs_url.is_none() => "about:blank".to_owned(),
                Identity::Type => self.id(index).to_owned(),
                Identity::Title => self.title(index).map_or_else(
                    || self.entries[self.entries[index].owner].code.value.clone(),
                    |title| title.value.clone(),
                ),
                Identity::Message => {
                    self.message(index).map(|text| literals(&text.value)).unwrap_or_default()
                }
                Identity::Fact(name) => fact(name).unwrap_or_default(),
            };
            identities.iter().map(part).collect::<Vec<_>>().join("\u{0}")
        };
        let mut keys: Vec<String> = statuses.iter().map(key).collect();
        keys.dedup();
        keys
    }
}

/// Returns a message as clients compare it: a placeholder stands for any text, whatever its name is.
fn literals(message: &str) -> String {
    let Ok(pieces) = template::parse(message) else { return message.to_owned() };
    let literal = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => text,
        RawPiece::Placeholder(..) => "{}".to_owned(),
    };
    pieces.into_iter().map(literal).collect()
}
