//! Compares a code: its existence, names and tables. [`super::error`] compares the properties of its error.

use super::api::url_effect;
use super::error;
use crate::diff::fact::{Fact, join};
use crate::diff::pairs::ApiPair;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Code, CodeId, Entry, Identity, Slot};

pub(super) fn facts(apis: &ApiPair<'_>, old: Option<CodeId>, new: Option<CodeId>) -> Vec<Fact> {
    match (old, new) {
        (Some(old), Some(new)) => changed(apis, old, new),
        (None, Some(new)) => vec![added(apis.new.owner(new))],
        (Some(old), None) => vec![removed(apis.old.owner(old))],
        (None, None) => Vec::new(),
    }
}

/// A new code is additive, because every generated enum is `#[non_exhaustive]`, and clients of the wire must
/// expect unknown codes.
fn added(entry: &Entry) -> Fact {
    let rating = if entry.retired.is_some() { Rating::Text } else { Rating::Additive };
    let effect = Effect::wire(rating).with_rust(Rating::Additive).with_docs(Rating::Additive);
    Fact::new("added", effect).after(Some(summary(entry)))
}

/// Removing a code is breaking, because programs compare it, `Code` has a variant for it, and its page has
/// links to it. Removing a retired code doesn't affect the wire, and retiring it was the announcement.
fn removed(entry: &Entry) -> Fact {
    let breaking = Effect::only_rust(Rating::Breaking).with_docs(Rating::Breaking);
    match entry.retired {
        None => {
            let effect = Effect { wire: Some(Rating::Breaking), ..breaking };
            Fact::new("removed without being retired", effect).before(Some(summary(entry)))
        }
        Some(_) => {
            Fact::new("removed after being retired", breaking).before(Some(summary(entry))).announced(true)
        }
    }
}

fn changed(apis: &ApiPair<'_>, old: CodeId, new: CodeId) -> Vec<Fact> {
    let (was, is) = (&apis.old[old], &apis.new[new]);
    let Code {
        code: _,             // renamed()
        wire: _,             // renamed()
        variant: _,          // variant()
        table_variant: _,    // variant()
        slug: _,             // follows from the code
        address: _,          // renamed() and moved()
        owner: _,            // tables()
        decoding: _,         // decoded()
        shared_decodings: _, // follow from the envelopes
        shared: _,           // tables() and error::of_shared()
        children: _,         // `kind` of the children
        aliases: _,          // aliases()
    } = is;
    let (before, after) = (apis.old.owner(old), apis.new.owner(new));
    let mut facts: Vec<Fact> = [
        renamed(apis, was, is),
        moved(apis, was, is),
        variant(was, is),
        decoded(apis, was, is),
        retired(before, after),
        deprecated(before, after),
    ]
    .into_iter()
    .flatten()
    .collect();
    facts.extend(tables(apis, was, is));
    facts.extend(successor(apis, before, after));
    facts.extend(aliases(was, is));
    let mut error_facts = error::facts(apis, before, after);
    error_facts.extend(error::shared_facts(apis, was, is));
    if after.retired.is_some() {
        // The error is no longer sent, and has no variant.
        error_facts.iter_mut().for_each(|fact| fact.effect = fact.effect.at_most(Rating::Text));
    }
    facts.extend(error_facts);
    facts
}

/// Returns the statuses and the headline, such as `404 Agent not found`.
fn summary(entry: &Entry) -> String {
    match join(entry.statuses.words()) {
        Some(statuses) => format!("{statuses} {}", entry.headline().text),
        None => entry.headline().text.clone(),
    }
}

/// A rename is breaking on the wire if the code is sent, because clients compare it with the old one. If the
/// old code is an alias, its page redirects to the new one, and `Code` can still be parsed from it.
fn renamed(apis: &ApiPair<'_>, old: &Code, new: &Code) -> Option<Fact> {
    let is_alias = new.aliases.iter().any(|alias| alias.code == old.code);
    let is_kept = is_alias || is_page_kept(apis, old, new);
    let docs = if is_kept { Rating::Additive } else { Rating::Breaking };
    let effect = || Effect {
        wire: (is_sent(apis.old, old) || is_sent(apis.new, new)).then_some(Rating::Breaking),
        rust: Some(Rating::Additive),
        docs: Some(docs),
    };
    if old.code == new.code {
        return Fact::if_changed("code", Some(&old.wire), Some(&new.wire), effect);
    }
    // A code keeps its text if another table gets an error with the same code.
    let effect = || Effect { wire: effect().wire.filter(|_| old.wire != new.wire), ..effect() };
    Fact::if_changed("renamed", Some(&old.code), Some(&new.code), effect)
}

/// A page that moves with a value of the error is breaking, unless its former address still leads to it.
/// Pages that move with the code, the API or the pattern are reported there.
fn moved(apis: &ApiPair<'_>, old: &Code, new: &Code) -> Option<Fact> {
    if old.code != new.code || old.wire != new.wire || apis.old.page_path != apis.new.page_path {
        return None;
    }
    let (before, after) = (below(&old.address), below(&new.address));
    let rating = || if is_page_kept(apis, old, new) { Rating::Additive } else { Rating::Breaking };
    Fact::if_changed("page", Some(before), Some(after), || url_effect(apis, rating()))
}

/// Returns `true` if the address of a code's page is still one of its pages.
fn is_page_kept(apis: &ApiPair<'_>, old: &Code, new: &Code) -> bool {
    let before = below(&old.address);
    let aliases = new.aliases.iter().map(|alias| &alias.address);
    let former = apis.new.former_pages.iter().map(|page| &page.address);
    let mut kept = std::iter::once(&new.address).chain(aliases).chain(former);
    kept.any(|address| below(address) == before)
}

