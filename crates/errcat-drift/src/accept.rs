//! Changes that are intended.

use std::collections::BTreeSet;

/// Which changes of what was published are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Accept {
    /// None.
    #[default]
    Nothing,
    /// Those of these codes.
    Codes(BTreeSet<String>),
    /// All of them.
    Everything,
}
