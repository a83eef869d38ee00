//! Making the disk what the plan says.
//!
//! Each file is written under a temporary name beside its place and then renamed, so that whoever reads it, and
//! whoever comes after an interrupted run, finds the old file or the new one and never half of one. An owned directory
//! that isn't there yet is renamed as a whole, which spares its files theirs. Nothing is flushed to the disk itself:
//! after a power cut the next run writes again what doesn't compare equal. Orphans go last, when everything that could
//! refer to them has been written anew.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::plan::Plan;
use rayon::prelude::*;

use crate::compare::{Changes, Write};
use crate::disk::Disk;

/// How the name of a temporary file or directory begins and ends.
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
pub fn apply(disk: &dyn Disk, root: &Utf8Path, plan: &Plan, changes: &Changes<'_>) -> io::Result<()> {
    assert!(changes.obstacles.is_empty(), "{:?} must not be overwritten", changes.obstacles);
    // An orphan may be a file where a directory belongs by now; and what an interrupted run left may be what fills the disk.
    let directories: HashSet<&Utf8Path> =
        changes.writes.iter().flat_map(|write| write.path.ancestors().skip(1)).collect();
    let is_early = |orphan: &&Utf8PathBuf| is_temporary(orphan) || directories.contains(orphan.as_path());
    let (early, late): (Vec<_>, Vec<_>) = changes.orphans.iter().partition(is_early);
    early.into_iter().try_for_each(|orphan| remove(disk, &root.join(orphan)))?;
    write_all(disk, root, plan, &changes.writes)?;
    late.par_iter().try_for_each(|orphan| remove(disk, &root.join(orphan)))?;
    remove_empty(disk, root, plan, &changes.orphans)
}

/// Whether a file or a directory is a temporary one of an interrupted run.
pub(crate) fn is_temporary(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Creates a directory, and those above it that are missing.
pub(crate) fn create_directories(disk: &dyn Disk, directory: &Utf8Path) -> io::Result<()> {
    match disk.create_directory(directory) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && directory.is_dir() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = directory.parent().ok_or(error)?;
            create_directories(disk, above)?;
            disk.create_directory(directory)
        }
        created => created,
    }
}

fn write_all(disk: &dyn Disk, root: &Utf8Path, plan: &Plan, writes: &[Write<'_>]) -> io::Result<()> {
    let is_missing = |directory: &&Utf8PathBuf| root.join(directory).symlink_metadata().is_err();
    let missing: Vec<&Utf8PathBuf> = plan.owned_directories().iter().filter(is_missing).collect();
    for directory in &missing {
        let inside: Vec<_> = writes.iter().filter(|write| write.path.starts_with(directory)).collect();
        if !inside.is_empty() {
            build(disk, root, directory, &inside)?;
        }
    }
    let is_built = |write: &&Write<'_>| missing.iter().any(|directory| write.path.starts_with(directory));
    let writes: Vec<_> = writes.iter().filter(|write| !is_built(write)).collect();
    let directories: BTreeSet<_> = writes.iter().filter_map(|write| write.path.parent()).collect();
    directories.par_iter().try_for_each(|directory| create_directories(disk, &root.join(directory)))?;
    writes.par_iter().try_for_each(|write| replace(disk, &root.join(write.path), write.bytes))
}

/// Writes a directory under a temporary name and renames it: nobody ever finds a part of it.
fn build(disk: &dyn Disk, root: &Utf8Path, directory: &Utf8Path, writes: &[&Write<'_>]) -> io::Result<()> {
    let place = root.join(directory);
    let above = place.parent().expect("an owned directory lies in the workspace");
    create_directories(disk, above)?;
    let temporary = above.join(temporary_name());
    let inside = |path: &Utf8Path| temporary.join(path.strip_prefix(directory).expect("a path in it"));
    let in_it = |path: &&Utf8Path| path.starts_with(directory);
    let directories: BTreeSet<&Utf8Path> =
        writes.iter().flat_map(|write| write.path.ancestors().skip(1).take_while(in_it)).collect();
    let create = || {
        // Sorted: each after the one that it lies in.
        directories.iter().try_for_each(|path| disk.create_directory(&inside(path)))?;
        let create = |write: &&Write<'_>| {
            disk.create_file(&inside(write.path), write.bytes)
                .map_err(|error| unwritten(&root.join(write.path), &error))
        };
        writes.par_iter().try_for_each(create)?;
        disk.rename(&temporary, &place).map_err(|error| unwritten(&place, &error))
    };
    create().inspect_err(|_| {
        // Whatever is in the way of that, the next run removes it.
        let _ = disk.remove_tree(&temporary);
    })
}

/// Writes a file so that nobody ever finds half of it.
fn replace(disk: &dyn Disk, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(temporary_name());
    let created = disk.create_file(&temporary, bytes);
    created.and_then(|()| disk.rename(&temporary, path)).map_err(|error| {
        // As above.
        let _ = disk.remove_file(&temporary);
        unwritten(path, &error)
    })
}

/// A name that nobody can know before, so that nobody can put a link there.
fn temporary_name() -> String {
    format!("{}{:016x}{}", TEMPORARY.0, RandomState::new().hash_one(()), TEMPORARY.1)
}

/// An error with the path that was meant, rather than the temporary one.
fn unwritten(path: &Utf8Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("can't write `{path}`: {error}"))
}

/// Removes a file; or a directory, if it is one that an interrupted run left.
fn remove(disk: &dyn Disk, path: &Utf8Path) -> io::Result<()> {
    let is_directory = || path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    let removed =
        if is_temporary(path) && is_directory() { disk.remove_tree(path) } else { disk.remove_file(path) };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Removes the directories, below owned ones, that held orphans and nothing else.
fn remove_empty(disk: &dyn Disk, root: &Utf8Path, plan: &Plan, orphans: &[Utf8PathBuf]) -> io::Result<()> {
    for orphan in orphans {
        for directory in orphan.ancestors().skip(1) {
            let is_owned = plan.owned_directories().iter().any(|owned| is_below(directory, owned));
            if !is_owned || !remove_if_empty(disk, &root.join(directory))? {
                break;
            }
        }
    }
    Ok(())
}

/// The disk decides what is empty, in one step with the removal.
fn remove_if_empty(disk: &dyn Disk, directory: &Utf8Path) -> io::Result<bool> {
    match disk.remove_directory(directory) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_below(path: &Utf8Path, directory: &Utf8Path) -> bool {
    path != directory && path.starts_with(directory)
}
