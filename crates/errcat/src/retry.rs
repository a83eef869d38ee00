//! Retry behavior: one definition for servers, clients and the docs.

use std::time::Duration;

pub use self::attempts::{
    Attempts, DEFAULT_ATTEMPTS, DEFAULT_DELAY, DEFAULT_TOTAL_WAIT, MAX_DELAY, MAX_RETRY_AFTER,
};

mod attempts;

/// The retry behavior of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Retry {
    /// The catalog doesn't define it.
    #[default]
    Unspecified,
    /// Never: the same request fails again.
    Never,
    /// Later: the same request may succeed.
    Later(RetryPolicy),
}

impl Retry {
    /// Returns the retry policy, if retrying makes sense.
    pub const fn policy(&self) -> Option<&RetryPolicy> {
        match self {
            Self::Later(policy) => Some(policy),
            Self::Unspecified | Self::Never => None,
        }
    }

    /// Returns `true` if the request should be sent again. `idempotent` specifies that it is safe to send
    /// twice, like a `GET`, or a `POST` with an idempotency key. If the catalog doesn't define it, retrying
    /// isn't worth it.
    pub const fn should_retry(&self, idempotent: bool) -> bool {
        match self {
            Self::Later(policy) => idempotent || !policy.idempotent_only,
            Self::Unspecified | Self::Never => false,
        }
    }
}

/// How to retry a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetryPolicy {
    /// The wait before the first retry.
    pub after: Option<RetryAfter>,
    /// The growth of the wait from one attempt to the next.
    pub backoff: Option<Backoff>,
    /// `true` to randomize the waits, so that many clients don't retry at once.
    pub jitter: bool,
    /// The maximum number of attempts, including the first.
    pub attempts: Option<u32>,
    /// `true` to retry only requests that are safe to send twice.
    pub idempotent_only: bool,
}

impl RetryPolicy {
    /// A policy without further settings.
    pub const EMPTY: Self =
        Self { after: None, backoff: None, jitter: false, attempts: None, idempotent_only: false };
}

/// The wait before a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// The duration in the response header with this name.
    Header(&'static str),
    /// A fixed duration.
    Delay(Duration),
}

/// The growth of the waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backoff {
    /// All waits are the same.
    Constant,
    /// Each wait is twice the previous one.
    Exponential,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_has_a_policy() {
        let policy = RetryPolicy { attempts: Some(3), ..RetryPolicy::EMPTY };
        assert_eq!(Retry::Later(policy).policy(), Some(&policy));
        assert_eq!(Retry::Never.policy(), None);
        assert_eq!(Retry::default().policy(), None);
        assert_eq!(RetryPolicy::EMPTY, RetryPolicy::default());
    }

    #[test]
    fn only_idempotent_requests_may_be_sent_twice() {
        let worth = |retry: Retry| (retry.should_retry(true), retry.should_retry(false));
        assert_eq!(worth(Retry::Later(RetryPolicy::EMPTY)), (true, true));
        let only = RetryPolicy { idempotent_only: true, ..RetryPolicy::EMPTY };
        assert_eq!(worth(Retry::Later(only)), (true, false));
        assert_eq!(worth(Retry::Never), (false, false));
        assert_eq!(worth(Retry::Unspecified), (false, false));
    }
}
