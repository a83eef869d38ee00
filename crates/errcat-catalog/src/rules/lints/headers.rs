//! Lints on headers and header sets that nothing uses.

use std::collections::HashSet;

use super::{Found, Subject, is_whole};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static UNUSED_HEADER: Rule = Rule {
    name: "unused-header",
    why: "A header that no error comes with is documented, and never sent.",
    fix: "Add it to the `headers` of the errors that come with it, or remove it.",
    ..Rule::LINT
};

/// A header comes with an error, by itself or in a set, or says how long to wait.
pub(super) fn unused_header(scope: &Scope<'_>, found: &mut Found) {
    if !is_whole(scope) {
        return;
    }
    let named = named(scope);
    let sets = scope.api.header_sets.0.iter().filter(|(name, _)| named.contains(name.value.as_str()));
    let in_sets: HashSet<&str> = sets.flat_map(|(_, set)| set).map(|header| header.value.as_str()).collect();
    for (name, _) in &scope.api.headers.0 {
        if !named.contains(name.value.as_str()) && !in_sets.contains(name.value.as_str()) {
            let message = format!("no error has the header {}", quoted(name));
            let help = "add it to the `headers` of an error, or remove it";
            found.push((Subject::Api, Finding::new(&UNUSED_HEADER, name.span, message, help)));
        }
    }
}

pub(crate) static UNUSED_HEADER_SET: Rule = Rule {
    name: "unused-header-set",
    why: "A header set that no error names is left of something, or was forgotten where it belongs.",
    fix: "Add it to the `headers` of the errors that come with it, or remove it.",
    ..Rule::LINT
};

/// A header set comes with an error.
pub(super) fn unused_header_set(scope: &Scope<'_>, found: &mut Found) {
    if !is_whole(scope) {
        return;
    }
    let named = named(scope);
    for (name, _) in scope.api.header_sets.0.iter().filter(|(name, _)| !named.contains(name.value.as_str())) {
        let message = format!("no error has the header set {}", quoted(name));
        let help = "add it to the `headers` of an error, or remove it";
        found.push((Subject::Api, Finding::new(&UNUSED_HEADER_SET, name.span, message, help)));
    }
}

/// The headers and header sets that errors name.
fn named<'s>(scope: &'s Scope<'_>) -> HashSet<&'s str> {
    let of_entry = scope.entries.iter().flat_map(|entry| {
        let after = match &entry.raw.retry {
            Some(RawRetry::Policy(policy)) => policy.after.as_ref(),
            _ => None,
        };
        entry.raw.headers.0.iter().chain(after)
    });
    of_entry.map(|word| word.value.as_str()).collect()
}
