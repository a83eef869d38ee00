//! The waits between attempts.

use std::hash::{BuildHasher, RandomState};
use std::iter::FusedIterator;
use std::time::Duration;

use super::{Backoff, RetryAfter, RetryPolicy};

/// The number of attempts if the catalog doesn't define it, including the first. If retrying helps at all, it
/// has usually helped by then.
pub const DEFAULT_ATTEMPTS: u32 = 4;

/// The wait if neither the catalog nor the server specifies one.
pub const DEFAULT_DELAY: Duration = Duration::from_secs(1);

/// The longest wait that backoff grows to, unless the first wait is longer. A user is waiting.
pub const MAX_DELAY: Duration = Duration::from_secs(60);

/// The longest wait that a server can ask for: a day. The longest quotas are daily, so a longer wait is a
/// mistake of the server or an attack on the client.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(86_400);

/// The waits before further attempts, one per attempt, according to a [`RetryPolicy`]. The iterator always
/// ends.
///
/// With jitter, each wait is randomly extended by up to half, so that many clients don't retry at once. It
/// never gets shorter, because a client that retries too early is rejected again.
///
/// # In a loop
///
/// ```
/// use errcat::{Retry, RetryPolicy};
/// # use std::{thread, time::Duration};
/// # fn call() -> Result<&'static str, Rejected> { Err(Rejected) }
/// # struct Rejected;
/// # impl Rejected {
/// #     fn retry(&self) -> Retry {
/// #         let after = Some(errcat::RetryAfter::Delay(Duration::from_micros(1)));
/// #         Retry::Later(RetryPolicy { after, ..RetryPolicy::EMPTY })
/// #     }
/// # }
/// let mut delays = None;
/// let answer = loop {
///     let error = match call() {
///         Ok(answer) => break Ok(answer),
///         Err(error) => error,
///     };
///     let Retry::Later(policy) = error.retry() else { break Err(error) };
///     match delays.get_or_insert_with(|| policy.delays(None)).next() {
///         Some(wait) => thread::sleep(wait),
///         None => break Err(error),
///     }
/// };
/// # assert!(answer.is_err());
/// ```
///
/// A client's `ErrorResponse` has a method `delays` itself, which includes the wait that the server asks for.
///
/// # With `backon`
///
/// The iterator is a `backon::Backoff`:
///
/// ```
/// # use std::{cell::Cell, time::Duration};
/// use backon::BlockingRetryable;
/// use errcat::{RetryAfter, RetryPolicy};
///
/// # let calls = Cell::new(0);
/// # let call = || {
/// #     calls.set(calls.get() + 1);
/// #     if calls.get() == 3 { Ok("done") } else { Err("rejected") }
/// # };
/// let after = Some(RetryAfter::Delay(Duration::from_millis(1)));
/// let policy = RetryPolicy { after, attempts: Some(3), ..RetryPolicy::EMPTY };
/// let answer = call.retry(policy.delays(None)).call();
/// assert_eq!(answer, Ok("done"));
/// ```
///
/// # With `tower`
///
/// ```
/// use errcat::{CatalogError, retry::Delays};
/// use tower::retry::Policy;
///
/// #[derive(Clone, Default)]
/// struct CatalogRetry(Option<Delays>);
///
/// impl<Req: Clone, Res, E: CatalogError> Policy<Req, Res, E> for CatalogRetry {
///     type Future = tokio::time::Sleep;
///
///     fn retry(&mut self, _: &mut Req, result: &mut Result<Res, E>) -> Option<Self::Future> {
///         let policy = *result.as_ref().err()?.retry().policy()?;
///         let delays = self.0.get_or_insert_with(|| policy.delays(None));
///         delays.next().map(tokio::time::sleep)
///     }
///
///     fn clone_request(&mut self, request: &Req) -> Option<Req> {
///         Some(request.clone())
///     }
/// }
/// # let policy = CatalogRetry::default();
/// # tower::ServiceBuilder::new().layer(tower::retry::RetryLayer::new(policy));
/// ```
#[derive(Debug, Clone)]
pub struct Delays {
    /// The next wait, without jitter.
    next: Duration,
    left: u32,
    backoff: Backoff,
    jitter: bool,
}

impl Delays {
    /// No further attempts.
    pub const NONE: Self = Self { next: Duration::ZERO, left: 0, backoff: Backoff::Constant, jitter: false };

