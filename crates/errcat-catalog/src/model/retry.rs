//! Trying again.

use serde::{Deserialize, Serialize};

use super::{Backoff, HeaderId};

/// Whether and how to try again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Retry {
    /// The same request fails again.
    Never,
    /// It may succeed later.
    Later(RetryPolicy),
}

/// How to try again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// How long to wait first.
    pub after: Option<RetryAfter>,
    /// How the wait grows.
    #[serde(with = "super::words")]
    pub backoff: Option<Backoff>,
    /// Whether to spread the waits.
    pub jitter: bool,
    /// How often at most, with the first.
    pub attempts: Option<u32>,
    /// Only requests that are safe to send twice.
    pub idempotent_only: bool,
}

/// How long to wait before trying again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RetryAfter {
    /// As long as a header says.
    Header(HeaderId),
    /// A fixed delay.
    Delay(std::time::Duration),
}
