//! Compares retry advice. Stricter advice is breaking, because clients that follow the old advice violate it.

use crate::diff::fact::Fact;
use crate::diff::pairs::ApiPair;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Backoff, Retry, RetryAfter, RetryPolicy};
use errcat_catalog::shape::Choice;
use errcat_catalog::source;

pub(super) fn facts(apis: &ApiPair<'_>, old: Option<&Retry>, new: Option<&Retry>) -> Vec<Fact> {
    if let (Some(Retry::Later(old)), Some(Retry::Later(new))) = (old, new) {
        return policy(apis, old, new);
    }
    retry(old, new).into_iter().collect()
}

/// Removing the advice to retry later, or replacing it by `never`, is breaking, because clients must stop
/// retrying. Adding advice, or replacing `never`, is additive. Removing `never` is a text change, because
/// clients may go on as before.
fn retry(old: Option<&Retry>, new: Option<&Retry>) -> Option<Fact> {
    let word = |retry: Option<&Retry>| match retry {
        None => "unspecified",
        Some(Retry::Never) => "never",
        Some(Retry::Later(_)) => "later",
    };
    let rating = match (old, new) {
        (Some(Retry::Later(_)), _) => Rating::Breaking,
        (_, Some(_)) => Rating::Additive,
        (_, None) => Rating::Text,
    };
    let effect = || Effect::wire(rating).with_rust(rating);
    Fact::if_changed("retry", Some(word(old)), Some(word(new)), effect)
}

fn policy(apis: &ApiPair<'_>, old: &RetryPolicy, new: &RetryPolicy) -> Vec<Fact> {
    let RetryPolicy {
        after: _,   // after() and is_looser_delay()
        backoff: _, // backoff() and is_looser_backoff()
        jitter,
        attempts: _, // attempts() and max_attempts()
        idempotent_only,
    } = new;
    let flag = |on: bool| if on { "yes" } else { "no" };
    let attempts = |policy: &RetryPolicy| policy.attempts.map_or("unlimited".to_owned(), |n| n.to_string());
    let (from, to) = (after(old, apis.old), after(new, apis.new));
    let facts = [
        advice("retry after", &from, &to, is_looser_delay(old.after.as_ref(), new.after.as_ref())),
        advice("retry backoff", backoff(old.backoff), backoff(new.backoff), is_looser_backoff(old, new)),
        // Jitter is up to the client, so any change is fine.
        advice("retry jitter", flag(old.jitter), flag(*jitter), true),
        advice("retry attempts", &attempts(old), &attempts(new), max_attempts(old) <= max_attempts(new)),
        advice(
            "retry only if idempotent",
            flag(old.idempotent_only),
            flag(*idempotent_only),
            old.idempotent_only,
        ),
    ];
    facts.into_iter().flatten().collect()
}

/// Looser advice is additive, because it allows everything that was allowed before. Stricter advice is
/// breaking.
fn advice(message: &'static str, before: &str, after: &str, is_looser: bool) -> Option<Fact> {
    let rating = if is_looser { Rating::Additive } else { Rating::Breaking };
    Fact::if_changed(message, Some(before), Some(after), || Effect::wire(rating).with_rust(rating))
}

fn after(policy: &RetryPolicy, api: &Api) -> String {
    match &policy.after {
        None => "unspecified".to_owned(),
        Some(RetryAfter::Header(header)) => api[*header].name.clone(),
        Some(RetryAfter::Delay(delay)) => source::delay_text(*delay),
    }
}

/// Returns `true` if clients that wait as long as before wait long enough.
fn is_looser_delay(old: Option<&RetryAfter>, new: Option<&RetryAfter>) -> bool {
    match (old, new) {
        (_, None) => true,
        (Some(RetryAfter::Delay(old)), Some(RetryAfter::Delay(new))) => new <= old,
        _ => false,
    }
}

fn is_looser_backoff(old: &RetryPolicy, new: &RetryPolicy) -> bool {
    let growth = |policy: &RetryPolicy| match policy.backoff {
        None => 0,
        Some(Backoff::Constant) => 1,
        Some(Backoff::Exponential) => 2,
    };
    growth(new) <= growth(old)
}

fn backoff(backoff: Option<Backoff>) -> &'static str {
    backoff.map_or("unspecified", Choice::word)
}

fn max_attempts(policy: &RetryPolicy) -> u32 {
    policy.attempts.unwrap_or(u32::MAX)
}
