//! The errors of an API as a client gets them.

use crate::{CatalogError, Entry, Envelope, Values};

/// The errors of an API as a client gets them: implemented by the generated sum of its tables,
/// `kakunin::Error`.
pub trait Decode: CatalogError + Sized + 'static {
    /// The entries of its tables, retired ones included: the same slice each time, for what is found out
    /// about it is kept.
    fn tables() -> &'static [&'static [Entry]];

    /// Makes the error of an entry, by its table's and its own index. `None` if it is retired, or if a value
    /// that it needs is missing.
    fn build(table: usize, entry: usize, values: &mut Values<'_>) -> Option<Self>;

    /// The shape of an error of which no more is known than its status; that of the first entry which has
    /// one, unless the API says otherwise.
    fn envelope() -> Option<&'static Envelope<'static>> {
        entries::<Self>().find_map(|entry| entry.envelope)
    }
}

/// Every entry of an API.
pub(crate) fn entries<E: Decode>() -> impl Iterator<Item = &'static Entry> {
    E::tables().iter().copied().flatten()
}
