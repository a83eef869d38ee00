//! A catalog error somewhere in a chain of sources.
//!
//! A service wraps errors: a handler's error has a client's as its source, `anyhow` puts context around both.
//! What the catalog knows is still in there, and [`find()`] gets it out:
//!
//! ```
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("Agent not found") }
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
//! # Why one names the types
//!
//! A `dyn Error` can be asked whether it is of a certain type, not whether it implements a trait: Rust keeps
//! no list of who implements what, and `Error::provide`, by which an error could answer the question itself,
//! isn't stable. So one names the types that may be there, mostly one: an API's generated `Error`, or one's
//! own. [`find_any`] takes several. A transparent variant answers for the error in it, so that this needn't
//! be named.

use std::error::Error;
use std::sync::Arc;

use crate::CatalogError;

/// The nearest error of type `E`: the error itself, its source, the source of that, and so on. It is found in
/// a `Box` and in an `Arc` too.
pub fn find<'a, E: CatalogError + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(cast)
}

/// The nearest error that is of any of the types in a tuple: `find_any::<(kakunin::Error,
/// zazmic::Error)>(error)`.
pub fn find_any<'a, T: AnyOf>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn CatalogError> {
    chain(error).find_map(T::cast)
}

/// Types of catalog errors: a tuple of up to eight. Sealed: these are all.
pub trait AnyOf: sealed::Sealed {
    /// The error, if it is of one of them.
    fn cast<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn CatalogError>;
}

/// The most errors that are looked at. A chain isn't as long, unless an error is its own source.
const LONGEST_CHAIN: usize = 1_000;

/// An error and what is behind it.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
        .take(LONGEST_CHAIN)
}

fn cast<'a, E: CatalogError + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let boxed = || error.downcast_ref::<Box<E>>().map(|error| &**error);
    let shared = || error.downcast_ref::<Arc<E>>().map(|error| &**error);
    error.downcast_ref().or_else(boxed).or_else(shared)
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
    use crate::sample::{NotFound, Poor};

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
    fn an_error_is_found_behind_others() {
        let wrapped = Wrapper(Box::new(Wrapper(Box::new(Poor::sample()))));
        let code = find::<Poor>(&wrapped).map(|error| error.entry().code);
        assert_eq!(code, Some("insufficient_balance"));
        assert!(find::<NotFound>(&wrapped).is_none());
        assert!(find::<Poor>(&Poor::sample()).is_some());
        assert!(find::<Poor>(&Wrapper(Box::new(Arc::new(Poor::sample())))).is_some());
        assert!(find::<Poor>(&Wrapper(Box::new(Box::new(Poor::sample())))).is_some());
    }

    #[test]
    fn an_error_is_found_through_anyhow() {
        let result: Result<(), _> = Err(Poor::sample());
        let error = result.context("paying").context(7).unwrap_err();
        assert!(find::<Poor>(error.as_ref()).is_some());
        let error = anyhow::Error::from(Wrapper(error.into())).context("and again");
        assert!(find::<Poor>(error.as_ref()).is_some());
        assert!(find::<Poor>(anyhow::anyhow!("something else").as_ref()).is_none());
    }

    #[test]
    fn the_nearest_of_several_is_found() {
        let code = |error: &dyn CatalogError| error.entry().code;
        let error = Wrapper(Box::new(NotFound));
        assert_eq!(find_any::<(Poor, NotFound)>(&error).map(code), Some("agent_not_found"));
        assert_eq!(find_any::<(Poor,)>(&error).map(code), None);
    }

    #[test]
    fn an_endless_chain_ends() {
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
        assert!(find::<Poor>(&Snake).is_none());
    }
}
