//! The retry policy of an error in numbers, with the defaults of the runtime.

use crate::view::words;
use errcat::retry::{DEFAULT_ATTEMPTS, DEFAULT_DELAY, DEFAULT_TOTAL_WAIT, MAX_DELAY};
use errcat_catalog::model::{Api, Backoff, Entry, ParamType, Retry, RetryAfter, RetryPolicy};

/// A retry policy, with defaults for missing values.
pub(super) struct RetryPlan<'a> {
    pub(super) sentence: String,
    /// The lines of a comment for developers who copy the code: the sentence, and what it leaves open.
    pub(super) advice: Vec<String>,
    pub(super) attempts: u32,
    /// The wait in seconds before the first retry, if the server specifies none.
    pub(super) delay: f64,
    /// The policy's own delay in seconds, which a wait of the server doesn't shorten.
    pub(super) min_wait: Option<f64>,
    /// The header that specifies the wait, and its type.
    pub(super) header: Option<(&'a str, &'a ParamType)>,
    pub(super) doubles: bool,
    pub(super) jitter: bool,
    pub(super) idempotent_only: bool,
}

impl<'a> RetryPlan<'a> {
    /// The longest time to wait in total, in seconds.
    pub(super) const MAX_TOTAL_WAIT: u64 = DEFAULT_TOTAL_WAIT.as_secs();

    /// Returns `None` if retrying doesn't help.
    pub(super) fn new(api: &'a Api, entry: &'a Entry) -> Option<Self> {
        let retry = entry.retry.as_ref()?;
        let Retry::Later(policy) = retry else { return None };
        let RetryPolicy { after, backoff, jitter, attempts, idempotent_only } = policy;
        let fixed = match after {
            Some(RetryAfter::Delay(delay)) => Some(*delay),
            Some(RetryAfter::Header(_)) | None => None,
        };
        let header = match after {
            Some(RetryAfter::Header(header)) => Some(&api[*header]),
            // Clients obey this header even if the policy doesn't name it.
            _ => {
                let mut headers = entry.headers.iter().map(|header| &api[*header]);
                headers.find(|header| header.name.eq_ignore_ascii_case("Retry-After"))
            }
        };
        Some(RetryPlan {
            sentence: words::retry(api, retry),
            advice: advice(api, policy),
            attempts: attempts.unwrap_or(DEFAULT_ATTEMPTS),
            delay: fixed.unwrap_or(DEFAULT_DELAY).as_secs_f64(),
            min_wait: fixed.filter(|delay| !delay.is_zero()).map(|delay| delay.as_secs_f64()),
            header: header.map(|header| (header.name.as_str(), &header.value.ty)),
            doubles: *backoff == Some(Backoff::Exponential),
            jitter: *jitter,
            idempotent_only: *idempotent_only,
        })
    }

    /// Returns the wait in seconds if the server specifies none, as an expression that TypeScript and
    /// Python share. `minimum` is the function for the smaller number. If the plan
    /// [is immediate](Self::is_immediate), it is the wait after the first retry.
    pub(super) fn own_wait(&self, minimum: &str) -> String {
        let delay = if self.is_immediate() { DEFAULT_DELAY.as_secs_f64() } else { self.delay };
        if !self.doubles {
            return delay.to_string();
        }
        let factor = "2 ** (attempt - 1)";
        let wait = if delay == 1.0 { factor.to_owned() } else { format!("{delay} * {factor}") };
        let longest = delay.max(MAX_DELAY.as_secs_f64());
        if self.last_own_wait(delay) > longest { format!("{minimum}({wait}, {longest})") } else { wait }
    }

    /// Returns `true` if the first retry doesn't wait.
    pub(super) fn is_immediate(&self) -> bool {
        self.delay == 0.0
    }

    /// Returns `true` if the waits can exceed [`RetryPlan::MAX_TOTAL_WAIT`].
    pub(super) fn is_long(&self) -> bool {
        let retries = f64::from(self.attempts.saturating_sub(1));
        let jitter = if self.jitter { 1.5 } else { 1.0 };
        let longest = self.last_own_wait(self.delay.max(1.0)).min(self.delay.max(MAX_DELAY.as_secs_f64()));
        self.header.is_some() || retries * longest * jitter > DEFAULT_TOTAL_WAIT.as_secs_f64()
    }

    /// Returns the last wait without an upper limit.
    fn last_own_wait(&self, delay: f64) -> f64 {
        let retries = i32::try_from(self.attempts).unwrap_or(i32::MAX).saturating_sub(2).max(0);
        if self.doubles { delay * 2_f64.powi(retries) } else { delay }
    }
}

fn advice(api: &Api, policy: &RetryPolicy) -> Vec<String> {
    let waits = RetryPolicy { idempotent_only: false, ..policy.clone() };
    let mut advice = vec![words::retry(api, &Retry::Later(waits))];
    if policy.attempts.is_none() {
        advice.push(format!("The API sets no maximum: {DEFAULT_ATTEMPTS} attempts are a default."));
    }
    advice.push(match policy.idempotent_only {
        true => "idempotent: safe to send twice, such as a GET, or a POST with an idempotency key".to_owned(),
        false => "A POST should be safe to send twice, for example with an idempotency key.".to_owned(),
    });
    advice
}

#[cfg(test)]
mod tests {
    use super::RetryPlan;

    fn plan(delay: f64, doubles: bool, attempts: u32) -> RetryPlan<'static> {
        RetryPlan {
            sentence: String::new(),
            advice: Vec::new(),
            attempts,
            delay,
            min_wait: None,
            header: None,
            doubles,
            jitter: false,
            idempotent_only: false,
        }
    }

    #[test]
    fn only_backoff_grows_up_to_a_minute() {
        let wait = |delay, doubles, attempts| plan(delay, doubles, attempts).own_wait("min");
        assert_eq!(wait(2.5, false, 9), "2.5");
        assert_eq!(wait(1.0, true, 4), "2 ** (attempt - 1)");
        assert_eq!(wait(0.5, true, 4), "0.5 * 2 ** (attempt - 1)");
        assert_eq!(wait(1.0, true, 7), "2 ** (attempt - 1)", "the last wait is 32 seconds");
        assert_eq!(wait(1.0, true, 8), "min(2 ** (attempt - 1), 60)");
        assert_eq!(wait(90.0, true, 3), "min(90 * 2 ** (attempt - 1), 90)");
        assert_eq!(wait(0.0, true, 4), "2 ** (attempt - 1)", "after the first retry");
        assert!(wait(1.0, true, u32::MAX).starts_with("min("));
    }

    #[test]
    fn only_long_waits_have_a_limit() {
        assert!(!plan(1.0, true, 4).is_long());
        assert!(plan(60.0, false, 7).is_long());
        assert!(plan(1.0, true, 20).is_long());
        assert!(RetryPlan { jitter: true, ..plan(60.0, false, 5) }.is_long());
    }
}
