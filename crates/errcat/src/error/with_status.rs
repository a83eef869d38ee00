//! An error with one of the several statuses that the catalog allows for it.

use std::error::Error;
use std::fmt;

use super::forward::forward;
use crate::CatalogError;

/// An error with a selected status: see [`CatalogError::with_status`].
#[derive(Debug, Clone, PartialEq)]
pub struct WithStatus<E> {
    error: E,
    status: u16,
}

impl<E: CatalogError> WithStatus<E> {
    pub(crate) fn new(error: E, status: u16) -> Self {
        Self { error, status }
    }

    /// Returns the inner error.
    pub const fn inner(&self) -> &E {
        &self.error
    }

    /// Returns the inner error, without the status.
    pub fn into_inner(self) -> E {
        self.error
    }
}

impl<E: CatalogError> CatalogError for WithStatus<E> {
    forward! {
        it => it.error;
        entry params retry docs_url causes fixes exit_code headers others snippet backtrace
    }

    fn status(&self) -> Option<u16> {
        let is_declared = self.entry().has_status(self.status);
        if is_declared { Some(self.status) } else { self.error.status() }
    }
}

impl<E: fmt::Display> fmt::Display for WithStatus<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E: Error> Error for WithStatus<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{LowBalance, NotFound};
    use crate::{Entry, Message, Piece, StatusRange, Value};

    /// An error whose status the server decides.
    #[derive(Debug)]
    struct Rejected;

    static REJECTED: Entry = Entry {
        code: "rejected",
        status_range: Some(StatusRange::ClientError),
        message: Message(&[Piece::Text("Rejected")]),
        ..Entry::EMPTY
    };

    impl fmt::Display for Rejected {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Rejected")
        }
    }

    impl Error for Rejected {}

    impl CatalogError for Rejected {
        fn entry(&self) -> &'static Entry {
            &REJECTED
        }

        fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
            visit(&[]);
        }
    }

    #[test]
    fn only_declared_statuses_are_used() {
        let status = |error: &dyn CatalogError| error.status();
        assert_eq!(status(&LowBalance::sample().with_status(402)), Some(402));
        assert_eq!(
            status(&LowBalance::sample().with_status(500)),
            Some(403),
            "the first: 500 isn't declared"
        );
        assert_eq!(status(&NotFound.with_status(404)), None, "never a response");
        assert_eq!(status(&Rejected.with_status(409)), Some(409), "in the range");
        assert_eq!(status(&Rejected.with_status(500)), None, "not in the range");
    }

    #[test]
    fn everything_else_is_forwarded() {
        let error = LowBalance::sample().with_status(402);
        assert_eq!(error.to_string(), LowBalance::sample().to_string());
        assert!(std::ptr::eq(error.entry(), LowBalance::sample().entry()));
        let (mut headers, mut params) = (0, 0);
        error.headers(&mut |_, _| headers += 1);
        error.params(&mut |values| params = values.len());
        assert_eq!((headers, params), (2, 7));
        assert_eq!(
            (error.retry(), error.docs_url()),
            (LowBalance::sample().retry(), LowBalance::sample().docs_url())
        );
        assert!(error.source().is_none());
    }

    #[cfg(feature = "http")]
    #[test]
    fn response_has_the_selected_status() {
        let response = crate::http::response(&LowBalance::sample().with_status(402));
        assert_eq!(response.status(), 402);
        assert_eq!(crate::http::response(&Rejected.with_status(409)).status(), 409);
        assert_eq!(crate::http::response(&Rejected).status(), 400, "the default of its range");
        let body = String::from_utf8_lossy(response.body()).into_owned();
        assert!(body.contains("402") && !body.contains("403"), "{body}");
    }
}
