//! What writing does to the disk, one step at a time: everything that a run creates, renames or removes goes through here.
//!
//! That a run may be killed, or the disk be full, at any of these steps is tested with a [`Disk`] that does just that.

pub mod compare;
mod exclusive;
pub mod last_run;
pub mod manifest;
pub(crate) mod temporary;
pub mod write;

use std::fs::{self, File};
use std::io::{self, Write};

use camino::Utf8Path;

pub(crate) use self::exclusive::lock;

/// The steps. What an implementation doesn't say itself is done as by [`Real`]. An error doesn't name the path, which is
/// often a temporary one: the caller knows what was meant.
pub trait Disk: Sync {
    /// Creates a directory in one that is there.
    ///
    /// # Errors
    ///
    /// When the system doesn't.
    fn create_directory(&self, path: &Utf8Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    /// Creates a file with its content, and never through a link or over another file.
    ///
    /// # Errors
    ///
    /// When the system doesn't; the file may be there then, with a part of its content.
    fn create_file(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(path)?.write_all(bytes)
    }

    /// Puts a file in the place of another, in one step.
    ///
    /// # Errors
    ///
    /// When the system doesn't; then nothing has changed.
    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Removes a file, or a link itself.
    ///
    /// # Errors
    ///
    /// When the system doesn't.
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    ///
    /// When it isn't empty, or the system doesn't.
    fn remove_directory(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Real;

impl Disk for Real {}