/// Returns an address without the API's folder.
fn below(address: &str) -> &str {
    address.split_once('/').map_or(address, |(_, below)| below)
}

/// Returns `true` if clients receive the code itself: in a body, in a URL in a body, or as the name of an
/// SDK's exception.
fn is_sent(api: &Api, code: &Code) -> bool {
    let carries = |slot: &Slot| match slot {
        Slot::Code | Slot::CodeNumber => true,
        Slot::DocsUrl | Slot::Type => api.docs_url.is_some(),
        _ => false,
    };
    code.entries().any(|id| match api[id].envelope.map(|envelope| &api[envelope]) {
        None => true,
        Some(envelope) => envelope.identify_by.contains(&Identity::Code) || envelope.has_slot(&carries),
    })
}

/// A changed variant is breaking, because the old `Code::AgentGone` no longer compiles.
fn variant(old: &Code, new: &Code) -> Option<Fact> {
    let effect = || Effect::only_rust(Rating::Breaking);
    Fact::if_changed("Rust variant", Some(&old.variant), Some(&new.variant), effect).or_else(|| {
        Fact::if_changed("Rust variant", Some(&old.table_variant), Some(&new.table_variant), effect)
    })
}

/// Clients get another variant from the same response, because an error was added that looks the same, for
/// example. A match on the old variant never succeeds again.
fn decoded(apis: &ApiPair<'_>, old: &Code, new: &Code) -> Option<Fact> {
    let (before, after) = (&apis.old[old.decoding.code].code, &apis.new[new.decoding.code].code);
    let is_renamed = *before == old.code && *after == new.code;
    let effect = || Effect::only_rust(Rating::Breaking);
    Fact::if_changed("decoded as", Some(before), Some(after), effect).filter(|_| !is_renamed)
}

/// Retiring a code is breaking and announced in Rust, because the variant is removed from its table's
/// `Error`, and code that raises or matches it must be changed. On the wire it is additive.
fn retired(old: &Entry, new: &Entry) -> Option<Fact> {
    let (before, after) = (old.retired.as_deref(), new.retired.as_deref());
    match (before, after) {
        (None, Some(_)) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
            Some(Fact::new("retired", effect).after(after).announced(true))
        }
        (Some(_), None) => {
            let effect =
                Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
            Some(Fact::new("no longer retired", effect).before(before))
        }
        _ => Fact::if_changed("reason for retiring", before, after, || Effect::TEXT),
    }
}

/// Deprecating a code is additive: the compiler warns its users, but nothing fails (a minor release:
/// <https://semver.org>, section 7).
fn deprecated(old: &Entry, new: &Entry) -> Option<Fact> {
    // Retirement supersedes deprecation.
    let reason = |entry: &Entry| entry.deprecated.clone().filter(|_| entry.retired.is_none());
    let (before, after) = (reason(old), reason(new));
    match (&before, &after) {
        (None, Some(_)) => {
            let effect = Effect::only_rust(Rating::Additive).with_docs(Rating::Additive);
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

fn successor(apis: &ApiPair<'_>, old: &Entry, new: &Entry) -> Option<Fact> {
    let renamed = old.successor.and_then(|code| apis.new_code(code));
    let (before, after) = (old.successor, new.successor);
    if renamed == after && before.is_none() == after.is_none() {
        return None;
    }
    let before = before.map(|code| &*apis.old[code].code);
    let after = after.map(|code| &*apis.new[code].code);
    Fact::if_changed("use instead", before, after, || Effect::TEXT)
}

/// Removing an alias is breaking like removing a code: its page no longer redirects, and `Code` can't be
/// parsed from it.
fn aliases(old: &Code, new: &Code) -> Vec<Fact> {
    let has =
        |code: &Code, name: &str| code.aliases.iter().any(|alias| alias.code == name) || code.code == name;
    let more = new.aliases.iter().filter(|alias| !has(old, &alias.code));
    let less = old.aliases.iter().filter(|alias| !has(new, &alias.code));
    let added = Effect::only_rust(Rating::Additive).with_docs(Rating::Additive);
    let removed = Effect::only_rust(Rating::Breaking).with_docs(Rating::Breaking);
    less.map(|alias| Fact::new("removed", removed).part("alias", &alias.code))
        .chain(more.map(|alias| Fact::new("added", added).part("alias", &alias.code)))
        .collect()
}

/// Removing a code from a table is breaking in Rust, because the table's `Error` loses a variant. Adding it
/// to a table is additive. If both happen, the code has moved, which is one change.
fn tables(apis: &ApiPair<'_>, old: &Code, new: &Code) -> Vec<Fact> {
    let names = |api: &Api, code: &Code| -> Vec<String> {
        let live = code.entries().filter(|id| api[*id].retired.is_none());
        live.map(|id| api[id.table].name.clone()).collect()
    };
    let (before, after) = (names(apis.old, old), names(apis.new, new));
    // Retiring the code, or undoing that, is its own change.
    if before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let less = before.iter().filter(|table| !after.contains(table));
    let more = after.iter().filter(|table| !before.contains(table));
    if let ([from], [to]) = (&*less.clone().collect::<Vec<_>>(), &*more.clone().collect::<Vec<_>>()) {
        let effect = Effect::wire(Rating::Additive).with_rust(Rating::Breaking);
        return vec![Fact::new("table", effect).before(Some(from.as_str())).after(Some(to.as_str()))];
    }
    let removed = Effect::wire(Rating::Additive).with_rust(Rating::Breaking).with_docs(Rating::Additive);
    let added = Effect::wire(Rating::Additive).with_rust(Rating::Additive).with_docs(Rating::Additive);
    less.map(|table| Fact::new("removed", removed).part("table", table))
        .chain(more.map(|table| Fact::new("added", added).part("table", table)))
        .collect()
}
