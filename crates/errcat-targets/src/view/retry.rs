//! Trying again.

use errcat_catalog::model::{Api, Backoff, Retry, RetryAfter, RetryPolicy};
use serde::Serialize;

use crate::view::words;

/// Whether and how to try again.
#[derive(Debug, Serialize)]
pub(crate) struct RetryView<'a> {
    /// `false` if the same request fails again.
    again: bool,
    /// The policy for people.
    sentence: String,
    /// The name of the header that says how long to wait.
    after_header: Option<&'a str>,
    /// How long to wait first.
    after_milliseconds: Option<u128>,
    /// How the wait grows: `constant` or `exponential`.
    backoff: Option<&'static str>,
    /// `true` if the waits should be spread.
    jitter: bool,
    /// How often to try at most, the first time included.
    attempts: Option<u32>,
    /// `true` if only requests that are safe to send twice should be repeated.
    idempotent_only: bool,
}

impl<'a> RetryView<'a> {
    pub(super) fn new(api: &'a Api, retry: &Retry) -> Self {
        let never = RetryPolicy::default();
        let (again, policy) = match retry {
            Retry::Never => (false, &never),
            Retry::Later(policy) => (true, policy),
        };
        let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
        let (after_header, after_milliseconds) = match after {
            Some(RetryAfter::Header(header)) => (Some(api[*header].name.as_str()), None),
            Some(RetryAfter::Delay(delay)) => (None, Some(delay.as_millis())),
            None => (None, None),
        };
        RetryView {
            again,
            sentence: words::retry(api, retry),
            after_header,
            after_milliseconds,
            backoff: backoff.map(|backoff| match backoff {
                Backoff::Constant => "constant",
                Backoff::Exponential => "exponential",
            }),
            jitter: *jitter,
            attempts: *attempts,
            idempotent_only: *idempotent_only,
        }
    }
}
