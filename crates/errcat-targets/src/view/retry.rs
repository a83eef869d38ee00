//! Retry policies.

use errcat_catalog::model::{Api, Backoff, Retry, RetryAfter, RetryPolicy};
use serde::Serialize;

use super::serialize::word;
use super::words;

/// A retry policy.
#[derive(Debug, Serialize)]
pub(crate) struct RetryView<'a> {
    /// `false` if the same request will fail again.
    pub(crate) again: bool,
    /// The policy as a sentence.
    pub(crate) sentence: String,
    /// The name of the header that contains the wait.
    pub(crate) after_header: Option<&'a str>,
    /// The first wait.
    pub(crate) after_milliseconds: Option<u128>,
    /// The growth of waits: `constant` or `exponential`.
    #[serde(serialize_with = "word")]
    pub(crate) backoff: Option<Backoff>,
    /// `true` if waits should be randomized.
    pub(crate) jitter: bool,
    /// The maximum number of attempts, including the first one.
    pub(crate) attempts: Option<u32>,
    /// `true` if only requests that are safe to send twice should be retried.
    pub(crate) idempotent_only: bool,
}

impl<'a> RetryView<'a> {
    pub(super) fn new(api: &'a Api, retry: &Retry) -> Self {
        let never = RetryPolicy::default();
        let policy = match retry {
            Retry::Never => &never,
            Retry::Later(policy) => policy,
        };
        let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
        let (after_header, after_milliseconds) = match after {
            Some(RetryAfter::Header(header)) => (Some(api[*header].name.as_str()), None),
            Some(RetryAfter::Delay(delay)) => (None, Some(delay.as_millis())),
            None => (None, None),
        };
        RetryView {
            again: is_retryable(retry),
            sentence: words::retry(api, retry),
            after_header,
            after_milliseconds,
            backoff: *backoff,
            jitter: *jitter,
            attempts: *attempts,
            idempotent_only: *idempotent_only,
        }
    }
}

/// Returns `false` if the same request will fail again.
pub(crate) fn is_retryable(retry: &Retry) -> bool {
    match retry {
        Retry::Never => false,
        Retry::Later(_) => true,
    }
}
