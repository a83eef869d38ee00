//! Disk operations. A run creates, renames and removes files only with the operations of [`Disk`].
//!
//! Tests implement [`Disk`] to simulate a run that is killed, or a full disk, at each operation.

pub(crate) mod abandoned;
pub mod compare;
pub mod last_run;
pub(crate) mod lock;
pub mod manifest;
pub(crate) mod temporary;
pub mod write;

use std::fs::{self, File};
use std::io::{self, Write};

use camino::Utf8Path;

/// The operations that change the disk. The default implementations are those of [`Real`]. Errors don't
/// contain the path, because it is often a temporary one. The caller adds the path that the user knows.
pub trait Disk: Sync {
    /// Creates a directory in an existing one.
    ///
    /// # Errors
    ///
    /// If the system can't create it.
    fn create_directory(&self, path: &Utf8Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    /// Creates a file with its content. Never follows a link, and never replaces a file.
    ///
    /// # Errors
    ///
    /// If the system can't create or write it. The file may then exist with a part of its content.
    fn create_file(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(path)?.write_all(bytes)
    }

    /// Gives a file the permissions of another one. Does nothing if that one doesn't exist.
    ///
    /// # Errors
    ///
    /// If the system can't change them.
    fn copy_permissions(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        match fs::metadata(from) {
            Ok(metadata) => fs::set_permissions(to, metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Renames a file, replacing an existing one atomically.
    ///
    /// # Errors
    ///
    /// If the system can't rename it. Nothing has changed then.
    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Removes a file, or a link without its target.
    ///
    /// # Errors
    ///
    /// If the system can't remove it.
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    ///
    /// If it isn't empty, or if the system can't remove it.
    fn remove_directory(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Real;

impl Disk for Real {}
