//! Compares the properties of an API itself, and its guides.

use crate::diff::fact::Fact;
use crate::diff::pairs::{ApiPair, by_name};
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Guide, Identity, Slot, Success};
use errcat_catalog::shape::Choice;

pub(super) fn facts(apis: &ApiPair<'_>) -> Vec<Fact> {
    let old = apis.old;
    let Api {
        name: _, // renamed()
        title,
        summary,
        base_url: _,          // base_url()
        docs_url: _,          // docs_url()
        page_path: _,         // page_path()
        former_page_paths: _, // former_page_paths()
        reference,
        version,
        version_place: _, // not visible to clients
        repository,
        owner,
        path: _,                // not visible to clients
        publish: _,             // not visible to clients
        reserved: _,            // not visible to clients
        never_raised_allows: _, // not visible to clients
        missing_fallback: _,    // not visible to clients
        missing_fallback_allows: _,
        code_type: _, // code_type()
        facts: _,     // those of each error, super::error
        envelope: _,  // that of each error, super::error
        success,
        headers: _,      // super::header
        envelopes: _,    // super::envelope
        tables: _,       // super::table
        codes: _,        // super::code
        former_pages: _, // follow from the codes
        guides: _,       // guide()
    } = apis.new;
    let mut facts: Vec<Fact> =
        [renamed(apis), base_url(apis), docs_url(apis), page_path(apis), code_type(apis)]
            .into_iter()
            .flatten()
            .collect();
    for (message, before, after) in [
        ("title", Some(&old.title), Some(title)),
        ("summary", Some(&old.summary), Some(summary)),
        ("owner", old.owner.as_ref(), owner.as_ref()),
        ("reference", old.reference.as_ref(), reference.as_ref()),
        ("version", old.version.as_ref(), version.as_ref()),
        ("repository", old.repository.as_ref(), repository.as_ref()),
    ] {
        let (before, after) = (before.map(String::as_str), after.map(String::as_str));
        facts.extend(Fact::if_changed(message, before, after, || Effect::TEXT));
    }
    facts.extend(former_page_paths(apis));
    for (old, new) in by_name(&old.success, success, |success| success.status) {
        facts.extend(self::success(old, new));
    }
    facts
}

/// A text change, because these statuses only appear in the docs and are no errors.
fn success(old: Option<&Success>, new: Option<&Success>) -> Option<Fact> {
    let shown = |Success { status, title, doc }: &Success| format!("{status} {title}: {doc}");
    let (before, after) = (old.map(shown), new.map(shown));
    Fact::if_changed("success status", before.as_deref(), after.as_deref(), || Effect::TEXT)
}

/// A changed base URL breaks every client, because clients are configured with it. An added one is additive.
/// Removing it is a text change, because the API still has the same URL.
fn base_url(apis: &ApiPair<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.base_url.as_deref(), apis.new.base_url.as_deref());
    let rating = match (before, after) {
        (Some(_), Some(_)) => Rating::Breaking,
        (None, Some(_)) => Rating::Additive,
        _ => Rating::Text,
    };
    Fact::if_changed("base_url", before, after, || Effect::wire(rating))
}

/// Another type is breaking, because clients parse codes as the old one.
fn code_type(apis: &ApiPair<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.code_type.word(), apis.new.code_type.word());
    Fact::if_changed("type of the codes", Some(before), Some(after), || Effect::wire(Rating::Breaking))
}

/// Another name moves every page and the module of the crate, like a changed docs URL.
fn renamed(apis: &ApiPair<'_>) -> Option<Fact> {
    let effect = || {
        let urls =
            if apis.new.docs_url.is_some() { url_effect(apis, Rating::Breaking) } else { Effect::TEXT };
        urls.with_rust(Rating::Breaking).with_docs(Rating::Breaking)
    };
    Fact::if_changed("renamed", Some(&apis.old.name), Some(&apis.new.name), effect)
}

/// A changed docs URL moves every page, and code, runbooks and logs link to pages.
fn docs_url(apis: &ApiPair<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.docs_url.as_deref(), apis.new.docs_url.as_deref());
    let rating = if before.is_some() { Rating::Breaking } else { Rating::Additive };
    Fact::if_changed("docs_url", before, after, || url_effect(apis, rating))
}

/// A pattern moves every page. The default addresses redirect, and those of a pattern that is listed as a
/// former one.
fn page_path(apis: &ApiPair<'_>) -> Option<Fact> {
    let (before, after) = (apis.old.page_path.as_deref(), apis.new.page_path.as_deref());
    let redirects = |pattern: &str| apis.new.former_page_paths.iter().any(|former| former == pattern);
    let rating = if before.is_none_or(redirects) { Rating::Additive } else { Rating::Breaking };
    Fact::if_changed("page_path", before, after, || url_effect(apis, rating))
}

/// Links to the addresses of a pattern that isn't listed any more are broken.
fn former_page_paths(apis: &ApiPair<'_>) -> Vec<Fact> {
    let patterns =
        |api: &Api| api.former_page_paths.iter().chain(&api.page_path).cloned().collect::<Vec<_>>();
    let (old, new) = (patterns(apis.old), patterns(apis.new));
    let lost = apis.old.former_page_paths.iter().filter(|pattern| !new.contains(pattern));
    let more = apis.new.former_page_paths.iter().filter(|pattern| !old.contains(pattern));
    let fact = |message, rating: Rating, pattern: &String| {
        Fact::new(message, Effect::only_docs(rating)).part("former page path", pattern)
    };
    lost.map(|pattern| fact("removed", Rating::Breaking, pattern))
        .chain(more.map(|pattern| fact("added", Rating::Additive, pattern)))
        .collect()
}

/// Returns the effect of other URLs of pages. If bodies include the URL, values on the wire change too. If
/// clients identify errors by the URL, every change breaks them.
pub(super) fn url_effect(apis: &ApiPair<'_>, rating: Rating) -> Effect {
    let in_bodies = |slot: &Slot| matches!(slot, Slot::DocsUrl | Slot::Type);
    let mut envelopes = apis.new.envelopes.iter();
    let is_sent = envelopes.clone().any(|envelope| envelope.has_slot(&in_bodies));
    let is_compared = envelopes.any(|envelope| envelope.identify_by.contains(&Identity::Type));
    match (is_compared, is_sent) {
        (true, _) => Effect::wire(Rating::Breaking).with_docs(rating),
        (false, true) => Effect::wire(rating).with_docs(rating),
        (false, false) => Effect::only_docs(rating),
    }
}

/// A text change. Removing a guide breaks links to it, but no program.
pub(super) fn guide(old: Option<&Guide>, new: Option<&Guide>) -> Vec<Fact> {
    let text = |message| vec![Fact::new(message, Effect { rust: None, ..Effect::TEXT })];
    match (old, new) {
        (None, Some(new)) => text("added").into_iter().map(|fact| fact.after(Some(&*new.title))).collect(),
        (Some(old), None) => text("removed").into_iter().map(|fact| fact.before(Some(&*old.title))).collect(),
        (Some(old), Some(Guide { name: _, title, text: new, path: _ })) => {
            if (&old.title, &old.text) == (title, new) { Vec::new() } else { text("rewritten") }
        }
        (None, None) => Vec::new(),
    }
}
