//! The methods of wrappers, which forward to the error inside.

/// Defines methods of `CatalogError` that call those of an inner error: `forward! { it => it.error; entry
/// params }`.
///
/// Wrappers list all methods that they don't define themselves. A method with a default would otherwise hide
/// that of the inner error.
macro_rules! forward {
    ($this:ident => $inner:expr; $($method:ident)*) => {
        $($crate::error::forward::forward! { @$method $this $inner })*
    };
    (@entry $this:ident $inner:expr) => {
        fn entry(&self) -> &'static $crate::Entry {
            let $this = self;
            $inner.entry()
        }
    };
    (@params $this:ident $inner:expr) => {
        fn params(&self, visit: &mut dyn FnMut(&[$crate::Value<'_>])) {
            let $this = self;
            $inner.params(visit);
        }
    };
    (@status $this:ident $inner:expr) => {
        fn status(&self) -> Option<u16> {
            let $this = self;
            $inner.status()
        }
    };
    (@retry $this:ident $inner:expr) => {
        fn retry(&self) -> $crate::Retry {
            let $this = self;
            $inner.retry()
        }
    };
    (@docs_url $this:ident $inner:expr) => {
        fn docs_url(&self) -> Option<&'static str> {
            let $this = self;
            $inner.docs_url()
        }
    };
    (@causes $this:ident $inner:expr) => {
        fn causes(&self) -> Vec<String> {
            let $this = self;
            $inner.causes()
        }
    };
    (@fixes $this:ident $inner:expr) => {
        fn fixes(&self) -> Vec<String> {
            let $this = self;
            $inner.fixes()
        }
    };
    (@exit_code $this:ident $inner:expr) => {
        fn exit_code(&self) -> ::std::process::ExitCode {
            let $this = self;
            $inner.exit_code()
        }
    };
    (@headers $this:ident $inner:expr) => {
        fn headers(&self, visit: &mut dyn FnMut(&'static str, $crate::header::HeaderText<'_>)) {
            let $this = self;
            $inner.headers(visit);
        }
    };
    (@others $this:ident $inner:expr) => {
        fn others(&self, visit: &mut dyn FnMut(&dyn $crate::CatalogError)) {
            let $this = self;
            $inner.others(visit);
        }
    };
    (@backtrace $this:ident $inner:expr) => {
        fn backtrace(&self) -> Option<&::std::backtrace::Backtrace> {
            let $this = self;
            $inner.backtrace()
        }
    };
    (@snippet $this:ident $inner:expr) => {
        #[cfg(feature = "miette")]
        fn snippet(&self) -> Option<$crate::snippet::Snippet<'_>> {
            let $this = self;
            $inner.snippet()
        }
    };
}

pub(crate) use forward;
