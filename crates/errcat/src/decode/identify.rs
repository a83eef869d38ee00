//! Identifies the error in a body, by the facts that the API's envelope names in `identify_by`.

use super::index::{EntryRef, EnvelopeEntries, Index};
use super::shape::ParsedBody;
use super::{fact, message, page};
use crate::{Entry, Identity};

/// Returns the entry of a body that has the envelope's shape. If several entries match, returns the `kind`
/// that they share.
pub(super) fn identify(
    index: &Index,
    entries: &EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
) -> Option<EntryRef> {
    let of_status = if entries.by.status_alone { entries.of_status(status) } else { None };
    if let Some(of_status) = of_status {
        let identify = || decide(index, entries, status, parsed, matching(entries, status, parsed));
        return *of_status.identified.get_or_init(identify);
    }
    // Nearly always one.
    let (mut first, mut rest) = (None, Vec::new());
    any_matching(entries, status, parsed, |it| {
        match first {
            None => first = Some(*it),
            Some(_) => rest.push(*it),
        }
        false
    });
    if first.is_some() && rest.is_empty() {
        return first;
    }
    decide(index, entries, status, parsed, first.into_iter().chain(rest).collect())
}

/// Returns the entries that a body may be of, as far as `identify_by` distinguishes them.
pub(super) fn candidates(entries: &EnvelopeEntries, status: u16, parsed: &ParsedBody<'_>) -> Vec<EntryRef> {
    let known = matching(entries, status, parsed);
    if known.is_empty() && !is_another(entries, parsed) {
        return entries.with_status(status).to_vec();
    }
    known
}

/// Returns the entries that have what `identify_by` asks for.
fn matching(entries: &EnvelopeEntries, status: u16, parsed: &ParsedBody<'_>) -> Vec<EntryRef> {
    let mut found = Vec::new();
    any_matching(entries, status, parsed, |it| {
        found.push(*it);
        false
    });
    found
}

/// Returns `true` if any entry that has what `identify_by` asks for meets a condition.
pub(super) fn any_matching(
    entries: &EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
    mut is_met: impl FnMut(&EntryRef) -> bool,
) -> bool {
    let (compared, some, more) = lookup(entries, status, parsed);
    let by = entries.envelope.identify_by;
    let has = |it: &EntryRef, by: Identity<'_>| by == compared || is_identified(it.entry, by, status, parsed);
    let mut is_it = |it: &EntryRef| by.iter().all(|by| has(it, *by)) && is_met(it);
    some.iter().any(&mut is_it) || more.iter().any(is_it)
}

/// Returns the best of several entries that match, or what they share.
fn decide(
    index: &Index,
    entries: &EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
    mut known: Vec<EntryRef>,
) -> Option<EntryRef> {
    // The status alone identifies an error that was reworded, but not one with another shape.
    let may_be_reworded = entries.by.status && !is_another(entries, parsed) && parsed.fit().is_perfect();
    if known.is_empty() && may_be_reworded {
        let of_status = entries.with_status(status).iter().chain(&entries.without_status);
        let of_status = of_status.filter(|it| may_have_status(it.entry, status));
        known.extend(of_status.map(|it| index.kind(it).unwrap_or(*it)));
        return shared_kind(index, &known);
    }
    // An entry without a status matches any status; a specific one is better, and so is a range.
    prefer(&mut known, |entry| entry.statuses.contains(&status));
    prefer(&mut known, |entry| entry.has_status(status));
    prefer(&mut known, |entry| entry.retired.is_none());
    if entries.by.code {
        prefer(&mut known, |entry| parsed.code.as_deref() == Some(entry.code));
    }
    if let Some(url) = parsed.docs_url.as_ref().filter(|_| entries.by.page) {
        let common = |entry: &Entry| entry.docs_url.map(|page| page::common_segments(page, url));
        prefer(&mut known, |entry| entry.docs_url == Some(&**url));
        let most = known.iter().map(|it| common(it.entry)).max();
        prefer(&mut known, |entry| Some(common(entry)) == most);
    }
    if entries.envelope.identify_by.contains(&Identity::Message) && known.len() > 1 {
        let longest = known.iter().map(|it| message::literal_length(it.entry)).max();
        prefer(&mut known, |entry| Some(message::literal_length(entry)) == longest);
    }
    shared_kind(index, &known)
}

/// Returns the entries that have one of the facts, in two slices. It is the fact that leaves the fewest.
fn lookup<'e>(
    entries: &'e EnvelopeEntries,
    status: u16,
    parsed: &ParsedBody<'_>,
) -> (Identity<'static>, &'e [EntryRef], &'e [EntryRef]) {
    let by = entries.by;
    match (&parsed.code, &parsed.docs_url) {
        (Some(code), _) if by.code => (Identity::Code, entries.with_code(code), &[]),
        (_, Some(url)) if by.page => (Identity::Type, entries.with_page(url), &[]),
        _ if by.status => (Identity::Status, entries.with_status(status), &entries.without_status),
        // The status isn't compared, because it isn't asked for.
        _ => (Identity::Status, &entries.all, &[]),
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
        Identity::Type => match (parsed.docs_url.as_deref(), entry.docs_url) {
            (Some(url), Some(page)) => page::is_same(url, page),
            (url, page) => url.is_none() && page.is_none(),
        },
        Identity::Table => parsed.table.as_deref() == Some(entry.table),
        Identity::Fact(name) => match parsed.fact(name) {
            Some(value) => fact::is_fact(entry.fact(name), value),
            None => entry.fact(name).is_none(),
        },
    }
}

/// Returns `true` if an entry has a status, or none at all.
fn may_have_status(entry: &Entry, status: u16) -> bool {
    entry.has_status(status) || (entry.statuses.is_empty() && entry.status_range.is_none())
}

/// Returns `true` if a body names an error that the API doesn't have. A different code is a different error;
/// titles and messages are for people, so they get reworded.
fn is_another(entries: &EnvelopeEntries, parsed: &ParsedBody<'_>) -> bool {
    let has_fact = |by: &Identity<'_>| {
        let Identity::Fact(name) = by else { return false };
        parsed.fact(name).is_some_and(|value| !value.is_absent())
    };
    entries.by.code && parsed.code.is_some()
        || entries.by.page && parsed.docs_url.is_some()
        || entries.envelope.identify_by.iter().any(has_fact)
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
        |kind: &str| rest.iter().all(|entry_ref| chain(index, *entry_ref).any(|it| it.entry.id() == kind));
    let shared = chain(index, *first).find(|kind| is_of_all(kind.entry.id()))?;
    // If the kind itself is among the candidates, its entry there is returned: it belongs to the table that
    // sent the error.
    Some(known.iter().find(|entry_ref| entry_ref.entry.id() == shared.entry.id()).copied().unwrap_or(shared))
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
    use crate::decode::shape::parse;
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
            let index = Index::of(TABLES);
            let mut parsed = ParsedBody::default();
            assert!(parse(&ENVELOPE, r#"{"m":""}"#, &mut parsed));
            identify(index, &index.shapes[0], status, &parsed).map(|it| it.entry.code)
        };
        assert_eq!([400, 418, 499].map(code), [Some("rejected"); 3]);
        assert_eq!(code(410), Some("gone"), "its number is more specific");
        assert_eq!([500, 599].map(code), [Some("crashed"); 2]);
        assert_eq!([302, 600].map(code), [None; 2]);
    }
}
