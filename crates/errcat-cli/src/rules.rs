//! The rules of all crates.

use errcat_catalog::finding::Rule;

use crate::disk::abandoned::ABANDONED_FOLDER;
use crate::disk::manifest::UNSAFE_MANIFEST;
use crate::drift::{EDITED_ORPHAN, HAND_MADE_FILE, MISSING_FILE, ORPHANED_FILE, STALE_FILE, UNLISTED_FILE};
use crate::reading::crates::{DETACHED_CRATE, RENAMED_CRATE};
use crate::reading::modules::DETACHED_MODULE;
use crate::reading::named_apis::UNKNOWN_API;
use crate::reading::templates::UNKNOWN_TARGET;
use crate::reading::unused_settings::UNUSED_SETTING;

/// The rules about settings and generated files, which this crate checks.
const RULES: &[&Rule] = &[
    &UNKNOWN_API,
    &UNKNOWN_TARGET,
    &UNUSED_SETTING,
    &DETACHED_CRATE,
    &DETACHED_MODULE,
    &RENAMED_CRATE,
    &ABANDONED_FOLDER,
    &STALE_FILE,
    &MISSING_FILE,
    &ORPHANED_FILE,
    &EDITED_ORPHAN,
    &UNLISTED_FILE,
    &HAND_MADE_FILE,
    &UNSAFE_MANIFEST,
];

/// Returns every rule. The rules of other crates come first.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let others = errcat_catalog::rules::all().chain(errcat_drift::rules()).chain(errcat_targets::rules());
    others.chain(RULES.iter().copied())
}

/// Returns the rule with a name.
pub fn from_name(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}
