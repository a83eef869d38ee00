//! The lifecycle of errors.

use errcat_catalog::model::Entry;

/// The lifecycle of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    /// In use.
    Active,
    /// Still in use, but should be avoided.
    Deprecated,
    /// No longer in use.
    Retired,
}

impl Lifecycle {
    /// Returns the lifecycle of an error.
    pub(crate) fn of(entry: &Entry) -> Self {
        match (&entry.retired, &entry.deprecated) {
            (Some(_), _) => Lifecycle::Retired,
            (None, Some(_)) => Lifecycle::Deprecated,
            (None, None) => Lifecycle::Active,
        }
    }

    /// Returns the name on pages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Lifecycle::Active => "active",
            Lifecycle::Deprecated => "deprecated",
            Lifecycle::Retired => "retired",
        }
    }
}
