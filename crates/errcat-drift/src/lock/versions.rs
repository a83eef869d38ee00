//! The versions of each published code: its lines in the lock on the disk and in that of the base.
//!
//! If the base is known, it decides which codes are published. Other codes of the lock on the disk are
//! drafts, which may change. The lines of both locks are versions, so a change counts as accepted if the lock
//! on the disk has it, and as taken back if the catalog is again what the base has.
//!
//! If the lock on the disk lacks codes that the base and the catalog have, it was damaged, because `gen`
//! would have written them. Then the lines of the base replace all that it lacks. A lock that lacks only
//! codes that the catalog lacks, too, is what an accepted removal leaves.

use std::collections::{BTreeMap, HashSet};

use super::changed::ChangedLock;
use super::comparison::Comparison;
use super::published::Version;

/// The versions of the codes whose published facts may have changed.
pub(super) struct Versions<'a> {
    /// The versions by code, at least one each. Those of the lock on the disk come first.
    pub(super) published: BTreeMap<&'a str, Vec<Version<'a>>>,
    /// The number of codes that the lock on the disk has lost.
    pub(super) lost: usize,
}

impl<'a> Versions<'a> {
    pub(super) fn of(comparison: &Comparison<'a>) -> Self {
        let Comparison { own, base, .. } = comparison;
        let mut published = by_code(own);
        let Some((lock, base)) = base else { return Versions { published, lost: 0 } };
        let is_draft = |code: &str| !lock.base.is_merging && !base.contains(code);
        // The catalog agrees with the base in all facts of an unchanged code.
        published.retain(|code, _| !is_draft(code) && !base.unchanged.contains(code));
        let lost = lost_codes(comparison);
        for (code, was) in &base.lines {
            let is_accepted = own.unchanged.contains(code.value.as_str());
            if !is_accepted && (own.contains(code) || lost.contains(code.value.as_str())) {
                published.entry(&code.value).or_default().push(Version { code, was });
            }
        }
        Versions { published, lost: lost.len() }
    }
}

/// Returns the lines of a lock that differ from the catalog, by code.
pub(super) fn by_code<'a>(lock: &'a ChangedLock<'a>) -> BTreeMap<&'a str, Vec<Version<'a>>> {
    let mut versions: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    for (code, was) in &lock.lines {
        versions.entry(&code.value).or_default().push(Version { code, was });
    }
    versions
}

/// Returns the codes of the base that a damaged lock has lost.
fn lost_codes<'a>(Comparison { now, own, base, .. }: &Comparison<'a>) -> HashSet<&'a str> {
    let missing: HashSet<&str> =
        base.iter().flat_map(|(_, base)| base.codes()).filter(|code| !own.contains(code)).collect();
    let is_damaged = own.is_empty() || missing.iter().any(|code| now.contains_key(code));
    if is_damaged { missing } else { HashSet::new() }
}
