//! The changes of each code since all its versions.

use errcat_catalog::finding::Finding;

use super::Locked;
use super::changed::ChangedLock;
use super::comparison::Comparison;
use super::published::{Gone, Pair, Version};
use super::rules::{self, Changes};

impl<'a> Comparison<'a> {
    /// Returns the changes of a code since every version. `None` if the code no longer exists.
    pub(super) fn changes(&self, code: &str, versions: &[Version<'_>]) -> Option<Vec<Finding>> {
        let (now, entry) = (self.now.get(code)?, self.scope.owner_of(code)?);
        let since = |version: &Version<'_>| {
            let pair = Pair { scope: self.scope, entry, locked: version.code, was: version.was, now };
            rules::check(&pair, &self.now)
        };
        Some(in_all_versions(versions.iter().map(since)))
    }

    /// Returns a code that no longer exists.
    pub(super) fn gone<'v>(&'v self, version: &Version<'v>) -> Gone<'v> {
        Gone { scope: self.scope, locked: version.code, was: version.was, is_merged: self.own.is_merged }
    }

    /// Returns the codes that aren't in any of these locks.
    pub(super) fn new_codes(&self, locks: &[&ChangedLock<'_>]) -> Vec<&'a Locked<'a>> {
        let is_new = |code: &str| !locks.iter().any(|lock| lock.contains(code));
        let mut new: Vec<&Locked<'_>> =
            self.now.values().copied().filter(|locked| is_new(locked.code)).collect();
        new.sort_unstable_by_key(|locked| locked.code);
        new
    }
}

/// Returns the changes since every version.
fn in_all_versions(mut versions: impl Iterator<Item = Changes>) -> Vec<Finding> {
    let mut changes = versions.next().unwrap_or_default();
    for other in versions {
        changes.retain_in(&other);
    }
    changes.into_findings()
}
