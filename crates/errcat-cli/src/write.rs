//! Making the disk what the plan says.
//!
//! Each file is written under a temporary name beside its place and then renamed, so that whoever reads it, and
//! whoever comes after an interrupted run, finds the old file or the new one and never half of one. Nothing is
//! flushed to the disk itself: after a power cut the next run writes again what doesn't compare equal. Orphans go
//! last, when everything that could refer to them has been written anew.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::plan::Plan;
use rayon::prelude::*;

use crate::compare::{Changes, Write};

/// How the name of a temporary file begins and ends.
const TEMPORARY: (&str, &str) = (".errcat-", ".tmp");

/// Writes the missing and stale files, then deletes the orphans and the directories that this leaves empty.
///
/// # Errors
///
/// When something can't be written. What was written until then is whole; the next run does the rest.
///
/// # Panics
///
/// When there are obstacles: nothing may be written then, and the caller has to say so.
pub fn apply(root: &Utf8Path, plan: &Plan, changes: &Changes<'_>) -> io::Result<()> {
    assert!(changes.obstacles.is_empty(), "{:?} must not be overwritten", changes.obstacles);
    // An orphan may be a file where a directory belongs by now.
    let directories: HashSet<&Utf8Path> =
        changes.writes.iter().flat_map(|write| write.path.ancestors().skip(1)).collect();
    let (early, late): (Vec<_>, Vec<_>) =
        changes.orphans.iter().partition(|orphan| directories.contains(orphan.as_path()));
    early.into_iter().try_for_each(|orphan| remove(&root.join(orphan)))?;
    write_all(root, &changes.writes)?;
    late.par_iter().try_for_each(|orphan| remove(&root.join(orphan)))?;
    remove_empty(root, plan, &changes.orphans)
}

/// Whether a file is a temporary one of an interrupted run.
pub(crate) fn is_temporary(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

fn write_all(root: &Utf8Path, writes: &[Write<'_>]) -> io::Result<()> {
    let directories: BTreeSet<Utf8PathBuf> =
        writes.iter().filter_map(|write| Some(root.join(write.path.parent()?))).collect();
    directories.par_iter().try_for_each(fs_err::create_dir_all)?;
    writes.par_iter().try_for_each(|write| replace(&root.join(write.path), write.bytes))
}

/// Writes a file so that nobody ever finds half of it.
pub(crate) fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().expect("a planned file lies in the workspace");
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    // A temporary file is its owner's alone unless told otherwise; a site is to be read by a web server.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let named = |error: io::Error| io::Error::new(error.kind(), format!("can't write `{path}`: {error}"));
    let mut file = builder.tempfile_in(directory).map_err(named)?;
    file.write_all(bytes).map_err(named)?;
    file.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}

fn remove(path: &Utf8Path) -> io::Result<()> {
    match fs_err::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Removes the directories, below owned ones, that held orphans and nothing else.
fn remove_empty(root: &Utf8Path, plan: &Plan, orphans: &[Utf8PathBuf]) -> io::Result<()> {
    for orphan in orphans {
        for directory in orphan.ancestors().skip(1) {
            let is_owned = plan.owned_directories().iter().any(|owned| is_below(directory, owned));
            if !is_owned || !remove_if_empty(&root.join(directory))? {
                break;
            }
        }
    }
    Ok(())
}

/// The disk decides what is empty, in one step with the removal.
fn remove_if_empty(directory: &Utf8Path) -> io::Result<bool> {
    match fs_err::remove_dir(directory) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_below(path: &Utf8Path, directory: &Utf8Path) -> bool {
    path != directory && path.starts_with(directory)
}
