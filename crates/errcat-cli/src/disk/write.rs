//! Making the disk what the catalog says, in two steps: each file that differs is staged, under a temporary name beside its
//! place, as soon as it is made; when all are, they are moved there.
//!
//! So whoever reads a file, and whoever comes after an interrupted run, finds the old file or the new one and never half of
//! one; and a run that fails, because of a template or because the disk is full, leaves everything as it was. Nothing is
//! flushed to the disk itself: after a power cut the next run writes again what doesn't compare equal. Orphans go
//! last, when everything that could refer to them has been written anew.
//!
//! A new folder might be filled under a temporary name, and only the folder renamed. Measured on ext4, that gains nothing:
//! creating a file takes many times as long as renaming it.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::disk::Disk;
use crate::disk::compare::{Changes, ContentSink, Planned, Write};
use crate::disk::temporary::temporary_name;

/// Where files are staged. Directories that were made for them, and weren't needed after all, go with it.
pub struct Stage<'a> {
    disk: &'a dyn Disk,
    root: &'a Utf8Path,
    /// Directories made for staged files, in any order: threads make them at the same time.
    directories: Mutex<Vec<Utf8PathBuf>>,
}

/// What a file is to hold.
#[derive(Debug)]
pub enum Staged<'a> {
    /// Beside its place.
    There(Temporary<'a>),
    /// Here, because something is in the way that goes first.
    Here(Vec<u8>),
}

/// A file under a temporary name, which goes unless it is moved to its place.
pub struct Temporary<'a> {
    disk: &'a dyn Disk,
    path: Option<Utf8PathBuf>,
}

impl<'a> Stage<'a> {
    /// Nothing is staged yet.
    pub fn new(disk: &'a dyn Disk, root: &'a Utf8Path) -> Self {
        Stage { disk, root, directories: Mutex::default() }
    }

    /// Moves what was staged to its place, then deletes the orphans and the directories in which nothing is left. Gives
    /// the files that were made.
    ///
    /// # Errors
    ///
    /// When something can't be written. What was moved until then is whole; the next run does the rest.
    ///
    /// # Panics
    ///
    /// When there are obstacles: nothing may be written then, and the caller has to say so.
    pub fn apply(&self, changes: Changes<Staged<'_>>) -> io::Result<Planned> {
        let Changes { planned, writes, manifests, final_manifests, orphans, empty_dirs, obstacles, .. } =
            changes;
        assert!(obstacles.is_empty(), "{obstacles:?} must not be overwritten");
        // A file may have to make room for a directory, a directory for a file.
        let files: HashSet<Utf8PathBuf> = writes.iter().map(|write| write.path.clone()).collect();
        let directories: HashSet<&Utf8Path> =
            files.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        let is_early = |path: &Utf8Path| {
            directories.contains(path) || path.ancestors().any(|above| files.contains(above))
        };
        let (early, late): (Vec<_>, Vec<_>) = orphans.iter().partition(|path| is_early(path));
        let (early_empty_dirs, late_empty_dirs): (Vec<_>, Vec<_>) =
            empty_dirs.iter().partition(|path| is_early(path));
        // First of all, so that an interrupted run owns what it has written.
        manifests.into_iter().try_for_each(|manifest| self.write(manifest))?;
        early.into_iter().try_for_each(|orphan| self.remove(orphan))?;
        self.remove_empty_dirs(&early_empty_dirs)?;
        writes.into_par_iter().try_for_each(|write| self.write(write))?;
        late.par_iter().try_for_each(|orphan| self.remove(orphan))?;
        final_manifests.into_iter().try_for_each(|manifest| self.write(manifest))?;
        self.remove_empty_dirs(&late_empty_dirs)?;
        // All of them are needed.
        self.directories.lock().expect("nobody panics while holding it").clear();
        Ok(planned)
    }

    fn write(&self, write: Write<Staged<'_>>) -> io::Result<()> {
        let temporary = match write.content {
            Staged::There(temporary) => temporary,
            Staged::Here(bytes) => self.create(&write.path, &bytes)?,
        };
        temporary.persist(&self.root.join(&write.path)).map_err(naming("write", &self.root.join(&write.path)))
    }

    /// Creates a file beside its place, and the directories that are missing.
    fn create(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Temporary<'a>> {
        let path = self.root.join(path);
        let temporary = Temporary { disk: self.disk, path: Some(path.with_file_name(temporary_name())) };
        let create = || self.disk.create_file(temporary.path.as_deref().expect("it wasn't moved"), bytes);
        match create() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = create_directories(self.disk, path.parent().expect("a file in the root"))?;
                self.directories.lock().expect("nobody panics while holding it").extend(made);
                create()
            }
            created => created,
        }
        .map_err(naming("write", &path))?;
        Ok(temporary)
    }

    fn remove(&self, path: &Utf8Path) -> io::Result<()> {
        let path = self.root.join(path);
        match self.disk.remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(naming("delete", &path)),
        }
    }

    /// Removes directories, sorted, the inner ones first. The disk decides what is empty, in one step with the removal.
    fn remove_empty_dirs(&self, directories: &[&Utf8PathBuf]) -> io::Result<()> {
        use io::ErrorKind::{DirectoryNotEmpty, NotFound};
        let mut paths = directories.iter().rev().map(|directory| self.root.join(directory));
        paths.try_for_each(|path| match self.disk.remove_directory(&path) {
            Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotFound) => Ok(()),
            removed => removed.map_err(naming("delete", &path)),
        })
    }
}

impl<'a> ContentSink for Stage<'a> {
    type Content = Staged<'a>;

    fn is_writing(&self) -> bool {
        true
    }

    /// What an interrupted run left may be what fills the disk.
    fn begin(&self, left: &[&Utf8Path]) -> io::Result<()> {
        left.iter().try_for_each(|path| self.remove(path))
    }

    fn keep(&self, path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Staged<'a>> {
        self.create(path, &bytes).map(Staged::There)
    }

    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Staged<'a> {
        Staged::Here(bytes)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        let mut directories = self.directories.get_mut().map(std::mem::take).unwrap_or_default();
        // Inner ones first: a directory sorts behind the one that it is in.
        directories.sort();
        for directory in directories.iter().rev() {
            // The disk keeps those that hold something; if it fails otherwise, the next run does it.
            let _ = self.disk.remove_directory(directory);
        }
    }
}

impl Temporary<'_> {
    fn persist(mut self, place: &Utf8Path) -> io::Result<()> {
        let path = self.path.as_deref().expect("it wasn't moved");
        self.disk.rename(path, place)?;
        self.path = None;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // If even that fails, the next run does it.
            let _ = self.disk.remove_file(path);
        }
    }
}

impl fmt::Debug for Temporary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Temporary").field(&self.path).finish()
    }
}

/// Creates a directory, and those above it that are missing; gives those that it made, the outer ones first.
pub(crate) fn create_directories(disk: &dyn Disk, directory: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
    let create = || match disk.create_directory(directory) {
        Ok(()) => Ok(vec![directory.to_owned()]),
        // It was there, or another thread was faster.
        Err(_) if directory.is_dir() => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    match (create(), directory.parent()) {
        (Err(error), Some(above)) if error.kind() == io::ErrorKind::NotFound => {
            let mut made = create_directories(disk, above)?;
            made.extend(create().map_err(naming("create", directory))?);
            Ok(made)
        }
        (created, _) => created.map_err(naming("create", directory)),
    }
}

/// Puts into an error what could not be done to which path.
fn naming(verb: &str, path: &Utf8Path) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("can't {verb} `{path}`: {error}"))
}
