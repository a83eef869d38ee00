//! The source of an error, from whatever a field may hold it in.

use std::error::Error;

/// What `std::error::Error::source` can point to: an error, or an error behind a `dyn`.
///
/// `#[derive(CatalogError)]` calls it as a method, so that `Box<dyn Error + Send + Sync>`, which is no `Error`
/// itself, is found by its target. Sealed: the implementations here are all that there are.
pub trait Source: sealed::Sealed {
    /// Itself, as a source.
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
