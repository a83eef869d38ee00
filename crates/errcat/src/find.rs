//! Finds catalog errors in a chain of sources.
//!
//! Services wrap errors: a handler's error has a client's error as its source, and `anyhow` adds context to
//! both. [`find()`] gets the catalog error out again:
//!
//! ```
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "Not found") }
//! # }
//! # impl std::error::Error for CertifyError {}
//! # impl CatalogError for CertifyError {
//! #     fn entry(&self) -> &'static Entry {
//! #         static ENTRY: Entry = Entry { code: "agent_not_found", ..Entry::EMPTY };
//! #         &ENTRY
//! #     }
//! #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
//! # }
//! # fn certify() -> Result<(), CertifyError> { Err(CertifyError) }
//! use anyhow::Context as _;
//!
//! let error = certify().context("certifying the new agents").unwrap_err();
//! let found = errcat::find::<CertifyError>(error.as_ref());
//! assert_eq!(found.map(|error| error.entry().code), Some("agent_not_found"));
//! ```
//!
//! # Why callers name the types
//!
//! A `dyn Error` can be downcast to a type, but not to a trait: Rust keeps no list of the types that
//! implement a trait. `Error::provide`, with which an error could expose its trait itself, isn't stable. So
//! callers name the type to look for, usually an API's generated `Error` or a type of their own. [`find_any`]
//! accepts several types. A transparent variant already represents the error inside it, so the inner type
//! doesn't have to be named.

use std::error::Error;
use std::sync::Arc;

use crate::{CatalogError, WithSource, WithStatus};

/// Returns the first error of type `E` in the chain: the error itself, its source, the source's source, and
/// so on. Also looks inside `Box<E>`, `Arc<E>`, `WithSource<E>` and `WithStatus<E>`.
pub fn find<'a, E: CatalogError + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(cast)
}

/// Returns the first error in the chain whose type is in a tuple:
/// `find_any::<(kakunin::Error, zazmic::Error)>(error)`.
pub fn find_any<'a, T: AnyOf>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn CatalogError> {
    chain(error).find_map(T::cast)
}

/// A tuple of one to eight types of catalog errors. This trait is sealed and can't be implemented elsewhere.
pub trait AnyOf: sealed::Sealed {
    /// Returns the error if its type is in the tuple.
    fn cast<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn CatalogError>;
}

/// The maximum number of errors that are inspected. Only an error that is its own source has a longer chain.
const MAX_CHAIN: usize = 1_000;

/// Returns an error and its chain of sources.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source()).take(MAX_CHAIN)
}

fn cast<'a, E: CatalogError + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let boxed = || error.downcast_ref::<Box<E>>().map(|error| &**error);
    let shared = || error.downcast_ref::<Arc<E>>().map(|error| &**error);
    let with_source = || error.downcast_ref::<WithSource<E>>().map(WithSource::inner);
    let with_status = || error.downcast_ref::<WithStatus<E>>().map(WithStatus::inner);
    let with_both = || error.downcast_ref::<WithStatus<WithSource<E>>>().map(|error| error.inner().inner());
    let found = error.downcast_ref().or_else(boxed).or_else(shared);
    found.or_else(with_source).or_else(with_status).or_else(with_both)
}

macro_rules! any_of {
    ($($($ty:ident)+,)*) => {$(
        impl<$($ty: CatalogError + 'static),+> AnyOf for ($($ty,)+) {
            fn cast<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn CatalogError> {
                None$(.or_else(|| cast::<$ty>(error).map(|error| error as &dyn CatalogError)))+
            }
        }

        impl<$($ty),+> sealed::Sealed for ($($ty,)+) {}
    )*};
}

any_of! {
    A,
    A B,
    A B C,
    A B C D,
    A B C D E,
    A B C D E F,
    A B C D E F G,
    A B C D E F G H,
}

mod sealed {
    pub trait Sealed {}
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use anyhow::Context as _;

    use super::*;
    use crate::sample::{LowBalance, NotFound};

    #[derive(Debug)]
    struct Wrapper(Box<dyn Error + Send + Sync>);

    impl fmt::Display for Wrapper {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("wrapped")
        }
    }

    impl Error for Wrapper {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&*self.0)
        }
    }

    #[test]
    fn find_searches_the_sources() {
        let wrapped = Wrapper(Box::new(Wrapper(Box::new(LowBalance::sample()))));
        let code = find::<LowBalance>(&wrapped).map(|error| error.entry().code);
        assert_eq!(code, Some("insufficient_balance"));
        assert!(find::<NotFound>(&wrapped).is_none());
        assert!(find::<LowBalance>(&LowBalance::sample()).is_some());
        assert!(find::<LowBalance>(&Wrapper(Box::new(Arc::new(LowBalance::sample())))).is_some());
        assert!(find::<LowBalance>(&Wrapper(Box::new(Box::new(LowBalance::sample())))).is_some());
        assert!(find::<LowBalance>(&LowBalance::sample().with_status(402)).is_some());
        let sourced = LowBalance::sample().with_source(NotFound);
        assert!(find::<LowBalance>(&sourced).is_some() && find::<NotFound>(&sourced).is_some());
        assert!(find::<LowBalance>(&sourced.with_status(402)).is_some());
    }

    #[test]
    fn find_searches_anyhow_errors() {
        let result: Result<(), _> = Err(LowBalance::sample());
        let error = result.context("paying").context(7).unwrap_err();
        assert!(find::<LowBalance>(error.as_ref()).is_some());
        let error = anyhow::Error::from(Wrapper(error.into())).context("and again");
        assert!(find::<LowBalance>(error.as_ref()).is_some());
        assert!(find::<LowBalance>(anyhow::anyhow!("something else").as_ref()).is_none());
    }

    #[test]
    fn find_any_returns_the_first_match() {
        let code = |error: &dyn CatalogError| error.entry().code;
        let error = Wrapper(Box::new(NotFound));
        assert_eq!(find_any::<(LowBalance, NotFound)>(&error).map(code), Some("agent_not_found"));
        assert_eq!(find_any::<(LowBalance,)>(&error).map(code), None);
    }

    #[test]
    fn find_stops_in_an_endless_chain() {
        #[derive(Debug)]
        struct Snake;
        impl fmt::Display for Snake {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bites its tail")
            }
        }
        impl Error for Snake {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&Snake)
            }
        }
        assert!(find::<LowBalance>(&Snake).is_none());
    }
}
