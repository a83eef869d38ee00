//! Lints on trying again.

use super::{Found, Subject};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static RETRY_WITHOUT_WAIT: Rule = Rule {
    name: "retry-without-wait",
    why: "An error that may be retried and doesn't say how long to wait is retried at once, by every \
          client at the same time.",
    fix: "Say a header or a delay by `after`, or how the wait grows by `backoff`; where waiting \
          makes no sense, write `retry: never`.",
    ..Rule::LINT
};

/// An error that may be retried says how long to wait.
pub(super) fn retry_without_wait(scope: &Scope<'_>, found: &mut Found) {
    for (index, entry) in scope.entries.iter().enumerate() {
        let Some(RawRetry::Policy(policy)) = &entry.raw.retry else { continue };
        if policy.after.is_none() && policy.backoff.is_none() {
            let message = format!("{} may be retried, and nothing says how long to wait", quoted(entry.code));
            let help = "add `after: Retry-After`, `after: 2s` or `backoff: exponential`";
            let finding = Finding::new(&RETRY_WITHOUT_WAIT, policy.span, message, help);
            found.push((Subject::Entry(index), finding));
        }
    }
}
