//! One run at a time in a workspace: two at once would take each other's temporary files for those of a run that was interrupted.

use std::fs::{File, TryLockError};

use camino::Utf8Path;

use crate::terminal::output;

/// Waits until no other run writes in the workspace. The others wait until the file is closed, or the process is gone.
///
/// What is locked is the folder itself, so that there is no file of which to ask who may delete it. Where the system can't do that
/// (Windows, some network disks) there is no lock: files are whole all the same, but one of two runs may have to be repeated.
pub(crate) fn lock(root: &Utf8Path) -> Option<File> {
    let folder = File::open(root).ok()?;
    match folder.try_lock() {
        Ok(()) => return Some(folder),
        Err(TryLockError::Error(_)) => return None,
        Err(TryLockError::WouldBlock) => output::eprint("Waiting for another run in this workspace\n"),
    }
    folder.lock().ok().map(|()| folder)
}
