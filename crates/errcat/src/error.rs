//! The trait of catalog errors.

use std::backtrace::Backtrace;
use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::sync::Arc;

use crate::header::HeaderText;
use crate::message::write_value;
use crate::prose::FilledText;
use crate::{Audience, Entry, Retry, Value};

use self::forward::forward;
pub use self::list::ErrorList;
pub use self::with_source::WithSource;
pub use self::with_status::WithStatus;

mod forward;
mod list;
mod with_source;
pub mod with_status;

/// An error that is defined in a catalog. Implemented by generated errors and by `#[derive(CatalogError)]`.
///
/// The trait is object safe: `&dyn CatalogError` works.
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a catalog error",
    note = "generated errors and types with `#[derive(CatalogError)]` are; wrap any other error as the `#[source]` of one"
)]
pub trait CatalogError: Error {
    /// Returns the catalog's data about this error.
    fn entry(&self) -> &'static Entry;

    /// Calls `visit` exactly once, with the values of the error's params in the order of [`Entry::params`].
    ///
    /// A visitor, because values may borrow data that only lives during the call.
    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>]));

    /// Returns the HTTP status to send. `None` if the error is never a response, or if the catalog only
    /// defines a range: see [`CatalogError::with_status`].
    fn status(&self) -> Option<u16> {
        self.entry().status()
    }

    /// Returns whether and how a client should retry.
    fn retry(&self) -> Retry {
        self.entry().retry
    }

    /// Returns the URL of the error's page.
    fn docs_url(&self) -> Option<&'static str> {
        self.entry().docs_url
    }

    /// Returns the causes with this error's values, each one line of Markdown: see [`prose`](crate::prose).
    fn causes(&self) -> Vec<String> {
        filled(self.entry().causes, self)
    }

    /// Returns the fixes with this error's values, each one line of Markdown: see [`prose`](crate::prose).
    fn fixes(&self) -> Vec<String> {
        filled(self.entry().fixes, self)
    }

    /// Returns the exit code of a command-line tool that ends with this error: see [`Entry::exit_code`].
    fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.entry().exit_code())
    }

    /// Calls `visit` with the name and value of each header of the error's response. Headers without a value
    /// are skipped.
    fn headers(&self, visit: &mut dyn FnMut(&'static str, HeaderText<'_>)) {
        let entry = self.entry();
        if entry.headers.is_empty() {
            return;
        }
        self.params(&mut |values| {
            for header in entry.headers {
                if let Some(text) = header.text(entry.params, values) {
                    visit(header.name, text);
                }
            }
        });
    }

    /// Calls `visit` with each further error of the same response, which an [`ErrorList`]
    /// has. Envelopes without a list of errors contain only this error.
    fn others(&self, visit: &mut dyn FnMut(&dyn CatalogError)) {
        let _ = visit;
    }

    /// Returns the backtrace for logs, if the error has one: hand-written errors with a field of the type
    /// `Backtrace`.
    fn backtrace(&self) -> Option<&Backtrace> {
        None
    }

    /// Returns the source code that the error is about, with labels. Hand-written errors have it with
    /// `#[catalog(…, miette)]` and the attributes `#[source_code]` and `#[label]`.
    #[cfg(feature = "miette")]
    fn snippet(&self) -> Option<crate::snippet::Snippet<'_>> {
        None
    }

    /// Returns the error with another of the statuses that the catalog lists for it. For example, if a
    /// backend fails, send 502 instead of the 500 that is listed first. A status that isn't listed has no
    /// effect, because no client expects it.
    ///
    /// If the catalog defines a range instead (`4xx`, `5xx` or `default`), any status in it can be sent.
    /// Without a selected one, it is 400 for `4xx`, and otherwise 500.
    fn with_status(self, status: u16) -> WithStatus<Self>
    where
        Self: Sized,
    {
        WithStatus::new(self, status)
    }

    /// Returns the error with the source that caused it: an error, a `Box<dyn Error + Send + Sync>`, an
    /// `anyhow::Error`, an `eyre::Report`, or a text. The source replaces the error's own, if it has one.
    ///
    /// Logs contain the chain of sources. Clients never see it, and neither does `Display`.
    ///
    /// ```
    /// use errcat::{CatalogError, WithSource};
    /// # use errcat::{Entry, Value};
    /// # mod config {
    /// #     #[derive(Debug)]
    /// #     pub(crate) enum Error { Unreadable }
    /// #     impl std::error::Error for Error {}
    /// # }
    /// # impl std::fmt::Display for config::Error {
    /// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("Unreadable") }
    /// # }
    /// # impl CatalogError for config::Error {
    /// #     fn entry(&self) -> &'static Entry { static ENTRY: Entry = Entry::EMPTY; &ENTRY }
    /// #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
    /// # }
    ///
    /// fn read(path: &str) -> Result<String, WithSource<config::Error>> {
    ///     std::fs::read_to_string(path).map_err(|error| config::Error::Unreadable.with_source(error))
    /// }
    ///
    /// let error = read("/no/such/file").unwrap_err();
    /// assert_eq!(error.to_string(), "Unreadable");
    /// assert!(std::error::Error::source(&error).is_some());
    /// ```
    ///
    /// For a source that always means the same error, derive [`CatalogError`] for a type of your own, with
    /// the source in a field with `#[from]`, or implement `From` for it.
    fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> WithSource<Self>
    where
        Self: Sized,
    {
        WithSource::new(self, source.into())
    }

    /// Returns the error's text for logs: see [`LogMessage`]. For a `&dyn CatalogError`, use
    /// [`LogMessage::of`].
    fn log_message(&self) -> LogMessage<'_, Self>
    where
        Self: Sized,
    {
        LogMessage::of(self)
    }
}

