//! Lints on unused headers and header sets.

use std::collections::HashSet;

use super::{LintFindings, Subject, is_whole, meant};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::source;
use crate::suggest::quoted;

pub(crate) static UNUSED_HEADER: Rule = Rule {
    name: "unused-header",
    why: "A header that no error uses is documented, but never sent.",
    fix: "Add it to the `headers` of the errors that are sent with it, or remove it.",
    ..Rule::LINT
};

/// Checks that each header is used by an error, directly, in a set or in `retry.after`.
pub(super) fn unused_header(scope: &Scope<'_>, found: &mut LintFindings) {
    if !is_whole(scope, &["headers", "header_sets", "retry"]) {
        return;
    }
    let Some(used_names) = used_names(scope) else { return };
    let sets = scope.api.header_sets.0.iter().filter(|(name, _)| used_names.contains(name.value.as_str()));
    let in_sets: HashSet<&str> = sets
        .flat_map(|(_, set)| set)
        .map(|header| meant(&header.value, || scope.api.headers.keys()))
        .collect();
    for (name, _) in &scope.api.headers.0 {
        if !used_names.contains(name.value.as_str()) && !in_sets.contains(name.value.as_str()) {
            let message = format!("no error uses the header {}", quoted(name));
            let help = "add it to the `headers` of an error, or remove it";
            found.push((Subject::Api, Finding::new(&UNUSED_HEADER, name.span, message, help)));
        }
    }
}

pub(crate) static UNUSED_HEADER_SET: Rule = Rule {
    name: "unused-header-set",
    why: "A header set that no error uses is a leftover, or is missing where it's needed.",
    fix: "Add it to the `headers` of the errors that are sent with it, or remove it.",
    ..Rule::LINT
};

/// Checks that each header set is used by an error.
pub(super) fn unused_header_set(scope: &Scope<'_>, found: &mut LintFindings) {
    if !is_whole(scope, &["headers", "header_sets", "retry"]) {
        return;
    }
    let Some(used_names) = used_names(scope) else { return };
    for (name, _) in
        scope.api.header_sets.0.iter().filter(|(name, _)| !used_names.contains(name.value.as_str()))
    {
        let message = format!("no error uses the header set {}", quoted(name));
        let help = "add it to the `headers` of an error, or remove it";
        found.push((Subject::Api, Finding::new(&UNUSED_HEADER_SET, name.span, message, help)));
    }
}

/// Returns the names of the headers and header sets that errors use. `None` if other rules report names that
/// aren't defined: they may stand for any.
fn used_names<'s>(scope: &'s Scope<'_>) -> Option<HashSet<&'s str>> {
    let of_entry = scope.entries.iter().flat_map(|entry| {
        let after = match &entry.raw.retry {
            Some(RawRetry::Policy(policy)) => policy.after.as_ref(),
            _ => None,
        };
        let after = after.filter(|after| source::delay(&after.value).is_none());
        entry.raw.headers.0.iter().chain(after)
    });
    let known = || scope.api.headers.keys().chain(scope.api.header_sets.keys());
    let in_sets = scope.api.header_sets.0.iter().flat_map(|(_, set)| set);
    let used: HashSet<&str> = of_entry.map(|word| meant(&word.value, known)).collect();
    let in_sets = in_sets.map(|word| meant(&word.value, || scope.api.headers.keys()));
    let is_known = |name: &str| known().any(|known| known == name);
    used.iter().copied().chain(in_sets).all(is_known).then_some(used)
}
