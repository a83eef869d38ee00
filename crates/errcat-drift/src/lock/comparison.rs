//! An API and its locks, which the rules compare.

use std::collections::HashMap;

use errcat_catalog::scope::Scope;

use super::Locked;
use super::base::BaseLock;
use super::changed::ChangedLock;

/// An API and its locks.
pub(super) struct Comparison<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The current facts, by code.
    pub(super) now: HashMap<&'a str, &'a Locked<'a>>,
    /// The lock on the disk. Empty if there is none.
    pub(super) own: &'a ChangedLock<'a>,
    pub(super) base: Option<(BaseLock<'a>, &'a ChangedLock<'a>)>,
}
