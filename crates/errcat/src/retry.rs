//! Whether and how to try again: one statement, for servers, clients and the docs.

use std::time::Duration;

pub use self::delays::{DEFAULT_ATTEMPTS, DEFAULT_DELAY, Delays, MAX_DELAY, MAX_RETRY_AFTER};

mod delays;

/// Whether the same request may succeed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Retry {
    /// The catalog doesn't say.
    #[default]
    Unspecified,
    /// The same request fails again.
    Never,
    /// It may succeed later.
    Later(RetryPolicy),
}

impl Retry {
    /// How to try again, where that makes sense.
    pub const fn policy(&self) -> Option<&RetryPolicy> {
        match self {
            Self::Later(policy) => Some(policy),
            Self::Unspecified | Self::Never => None,
        }
    }

    /// Whether to send the request again. `idempotent`: it is safe to send twice, as a `GET` is, or a `POST`
    /// with an idempotency key. Where the catalog doesn't say anything, it isn't.
    pub const fn is_worth_it(&self, idempotent: bool) -> bool {
        match self {
            Self::Later(policy) => idempotent || !policy.idempotent_only,
            Self::Unspecified | Self::Never => false,
        }
    }
}

/// How to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetryPolicy {
    /// How long to wait first.
    pub after: Option<RetryAfter>,
    /// How the wait grows from one attempt to the next.
    pub backoff: Option<Backoff>,
    /// Whether to spread the waits at random, so that many clients don't come back at once.
    pub jitter: bool,
    /// How often to try at most, counting the first.
    pub attempts: Option<u32>,
    /// Only requests that are safe to send twice.
    pub idempotent_only: bool,
}

impl RetryPolicy {
    /// Try again; nothing more is said.
    pub const EMPTY: Self =
        Self { after: None, backoff: None, jitter: false, attempts: None, idempotent_only: false };

    /// How long to wait before each further attempt. `first`: what the server asks for, which the first wait
    /// isn't shorter than, nor any other.
    pub fn delays(self, first: Option<Duration>) -> Delays {
        Delays::new(self, first)
    }
}

/// How long to wait before trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// As long as the response's header of this name says.
    Header(&'static str),
    /// This long.
    Delay(Duration),
}

/// How the wait grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backoff {
    /// It doesn't.
    Constant,
    /// It doubles.
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
    fn some_requests_arent_sent_twice() {
        let worth = |retry: Retry| (retry.is_worth_it(true), retry.is_worth_it(false));
        assert_eq!(worth(Retry::Later(RetryPolicy::EMPTY)), (true, true));
        let only = RetryPolicy { idempotent_only: true, ..RetryPolicy::EMPTY };
        assert_eq!(worth(Retry::Later(only)), (true, false));
        assert_eq!(worth(Retry::Never), (false, false));
        assert_eq!(worth(Retry::Unspecified), (false, false));
    }
}
