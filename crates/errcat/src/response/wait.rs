//! Whether to ask a server again, and when.

use std::time::{Duration, SystemTime};

use crate::decodable::entries;
use crate::retry::{Delays, MAX_RETRY_AFTER};
use crate::{
    CatalogError, Decode, Entry, ErrorResponse, OwnedValue, ParamType, Retry, RetryAfter, RetryPolicy, Value,
};

pub(super) const RETRY_AFTER: &str = "Retry-After";
pub(super) const LIMIT: &str = "X-RateLimit-Limit";
pub(super) const REMAINING: &str = "X-RateLimit-Remaining";
pub(super) const RESET: &str = "X-RateLimit-Reset";

/// How much may be asked of the server, as its `X-RateLimit-*` headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests a window has.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When the next window begins. `None` also if the catalog doesn't tell what the header's number means.
    pub reset: Option<SystemTime>,
}

impl<E: Decode> ErrorResponse<E> {
    /// Whether and how to try again: as the catalog says, or the error itself. One that the catalog doesn't
    /// know may be tried again where the server says when: 429, and 503 if the request is idempotent.
    pub fn retry(&self) -> Retry {
        match (self.error(), self.entry()) {
            (Some(error), _) => error.retry(),
            (None, Some(entry)) => entry.retry,
            (None, None) if !matches!(self.status(), 429 | 503) || self.header(RETRY_AFTER).is_none() => {
                Retry::Unspecified
            }
            // A 429 was refused; a 503 may come from a proxy, after the server did what it was asked to.
            (None, None) => Retry::Later(RetryPolicy {
                after: Some(RetryAfter::Header(RETRY_AFTER)),
                idempotent_only: self.status() == 503,
                ..RetryPolicy::EMPTY
            }),
        }
    }

    /// How long to wait before each further attempt; none if it isn't worth it. `idempotent`: the request is
    /// safe to send twice.
    ///
    /// The first wait is as long as the server asks for, if it does.
    pub fn delays(&self, idempotent: bool) -> Delays {
        match self.retry() {
            Retry::Later(policy) if self.retry().is_worth_it(idempotent) => policy.delays(self.retry_after()),
            _ => Delays::NONE,
        }
    }

    /// How long the server asks to wait: its `Retry-After`, in seconds or as an HTTP date, or the header that
    /// the catalog names in its place, or else the param of the body that fills this header. At most
    /// [`MAX_RETRY_AFTER`]; a date that is past is no wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_at(SystemTime::now())
    }

    /// As [`ErrorResponse::retry_after`], at another time.
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
            // More than there are seconds.
            _ if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => Some(Duration::MAX),
            _ => None,
        });
        let wait = in_header.or_else(|| self.error().and_then(|error| filling(error, name)))?;
        Some(wait.min(MAX_RETRY_AFTER))
    }

    /// What the server tells of its rate limit, in the units that the catalog says; `None` if it tells
    /// nothing.
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

    /// What a header holds, as its entry says or, failing that, any of the API's.
    fn header_type(&self, name: &str) -> Option<ParamType> {
        let of = |entry: &Entry| {
            let header = entry.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
            Some(entry.params.get(usize::from(header.param?))?.ty)
        };
        self.entry().and_then(of).or_else(|| entries::<E>().find_map(of))
    }
}

/// The value of the param that fills a header of an error.
fn filling(error: &impl CatalogError, header: &str) -> Option<Duration> {
    let filled = error.entry().headers.iter().find(|it| it.name.eq_ignore_ascii_case(header))?;
    let index = usize::from(filled.param?);
    let mut found = None;
    error.params(&mut |values| found = values.get(index).copied().and_then(duration));
    found
}

fn duration(value: Value<'_>) -> Option<Duration> {
    match value {
        Value::Duration(duration) => Some(duration),
        _ => None,
    }
}
