//! An error with the source that caused it.

use std::error::Error;
use std::fmt;

use super::forward::forward;
use crate::CatalogError;

/// An error with its source: see [`CatalogError::with_source`].
///
/// Handlers that return it convert errors without a source with `?`.
#[derive(Debug)]
pub struct WithSource<E> {
    error: E,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl<E: CatalogError> WithSource<E> {
    pub(crate) fn new(error: E, source: Box<dyn Error + Send + Sync>) -> Self {
        Self { error, source: Some(source) }
    }
}

impl<E> WithSource<E> {
    /// Returns the inner error.
    pub const fn inner(&self) -> &E {
        &self.error
    }

    /// Returns the inner error, without the source.
    pub fn into_inner(self) -> E {
        self.error
    }
}

/// Converts an error without a source.
impl<E: CatalogError> From<E> for WithSource<E> {
    fn from(error: E) -> Self {
        Self { error, source: None }
    }
}

impl<E: CatalogError> CatalogError for WithSource<E> {
    forward! {
        it => it.error;
        entry params status retry docs_url causes fixes exit_code headers others snippet backtrace
    }
}

/// Writes the error without its source, so that no client sees it.
impl<E: fmt::Display> fmt::Display for WithSource<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E: Error> Error for WithSource<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => self.error.source(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::sample::{LowBalance, NotFound};

    fn refused() -> io::Error {
        io::Error::new(io::ErrorKind::ConnectionRefused, "refused by 10.0.0.7")
    }

    #[test]
    fn source_is_kept_but_not_shown() {
        let error = LowBalance::sample().with_source(refused());
        assert_eq!(error.to_string(), LowBalance::sample().to_string());
        let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::ConnectionRefused));
    }

    #[test]
    fn any_error_or_text_is_a_source() {
        let text = |error: WithSource<NotFound>| error.source().map(ToString::to_string);
        let boxed: Box<dyn Error + Send + Sync> = Box::new(refused());
        let expected = Some("refused by 10.0.0.7".to_owned());
        assert_eq!(text(NotFound.with_source(refused())), expected);
        assert_eq!(text(NotFound.with_source(boxed)), expected);
        assert_eq!(text(NotFound.with_source("refused by 10.0.0.7")), expected);
        assert_eq!(text(NotFound.with_source(anyhow::Error::from(refused()))), expected);
        assert_eq!(text(NotFound.into()), None);
    }

    #[test]
    fn context_of_anyhow_is_in_the_chain() {
        let error = NotFound.with_source(anyhow::Error::from(refused()).context("reading the agent"));
        let chain = crate::find::chain(&error).map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(chain, ["Agent not found", "reading the agent", "refused by 10.0.0.7"]);
        assert!(crate::find::chain(&error).any(<dyn Error>::is::<io::Error>), "the original is found");
    }

    #[test]
    fn errors_without_a_source_are_converted() {
        fn get(found: bool) -> Result<(), WithSource<NotFound>> {
            if found {
                Err(refused()).map_err(|error| NotFound.with_source(error))?;
            }
            Err(NotFound)?
        }
        assert!(get(true).is_err_and(|error| error.source().is_some()));
        assert!(get(false).is_err_and(|error| error.source().is_none()));
    }

    #[test]
    fn everything_else_is_forwarded() {
        let error = LowBalance::sample().with_status(402).with_source(refused());
        assert_eq!(error.status(), Some(402));
        assert_eq!(error.fixes(), LowBalance::sample().fixes());
        let (mut headers, mut params) = (0, 0);
        error.headers(&mut |_, _| headers += 1);
        error.params(&mut |values| params = values.len());
        assert_eq!((headers, params), (2, 7));
        assert_eq!(LowBalance::sample().with_source(refused()).with_status(402).status(), Some(402));
    }
}
