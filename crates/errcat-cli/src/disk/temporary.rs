//! The names of temporary files. A file is first written under a temporary name, next to its destination.

use std::hash::{BuildHasher, RandomState};

use camino::Utf8Path;

/// The prefix and the suffix of the name of a temporary file.
const TEMPORARY: (&str, &str) = (".errcat-", ".tmp");

/// Returns `true` if a path is that of a temporary file.
pub(crate) fn is_temporary(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Returns an unpredictable name, so that no link can be placed there beforehand.
pub(super) fn temporary_name() -> String {
    format!("{}{:016x}{}", TEMPORARY.0, RandomState::new().hash_one(()), TEMPORARY.1)
}
