//! Logging of the errors that a server sends. Requires the feature `tracing`.
//!
//! Clients get the message. The log also gets the details: the catalog's `log`, internal params, and the
//! chain of sources. Secrets appear in neither.

use std::error::Error;
use std::fmt;

use ::tracing::Level;

use crate::error::LogMessage;
use crate::{CatalogError, Severity};

/// Emits a `tracing` event for an error that is sent, with the fields `code`, `api`, `status`, `log` and, if
/// the error has sources, `source`: all of them in one line. The features `http`, `axum` and `actix` call
/// this function. Call it yourself if you send errors in another way.
///
/// The level depends on the catalog's severity: critical and error are `ERROR`, warning is `WARN`, info is
/// `INFO`. Without a severity, statuses from 400 to 499 are `INFO`, because the client made the mistake and
/// the server was right to reject the request. All other statuses are `ERROR`.
pub fn event(error: &(dyn CatalogError + '_)) {
    let entry = error.entry();
    let (code, api, status) = (entry.code, entry.api, error.status());
    let log = LogMessage::of(error);
    let source = error.source().map(|source| ::tracing::field::display(SourceChain(source)));
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

/// Like [`event`], for a response that isn't a catalog error.
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

/// A chain of errors in one line, from the nearest to the root cause.
struct SourceChain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for SourceChain<'_> {
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
    fn level_depends_on_severity_or_else_on_status() {
        assert_eq!(level(Some(Severity::Critical), Some(404)), Level::ERROR);
        assert_eq!(level(Some(Severity::Error), None), Level::ERROR);
        assert_eq!(level(Some(Severity::Warning), Some(503)), Level::WARN);
        assert_eq!(level(Some(Severity::Info), Some(503)), Level::INFO);
        assert_eq!(level(None, Some(404)), Level::INFO);
        assert_eq!(level(None, Some(500)), Level::ERROR);
        assert_eq!(level(None, None), Level::ERROR);
    }
}
