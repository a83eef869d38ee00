//! The location of this repository.

use camino::Utf8Path;

/// Returns the root folder of the repository.
pub(crate) fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository")
}
