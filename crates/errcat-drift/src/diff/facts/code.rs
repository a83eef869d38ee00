//! A code's life: that it came or went, its names, its tables. What its error says is [`super::error`].

use super::envelope::has_slot;
use super::error;
use crate::diff::fact::{Fact, listed};
use crate::diff::pairs::Apis;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Code, CodeId, Entry, Identity, Slot};

pub(super) fn facts(apis: &Apis<'_>, old: Option<CodeId>, new: Option<CodeId>) -> Vec<Fact> {
    match (old, new) {
        (Some(old), Some(new)) => changed(apis, old, new),
        (None, Some(new)) => vec![added(apis.new.owner(new))],
        (Some(old), None) => vec![gone(apis.old.owner(old))],
        (None, None) => Vec::new(),
    }
}

/// Every generated enum is `#[non_exhaustive]`, and a client of the wire has to reckon with codes that it
/// doesn't know.
fn added(entry: &Entry) -> Fact {
    let rating = if entry.retired.is_some() { Rating::Text } else { Rating::Additive };
    let effect = Effect::wire(rating).rust(Rating::Additive).docs(Rating::Additive);
    Fact::new("new", effect).after(Some(summary(entry)))
}

/// A code is forever: programs compare it, `Code` names it, its page is linked to. Of a retired one the wire
/// knows nothing any more, and clients were told.
fn gone(entry: &Entry) -> Fact {
    let breaking = Effect::only_rust(Rating::Breaking).docs(Rating::Breaking);
    match entry.retired {
        None => {
            let effect = Effect { wire: Some(Rating::Breaking), ..breaking };
            Fact::new("gone without having been retired", effect).before(Some(summary(entry)))
        }
        Some(_) => Fact::new("gone, once retired", breaking).before(Some(summary(entry))).announced(true),
    }
}

fn changed(apis: &Apis<'_>, old: CodeId, new: CodeId) -> Vec<Fact> {
    let (was, is) = (&apis.old[old], &apis.new[new]);
    let Code {
        code: _,     // renamed()
        variant: _,  // variant()
        slug: _,     // renamed()
        owner: _,    // tables()
        shared: _,   // tables() and error::of_shared()
        children: _, // their `kind`
        aliases: _,  // aliases()
    } = is;
    let (before, after) = (apis.old.owner(old), apis.new.owner(new));
    let mut facts: Vec<Fact> =
        [renamed(apis, was, is), variant(was, is), retired(before, after), deprecated(before, after)]
            .into_iter()
            .flatten()
            .collect();
    facts.extend(tables(apis, was, is));
    facts.extend(successor(apis, before, after));
    facts.extend(aliases(was, is));
    let mut said = error::facts(apis, before, after);
    said.extend(error::of_shared(apis, was, is));
    if after.retired.is_some() {
        // Nobody is sent it any longer, and no variant is made of it.
        said.iter_mut().for_each(|fact| fact.effect = fact.effect.at_most(Rating::Text));
    }
    facts.extend(said);
    facts
}

/// `404 Agent not found`.
fn summary(entry: &Entry) -> String {
    match listed(&entry.statuses) {
        Some(statuses) => format!("{statuses} {}", entry.message.text),
        None => entry.message.text.clone(),
    }
}

/// The docs lead on from an alias, and `Code` is still read from it; but a client that compares the code on
/// the wire compares with the old one.
fn renamed(apis: &Apis<'_>, old: &Code, new: &Code) -> Option<Fact> {
    let is_alias = new.aliases.iter().any(|alias| alias.code == old.code);
    let docs = if is_alias || old.slug == new.slug { Rating::Additive } else { Rating::Breaking };
    let effect = || Effect {
        wire: (is_sent(apis.old, old) || is_sent(apis.new, new)).then_some(Rating::Breaking),
        rust: Some(Rating::Additive),
        docs: Some(docs),
    };
    Fact::if_changed("renamed", Some(&old.code), Some(&new.code), effect)
}

/// Whether clients meet the code itself: in a body, in an address there, or as the name of an SDK's
/// exception.
fn is_sent(api: &Api, code: &Code) -> bool {
    let carries = |slot: &Slot| match slot {
        Slot::Code => true,
        Slot::DocsUrl | Slot::Type => api.docs_url.is_some(),
        _ => false,
    };
    code.entries().any(|id| match api[id].envelope.map(|envelope| &api[envelope]) {
        None => true,
        Some(envelope) => {
            envelope.identify_by.contains(&Identity::Code) || has_slot(&envelope.body, &carries)
        }
    })
}

