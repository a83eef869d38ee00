//! Retries of failed requests: if and when, based on the catalog and the response.

use std::time::{Duration, SystemTime};

use crate::decodable::entries;
use crate::retry::{Attempts, MAX_RETRY_AFTER};
use crate::{
    Backoff, Decode, Entry, ErrorResponse, OwnedValue, ParamType, Retry, RetryAfter, RetryPolicy, Value,
};

pub(super) const RETRY_AFTER: &str = "Retry-After";
pub(crate) const LIMIT: &str = "X-RateLimit-Limit";
pub(crate) const REMAINING: &str = "X-RateLimit-Remaining";
pub(crate) const RESET: &str = "X-RateLimit-Reset";

/// The rate limit of a server, from its `X-RateLimit-*` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests per window.
    pub limit: Option<u64>,
    /// The number of requests left in the current window.
    pub remaining: Option<u64>,
    /// The start of the next window. Also `None` if the catalog doesn't define the unit of the header.
    pub reset: Option<SystemTime>,
}

impl<E: Decode> ErrorResponse<E> {
    /// Returns whether and how to retry: as defined by the error or the catalog. An unknown error can be
    /// retried if its status is 429, or 503 with a `Retry-After`, if the request is idempotent.
    ///
    /// [`Attempts`] retries a request with this.
    pub fn retry(&self) -> Retry {
        match (self.error(), self.entry()) {
            (Some(error), _) => error.retry(),
            (None, Some(entry)) => entry.retry,
            (None, None) => unknown_retry(self.status(), self.header(RETRY_AFTER).is_some()),
        }
    }

    /// Returns how long the server asks to wait. The value is the `Retry-After` header, in seconds or as an
    /// HTTP date, or the header that the catalog names instead. Without the header, it is the param in the
    /// body that fills it. At most [`MAX_RETRY_AFTER`]; zero for a date in the past.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_at(SystemTime::now())
    }

    /// Like [`ErrorResponse::retry_after`], at a given time.
    pub fn retry_after_at(&self, now: SystemTime) -> Option<Duration> {
        let name = match self.retry().policy().and_then(|policy| policy.after) {
            Some(RetryAfter::Header(name)) => name,
            _ => RETRY_AFTER,
        };
        let unit = match self.header_type(name) {
            Some(ParamType::DurationMilliseconds) => ParamType::DurationMilliseconds,
            _ => ParamType::DurationSeconds,
        };
        let in_header = self.header(name).and_then(|text| match OwnedValue::from_header(text, unit, now) {
            Some(OwnedValue::Duration(wait)) => Some(wait),
            // Digits that overflow the number of seconds.
            _ if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => Some(Duration::MAX),
            _ => None,
        });
        let wait = in_header.or_else(|| self.header_param(name))?;
        Some(wait.min(MAX_RETRY_AFTER))
    }

    /// Returns the server's rate limit, in the units that the catalog defines, or `None` if the response has
    /// no such headers.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let number = |name| self.header(name)?.trim().parse().ok();
        let reset = || match OwnedValue::from_header(
            self.header(RESET)?,
            self.header_type(RESET)?,
            SystemTime::UNIX_EPOCH,
        )? {
            OwnedValue::Time(time) => Some(time),
            _ => None,
        };
        let found = RateLimit { limit: number(LIMIT), remaining: number(REMAINING), reset: reset() };
        (found != RateLimit { limit: None, remaining: None, reset: None }).then_some(found)
    }

    /// Returns the duration that fills a header, from the params that the response contains elsewhere.
    fn header_param(&self, name: &str) -> Option<Duration> {
        let header = self.entry()?.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name))?;
        let index = usize::from(header.param?);
        self.with_params(|values| match values.get(index)? {
            Value::Duration(duration) => Some(*duration),
            _ => None,
        })
    }

    /// Returns the type of a header's value, from the error's entry or else from any entry of the API.
    fn header_type(&self, name: &str) -> Option<ParamType> {
        let of = |entry: &Entry| {
            let header = entry.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
            Some(entry.params.get(usize::from(header.param?))?.ty)
        };
        self.entry().and_then(of).or_else(|| entries::<E>().find_map(of))
    }
}

impl Attempts {
    /// Returns how long to wait before the next attempt, or `None` if there should be none. Call it once for
    /// each failed attempt. `idempotent` specifies that the request is safe to send twice, like a `GET`, or a
    /// `POST` with an idempotency key.
    pub fn wait<E: Decode>(&mut self, response: &ErrorResponse<E>, idempotent: bool) -> Option<Duration> {
        self.wait_for(response.retry(), response.retry_after(), idempotent)
    }
}

/// Returns how to retry a request that failed with an unknown error.
fn unknown_retry(status: u16, has_retry_after: bool) -> Retry {
    let after = Some(RetryAfter::Header(RETRY_AFTER));
    match status {
        // Such a request was rejected before it had any effect.
        429 => Retry::Later(RetryPolicy { after, backoff: Some(Backoff::Exponential), ..RetryPolicy::EMPTY }),
        // It may come from a proxy after the server processed the request.
        503 if has_retry_after => {
            Retry::Later(RetryPolicy { after, idempotent_only: true, ..RetryPolicy::EMPTY })
        }
        _ => Retry::Unspecified,
    }
}
