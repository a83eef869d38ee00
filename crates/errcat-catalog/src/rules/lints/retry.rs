//! Lints on retries.

use super::{LintFindings, Subject};
use crate::finding::Finding;
use crate::finding::Rule;
use crate::raw::RawRetry;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static RETRY_WITHOUT_WAIT: Rule = Rule {
    name: "retry-without-wait",
    why: "If an error can be retried and doesn't define how long to wait, all clients retry at once.",
    fix: "Set `after` to a header or a delay, or `backoff` to how the wait grows; if retrying makes no \
          sense, write `retry: never`.",
    ..Rule::LINT
};

/// Checks that errors that can be retried define how long to wait.
pub(super) fn retry_without_wait(scope: &Scope<'_>, found: &mut LintFindings) {
    for (index, entry) in scope.entries.iter().enumerate() {
        let Some(RawRetry::Policy(policy)) = &entry.raw.retry else { continue };
        let is_reported = ["after", "backoff"].iter().any(|key| policy.keys.is_reported(key));
        if policy.after.is_none() && policy.backoff.is_none() && !is_reported {
            let message =
                format!("{} can be retried, but doesn't define how long to wait", quoted(entry.code));
            let help = "add `after: Retry-After`, `after: 2s` or `backoff: exponential`";
            let finding = Finding::new(&RETRY_WITHOUT_WAIT, policy.span, message, help);
            found.push((Subject::Entry(index), finding));
        }
    }
}
