//! Stored parts of files that all APIs of a large catalog share. The next run doesn't generate the parts of
//! APIs that haven't changed.
//!
//! Each file begins with a line: the hash of everything that the API's files are generated from.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::selection::Parts;

use crate::disk::Disk;
use crate::disk::write::create_directories;

fn file(root: &Utf8Path, api: &str) -> Utf8PathBuf {
    root.join(format!("target/errcat/parts/{api}"))
}

/// Returns the parts of an API that were generated from the inputs with this hash.
pub(super) fn find(root: &Utf8Path, api: &str, origin: &str) -> Option<Parts> {
    let bytes = fs_err::read(file(root, api)).ok()?;
    postcard::from_bytes(bytes.strip_prefix(format!("{origin}\n").as_bytes())?).ok()
}

/// Stores the parts of an API.
pub(super) fn store(
    disk: &dyn Disk,
    root: &Utf8Path,
    api: &str,
    origin: &str,
    parts: &Parts,
) -> io::Result<()> {
    let parts = postcard::to_stdvec(parts).map_err(io::Error::other)?;
    let file = file(root, api);
    create_directories(disk, file.parent().expect("a file in the workspace"))?;
    let _ = disk.remove_file(&file);
    disk.create_file(&file, &[origin.as_bytes(), b"\n", &parts].concat())
}
