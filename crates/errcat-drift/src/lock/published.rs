//! Codes that were published, next to what the catalog says of them now.

use errcat_catalog::finding::Spanned;
use errcat_catalog::scope::Scope;

use super::Locked;
use super::raw::RawLocked;

/// A code that was published and is still there.
pub(super) struct Pair<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// Index into the scope's entries.
    pub(super) entry: usize,
    /// Where the lock has it.
    pub(super) locked: &'a Spanned<String>,
    pub(super) was: &'a RawLocked,
    pub(super) now: &'a Locked<'a>,
}

/// A code that was published and isn't there any longer.
pub(super) struct Gone<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// Where the lock has it.
    pub(super) locked: &'a Spanned<String>,
    pub(super) was: &'a RawLocked,
}
