//! Locks a workspace, so that only one run writes at a time, and none reads what another is writing.
//! Otherwise two runs would delete each other's temporary files, because they look like leftovers of an
//! interrupted run, and `check` would report files that are about to change.
//!
//! The lock is on the folder itself, so that no lock file has to be deleted. Some systems (Windows, some
//! network disks) don't support that. Without a lock, two runs at once still write complete files, but one of
//! them may fail.

use std::fs::{File, TryLockError};
use std::io;

use camino::Utf8Path;

use crate::terminal::output;

/// Waits until no other run uses the workspace, and locks it. Closing the file, or ending the process,
/// releases the lock. `None` if the system doesn't support locks of folders.
pub(crate) fn to_write(root: &Utf8Path) -> Option<File> {
    wait(root, File::try_lock, File::lock)
}

/// Like [`to_write`], but other runs may read at the same time.
pub(crate) fn to_read(root: &Utf8Path) -> Option<File> {
    wait(root, File::try_lock_shared, File::lock_shared)
}

fn wait(
    root: &Utf8Path,
    take: fn(&File) -> Result<(), TryLockError>,
    wait: fn(&File) -> io::Result<()>,
) -> Option<File> {
    let folder = File::open(root).ok()?;
    match take(&folder) {
        Ok(()) => return Some(folder),
        Err(TryLockError::Error(_)) => return None,
        Err(TryLockError::WouldBlock) => output::eprint("Waiting for another run in this workspace\n"),
    }
    wait(&folder).ok().map(|()| folder)
}
