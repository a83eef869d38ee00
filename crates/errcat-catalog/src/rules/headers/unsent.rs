//! The rule on headers that clients wait for, but never get.

use crate::finding::{Finding, Findings, Rule};
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static UNSENT_HEADER: Rule = Rule {
    name: "unsent-header",
    why: "`retry: { after: Retry-After }` tells clients to wait for the time in a header. If the error doesn't \
          have the header, no response contains it, and clients don't know how long to wait.",
    fix: "Add the header to `headers`, or write a delay such as `after: 2s`.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that errors have the header that their `retry` refers to.
pub(in crate::rules) fn unsent_header(scope: &Scope<'_>, findings: &mut Findings) {
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let Some(RawRetry::Policy(policy)) = &entry.raw.retry else { continue };
        let Some(after) = policy.after.as_ref().filter(|after| scope.api.headers.get(&after.value).is_some())
        else {
            continue;
        };
        if scope.may_have_headers(index) || scope.headers(index).any(|(_, name, _)| name == after.value) {
            continue;
        }
        let message = format!("{} isn't sent with the header {}", quoted(entry.code), quoted(&after.value));
        let help = format!("add `headers: [{}]`, or write a delay: `after: 2s`", after.value);
        findings.push(Finding::new(&UNSENT_HEADER, after.span, message, help));
    }
}
