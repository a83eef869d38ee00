//! Changes that the author intends.

use std::collections::BTreeSet;

/// The codes whose published facts may change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Accept {
    /// No code.
    #[default]
    Nothing,
    /// These codes.
    Codes(BTreeSet<String>),
    /// All codes.
    Everything,
}
