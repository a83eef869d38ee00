//! Which error a body is: by what the API's reference says that errors are told apart by.

use super::index::{Entries, Index, Place};
use super::message;
use super::shape::Reading;
use crate::{Entry, Identity};

/// The entry of a body that has the envelope's shape; of several that it may be, the kind that they share.
pub(super) fn identify(
    index: &Index,
    entries: &Entries,
    status: u16,
    reading: &Reading<'_>,
) -> Option<Place> {
    let by = entries.envelope.identify_by;
    let candidates = candidates(entries, status, reading);
    let is_it = |it: &&Place| by.iter().all(|by| has(it.entry, *by, status, reading));
    let mut matching = candidates.0.iter().chain(candidates.1).filter(is_it).copied();
    let (first, second) = (matching.next(), matching.next());
    if first.is_some() && second.is_none() {
        return first;
    }
    let mut known: Vec<_> = first.into_iter().chain(second).chain(matching).collect();
    if known.is_empty() && is_reworded(by, reading) {
        let of_status = entries.with_status(status).iter().chain(&entries.without_status);
        known.extend(of_status.map(|it| index.kind(it).unwrap_or(*it)));
        return shared_kind(index, &known);
    }
    // One without a status comes with any.
    prefer(&mut known, |entry| entry.statuses.contains(&status));
    prefer(&mut known, |entry| entry.retired.is_none());
    if by.contains(&Identity::Code) {
        prefer(&mut known, |entry| reading.code.as_deref() == Some(entry.code));
    }
    if by.contains(&Identity::Message) && known.len() > 1 {
        let longest = known.iter().map(|it| message::own_length(it.entry)).max();
        prefer(&mut known, |entry| Some(message::own_length(entry)) == longest);
    }
    shared_kind(index, &known)
}

/// The entries that are looked at, in two parts: by what leaves the fewest.
fn candidates<'e>(entries: &'e Entries, status: u16, reading: &Reading<'_>) -> (&'e [Place], &'e [Place]) {
    let by = entries.envelope.identify_by;
    match &reading.code {
        Some(code) if by.contains(&Identity::Code) => (entries.of_code(code), &[]),
        _ if by.contains(&Identity::Status) => (entries.with_status(status), &entries.without_status),
        _ => (&entries.all, &[]),
    }
}

/// Whether a body has what an error is told apart by.
fn has(entry: &Entry, identity: Identity, status: u16, reading: &Reading<'_>) -> bool {
    match identity {
        Identity::Status => entry.statuses.is_empty() || entry.statuses.contains(&status),
        Identity::Code => {
            reading.code.as_deref().is_some_and(|code| entry.code == code || entry.aliases.contains(&code))
        }
        Identity::Title => reading.title.as_deref() == Some(entry.title),
        Identity::Message => {
            reading.message.as_deref().is_some_and(|text| message::params(entry, text).is_some())
        }
        Identity::Type => reading.docs_url.as_deref() == entry.docs_url,
    }
}

/// Whether the status alone still tells something about an error that isn't known otherwise. Titles and
/// messages are for people, and are reworded; but another code is another error.
fn is_reworded(by: &[Identity], reading: &Reading<'_>) -> bool {
    let by = |identity| by.contains(&identity);
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
fn shared_kind(index: &Index, known: &[Place]) -> Option<Place> {
    let (first, rest) = known.split_first()?;
    if rest.is_empty() {
        return Some(*first);
    }
    let is_of_all =
        |kind: &str| rest.iter().all(|place| chain(index, *place).any(|it| it.entry.code == kind));
    let shared = chain(index, *first).find(|kind| is_of_all(kind.entry.code))?;
    // It may be among them: then as the table has it that answered.
    Some(known.iter().find(|place| place.entry.code == shared.entry.code).copied().unwrap_or(shared))
}

/// An entry, its kind, the kind of that, and so on.
fn chain(index: &Index, place: Place) -> impl Iterator<Item = Place> {
    /// No chain is longer: a catalog with a cycle of kinds is refused when it is checked.
    const LONGEST: usize = 32;
    std::iter::successors(Some(place), |place| index.kind(place)).take(LONGEST)
}
