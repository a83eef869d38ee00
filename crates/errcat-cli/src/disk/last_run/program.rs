//! The identity of this build of the program. Records of other builds are ignored.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use super::seen::hash_of_metadata;

/// Returns a number that differs between builds.
pub(crate) fn hash_of_program() -> io::Result<u64> {
    let program = std::env::current_exe()?;
    let mut hasher = DefaultHasher::new();
    (&program, hash_of_metadata(&fs_err::metadata(&program)?)?).hash(&mut hasher);
    Ok(hasher.finish())
}
