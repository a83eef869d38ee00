//! The waits between the attempts of a request.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::{Backoff, Retry, RetryAfter, RetryPolicy};

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

/// The longest time that a request waits in total, unless [`Attempts::max_total_wait`] sets another.
pub const DEFAULT_TOTAL_WAIT: Duration = Duration::from_secs(300);

/// The attempts of one request. It decides after each failure whether to try again and how long to wait
/// before that, because each failure may be another error.
///
/// - The retry policy of the latest error applies, with its number of attempts. An error that must not be
///   retried ends the attempts.
/// - The wait is the one that the server asks for. It is never multiplied, and never shortened: if it exceeds
///   what is left of the [total](Self::max_total_wait), the attempts end.
/// - If the server doesn't ask for a wait, it is the catalog's, which grows with each failure if the policy
///   has a backoff.
/// - With jitter, a wait is randomly extended by up to half, so that many clients don't retry at once.
///
/// # In a loop
///
/// ```
/// use errcat::retry::Attempts;
/// # use errcat::ErrorResponse;
/// # use std::thread;
/// # fn call<E: errcat::Decode>() -> Result<&'static str, ErrorResponse<E>> {
/// #     Err(errcat::decode(404, &(), b"{}"))
/// # }
/// # fn f<E: errcat::Decode>() -> Result<&'static str, ErrorResponse<E>> {
/// let mut attempts = Attempts::new();
/// loop {
///     match call() {
///         Ok(answer) => return Ok(answer),
///         // `true`: the request is safe to send twice.
///         Err(response) => match attempts.wait(&response, true) {
///             Some(wait) => thread::sleep(wait),
///             None => return Err(response),
///         },
///     }
/// }
/// # }
/// ```
///
/// # With `backon`
///
/// ```
/// # use errcat::ErrorResponse;
/// use backon::{ConstantBuilder, Retryable};
/// use errcat::retry::Attempts;
///
/// # async fn call<E: errcat::Decode>() -> Result<&'static str, ErrorResponse<E>> {
/// #     Err(errcat::decode(404, &(), b"{}"))
/// # }
/// # async fn f<E: errcat::Decode>() -> Result<&'static str, ErrorResponse<E>> {
/// let mut attempts = Attempts::new();
/// call
///     .retry(ConstantBuilder::default()) // replaced by `adjust`
///     .sleep(tokio::time::sleep)
///     .adjust(|response, _| attempts.wait(response, true))
///     .await
/// # }
/// ```
///
/// # With `tower`
///
/// ```
/// use errcat::{CatalogError, retry::Attempts};
/// use tower::retry::Policy;
///
/// #[derive(Clone, Default)]
/// struct CatalogRetry(Attempts);
///
/// impl<Req: Clone, Res, E: CatalogError> Policy<Req, Res, E> for CatalogRetry {
///     type Future = tokio::time::Sleep;
///
///     fn retry(&mut self, _: &mut Req, result: &mut Result<Res, E>) -> Option<Self::Future> {
///         let error = result.as_ref().err()?;
///         self.0.wait_for(error.retry(), None, true).map(tokio::time::sleep)
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
pub struct Attempts {
    failed: u32,
    waited: Duration,
    max_total_wait: Duration,
}

impl Attempts {
    /// Starts with no attempt.
    pub const fn new() -> Self {
        Self { failed: 0, waited: Duration::ZERO, max_total_wait: DEFAULT_TOTAL_WAIT }
    }

    /// Sets the longest time to wait in total, over all attempts.
    pub const fn max_total_wait(self, max: Duration) -> Self {
        Self { max_total_wait: max, ..self }
    }

    /// Returns how long to wait before the next attempt, or `None` if there should be none. Call it once for
    /// each failed attempt, with the retry behavior of its error and the wait that the server asks for.
    /// `idempotent` specifies that the request is safe to send twice, like a `GET`, or a `POST` with an
    /// idempotency key.
    ///
    /// For a decoded response, `wait` is simpler: it requires the feature `json`.
    pub fn wait_for(&mut self, retry: Retry, asked: Option<Duration>, idempotent: bool) -> Option<Duration> {
        self.failed = self.failed.saturating_add(1);
        let policy = retry.policy().filter(|_| retry.should_retry(idempotent))?;
        if self.failed >= policy.attempts.unwrap_or(DEFAULT_ATTEMPTS) {
            return None;
        }
        let wait = match asked {
            Some(asked) => asked.min(MAX_RETRY_AFTER).max(fixed(policy).unwrap_or_default()),
            None => self.own_wait(policy),
        };
        let wait = if policy.jitter { wait + random_extension(wait) } else { wait };
        let total = self.waited.saturating_add(wait);
        if total > self.max_total_wait {
            return None;
        }
        self.waited = total;
        Some(wait)
    }

