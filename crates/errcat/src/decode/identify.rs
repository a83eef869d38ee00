//! Which error a body is: by what the API's reference says that errors are told apart by.

use std::cmp::Reverse;

use super::message;
use super::shape::Reading;
use crate::{Entry, Envelope, Identity};

/// An entry, and where it is: its table's and its own index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) index: usize,
    pub(super) entry: &'static Entry,
}

/// The entry of a body that has the shape of `envelope`; of several that it may be, the kind that they share.
pub(super) fn identify(
    tables: &'static [&'static [Entry]],
    envelope: &Envelope<'_>,
    status: u16,
    reading: &Reading<'_>,
) -> Option<Place> {
    let seen = Seen { status, reading };
    let candidates =
        || places(tables).filter(|place| place.entry.envelope.is_some_and(|it| is(it, envelope)));
    let mut known: Vec<_> =
        candidates().filter(|it| envelope.identify_by.iter().all(|by| seen.has(it.entry, *by))).collect();
    if known.is_empty() && is_reworded(envelope, reading) {
        let of_status = candidates().filter(|it| seen.has(it.entry, Identity::Status));
        known.extend(of_status.map(|it| kind(tables, &it).unwrap_or(it)));
        return shared_kind(tables, &known);
    }
    // One without a status comes with any.
    prefer(&mut known, |entry| entry.statuses.contains(&status));
    prefer(&mut known, |entry| entry.retired.is_none());
    if envelope.identify_by.contains(&Identity::Code) {
        prefer(&mut known, |entry| reading.code.as_deref() == Some(entry.code));
    }
    if envelope.identify_by.contains(&Identity::Message) {
        let longest = known.iter().map(|it| Reverse(message::own_length(it.entry))).min();
        prefer(&mut known, |entry| Some(Reverse(message::own_length(entry))) == longest);
    }
    shared_kind(tables, &known)
}

/// Envelopes of an API are the same if their names are; that of a `const` has no address of its own.
pub(super) fn is(one: &Envelope<'_>, other: &Envelope<'_>) -> bool {
    std::ptr::eq(one, other) || one.name == other.name
}

/// Every entry.
pub(super) fn places(tables: &'static [&'static [Entry]]) -> impl Iterator<Item = Place> {
    tables.iter().enumerate().flat_map(|(table, entries)| {
        entries.iter().enumerate().map(move |(index, entry)| Place { table, index, entry })
    })
}

/// What a client sees of an error.
struct Seen<'r, 'b> {
    status: u16,
    reading: &'r Reading<'b>,
}

impl Seen<'_, '_> {
    fn has(&self, entry: &Entry, identity: Identity) -> bool {
        let reading = self.reading;
        match identity {
            Identity::Status => entry.statuses.is_empty() || entry.statuses.contains(&self.status),
            Identity::Code => reading
                .code
                .as_deref()
                .is_some_and(|code| entry.code == code || entry.aliases.contains(&code)),
            Identity::Title => reading.title.as_deref() == Some(entry.title),
            Identity::Message => {
                reading.message.as_deref().is_some_and(|text| message::params(entry, text).is_some())
            }
            Identity::Type => reading.docs_url.as_deref() == entry.docs_url,
        }
    }
}

/// Whether the status alone still tells something about an error that isn't known otherwise. Titles and messages
/// are for people, and are reworded; but another code is another error.
fn is_reworded(envelope: &Envelope<'_>, reading: &Reading<'_>) -> bool {
    let by = |identity| envelope.identify_by.contains(&identity);
    let is_another =
        by(Identity::Code) && reading.code.is_some() || by(Identity::Type) && reading.docs_url.is_some();
    by(Identity::Status) && !is_another
}

/// Keeps those that have something, if any has.
fn prefer(known: &mut Vec<Place>, has: impl Fn(&Entry) -> bool) {
    if known.iter().any(|place| has(place.entry)) {
        known.retain(|place| has(place.entry));
    }
}

/// The nearest kind that all of them are of; the only one is of its own.
fn shared_kind(tables: &'static [&'static [Entry]], known: &[Place]) -> Option<Place> {
    let (first, rest) = known.split_first()?;
    let is_of_all =
        |kind: &str| rest.iter().all(|place| chain(tables, *place).any(|it| it.entry.code == kind));
    let shared = chain(tables, *first).find(|kind| is_of_all(kind.entry.code))?;
    // It may be among them: then as the table has it that answered.
    Some(known.iter().find(|place| place.entry.code == shared.entry.code).copied().unwrap_or(shared))
}

/// An entry, its kind, the kind of that, and so on.
fn chain(tables: &'static [&'static [Entry]], place: Place) -> impl Iterator<Item = Place> {
    /// No chain is longer: a catalog with a cycle of kinds is refused when it is checked.
    const LONGEST: usize = 32;
    std::iter::successors(Some(place), move |place| kind(tables, place)).take(LONGEST)
}

fn kind(tables: &'static [&'static [Entry]], place: &Place) -> Option<Place> {
    let kind = place.entry.kind?;
    places(tables).find(|it| it.entry.code == kind)
}
