//! Identifies the error in a body, by the facts that the API's envelope names in `identify_by`.

use super::index::{EntryRef, EnvelopeEntries, Index};
use super::message;
use super::shape::ParsedBody;
use crate::{Entry, Identity};

/// Returns the entry of a body that has the envelope's shape. If several entries match, returns the `kind`
/// that they share.
pub(super) fn identify(
    index: &Index,
    entries: &EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
) -> Option<EntryRef> {
    let by = entries.envelope.identify_by;
    let candidates = candidates(entries, status, parsed);
    let is_it = |it: &&EntryRef| by.iter().all(|by| is_identified(it.entry, *by, status, parsed));
    let mut matching = candidates.0.iter().chain(candidates.1).filter(is_it).copied();
    let (first, second) = (matching.next(), matching.next());
    if first.is_some() && second.is_none() {
        return first;
    }
    let mut known: Vec<_> = first.into_iter().chain(second).chain(matching).collect();
    if known.is_empty() && may_be_reworded(by, parsed) {
        let of_status = entries.with_status(status).iter().chain(&entries.without_status);
        let of_status = of_status.filter(|it| may_have_status(it.entry, status));
        known.extend(of_status.map(|it| index.kind(it).unwrap_or(*it)));
        return shared_kind(index, &known);
    }
    // An entry without a status matches any status; a specific one is better, and so is a range.
    prefer(&mut known, |entry| entry.statuses.contains(&status));
    prefer(&mut known, |entry| entry.has_status(status));
    prefer(&mut known, |entry| entry.retired.is_none());
    if by.contains(&Identity::Code) {
        prefer(&mut known, |entry| parsed.code.as_deref() == Some(entry.code));
    }
    if by.contains(&Identity::Message) && known.len() > 1 {
        let longest = known.iter().map(|it| message::literal_length(it.entry)).max();
        prefer(&mut known, |entry| Some(message::literal_length(entry)) == longest);
    }
    shared_kind(index, &known)
}

/// Returns the entries to compare, in two slices. They are selected by the fact that leaves the fewest.
fn candidates<'e>(
    entries: &'e EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
) -> (&'e [EntryRef], &'e [EntryRef]) {
    let by = entries.envelope.identify_by;
    match &parsed.code {
        Some(code) if by.contains(&Identity::Code) => (entries.with_code(code), &[]),
        _ if by.contains(&Identity::Status) => (entries.with_status(status), &entries.without_status),
        _ => (&entries.all, &[]),
    }
}

/// Returns `true` if a body has the fact that identifies the entry.
fn is_identified(entry: &Entry, identity: Identity<'_>, status: u16, parsed: &ParsedBody<'_>) -> bool {
    match identity {
        Identity::Status => may_have_status(entry, status),
        Identity::Code => {
            parsed.code.as_deref().is_some_and(|code| entry.code == code || entry.aliases.contains(&code))
        }
        Identity::Title => parsed.title.as_deref() == Some(entry.title),
        Identity::Message => match parsed.message.as_deref() {
            Some(text) => message::params(entry, text).is_some(),
            None => message::may_be_absent(entry),
        },
        Identity::Type => parsed.docs_url.as_deref() == entry.docs_url,
        Identity::Fact(_) => false,
    }
}

/// Returns `true` if an entry has a status, or none at all.
fn may_have_status(entry: &Entry, status: u16) -> bool {
    entry.has_status(status) || (entry.statuses.is_empty() && entry.status_range.is_none())
}

/// Returns `true` if the status alone may still identify an error that isn't known otherwise. Titles and
/// messages are for people, so they get reworded. A different code is a different error.
fn may_be_reworded(by: &[Identity<'_>], parsed: &ParsedBody<'_>) -> bool {
    let by = |identity| by.contains(&identity);
    let is_another =
        by(Identity::Code) && parsed.code.is_some() || by(Identity::Type) && parsed.docs_url.is_some();
    by(Identity::Status) && !is_another
}

/// Keeps only the entries that satisfy `has`, if any entry does.
fn prefer(known: &mut Vec<EntryRef>, has: impl Fn(&Entry) -> bool) {
    if known.iter().any(|entry_ref| has(entry_ref.entry)) {
        known.retain(|entry_ref| has(entry_ref.entry));
    }
}

/// Returns the nearest `kind` that all entries share. A single entry is returned itself.
fn shared_kind(index: &Index, known: &[EntryRef]) -> Option<EntryRef> {
    let (first, rest) = known.split_first()?;
    if rest.is_empty() {
        return Some(*first);
    }
    let is_of_all =
        |kind: &str| rest.iter().all(|entry_ref| chain(index, *entry_ref).any(|it| it.entry.code == kind));
    let shared = chain(index, *first).find(|kind| is_of_all(kind.entry.code))?;
    // If the kind itself is among the candidates, its entry there is returned: it belongs to the table that
    // sent the error.
    Some(known.iter().find(|entry_ref| entry_ref.entry.code == shared.entry.code).copied().unwrap_or(shared))
}

/// Returns an entry, its kind, the kind's kind, and so on.
fn chain(index: &Index, entry_ref: EntryRef) -> impl Iterator<Item = EntryRef> {
    /// The maximum length of a chain, as a safeguard. The generator rejects catalogs with a cycle of kinds.
    const MAX_LENGTH: usize = 32;
    std::iter::successors(Some(entry_ref), |entry_ref| index.kind(entry_ref)).take(MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::best_candidate;
    use crate::{Envelope, Member, Node, Slot, StatusRange};

    const MESSAGE: Member<'_> = Member { name: "m", value: Node::Slot(Slot::Message), optional: false };

    static ENVELOPE: Envelope<'static> =
        Envelope { body: Node::Object(&[MESSAGE]), identify_by: &[Identity::Status], ..Envelope::EMPTY };

    const EMPTY: Entry = Entry { envelope: Some(&ENVELOPE), ..Entry::EMPTY };

    static TABLES: &[&[Entry]] = &[&[
        Entry { code: "rejected", status_range: Some(StatusRange::ClientError), ..EMPTY },
        Entry { code: "gone", kind: Some("rejected"), statuses: &[410], ..EMPTY },
        Entry { code: "crashed", status_range: Some(StatusRange::ServerError), ..EMPTY },
    ]];

    #[test]
    fn a_range_matches_the_statuses_in_it() {
        let code = |status: u16| {
            let candidate = best_candidate(Index::of(TABLES), None, status, r#"{"m":""}"#)?;
            candidate.entry_ref.map(|it| it.entry.code)
        };
        assert_eq!([400, 418, 499].map(code), [Some("rejected"); 3]);
        assert_eq!(code(410), Some("gone"), "its number is more specific");
        assert_eq!([500, 599].map(code), [Some("crashed"); 2]);
        assert_eq!([302, 600].map(code), [None; 2]);
    }
}
