//! Making the disk what the plan says.
//!
//! Each file is written under a temporary name beside its place and then renamed, so that whoever reads it, and
//! whoever comes after an interrupted run, finds the old file or the new one and never half of one. Nothing is
//! flushed to the disk itself: after a power cut the next run writes again what doesn't compare equal. Orphans go
//! last, when everything that could refer to them has been written anew.
//!
//! A new folder might be filled under a temporary name, and only the folder renamed. Measured on ext4, that gains nothing:
//! creating a file takes many times as long as renaming it.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::compare::{Changes, Write};
use crate::disk::Disk;

/// How the name of a temporary file begins and ends.
const TEMPORARY: (&str, &str) = (".errcat-", ".tmp");

/// Writes the missing and stale files, then deletes the orphans and the directories in which nothing is left.
///
/// # Errors
///
/// When something can't be written. What was written until then is whole; the next run does the rest.
///
/// # Panics
///
/// When there are obstacles: nothing may be written then, and the caller has to say so.
pub fn apply(disk: &dyn Disk, root: &Utf8Path, changes: &Changes<'_>) -> io::Result<()> {
    assert!(changes.obstacles.is_empty(), "{:?} must not be overwritten", changes.obstacles);
    let Changes { writes, orphans, hollow, .. } = changes;
    // A file may have to make room for a directory, a directory for a file; and what an interrupted run left may be what
    // fills the disk.
    let files: HashSet<&Utf8Path> = writes.iter().map(|write| write.path).collect();
    let directories: HashSet<&Utf8Path> = files.iter().flat_map(|path| path.ancestors().skip(1)).collect();
    let is_early = |path: &Utf8Path| {
        is_temporary(path)
            || directories.contains(path)
            || path.ancestors().any(|above| files.contains(above))
    };
    let (early, late): (Vec<_>, Vec<_>) = orphans.iter().partition(|path| is_early(path));
    let (early_hollow, late_hollow): (Vec<_>, Vec<_>) = hollow.iter().partition(|path| is_early(path));
    early.into_iter().try_for_each(|orphan| remove(disk, &root.join(orphan)))?;
    remove_hollow(disk, root, &early_hollow)?;
    write_all(disk, root, writes)?;
    late.par_iter().try_for_each(|orphan| remove(disk, &root.join(orphan)))?;
    remove_hollow(disk, root, &late_hollow)
}

/// Whether a file is a temporary one of an interrupted run.
pub(crate) fn is_temporary(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Creates a directory, and those above it that are missing.
pub(crate) fn create_directories(disk: &dyn Disk, directory: &Utf8Path) -> io::Result<()> {
    let create = || match disk.create_directory(directory) {
        // It was there, or another thread was faster.
        Err(_) if directory.is_dir() => Ok(()),
        created => created,
    };
    match (create(), directory.parent()) {
        (Err(error), Some(above)) if error.kind() == io::ErrorKind::NotFound => {
            create_directories(disk, above)?;
            create().map_err(naming("create", directory))
        }
        (created, _) => created.map_err(naming("create", directory)),
    }
}

fn write_all(disk: &dyn Disk, root: &Utf8Path, writes: &[Write<'_>]) -> io::Result<()> {
    let directories: BTreeSet<_> = writes.iter().filter_map(|write| write.path.parent()).collect();
    directories.par_iter().try_for_each(|directory| create_directories(disk, &root.join(directory)))?;
    writes.par_iter().try_for_each(|write| replace(disk, &root.join(write.path), write.bytes))
}

/// Writes a file so that nobody ever finds half of it.
fn replace(disk: &dyn Disk, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(temporary_name());
    let created = disk.create_file(&temporary, bytes);
    created.and_then(|()| disk.rename(&temporary, path)).map_err(|error| {
        // If even that fails, the next run does it.
        let _ = disk.remove_file(&temporary);
        naming("write", path)(error)
    })
}

/// A name that nobody can know before, so that nobody can put a link there.
fn temporary_name() -> String {
    format!("{}{:016x}{}", TEMPORARY.0, RandomState::new().hash_one(()), TEMPORARY.1)
}

/// Puts into an error what could not be done to which path.
fn naming(verb: &str, path: &Utf8Path) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("can't {verb} `{path}`: {error}"))
}

fn remove(disk: &dyn Disk, path: &Utf8Path) -> io::Result<()> {
    match disk.remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(naming("delete", path)),
    }
}

/// Removes directories, sorted, the inner ones first. The disk decides what is empty, in one step with the removal.
fn remove_hollow(disk: &dyn Disk, root: &Utf8Path, directories: &[&Utf8PathBuf]) -> io::Result<()> {
    use io::ErrorKind::{DirectoryNotEmpty, NotFound};
    let mut paths = directories.iter().rev().map(|directory| root.join(directory));
    paths.try_for_each(|path| match disk.remove_directory(&path) {
        Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotFound) => Ok(()),
        removed => removed.map_err(naming("delete", &path)),
    })
}