fn filled(texts: &[&str], error: &(impl CatalogError + ?Sized)) -> Vec<String> {
    let params = error.entry().params;
    let mut filled = Vec::new();
    error.params(&mut |values| {
        filled = texts.iter().map(|text| FilledText { text, params, values }.to_string()).collect();
    });
    filled
}

/// The text of an error for logs. It is the catalog's `log`, or else its message, followed by the internal
/// params that this text doesn't mention, in parentheses. Secrets are written as
/// [`SECRET`](crate::param::SECRET).
///
/// ```text
/// Your balance ($5.00) is insufficient (account: acc_1)
/// ```
#[derive(Debug, Clone, Copy)]
pub struct LogMessage<'a, E: ?Sized>(&'a E);

impl<'a, E: CatalogError + ?Sized> LogMessage<'a, E> {
    /// Creates the text of `error` for logs.
    pub const fn of(error: &'a E) -> Self {
        Self(error)
    }
}

impl<E: CatalogError + ?Sized> fmt::Display for LogMessage<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = self.0.entry();
        let mut result = Ok(());
        self.0.params(&mut |values| result = write_log(entry, values, f));
        result
    }
}

fn write_log(entry: &Entry, values: &[Value<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let message = entry.log.unwrap_or(entry.message);
    write!(f, "{}", message.with(entry.params, values))?;

    let mut separator = " (";
    for (index, (param, value)) in entry.params.iter().zip(values).enumerate() {
        if param.audience == Audience::Internal && !value.is_absent() && !message.mentions(index) {
            write!(f, "{separator}{}: ", param.name)?;
            write_value(f, param, *value)?;
            separator = ", ";
        }
    }
    if separator == ", " {
        f.write_str(")")?;
    }
    Ok(())
}

// The pointer types for which `std::error::Error` is implemented.
impl<E: CatalogError + ?Sized> CatalogError for &E {
    forward! {
        it => (**it);
        entry params status retry docs_url causes fixes exit_code headers others snippet backtrace
    }
}

impl<E: CatalogError> CatalogError for Box<E> {
    forward! {
        it => (**it);
        entry params status retry docs_url causes fixes exit_code headers others snippet backtrace
    }
}

impl<E: CatalogError + ?Sized> CatalogError for Arc<E> {
    forward! {
        it => (**it);
        entry params status retry docs_url causes fixes exit_code headers others snippet backtrace
    }
}

/// Returns the status of an error's response: its own, or else the default of its range.
#[cfg(any(feature = "json", feature = "tracing"))]
pub(crate) fn response_status(error: &(impl CatalogError + ?Sized)) -> Option<u16> {
    error.status().or_else(|| error.entry().status_range.map(crate::StatusRange::default_status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::LowBalance;

    #[test]
    fn log_message_includes_internal_params_but_no_secrets() {
        let error = LowBalance::sample();
        let expected = "acc_1 is short of $10.00, token [secret] (shard: 7)";
        assert_eq!(error.log_message().to_string(), expected);
        let error: &dyn CatalogError = &error;
        assert_eq!(LogMessage::of(error).to_string(), expected);
    }

    #[test]
    fn causes_and_fixes_have_the_errors_values() {
        let error = LowBalance::sample();
        assert_eq!(error.fixes(), ["Add \\$10\\.00, not `$5.00` or {cost}", "Ask"]);
        let error: &dyn CatalogError = &error;
        assert_eq!(error.causes(), ["The balance of \\- is low"], "without internal params");
        assert_eq!(error.entry().fixes[1], "Ask");
    }

    #[test]
    fn log_message_falls_back_to_the_message() {
        let entry = Entry { log: None, ..*LowBalance::sample().entry() };
        let values = [Value::Text("$5"), Value::Text("$9"), Value::Text("acc_1")];
        struct Shown<'a>(Entry, &'a [Value<'a>]);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_log(&self.0, self.1, f)
            }
        }
        let text = Shown(entry, &values).to_string();
        assert_eq!(text, "Your balance ($5) is insufficient for $9 (account: acc_1)");
    }

    #[test]
    fn pointers_to_errors_are_errors() {
        fn facts(error: impl CatalogError) -> (Option<u16>, &'static str, usize) {
            let mut headers = 0;
            error.headers(&mut |_, _| headers += 1);
            (error.status(), error.entry().code, headers)
        }
        let expected = facts(LowBalance::sample());
        assert_eq!(expected, (Some(403), "insufficient_balance", 2));
        assert_eq!(facts(&LowBalance::sample() as &dyn CatalogError), expected);
        assert_eq!(facts(Box::new(LowBalance::sample())), expected);
        assert_eq!(facts(Arc::new(LowBalance::sample())), expected);
        assert_eq!(LowBalance::sample().retry(), Retry::Never);
        assert_eq!(LowBalance::sample().docs_url(), Some("https://e.example/zazmic/insufficient_balance/"));
    }
}
