//! Feature `tracing`: what the operators are told when an error is answered.
//!
//! A client gets the message; the log gets the rest: the catalog's `log` or the message, the params that are
//! internal, and why it came to that, the chain of sources. A secret is in neither.

use std::error::Error;
use std::fmt;

use ::tracing::Level;

use crate::error::LogMessage;
use crate::{CatalogError, Severity};

/// Tells `tracing` about an error that is answered: an event with the fields `code`, `api`, `status`, `log`
/// and, if it has one, `source`, all its sources in a line. The `http`, `axum` and `actix` features call it;
/// call it yourself where you answer in another way.
///
/// The level is the catalog's severity: critical and error are `ERROR`, warning is `WARN`, info is `INFO`.
/// Where the catalog doesn't say, the client's mistakes, 4xx, are `INFO`, for the server did well to refuse
/// them, and all else is `ERROR`.
pub fn event(error: &(dyn CatalogError + '_)) {
    let entry = error.entry();
    let (code, api, status) = (entry.code, entry.api, error.status());
    let log = LogMessage::of(error);
    let source = error.source().map(|source| ::tracing::field::display(Chain(source)));
    macro_rules! event {
        ($level:expr) => {
            ::tracing::event!($level, code, api, status, %log, source)
        };
    }
    match level(entry.severity, status) {
        Level::ERROR => event!(Level::ERROR),
        Level::WARN => event!(Level::WARN),
        _ => event!(Level::INFO),
    }
}

/// As [`event`], of an answer that is none of the catalog's errors.
#[cfg(feature = "axum")]
pub(crate) fn event_of_status(api: &str, status: u16, log: &str) {
    match level(None, Some(status)) {
        Level::ERROR => ::tracing::event!(Level::ERROR, api, status, log),
        _ => ::tracing::event!(Level::INFO, api, status, log),
    }
}

fn level(severity: Option<Severity>, status: Option<u16>) -> Level {
    match (severity, status) {
        (Some(Severity::Critical | Severity::Error), _) => Level::ERROR,
        (Some(Severity::Warning), _) => Level::WARN,
        (Some(Severity::Info), _) | (None, Some(400..=499)) => Level::INFO,
        (None, _) => Level::ERROR,
    }
}

/// Errors in a line, from the nearest to the first cause.
struct Chain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in crate::find::chain(self.0).enumerate() {
            let separator = if index == 0 { "" } else { ": " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_the_severity_or_goes_by_the_status() {
        assert_eq!(level(Some(Severity::Critical), Some(404)), Level::ERROR);
        assert_eq!(level(Some(Severity::Error), None), Level::ERROR);
        assert_eq!(level(Some(Severity::Warning), Some(503)), Level::WARN);
        assert_eq!(level(Some(Severity::Info), Some(503)), Level::INFO);
        assert_eq!(level(None, Some(404)), Level::INFO);
        assert_eq!(level(None, Some(500)), Level::ERROR);
        assert_eq!(level(None, None), Level::ERROR);
    }
}
