//! Retries.

use serde::{Deserialize, Serialize};

use super::{Backoff, HeaderId};

/// The advice on retrying the same request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Retry {
    /// A retry would fail again.
    Never,
    /// A retry may succeed later.
    Later(RetryPolicy),
}

/// How to try again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// The first wait.
    pub after: Option<RetryAfter>,
    /// How the wait grows.
    #[serde(with = "super::words")]
    pub backoff: Option<Backoff>,
    /// `true` if the waits should be randomized.
    pub jitter: bool,
    /// The maximum number of attempts, including the first.
    pub attempts: Option<u32>,
    /// `true` if only idempotent requests may be retried.
    pub idempotent_only: bool,
}

/// How long to wait before trying again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RetryAfter {
    /// The value of a header.
    Header(HeaderId),
    /// A fixed delay.
    Delay(std::time::Duration),
}
