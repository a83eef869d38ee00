//! Lints on trying again.

use super::{Found, Subject};
use crate::finding::Finding;
use crate::raw::RawRetry;
use crate::rules::{Rule, quoted};
use crate::scope::Scope;

/// An error that may be retried says how long to wait.
pub(super) fn retry_without_wait(scope: &Scope<'_>, found: &mut Found) {
    for (index, entry) in scope.entries.iter().enumerate() {
        let Some(RawRetry::Policy(policy)) = &entry.raw.retry else { continue };
        if policy.after.is_none() && policy.backoff.is_none() {
            let message = format!("{} may be retried, and nothing says how long to wait", quoted(entry.code));
            let help = "add `after: Retry-After`, `after: 2s` or `backoff: exponential`";
            let finding = Finding::new(Rule::RetryWithoutWait, policy.span, message, help);
            found.push((Subject::Entry(index), finding));
        }
    }
}
