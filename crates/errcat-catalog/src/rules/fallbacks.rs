//! Rules on `fallback_for`: the errors that a server sends for failures that its web framework answers.

use std::collections::HashMap;

use errcat::{Audience, Failure};

use crate::finding::{Finding, Findings, Rule, Span, Spanned};
use crate::scope::{Entry, Param, Scope};
use crate::suggest::quoted;

pub(crate) static DUPLICATE_FALLBACK: Rule = Rule {
    name: "duplicate-fallback",
    why: "A server sends exactly one error for a failure. Two errors of this API are meant for the same \
          one.",
    fix: "Remove the failure from `fallback_for` of all but one error.",
    ..Rule::REQUIRED
};

/// Checks that each failure has one error.
pub(super) fn duplicate_fallback(scope: &Scope<'_>, findings: &mut Findings) {
    let mut first: HashMap<Failure, (&str, Span)> = HashMap::new();
    for (_, entry, failure) in fallbacks(scope) {
        let code = &entry.code.value;
        let Some((before, place)) = first.get(&failure.value) else {
            first.insert(failure.value, (code, failure.span));
            continue;
        };
        let message = format!("two errors for `{}`", failure.value.as_str());
        let help = match before == code {
            true => "remove one of them".to_owned(),
            false => format!("remove it here, or from {}", quoted(before)),
        };
        let finding = Finding::new(&DUPLICATE_FALLBACK, failure.span, message, help);
        findings.push(finding.related(*place, "the first error"));
    }
}

pub(crate) static INVALID_FALLBACK: Rule = Rule {
    name: "invalid-fallback",
    why: "An error with `fallback_for` is sent without a handler: for any operation, with the status and \
          the headers of the failure alone. It can't be retired, belong to operations or lack a status or \
          an envelope, and clients may see only params that a header fills.",
    fix: "Use a general error, or make its params optional or internal.",
    ..Rule::REQUIRED
};

/// Checks that errors with `fallback_for` can be sent without a handler.
pub(super) fn invalid_fallback(scope: &Scope<'_>, findings: &mut Findings) {
    let mut last = None;
    for (index, entry, failure) in fallbacks(scope) {
        // One finding per error.
        if last.replace(index) == Some(index) {
            continue;
        }
        let Some(Obstacle { reason, help, place }) = obstacle(scope, index, entry) else { continue };
        let message = format!("{} can't be a fallback: {reason}", quoted(&entry.code.value));
        let mut finding = Finding::new(&INVALID_FALLBACK, failure.span, message, help);
        if let Some(place) = place {
            finding = finding.related(place, "because of this");
        }
        findings.push(finding);
    }
}

/// The reason why an error can't be sent without a handler.
struct Obstacle {
    reason: String,
    help: &'static str,
    place: Option<Span>,
}

fn obstacle(scope: &Scope<'_>, index: usize, entry: &Entry<'_>) -> Option<Obstacle> {
    let found = |reason: &str, help, place| Some(Obstacle { reason: reason.to_owned(), help, place });
    let general = "move `fallback_for` to an error without operations";
    if let Some(retired) = &entry.raw.retired {
        return found("it is retired", "move `fallback_for` to its successor", Some(retired.span));
    }
    if let Some(operation) = scope.operations(index).next() {
        let is_own = entry.raw.has_operations();
        let reason = if is_own { "it has operations" } else { "its table is about operations" };
        return found(reason, general, Some(operation.span));
    }
    let has_none = scope.statuses(index).is_some_and(|statuses| statuses.known().is_none());
    if has_none && !scope.has_unknown_status(index) {
        return found("it has no status", "add `status:`", None);
    }
    if scope.envelope_word(index).is_some_and(|word| word.value == "none") {
        return found("it is never sent as a body", "set its `envelope:`", None);
    }
    let missing = entry.params.iter().find(|param| is_needed(scope, index, param))?;
    Some(Obstacle {
        reason: format!("no header fills its param {}", quoted(missing.name)),
        help: "make the param `optional: true`, or move `fallback_for` to an error without it",
        place: Some(missing.place),
    })
}

/// Returns `true` if only a handler has the value of a param. Only the values of public params are sent.
fn is_needed(scope: &Scope<'_>, index: usize, param: &Param<'_>) -> bool {
    !param.is_optional()
        && param.audience() == Audience::Public
        && scope.header_filled_by(index, param.name).is_none()
}

/// Returns each failure with the entry that is sent for it. The key isn't inherited.
fn fallbacks<'s, 'a>(
    scope: &'s Scope<'a>,
) -> impl Iterator<Item = (usize, &'s Entry<'a>, &'a Spanned<Failure>)> {
    let owners = scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index));
    owners.flat_map(|(index, entry)| {
        entry.raw.fallback_for.0.iter().map(move |failure| (index, entry, failure))
    })
}
