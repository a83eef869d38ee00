//! The trait of an API's errors that clients decode.

use crate::{CatalogError, Entry, Envelope, Fallback, Values};

/// An API's errors that can be decoded from a response. Implemented by the generated enum over the API's
/// tables, such as `kakunin::Error`.
pub trait Decode: CatalogError + Sized + 'static {
    /// Returns the entries of the API's tables, including retired ones. Must return the same slice on every
    /// call, because the index over it is cached.
    fn tables() -> &'static [&'static [Entry]];

    /// Builds the error of an entry, given by the index of its table and its index in that table. Returns
    /// `None` if the entry is retired or a required value is missing.
    fn build(table: usize, entry: usize, values: &mut Values<'_>) -> Option<Self>;

    /// Returns the API's default envelope: the format of responses to failures of which only the status is
    /// known. `None` if these responses have no body.
    fn envelope() -> Option<&'static Envelope<'static>> {
        None
    }

    /// Returns the errors that a server sends for failures that its web framework answers. By default, none.
    fn fallbacks() -> &'static [Fallback] {
        &[]
    }
}

/// Returns every entry of an API.
pub(crate) fn entries<E: Decode>() -> impl Iterator<Item = &'static Entry> {
    E::tables().iter().copied().flatten()
}
