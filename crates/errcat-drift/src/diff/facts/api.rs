//! What an API's errors share, and its prose.

use super::envelope::has_slot;
use crate::diff::fact::Fact;
use crate::diff::pairs::{Apis, by_name};
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Guide, Identity, Slot, Success};

pub(super) fn facts(apis: &Apis<'_>) -> Vec<Fact> {
    let old = apis.old;
    let Api {
        name: _, // both sides have it
        title,
        summary,
        base_url: _, // base_url()
        docs_url: _, // docs_url()
        reference,
        repository,
        owner,
        path: _,                // no client meets it
        publish: _,             // internal facts aren't for clients
        reserved: _,            // no client meets it
        never_raised_allows: _, // no client meets them
        success,
        headers: _,   // super::header
        envelopes: _, // super::envelope
        tables: _,    // super::table
        codes: _,     // super::code
        guides: _,    // guide()
    } = apis.new;
    let mut facts: Vec<Fact> = [base_url(apis), docs_url(apis)].into_iter().flatten().collect();
    for (message, before, after) in [
        ("title", Some(&old.title), Some(title)),
        ("summary", Some(&old.summary), Some(summary)),
        ("owner", old.owner.as_ref(), owner.as_ref()),
        ("reference", old.reference.as_ref(), reference.as_ref()),
        ("repository", old.repository.as_ref(), repository.as_ref()),
    ] {
        let (before, after) = (before.map(String::as_str), after.map(String::as_str));
        facts.extend(Fact::if_changed(message, before, after, || Effect::TEXT));
    }
    for (old, new) in by_name(&old.success, success, |success| success.status) {
        facts.extend(self::success(old, new));
    }
    facts
}

/// Text: the catalog has these statuses for the docs, and no client meets an error in them.
fn success(old: Option<&Success>, new: Option<&Success>) -> Option<Fact> {
    let shown = |Success { status, title, doc }: &Success| format!("{status} {title}: {doc}");
    let (before, after) = (old.map(shown), new.map(shown));
    Fact::if_changed("success status", before.as_deref(), after.as_deref(), || Effect::TEXT)
}

/// Where requests go is what every client is configured with. That it is told at all is new, and asks for
/// nothing; that it is no longer told neither.
fn base_url(apis: &Apis<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.base_url.as_deref(), apis.new.base_url.as_deref());
    let rating = match (before, after) {
        (Some(_), Some(_)) => Rating::Breaking,
        (None, Some(_)) => Rating::Additive,
        _ => Rating::Text,
    };
    Fact::if_changed("base_url", before, after, || Effect::wire(rating))
}

/// Every error's page moves, and addresses of pages are kept in code, runbooks and logs. Where a body carries
/// them, they are its values; where they are what errors are told apart by, a client compares them.
fn docs_url(apis: &Apis<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.docs_url.as_deref(), apis.new.docs_url.as_deref());
    let in_bodies = |slot: &Slot| matches!(slot, Slot::DocsUrl | Slot::Type);
    let is_sent = apis.new.envelopes.iter().any(|envelope| has_slot(&envelope.body, &in_bodies));
    let is_compared =
        apis.new.envelopes.iter().any(|envelope| envelope.identify_by.contains(&Identity::Type));
    Fact::if_changed("docs_url", before, after, || {
        let rating = if before.is_some() { Rating::Breaking } else { Rating::Additive };
        match (is_compared, is_sent) {
            (true, _) => Effect::wire(Rating::Breaking).docs(rating),
            (false, true) => Effect::wire(rating).docs(rating),
            (false, false) => Effect::only_docs(rating),
        }
    })
}

/// Prose: that a guide went breaks links to it, but no program.
pub(super) fn guide(old: Option<&Guide>, new: Option<&Guide>) -> Vec<Fact> {
    let text = |message| vec![Fact::new(message, Effect { rust: None, ..Effect::TEXT })];
    match (old, new) {
        (None, Some(new)) => text("new").into_iter().map(|fact| fact.after(Some(&*new.title))).collect(),
        (Some(old), None) => text("gone").into_iter().map(|fact| fact.before(Some(&*old.title))).collect(),
        (Some(old), Some(Guide { name: _, title, text: new, path: _ })) => {
            if (&old.title, &old.text) == (title, new) { Vec::new() } else { text("rewritten") }
        }
        (None, None) => Vec::new(),
    }
}
