//! Locks a workspace, so that only one run writes at a time. Otherwise two runs would delete each other's
//! temporary files, because they look like leftovers of an interrupted run.

use std::fs::{File, TryLockError};

use camino::Utf8Path;

use crate::terminal::output;

/// Waits until no other run holds the lock, and takes it. Closing the file, or ending the process, releases
/// the lock.
///
/// The lock is on the folder itself, so that no lock file has to be deleted. Some systems (Windows, some
/// network disks) don't support that. `None` there: two runs at once still write complete files, but one of
/// them may fail.
pub(crate) fn lock(root: &Utf8Path) -> Option<File> {
    let folder = File::open(root).ok()?;
    match folder.try_lock() {
        Ok(()) => return Some(folder),
        Err(TryLockError::Error(_)) => return None,
        Err(TryLockError::WouldBlock) => output::eprint("Waiting for another run in this workspace\n"),
    }
    folder.lock().ok().map(|()| folder)
}
