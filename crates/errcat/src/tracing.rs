//! Logging of the errors that a server sends. Requires the feature `tracing`.
//!
//! Clients get the message. The log also gets the details: the catalog's `log`, internal params, and the
//! chain of sources. Secrets appear in neither.

use std::backtrace::BacktraceStatus;

use ::tracing::Level;

use crate::error::{LogMessage, response_status};
use crate::source_text::SourceText;
use crate::{CatalogError, Severity};

/// The target of all events. With `tracing-subscriber`, these values of `RUST_LOG` select events:
///
/// | `RUST_LOG` | events |
/// |---|---|
/// | `errcat=info` | all, including the mistakes of clients, and nothing of other crates |
/// | `errcat=error` | failures of the server |
/// | `warn,errcat=info,tower_http=debug` | all, in the spans of tower-http's `TraceLayer` |
/// | `info,errcat=off` | none |
pub const TARGET: &str = "errcat";

/// Emits a `tracing` event for an error that is sent. The features `http`, `axum` and `actix` call this
/// function, in the span of the request. Call it yourself if you send errors in another way.
///
/// The event has the target [`TARGET`] and these fields:
///
/// | field | content |
/// |---|---|
/// | `code`, `api`, `status` | the error and the status that is sent |
/// | `log` | the [`LogMessage`]: the catalog's `log`, or the message, and internal params |
/// | `source` | the chain of sources in one line, each text once, if the error has any |
/// | `backtrace` | the error's backtrace, if it was captured: `RUST_BACKTRACE` is set |
/// | `cause` | the web framework's reason, if the error is sent for a [`Failure`](crate::Failure) |
///
/// The reason is the text with which an extractor refused the request, or the message of a panic.
///
/// The values of secret params are replaced by [`SECRET`](crate::param::SECRET) wherever they occur in
/// `log` or `source`.
///
/// If the catalog has no error for a failure, the event has no `code`, and the field `failure` with the
/// failure's name in the catalog.
///
/// The level depends on the catalog's severity: critical and error are `ERROR`, warning is `WARN`, info is
/// `INFO`. Without a severity, statuses from 400 to 499 are `INFO`, because the client made the mistake and
/// the server was right to reject the request. All other statuses are `ERROR`.
pub fn event(error: &(dyn CatalogError + '_)) {
    emit(error, response_status(error), None);
}

/// Like [`event`], for an error that is sent for a failure.
#[cfg(any(feature = "axum", feature = "actix"))]
pub(crate) fn event_of_fallback(error: &dyn CatalogError, status: u16, cause: Option<&str>) {
    emit(error, Some(status), cause);
}

fn emit(error: &(dyn CatalogError + '_), status: Option<u16>, cause: Option<&str>) {
    let entry = error.entry();
    let (code, api) = (entry.code, entry.api);
    let log = LogMessage::of(error);
    let source = SourceText::of(error).map(::tracing::field::display);
    let backtrace = error.backtrace().filter(|it| it.status() == BacktraceStatus::Captured);
    let backtrace = backtrace.map(::tracing::field::display);
    macro_rules! event {
        ($level:expr) => {
            ::tracing::event!(target: TARGET, $level, code, api, status, %log, source, backtrace, cause)
        };
    }
    match level(entry.severity, status) {
        Level::ERROR => event!(Level::ERROR),
        Level::WARN => event!(Level::WARN),
        _ => event!(Level::INFO),
    }
}

/// Like [`event`], for a failure for which the catalog has no error.
#[cfg(any(feature = "axum", feature = "actix"))]
pub(crate) fn event_of_failure(
    api: &str,
    status: u16,
    reason: &str,
    failure: Option<crate::Failure>,
    cause: Option<&str>,
) {
    let failure = failure.map(crate::Failure::as_str);
    let log = format_args!("{reason}: no error of the catalog is sent for this");
    macro_rules! event {
        ($level:expr) => {
            ::tracing::event!(target: TARGET, $level, api, status, failure, %log, cause)
        };
    }
    match level(None, Some(status)) {
        Level::ERROR => event!(Level::ERROR),
        _ => event!(Level::INFO),
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
