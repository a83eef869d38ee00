//! The source of an error, for any type of field that can hold it.

use std::error::Error;

/// A type that `std::error::Error::source` can return: an error, or a `dyn Error`.
///
/// `#[derive(CatalogError)]` generates a method call, so that auto-deref finds the target of a
/// `Box<dyn Error + Send + Sync>`, which doesn't implement `Error` itself. This trait is sealed and can't be
/// implemented elsewhere.
pub trait Source: sealed::Sealed {
    /// Returns the value as a source.
    fn as_source(&self) -> &(dyn Error + 'static);
}

impl<T: Error + 'static> Source for T {
    fn as_source(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! dyn_source {
    ($($ty:ty,)*) => {$(
        impl Source for $ty {
            fn as_source(&self) -> &(dyn Error + 'static) {
                self
            }
        }

        impl sealed::Sealed for $ty {}
    )*};
}

dyn_source! {
    dyn Error + 'static,
    dyn Error + Send + 'static,
    dyn Error + Send + Sync + 'static,
}

mod sealed {
    pub trait Sealed {}
    impl<T: std::error::Error + 'static> Sealed for T {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxed_and_plain_errors_are_sources() {
        let plain = std::fmt::Error;
        let boxed: Box<dyn Error> = Box::new(plain);
        let sent: Box<dyn Error + Send + Sync> = Box::new(plain);
        for source in [plain.as_source(), boxed.as_source(), sent.as_source()] {
            assert!(source.is::<std::fmt::Error>());
        }
    }
}
