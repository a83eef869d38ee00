//! Whether an error is still in use.

use errcat_catalog::model::Entry;

/// How far an error is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    /// In use.
    Active,
    /// It should no longer be used.
    Deprecated,
    /// It is no longer used.
    Retired,
}

impl Lifecycle {
    /// Returns that of an error.
    pub(crate) fn of(entry: &Entry) -> Self {
        match (&entry.retired, &entry.deprecated) {
            (Some(_), _) => Lifecycle::Retired,
            (None, Some(_)) => Lifecycle::Deprecated,
            (None, None) => Lifecycle::Active,
        }
    }

    /// Returns its name on pages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Lifecycle::Active => "active",
            Lifecycle::Deprecated => "deprecated",
            Lifecycle::Retired => "retired",
        }
    }
}
