//! Trying again.

use errcat_catalog::model::{Api, Backoff, Retry, RetryAfter, RetryPolicy};
use serde::Serialize;

use super::serialize::word;
use super::words;

/// Whether and how to try again.
#[derive(Debug, Serialize)]
pub(crate) struct RetryView<'a> {
    /// `false` if the same request fails again.
    pub(crate) again: bool,
    /// The policy for people.
    pub(crate) sentence: String,
    /// The name of the header that says how long to wait.
    pub(crate) after_header: Option<&'a str>,
    /// How long to wait first.
    pub(crate) after_milliseconds: Option<u128>,
    /// How the wait grows: `constant` or `exponential`.
    #[serde(serialize_with = "word")]
    pub(crate) backoff: Option<Backoff>,
    /// `true` if the waits should be spread.
    pub(crate) jitter: bool,
    /// How often to try at most, the first time included.
    pub(crate) attempts: Option<u32>,
    /// `true` if only requests that are safe to send twice should be repeated.
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
            again: again(retry),
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

/// Returns `false` if the same request fails again.
pub(crate) fn again(retry: &Retry) -> bool {
    match retry {
        Retry::Never => false,
        Retry::Later(_) => true,
    }
}