/// `Code::AgentGone` no longer compiles.
fn variant(old: &Code, new: &Code) -> Option<Fact> {
    let effect = || Effect::only_rust(Rating::Breaking);
    Fact::if_changed("Rust variant", Some(&old.variant), Some(&new.variant), effect)
}

/// Retiring takes the variant out of its table's `Error`, which those who raise or match it must mend:
/// breaking, and announced. On the wire there is less to expect.
fn retired(old: &Entry, new: &Entry) -> Option<Fact> {
    let (before, after) = (old.retired.as_deref(), new.retired.as_deref());
    match (before, after) {
        (None, Some(_)) => {
            let effect = Effect::wire(Rating::Additive).rust(Rating::Breaking).docs(Rating::Additive);
            Some(Fact::new("retired", effect).after(after).announced(true))
        }
        (Some(_), None) => {
            let effect = Effect::wire(Rating::Additive).rust(Rating::Additive).docs(Rating::Additive);
            Some(Fact::new("no longer retired", effect).before(before))
        }
        _ => Fact::if_changed("reason for retiring", before, after, || Effect::TEXT),
    }
}

/// The compiler warns whoever uses it; nothing fails (a minor release: <https://semver.org>, section 7).
fn deprecated(old: &Entry, new: &Entry) -> Option<Fact> {
    // A retired one is more than deprecated.
    let of = |entry: &Entry| entry.deprecated.clone().filter(|_| entry.retired.is_none());
    let (before, after) = (of(old), of(new));
    match (&before, &after) {
        (None, Some(_)) => {
            let effect = Effect::only_rust(Rating::Additive).docs(Rating::Additive);
            Some(Fact::new("deprecated", effect).after(after))
        }
        (Some(_), None) if new.retired.is_some() => None,
        (Some(_), None) => Some(Fact::new("no longer deprecated", Effect::TEXT).before(before)),
        _ => {
            let (before, after) = (before.as_deref(), after.as_deref());
            Fact::if_changed("reason for deprecation", before, after, || Effect::TEXT)
        }
    }
}

fn successor(apis: &Apis<'_>, old: &Entry, new: &Entry) -> Option<Fact> {
    let renamed = old.successor.and_then(|code| apis.now(code));
    let (before, after) = (old.successor, new.successor);
    if renamed == after && before.is_none() == after.is_none() {
        return None;
    }
    let before = before.map(|code| &*apis.old[code].code);
    let after = after.map(|code| &*apis.new[code].code);
    Fact::if_changed("use instead", before, after, || Effect::TEXT)
}

/// A former name is an address that leads on, and a spelling that `Code` is read from: as good as a code,
/// once given.
fn aliases(old: &Code, new: &Code) -> Vec<Fact> {
    let has =
        |code: &Code, name: &str| code.aliases.iter().any(|alias| alias.code == name) || code.code == name;
    let more = new.aliases.iter().filter(|alias| !has(old, &alias.code));
    let less = old.aliases.iter().filter(|alias| !has(new, &alias.code));
    let added = Effect::only_rust(Rating::Additive).docs(Rating::Additive);
    let gone = Effect::only_rust(Rating::Breaking).docs(Rating::Breaking);
    less.map(|alias| Fact::new("gone", gone).part("alias", &alias.code))
        .chain(more.map(|alias| Fact::new("new", added).part("alias", &alias.code)))
        .collect()
}

/// A table that has the code has a variant for it, and its operations answer with it.
fn tables(apis: &Apis<'_>, old: &Code, new: &Code) -> Vec<Fact> {
    let names = |api: &Api, code: &Code| -> Vec<String> {
        let live = code.entries().filter(|id| api[*id].retired.is_none());
        live.map(|id| api[id.table].name.clone()).collect()
    };
    let (before, after) = (names(apis.old, old), names(apis.new, new));
    // That it was retired, or no longer is, says enough.
    if before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let less = before.iter().filter(|table| !after.contains(table));
    let more = after.iter().filter(|table| !before.contains(table));
    if let ([from], [to]) = (&*less.clone().collect::<Vec<_>>(), &*more.clone().collect::<Vec<_>>()) {
        let effect = Effect::wire(Rating::Additive).rust(Rating::Breaking);
        return vec![Fact::new("table", effect).before(Some(from.as_str())).after(Some(to.as_str()))];
    }
    let gone = Effect::wire(Rating::Additive).rust(Rating::Breaking).docs(Rating::Additive);
    let added = Effect::wire(Rating::Additive).rust(Rating::Additive).docs(Rating::Additive);
    less.map(|table| Fact::new("no longer in it", gone).part("table", table))
        .chain(more.map(|table| Fact::new("also in it", added).part("table", table)))
        .collect()
}
