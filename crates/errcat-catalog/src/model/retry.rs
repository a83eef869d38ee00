//! Retries.

use super::{Backoff, HeaderId};

/// The advice on retrying the same request.
#[derive(Debug, Clone, PartialEq)]
pub enum Retry {
    /// A retry would fail again.
    Never,
    /// A retry may succeed later.
    Later(RetryPolicy),
}

/// How to retry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RetryPolicy {
    /// The first wait.
    pub after: Option<RetryAfter>,
    /// How the wait grows with each retry.
    pub backoff: Option<Backoff>,
    /// `true` if the waits should be randomized.
    pub jitter: bool,
    /// The maximum number of attempts, including the first.
    pub attempts: Option<u32>,
    /// `true` if only idempotent requests may be retried.
    pub idempotent_only: bool,
}

/// The time to wait before a retry.
#[derive(Debug, Clone, PartialEq)]
pub enum RetryAfter {
    /// The value of a header.
    Header(HeaderId),
    /// A fixed delay.
    Delay(std::time::Duration),
}
