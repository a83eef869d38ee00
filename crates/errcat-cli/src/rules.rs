//! Every rule that a finding can have.

use errcat_catalog::finding::Rule;

use crate::disk::manifest::UNSAFE_MANIFEST;
use crate::drift::{EDITED_ORPHAN, HAND_MADE_FILE, MISSING_FILE, ORPHANED_FILE, STALE_FILE, UNLISTED_FILE};
use crate::reading::crates::{DETACHED_CRATE, RENAMED_CRATE};
use crate::reading::named_apis::UNKNOWN_API;
use crate::reading::templates::UNKNOWN_TARGET;

/// The rules on what is on the disk, which only the edge sees.
const RULES: &[&Rule] = &[
    &UNKNOWN_API,
    &UNKNOWN_TARGET,
    &DETACHED_CRATE,
    &RENAMED_CRATE,
    &STALE_FILE,
    &MISSING_FILE,
    &ORPHANED_FILE,
    &EDITED_ORPHAN,
    &UNLISTED_FILE,
    &HAND_MADE_FILE,
    &UNSAFE_MANIFEST,
];

/// Every rule, those of the lower crates first.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let below = errcat_catalog::rules::all().chain(errcat_drift::rules()).chain(errcat_targets::rules());
    below.chain(RULES.iter().copied())
}

/// The rule of a name.
pub fn from_name(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}
