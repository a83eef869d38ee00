//! The trait of errors that a catalog knows.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::header::HeaderText;
use crate::message::write_value;
use crate::{Audience, Entry, Retry, Value};

pub use self::with_status::WithStatus;

pub mod with_status;

/// An error that a catalog knows: generated, or with `#[derive(CatalogError)]`.
///
/// Usable as `&dyn CatalogError`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no catalog error",
    note = "generated errors are, and those with `#[derive(CatalogError)]`; another may be the `#[source]` of one"
)]
pub trait CatalogError: Error {
    /// What the catalog says about it.
    fn entry(&self) -> &'static Entry;

    /// Calls `visit` exactly once, with the values of its params in the order of [`Entry::params`].
    ///
    /// A visitor, because a value may borrow from what only lives during the call.
    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>]));

    /// The HTTP status to answer with; `None` where it is never a response.
    fn status(&self) -> Option<u16> {
        self.entry().status()
    }

    /// Whether and how to try again.
    fn retry(&self) -> Retry {
        self.entry().retry
    }

    /// Its page.
    fn docs_url(&self) -> Option<&'static str> {
        self.entry().docs_url
    }

    /// Calls `visit` for each header of its response that has a value: name and value.
    fn headers(&self, visit: &mut dyn FnMut(&'static str, HeaderText<'_>)) {
        let entry = self.entry();
        self.params(&mut |values| {
            for header in entry.headers {
                if let Some(text) = header.text(entry.params, values) {
                    visit(header.name, text);
                }
            }
        });
    }

    /// The error with another of the statuses that the catalog gives it: a failure behind the service is answered with 502, not
    /// with the 500 that comes first. A status that the catalog doesn't give it leaves it as it is, for no client expects that.
    fn with_status(self, status: u16) -> WithStatus<Self>
    where
        Self: Sized,
    {
        WithStatus::new(self, status)
    }

    /// What the log is told: see [`LogMessage`]. For a `&dyn CatalogError` there is [`LogMessage::of`].
    fn log_message(&self) -> LogMessage<'_, Self>
    where
        Self: Sized,
    {
        LogMessage::of(self)
    }
}

/// What the log is told about an error: the catalog's `log`, or its message; then the internal params that
/// this doesn't mention, in parentheses. A secret is [`SECRET`](crate::param::SECRET).
///
/// ```text
/// Your balance ($5.00) is insufficient (account: acc_1)
/// ```
#[derive(Debug, Clone, Copy)]
pub struct LogMessage<'a, E: ?Sized>(&'a E);

impl<'a, E: CatalogError + ?Sized> LogMessage<'a, E> {
    /// What the log is told about `error`.
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

macro_rules! forward {
    ($($ty:ty [$($bound:tt)*],)*) => {$(
        impl<E: CatalogError $($bound)*> CatalogError for $ty {
            fn entry(&self) -> &'static Entry {
                (**self).entry()
            }

            fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
                (**self).params(visit);
            }

            fn status(&self) -> Option<u16> {
                (**self).status()
            }

            fn retry(&self) -> Retry {
                (**self).retry()
            }

            fn docs_url(&self) -> Option<&'static str> {
                (**self).docs_url()
            }

            fn headers(&self, visit: &mut dyn FnMut(&'static str, HeaderText<'_>)) {
                (**self).headers(visit);
            }
        }
    )*};
}

// As far as `std::error::Error` is implemented for them.
forward! {
    &E [+ ?Sized],
    Box<E> [],
    Arc<E> [+ ?Sized],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Poor;

    #[test]
    fn the_log_has_internal_params_and_no_secret() {
        let error = Poor::sample();
        let expected = "acc_1 is short of $10.00, token [secret] (shard: 7)";
        assert_eq!(error.log_message().to_string(), expected);
        let error: &dyn CatalogError = &error;
        assert_eq!(LogMessage::of(error).to_string(), expected);
    }

    #[test]
    fn without_a_log_the_message_is_logged() {
        let entry = Entry { log: None, ..*Poor::sample().entry() };
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
    fn what_points_to_an_error_is_one() {
        fn facts(error: impl CatalogError) -> (Option<u16>, &'static str, usize) {
            let mut headers = 0;
            error.headers(&mut |_, _| headers += 1);
            (error.status(), error.entry().code, headers)
        }
        let expected = facts(Poor::sample());
        assert_eq!(expected, (Some(403), "insufficient_balance", 2));
        assert_eq!(facts(&Poor::sample() as &dyn CatalogError), expected);
        assert_eq!(facts(Box::new(Poor::sample())), expected);
        assert_eq!(facts(Arc::new(Poor::sample())), expected);
        assert_eq!(Poor::sample().retry(), Retry::Never);
        assert_eq!(Poor::sample().docs_url(), Some("https://e.example/zazmic/insufficient_balance/"));
    }
}