    pub(super) fn new(policy: RetryPolicy, first: Option<Duration>) -> Self {
        let own = match policy.after {
            Some(RetryAfter::Delay(delay)) => Some(delay),
            Some(RetryAfter::Header(_)) | None => None,
        };
        Self {
            next: first.max(own).unwrap_or(DEFAULT_DELAY).min(MAX_RETRY_AFTER),
            left: policy.attempts.unwrap_or(DEFAULT_ATTEMPTS).saturating_sub(1),
            backoff: policy.backoff.unwrap_or(Backoff::Constant),
            jitter: policy.jitter,
        }
    }
}

impl Iterator for Delays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let wait = self.next;
        self.next = match self.backoff {
            // A zero wait only applies to the first retry.
            _ if wait.is_zero() => DEFAULT_DELAY,
            Backoff::Constant => wait,
            Backoff::Exponential => wait.saturating_mul(2).min(wait.max(MAX_DELAY)),
        };
        Some(if self.jitter { wait + random_extension(wait) } else { wait })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Delays {}

impl FusedIterator for Delays {}

/// Returns a random duration of up to half a wait.
fn random_extension(wait: Duration) -> Duration {
    // The random keys of std's hash maps, which differ for each call. They are random enough for this and
    // need no dependency.
    let random = RandomState::new().hash_one(()) >> 32;
    wait.mul_f64(random as f64 / f64::from(u32::MAX) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(policy: RetryPolicy, first: Option<u64>) -> Vec<u64> {
        policy.delays(first.map(Duration::from_secs)).map(|wait| wait.as_secs()).collect()
    }

    #[test]
    fn waits_follow_the_policy() {
        let policy = RetryPolicy { attempts: Some(5), ..RetryPolicy::EMPTY };
        assert_eq!(seconds(policy, None), [1, 1, 1, 1]);
        assert_eq!(
            seconds(RetryPolicy { backoff: Some(Backoff::Exponential), ..policy }, None),
            [1, 2, 4, 8]
        );
        let after = Some(RetryAfter::Delay(Duration::from_secs(25)));
        let growing = RetryPolicy { after, backoff: Some(Backoff::Exponential), ..policy };
        assert_eq!(seconds(growing, None), [25, 50, 60, 60]);
        assert_eq!(seconds(RetryPolicy::EMPTY, None).len(), 3);
        assert_eq!(seconds(RetryPolicy { attempts: Some(1), ..policy }, None), [0; 0]);
        assert_eq!(seconds(RetryPolicy { attempts: Some(0), ..policy }, None), [0; 0]);
    }

    #[test]
    fn waits_are_never_shorter_than_the_server_asks_for() {
        let after = Some(RetryAfter::Delay(Duration::from_secs(2)));
        let policy = RetryPolicy {
            after,
            backoff: Some(Backoff::Exponential),
            attempts: Some(4),
            ..RetryPolicy::EMPTY
        };
        assert_eq!(seconds(policy, Some(42)), [42, 60, 60]);
        assert_eq!(seconds(policy, Some(300)), [300, 300, 300]);
        assert_eq!(seconds(policy, Some(1)), [2, 4, 8]);
        assert_eq!(seconds(RetryPolicy { after: None, ..policy }, Some(0)), [0, 1, 2]);
        let day = MAX_RETRY_AFTER.as_secs();
        assert_eq!(seconds(policy, Some(u64::MAX)), [day, day, day]);
    }

    #[test]
    fn jitter_extends_waits_and_never_shortens_them() {
        let policy = RetryPolicy { jitter: true, attempts: Some(1_001), ..RetryPolicy::EMPTY };
        let waits: Vec<_> = policy.delays(Some(Duration::from_secs(10))).collect();
        assert!(waits.iter().all(|wait| (10.0..=15.0).contains(&wait.as_secs_f64())));
        assert!(waits.iter().any(|wait| wait.as_secs_f64() < 11.0));
        assert!(waits.iter().any(|wait| wait.as_secs_f64() > 14.0));
        let longest = policy.delays(Some(Duration::MAX)).next().expect("a delay");
        assert!(longest <= MAX_RETRY_AFTER + MAX_RETRY_AFTER / 2);
    }

    #[test]
    fn delays_have_an_exact_size() {
        let mut delays = RetryPolicy { attempts: Some(3), ..RetryPolicy::EMPTY }.delays(None);
        assert_eq!(delays.len(), 2);
        assert_eq!(delays.clone().count(), 2);
        delays.next();
        assert_eq!(delays.len(), 1);
        assert_eq!(Delays::NONE.count(), 0);
    }
}
