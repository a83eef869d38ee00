//! Published codes, with their current data in the catalog.

use errcat_catalog::finding::Spanned;
use errcat_catalog::scope::Scope;

use super::Locked;
use super::raw::RawLocked;

/// A line of the lock.
pub(super) struct Version<'a> {
    /// The code.
    pub(super) code: &'a Spanned<String>,
    pub(super) was: &'a RawLocked,
}

/// A published code that still exists, with one version of what was published.
pub(super) struct Pair<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The index into the scope's entries.
    pub(super) entry: usize,
    /// The code in the lock.
    pub(super) locked: &'a Spanned<String>,
    pub(super) was: &'a RawLocked,
    pub(super) now: &'a Locked<'a>,
}

/// A published code that no longer exists.
pub(super) struct Gone<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The code in the lock.
    pub(super) locked: &'a Spanned<String>,
    pub(super) was: &'a RawLocked,
    /// `true` if the lock was probably merged, which may have brought back the line of a code whose removal
    /// was accepted.
    pub(super) is_merged: bool,
}
