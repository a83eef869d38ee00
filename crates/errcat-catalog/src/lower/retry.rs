//! Lowers retries.

use crate::model::{Backoff, Id, Retry, RetryAfter, RetryPolicy};
use crate::raw::{RawPolicy, RawRetry};
use crate::scope::Scope;
use crate::source;

pub(super) fn lower(scope: &Scope<'_>, raw: &RawRetry) -> Retry {
    match raw {
        RawRetry::Never => Retry::Never,
        RawRetry::Backoff => {
            Retry::Later(RetryPolicy { backoff: Some(Backoff::Exponential), ..RetryPolicy::default() })
        }
        RawRetry::Policy(policy) => Retry::Later(lower_policy(scope, policy)),
    }
}

fn lower_policy(scope: &Scope<'_>, raw: &RawPolicy) -> RetryPolicy {
    let RawPolicy { span: _, keys: _, after, backoff, jitter, attempts, idempotent_only } = raw;
    let header = |name: &str| scope.api.headers.keys().position(|header| header == name);
    RetryPolicy {
        after: after.as_ref().map(|after| match header(&after.value) {
            Some(header) => RetryAfter::Header(Id::new(header)),
            None => RetryAfter::Delay(source::delay(&after.value).expect("rule invalid-delay")),
        }),
        backoff: *backoff,
        jitter: jitter.as_ref().is_some_and(|flag| flag.value),
        attempts: attempts.as_ref().map(|n| u32::try_from(n.value).expect("rule invalid-delay")),
        idempotent_only: idempotent_only.as_ref().is_some_and(|flag| flag.value),
    }
}
