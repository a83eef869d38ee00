//! Collects all mistakes in a type, to report them together.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Error;

/// A collection of errors. Like serde's `Ctxt`, it must be converted with [`into_result`](Self::into_result),
/// never just dropped.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    /// Adds an error at a location.
    pub(crate) fn at(&mut self, span: Span, message: impl std::fmt::Display) {
        self.0.push(Error::new(span, message));
    }

    /// Adds an error at these tokens.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.0.push(Error::new_spanned(tokens, message));
    }

    /// Returns the value of a result, or adds its error.
    pub(crate) fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    /// Returns all errors as one, in the order they were added.
    pub(crate) fn into_result(self) -> Result<(), Error> {
        let mut errors = self.0.into_iter();
        let Some(mut all) = errors.next() else { return Ok(()) };
        errors.for_each(|error| all.combine(error));
        Err(all)
    }
}
