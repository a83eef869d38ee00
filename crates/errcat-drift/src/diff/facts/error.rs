//! Compares an error: its status, texts, headers, params and retry advice.

use super::envelope::is_same;
use super::{operations, param, retry};
use crate::diff::fact::{Fact, join};
use crate::diff::pairs::{ApiPair, by_name};
use crate::diff::{Effect, Part, Rating};
use errcat_catalog::model::{Api, Code, Entry, EntryId, Envelope, Identity, Piece, Slot, Table, Template};
use errcat_catalog::shape::Choice;

pub(super) fn facts(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Vec<Fact> {
    let Entry {
        code: _,          // super::code
        shared: _,        // super::code
        place: _,         // not visible to clients
        line: _,          // not visible to clients
        kind: _,          // kind()
        title: _,         // title()
        has_own_title: _, // only for headings
        statuses: _,      // statuses()
        facts: _,         // constants()
        operations: _,    // own_operations()
        message: _,       // message()
        log: _,           // not visible to clients
        answer: _,        // prose()
        meaning: _,       // prose()
        causes: _,        // own_prose()
        fixes: _,         // own_prose()
        notes: _,         // own_prose()
        security: _,      // prose()
        severity: _,      // prose()
        params,
        fallback_for: _, // fallback_for()
        headers: _,      // headers()
        retry,
        examples: _,      // own_prose()
        code_examples: _, // own_prose()
        sources: _,       // not visible to clients
        envelope: _,      // envelope()
        owner: _,         // prose()
        related: _,       // prose()
        since: _,         // prose()
        deprecated: _,    // super::code
        retired: _,       // super::code
        successor: _,     // super::code
        reserved: _,      // not visible to clients
        never_raised: _,  // not visible to clients
    } = new;
    let mut facts: Vec<Fact> =
        [statuses(old, new), envelope(apis, old, new), kind(apis, old, new), title(apis, old, new)]
            .into_iter()
            .flatten()
            .collect();
    facts.extend(constants(apis, old, new));
    facts.extend(message(apis, old, new));
    facts.extend(headers(apis, old, new));
    facts.extend(param::facts(&old.params, params));
    facts.extend(retry::facts(apis, old.retry.as_ref(), retry.as_ref()));
    facts.extend(fallback_for(old, new));
    let table = |api: &Api, entry: &Entry| api[entry.code].owner.table;
    let tables = (&apis.old[table(apis.old, old)], &apis.new[table(apis.new, new)]);
    facts.extend(own_operations(tables, old, new));
    facts.extend(prose(apis, old, new));
    facts
}

/// Compares the entries of tables that share the code. They have their own operations, envelope, causes,
/// fixes, notes, examples and code examples. Everything else is compared where the code is defined.
pub(super) fn shared_facts(apis: &ApiPair<'_>, old: &Code, new: &Code) -> Vec<Fact> {
    let table = |api: &Api, id: EntryId| api[id.table].name.clone();
    let shared = |id: &EntryId| *id != new.owner;
    let facts = new.entries().filter(shared).flat_map(|id| {
        let name = table(apis.new, id);
        let was = old.entries().find(|old| table(apis.old, *old) == name);
        let facts = was.map(|was| {
            let tables = (&apis.old[was.table], &apis.new[id.table]);
            let (old, new) = (&apis.old[was], &apis.new[id]);
            let facts = envelope(apis, old, new).into_iter().chain(own_prose(old, new));
            let facts = facts.chain(own_operations(tables, old, new));
            facts.map(|fact| in_table(fact, &name)).collect::<Vec<_>>()
        });
        facts.unwrap_or_default()
    });
    facts.collect()
}

/// Adds the table to a fact: `causes in refunds: added`, `table refunds: envelope`.
fn in_table(fact: Fact, table: &str) -> Fact {
    match fact.part {
        Some(part) => Fact { part: Some(Part { name: format!("in {table}"), ..part }), ..fact },
        None => fact.part("table", table),
    }
}

/// An added status is breaking, because clients don't expect it. Another first status is breaking too,
/// because servers send the first one. Removing one of several is additive, and so is narrowing a range,
/// because clients that expect it expect each status in it.
fn statuses(old: &Entry, new: &Entry) -> Option<Fact> {
    let (before, after) = (&old.statuses, &new.statuses);
    let is_less = before.includes(after);
    let is_expected = match before.range() {
        Some(_) => !after.is_none(),
        None => before.first() == after.first(),
    };
    if before == after || (is_less && is_expected && after.includes(before)) {
        return None;
    }
    let rating = if is_less && is_expected { Rating::Additive } else { Rating::Breaking };
    let shown = |entry: &Entry| Some(join(entry.statuses.words()).unwrap_or_else(|| "none".to_owned()));
    Some(Fact::new("status", Effect::wire(rating).with_rust(rating)).before(shown(old)).after(shown(new)))
}

/// Another value of a fact that clients may see is breaking, because clients may identify the error by it.
/// Adding one is additive.
fn constants(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Vec<Fact> {
    let values = |api: &Api, entry: &Entry| -> Vec<(String, String)> {
        api.public_facts(entry).map(|(fact, value)| (fact.name.clone(), value.text())).collect()
    };
    let (before, after) = (values(apis.old, old), values(apis.new, new));
    let pairs = by_name(&before, &after, |(name, _)| name).into_iter();
    let facts = pairs.filter_map(|pair| match pair {
        (Some((name, value)), None) => {
            Some(Fact::new("removed", Effect::wire(Rating::Breaking)).part("fact", name).before(Some(value)))
        }
        (None, Some((name, value))) => {
            Some(Fact::new("added", Effect::wire(Rating::Additive)).part("fact", name).after(Some(value)))
        }
        (Some((name, was)), Some((_, is))) if was != is => {
            let fact = Fact::new("value", Effect::wire(Rating::Breaking)).part("fact", name);
            Some(fact.before(Some(was)).after(Some(is)))
        }
        _ => None,
    });
    facts.collect()
}

/// Another envelope is breaking if it has another shape, otherwise a text change.
fn envelope(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Option<Fact> {
    let (was, is) = (envelope_of(apis.old, old), envelope_of(apis.new, new));
    let name = |envelope: Option<&Envelope>| envelope.map_or("none".to_owned(), |it| it.name.clone());
    let rating = match (was, is) {
        (Some(was), Some(is)) if is_same(was, is) => Rating::Text,
        _ => Rating::Breaking,
    };
    Fact::if_changed("envelope", Some(&name(was)), Some(&name(is)), || Effect::wire(rating))
}

/// Another kind is breaking for code that handles errors by kind, as decoding does. It is additive if the old
/// kind is still an ancestor, or if the error had no kind.
fn kind(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Option<Fact> {
    let was = old.kind.and_then(|kind| apis.new_code(kind));
    if old.kind.is_none() == new.kind.is_none() && was == new.kind {
        return None;
    }
    let is_still = old.kind.is_none() || apis.new.kinds(new).any(|kind| Some(kind) == was);
    let rating = if is_still { Rating::Additive } else { Rating::Breaking };
    let before = old.kind.map_or("none", |kind| &apis.old[kind].code);
    let after = new.kind.map_or("none", |kind| &apis.new[kind].code);
    let effect = Effect::only_rust(rating).with_docs(Rating::Additive);
    Some(Fact::new("kind", effect).before(Some(before)).after(Some(after)))
}

/// A text change, unless clients identify errors by the title.
fn title(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Option<Fact> {
    let effect = || text_effect(apis, new, &Identity::Title, &Slot::Title);
    Fact::if_changed("title", Some(&old.title), Some(&new.title), effect)
}

/// A text change, unless clients identify errors by the message. In addition, clients and decoding extract
/// the values of params from the message, so a param that is removed from it is breaking.
fn message(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Vec<Fact> {
    let effect = || text_effect(apis, new, &Identity::Message, &Slot::Message);
    let (before, after) = (&old.message.text, &new.message.text);
    let mut facts: Vec<Fact> =
        Fact::if_changed("message", Some(before), Some(after), effect).into_iter().collect();
    let (was, is) = (params_in(&old.message, old), params_in(&new.message, new));
    let has = |entry: &Entry, name: &str| entry.params.iter().any(|param| param.name == name);
    // Params that were added to the error or removed from it are reported by `param`.
    let less = was.iter().filter(|name| !is.contains(name) && has(new, name));
    let more = is.iter().filter(|name| !was.contains(name) && has(old, name));
    let is_seen = envelope_of(apis.new, new).is_none_or(|it| it.has_slot(&|slot| *slot == Slot::Message));
    let effect = |rating| if is_seen { Effect::wire(rating) } else { Effect::TEXT };
    let removed = less.map(|name| ("no longer in the message", Rating::Breaking, name));
    let added = more.map(|name| ("in the message", Rating::Additive, name));
    facts.extend(
        removed
            .chain(added)
            .map(|(message, rating, name)| Fact::new(message, effect(rating)).part("param", name)),
    );
    facts
}

/// Returns the effect of a changed text, which clients may identify errors by, or which may be sent.
fn text_effect(apis: &ApiPair<'_>, entry: &Entry, identity: &Identity, slot: &Slot) -> Effect {
    let envelope = envelope_of(apis.new, entry);
    let is_compared = envelope.is_some_and(|it| it.identify_by.contains(identity));
    let is_sent = envelope.is_some_and(|it| it.has_slot(&|it| it == slot));
    match (is_compared, is_sent) {
        (true, _) => Effect::wire(Rating::Breaking),
        (false, true) => Effect::wire(Rating::Text),
        (false, false) => Effect::TEXT,
    }
}

fn params_in<'e>(template: &Template, entry: &'e Entry) -> Vec<&'e str> {
    let param = |piece: &Piece| match piece {
        Piece::Param(param) => Some(entry[*param].name.as_str()),
        Piece::Text(_) => None,
    };
    template.pieces.iter().filter_map(param).collect()
}

/// Removing a header is breaking, because clients may read it. Adding one is additive.
fn headers(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Vec<Fact> {
    let names = |api: &Api, entry: &Entry| -> Vec<String> {
        entry.headers.iter().map(|header| api[*header].name.clone()).collect()
    };
    let (before, after) = (names(apis.old, old), names(apis.new, new));
    let facts = by_name(&before, &after, |name| name).into_iter().filter_map(|pair| match pair {
        (Some(name), None) => Some(Fact::new("removed", Effect::wire(Rating::Breaking)).part("header", name)),
        (None, Some(name)) => Some(Fact::new("added", Effect::wire(Rating::Additive)).part("header", name)),
        _ => None,
    });
    facts.collect()
}

/// Another error for a failure is additive: clients know the code, but receive it for other requests.
fn fallback_for(old: &Entry, new: &Entry) -> Option<Fact> {
    let failures = |entry: &Entry| join(entry.fallback_for.iter().map(|failure| failure.word()));
    let (before, after) = (failures(old), failures(new));
    let effect = || Effect::wire(Rating::Additive);
    Fact::if_changed("fallback for", before.as_deref(), after.as_deref(), effect)
}

/// Compares the operations of an error that has its own. Those of a table are compared once for the table.
fn own_operations(tables: (&Table, &Table), old: &Entry, new: &Entry) -> Vec<Fact> {
    if old.operations.is_empty() && new.operations.is_empty() {
        return Vec::new();
    }
    operations::facts(tables.0.operations_of(old), tables.1.operations_of(new))
}

/// Compares the texts for readers, on the page and in the crate's docs.
fn prose(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Vec<Fact> {
    let text = |message, before: Option<&str>, after: Option<&str>| {
        Fact::if_changed(message, before, after, || Effect::TEXT)
    };
    let related = |api: &Api, entry: &Entry| join(entry.related.iter().map(|code| api[*code].code.as_str()));
    let (was_related, is_related) = (related(apis.old, old), related(apis.new, new));
    let facts = [
        text("answer", old.answer.as_deref(), new.answer.as_deref()),
        text("meaning", old.meaning.as_deref(), new.meaning.as_deref()),
        lines("security notes", strs(&old.security), strs(&new.security)),
        text("severity", old.severity.map(Choice::word), new.severity.map(Choice::word)),
        text("related", was_related.as_deref(), is_related.as_deref()),
        text("since", old.since.as_deref(), new.since.as_deref()),
        text("owner", old.owner.as_deref(), new.owner.as_deref()),
    ];
    facts.into_iter().flatten().chain(own_prose(old, new)).collect()
}

/// Compares the texts that tables don't share: causes, fixes, notes, examples and code examples.
fn own_prose(old: &Entry, new: &Entry) -> Vec<Fact> {
    // Examples have no `PartialEq`. Those with the same debug output are equal.
    let examples = |entry: &Entry| format!("{:?}", entry.examples);
    let examples = (examples(old) != examples(new)).then(|| Fact::new("examples", Effect::TEXT));
    let has_code_changed = old.code_examples != new.code_examples;
    let code_examples = has_code_changed.then(|| Fact::new("code examples", Effect::TEXT));
    let lists = [
        lines("causes", old.cause_texts().collect(), new.cause_texts().collect()),
        lines("fixes", old.all_fixes().collect(), new.all_fixes().collect()),
        lines("notes", strs(&old.notes), strs(&new.notes)),
        examples,
        code_examples,
    ];
    lists.into_iter().flatten().collect()
}

fn strs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

/// Compares two lists of lines. The fact contains the lines that are only in one of them.
fn lines(kind: &'static str, old: Vec<&str>, new: Vec<&str>) -> Option<Fact> {
    let only = |these: &[&str], those: &[&str]| {
        let only: Vec<&str> = these.iter().filter(|line| !those.contains(line)).copied().collect();
        (!only.is_empty()).then(|| only.join("; "))
    };
    let (before, after) = (only(&old, &new), only(&new, &old));
    let message = match (&before, &after) {
        (None, None) => return None,
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
        (Some(_), Some(_)) => "reworded",
    };
    Some(Fact::new(message, Effect::TEXT).part(kind, "").before(before).after(after))
}

fn envelope_of<'a>(api: &'a Api, entry: &Entry) -> Option<&'a Envelope> {
    entry.envelope.map(|envelope| &api[envelope])
}
