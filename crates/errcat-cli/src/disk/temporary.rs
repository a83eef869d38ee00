//! Temporary files: what is written first, next to its place, under a name of its own.

use std::hash::{BuildHasher, RandomState};

use camino::Utf8Path;

/// How the name of a temporary file begins and ends.
const TEMPORARY: (&str, &str) = (".errcat-", ".tmp");

/// Returns `true` if a file is a temporary one, which an interrupted run left.
pub(crate) fn is_temporary(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// A name that can't be known beforehand, so that no link can be put there.
pub(super) fn temporary_name() -> String {
    format!("{}{:016x}{}", TEMPORARY.0, RandomState::new().hash_one(()), TEMPORARY.1)
}