    /// Returns the catalog's wait after the current number of failures.
    fn own_wait(&self, policy: &RetryPolicy) -> Duration {
        let first = fixed(policy).unwrap_or(DEFAULT_DELAY);
        // A zero wait only applies to the first retry.
        let first = if first.is_zero() && self.failed > 1 { DEFAULT_DELAY } else { first };
        match policy.backoff.unwrap_or(Backoff::Constant) {
            Backoff::Constant => first,
            Backoff::Exponential => {
                let factor = 2_u32.saturating_pow(self.failed - 1);
                first.saturating_mul(factor).min(first.max(MAX_DELAY))
            }
        }
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the fixed wait of a policy.
fn fixed(policy: &RetryPolicy) -> Option<Duration> {
    match policy.after {
        Some(RetryAfter::Delay(delay)) => Some(delay),
        Some(RetryAfter::Header(_)) | None => None,
    }
}

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

    const EMPTY: RetryPolicy = RetryPolicy::EMPTY;

    /// Returns the waits in seconds after the same error again and again.
    fn seconds(policy: RetryPolicy, asked: Option<u64>) -> Vec<u64> {
        let mut attempts = Attempts::new().max_total_wait(Duration::MAX);
        let asked = asked.map(Duration::from_secs);
        let waits = std::iter::from_fn(|| attempts.wait_for(Retry::Later(policy), asked, true));
        waits.take(9).map(|wait| wait.as_secs()).collect()
    }

    #[test]
    fn waits_follow_the_policy() {
        let policy = RetryPolicy { attempts: Some(5), ..EMPTY };
        assert_eq!(seconds(policy, None), [1, 1, 1, 1]);
        let growing = RetryPolicy { backoff: Some(Backoff::Exponential), ..policy };
        assert_eq!(seconds(growing, None), [1, 2, 4, 8]);
        let after = |seconds| Some(RetryAfter::Delay(Duration::from_secs(seconds)));
        assert_eq!(seconds(RetryPolicy { after: after(25), ..growing }, None), [25, 50, 60, 60]);
        assert_eq!(seconds(RetryPolicy { after: after(300), ..growing }, None), [300; 4]);
        assert_eq!(seconds(RetryPolicy { after: after(0), ..policy }, None), [0, 1, 1, 1]);
        assert_eq!(seconds(EMPTY, None).len(), 3);
        for attempts in [0, 1] {
            assert_eq!(seconds(RetryPolicy { attempts: Some(attempts), ..policy }, None), [0; 0]);
        }
    }

    #[test]
    fn waits_that_the_server_asks_for_are_neither_multiplied_nor_shortened() {
        let after = Some(RetryAfter::Delay(Duration::from_secs(2)));
        let policy = RetryPolicy { after, backoff: Some(Backoff::Exponential), ..EMPTY };
        assert_eq!(seconds(policy, Some(42)), [42; 3]);
        assert_eq!(seconds(policy, Some(300)), [300; 3]);
        assert_eq!(seconds(policy, Some(1)), [2; 3], "the catalog's wait is longer");
        assert_eq!(seconds(policy, Some(u64::MAX)), [MAX_RETRY_AFTER.as_secs(); 3]);
    }

    #[test]
    fn each_error_is_asked() {
        let later = Retry::Later(RetryPolicy { backoff: Some(Backoff::Exponential), ..EMPTY });
        let second = Some(Duration::from_secs(1));
        let mut attempts = Attempts::new();
        assert_eq!(attempts.wait_for(later, second, false), second);
        assert_eq!(attempts.wait_for(later, second.map(|it| 4 * it), false), Some(Duration::from_secs(4)));
        assert_eq!(attempts.wait_for(later, None, false), Some(Duration::from_secs(4)), "the third failure");
        assert_eq!(attempts.wait_for(later, None, false), None, "four attempts");

        let mut attempts = Attempts::new();
        assert_eq!(attempts.wait_for(later, None, false), second);
        assert_eq!(attempts.wait_for(Retry::Never, second, true), None);
        let only = Retry::Later(RetryPolicy { idempotent_only: true, ..EMPTY });
        assert_eq!(Attempts::new().wait_for(only, None, false), None);
        assert_eq!(Attempts::new().wait_for(only, None, true), second);
        assert_eq!(Attempts::new().wait_for(Retry::Unspecified, second, true), None);
    }

    #[test]
    fn total_wait_is_bounded() {
        let later = Retry::Later(RetryPolicy { attempts: Some(1_000_000), ..EMPTY });
        let wait = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(Attempts::new().wait_for(later, wait(1_716_040_800_000), true), None);
        let mut attempts = Attempts::new();
        assert_eq!(attempts.wait_for(later, wait(200), true), wait(200));
        assert_eq!(attempts.wait_for(later, wait(200), true), None);
        assert_eq!(attempts.wait_for(later, wait(100), true), wait(100));
        let mut patient = Attempts::new().max_total_wait(2 * MAX_RETRY_AFTER);
        assert_eq!(patient.wait_for(later, wait(u64::MAX), true), Some(MAX_RETRY_AFTER));
    }

    #[test]
    fn jitter_extends_waits_and_never_shortens_them() {
        let policy = RetryPolicy { jitter: true, attempts: Some(1_001), ..EMPTY };
        let mut attempts = Attempts::new().max_total_wait(Duration::MAX);
        let asked = Some(Duration::from_secs(10));
        let next = || attempts.wait_for(Retry::Later(policy), asked, true);
        let waits: Vec<f64> = std::iter::from_fn(next).map(|wait| wait.as_secs_f64()).collect();
        assert_eq!(waits.len(), 1_000);
        assert!(waits.iter().all(|wait| (10.0..=15.0).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 11.0) && waits.iter().any(|wait| *wait > 14.0));
    }
}
