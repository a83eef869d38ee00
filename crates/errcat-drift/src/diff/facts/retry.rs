//! What a client does after an error: the stricter the advice, the more of it is broken by a client that
//! follows the old one.

use crate::diff::fact::Fact;
use crate::diff::pairs::Apis;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{Api, Backoff, Retry, RetryAfter, RetryPolicy};
use errcat_catalog::shape::Choice;

pub(super) fn facts(apis: &Apis<'_>, old: Option<&Retry>, new: Option<&Retry>) -> Vec<Fact> {
    if let (Some(Retry::Later(old)), Some(Retry::Later(new))) = (old, new) {
        return policy(apis, old, new);
    }
    flipped(old, new).into_iter().collect()
}

/// A client that tries again where it never helps must stop. One that gave up may try; one that was told
/// nothing, or is now told nothing about what never helped, may go on as it did.
fn flipped(old: Option<&Retry>, new: Option<&Retry>) -> Option<Fact> {
    let word = |retry: Option<&Retry>| match retry {
        None => "unsaid",
        Some(Retry::Never) => "never",
        Some(Retry::Later(_)) => "later",
    };
    let rating = match (old, new) {
        (Some(Retry::Later(_)), _) => Rating::Breaking,
        (_, Some(_)) => Rating::Additive,
        (_, None) => Rating::Text,
    };
    let effect = || Effect::wire(rating).rust(rating);
    Fact::if_changed("retry", Some(word(old)), Some(word(new)), effect)
}

fn policy(apis: &Apis<'_>, old: &RetryPolicy, new: &RetryPolicy) -> Vec<Fact> {
    let RetryPolicy {
        after: _,   // after() and is_sooner()
        backoff: _, // backoff() and is_gentler()
        jitter,
        attempts: _, // attempts() and most()
        idempotent_only,
    } = new;
    let flag = |on: bool| if on { "yes" } else { "no" };
    let attempts = |policy: &RetryPolicy| policy.attempts.map_or("unlimited".to_owned(), |n| n.to_string());
    let (from, to) = (after(old, apis.old), after(new, apis.new));
    let facts = [
        advice("retry after", &from, &to, is_sooner(old.after.as_ref(), new.after.as_ref())),
        advice("retry backoff", backoff(old.backoff), backoff(new.backoff), is_gentler(old, new)),
        // Whether waits are spread is the client's own good.
        advice("retry jitter", flag(old.jitter), flag(*jitter), true),
        advice("retry attempts", &attempts(old), &attempts(new), most(old) <= most(new)),
        advice(
            "retry only if idempotent",
            flag(old.idempotent_only),
            flag(*idempotent_only),
            old.idempotent_only,
        ),
    ];
    facts.into_iter().flatten().collect()
}

/// Looser advice allows what was right before; stricter forbids some of it.
fn advice(message: &'static str, before: &str, after: &str, is_looser: bool) -> Option<Fact> {
    let rating = if is_looser { Rating::Additive } else { Rating::Breaking };
    Fact::if_changed(message, Some(before), Some(after), || Effect::wire(rating).rust(rating))
}

fn after(policy: &RetryPolicy, api: &Api) -> String {
    match &policy.after {
        None => "unsaid".to_owned(),
        Some(RetryAfter::Header(header)) => api[*header].name.clone(),
        Some(RetryAfter::Delay(delay)) => format!("{delay:?}"),
    }
}

/// Whether who waits as was said before waits long enough.
fn is_sooner(old: Option<&RetryAfter>, new: Option<&RetryAfter>) -> bool {
    match (old, new) {
        (_, None) => true,
        (Some(RetryAfter::Delay(old)), Some(RetryAfter::Delay(new))) => new <= old,
        _ => false,
    }
}

fn is_gentler(old: &RetryPolicy, new: &RetryPolicy) -> bool {
    let growth = |policy: &RetryPolicy| match policy.backoff {
        None => 0,
        Some(Backoff::Constant) => 1,
        Some(Backoff::Exponential) => 2,
    };
    growth(new) <= growth(old)
}

fn backoff(backoff: Option<Backoff>) -> &'static str {
    backoff.map_or("unsaid", Choice::word)
}

fn most(policy: &RetryPolicy) -> u32 {
    policy.attempts.unwrap_or(u32::MAX)
}
