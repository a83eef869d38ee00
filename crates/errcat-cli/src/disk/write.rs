//! Writes files in two steps. Each file that differs is staged, under a temporary name next to its
//! destination, as soon as it is generated. When all files are staged, they are renamed.
//!
//! So other programs, and runs after an interrupted run, see the old file or the new one, never an incomplete
//! one. A run that fails because of a template or a full disk leaves everything as it was. Files aren't
//! flushed (`fsync`): after a power failure, the next run rewrites the files that differ. Orphans are deleted
//! last, after all files that could refer to them have been rewritten.
//!
//! Filling a new folder under a temporary name and renaming only the folder isn't faster on ext4, because
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

/// Stages files. Dropping it removes the directories that were created for files that weren't renamed.
pub struct Stage<'a> {
    disk: &'a dyn Disk,
    root: &'a Utf8Path,
    /// The directories created for staged files, in any order, because several threads create them.
    directories: Mutex<Vec<Utf8PathBuf>>,
}

/// The content of a file to be written.
#[derive(Debug)]
pub enum Staged<'a> {
    /// A temporary file next to the destination.
    OnDisk(Temporary<'a>),
    /// The content in memory, because an orphan at the destination must be deleted first.
    InMemory(Vec<u8>),
}

/// A file under a temporary name. Dropping it deletes the file, unless it was renamed.
pub struct Temporary<'a> {
    disk: &'a dyn Disk,
    path: Option<Utf8PathBuf>,
}

impl<'a> Stage<'a> {
    /// Creates a stage without files.
    pub fn new(disk: &'a dyn Disk, root: &'a Utf8Path) -> Self {
        Stage { disk, root, directories: Mutex::default() }
    }

    /// Moves staged files to their destinations, then deletes orphans and empty directories. Returns the
    /// generated files.
    ///
    /// # Errors
    ///
    /// If a file can't be written or deleted. Files that were moved before are complete; the next run does
    /// the rest.
    ///
    /// # Panics
    ///
    /// If there are obstacles. The caller must check for them, and write nothing.
    pub fn apply(&self, changes: Changes<Staged<'_>>) -> io::Result<Planned> {
        let Changes { planned, writes, manifests, final_manifests, orphans, empty_dirs, obstacles, .. } =
            changes;
        assert!(obstacles.is_empty(), "{obstacles:?} must not be overwritten");
        // An orphan may be in the way: a file where a directory is needed, or the reverse.
        let files: HashSet<Utf8PathBuf> = writes.iter().map(|write| write.path.clone()).collect();
        let directories: HashSet<&Utf8Path> =
            files.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        let is_early = |path: &Utf8Path| {
            directories.contains(path) || path.ancestors().any(|above| files.contains(above))
        };
        let (early, late): (Vec<_>, Vec<_>) = orphans.iter().partition(|path| is_early(path));
        let (early_empty_dirs, late_empty_dirs): (Vec<_>, Vec<_>) =
            empty_dirs.iter().partition(|path| is_early(path));
        // Write manifests first, so that they list all files of an interrupted run.
        manifests.into_iter().try_for_each(|manifest| self.write(manifest))?;
        early.into_iter().try_for_each(|orphan| self.remove(orphan))?;
        self.remove_empty_dirs(&early_empty_dirs)?;
        writes.into_par_iter().try_for_each(|write| self.write(write))?;
        late.par_iter().try_for_each(|orphan| self.remove(orphan))?;
        final_manifests.into_iter().try_for_each(|manifest| self.write(manifest))?;
        self.remove_empty_dirs(&late_empty_dirs)?;
        // All of these directories contain files now.
        self.directories.lock().expect("no thread panics while holding it").clear();
        Ok(planned)
    }

    fn write(&self, write: Write<Staged<'_>>) -> io::Result<()> {
        let temporary = match write.content {
            Staged::OnDisk(temporary) => temporary,
            Staged::InMemory(bytes) => self.create(&write.path, &bytes)?,
        };
        let path = self.root.join(&write.path);
        temporary.persist(&path).map_err(add_path("write", &path))
    }

    /// Creates a temporary file next to its destination, and missing directories.
    fn create(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Temporary<'a>> {
        let path = self.root.join(path);
        let temporary = Temporary { disk: self.disk, path: Some(path.with_file_name(temporary_name())) };
        let create = || self.disk.create_file(temporary.path.as_deref().expect("it wasn't moved"), bytes);
        match create() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let created = create_directories(self.disk, path.parent().expect("a file in the root"))?;
                self.directories.lock().expect("no thread panics while holding it").extend(created);
                create()
            }
            created => created,
        }
        .map_err(add_path("write", &path))?;
        Ok(temporary)
    }

    fn remove(&self, path: &Utf8Path) -> io::Result<()> {
        let path = self.root.join(path);
        match self.disk.remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(add_path("delete", &path)),
        }
    }

    /// Removes directories that are empty. They are sorted, so the inner ones are removed first. The system
    /// checks whether a directory is empty as it removes it.
    fn remove_empty_dirs(&self, directories: &[&Utf8PathBuf]) -> io::Result<()> {
        use io::ErrorKind::{DirectoryNotEmpty, NotFound};
        let mut paths = directories.iter().rev().map(|directory| self.root.join(directory));
        paths.try_for_each(|path| match self.disk.remove_directory(&path) {
            Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotFound) => Ok(()),
            removed => removed.map_err(add_path("delete", &path)),
        })
    }
}

/// Writes authored files, each a path from the root and its content. They are renamed when all are staged. A
/// file that exists keeps its permissions, and a link to it stays a link.
///
/// # Errors
///
/// If a file can't be written. If it can't be staged, nothing has changed.
pub(crate) fn replace_authored<'a>(
    disk: &dyn Disk,
    root: &Utf8Path,
    files: impl IntoIterator<Item = (&'a Utf8Path, &'a [u8])>,
) -> io::Result<()> {
    let stage = Stage::new(disk, root);
    let mut staged = Vec::new();
    for (path, bytes) in files {
        let path = root.join(path);
        let path = path.canonicalize_utf8().unwrap_or(path);
        let temporary = stage.create(&path, bytes)?;
        let name = temporary.path.as_deref().expect("it wasn't moved");
        disk.copy_permissions(&path, name).map_err(add_path("write", &path))?;
        staged.push((temporary, path));
    }
    for (temporary, path) in staged {
        temporary.persist(&path).map_err(add_path("write", &path))?;
    }
    stage.directories.lock().expect("no thread panics while holding it").clear();
    Ok(())
}

impl<'a> ContentSink for Stage<'a> {
    type Content = Staged<'a>;

    fn is_writing(&self) -> bool {
        true
    }

    /// Deletes the leftovers of an interrupted run, which may be what fills the disk.
    fn begin(&self, leftovers: &[&Utf8Path]) -> io::Result<()> {
        leftovers.iter().try_for_each(|path| self.remove(path))
    }

    fn keep(&self, path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Staged<'a>> {
        self.create(path, &bytes).map(Staged::OnDisk)
    }

    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Staged<'a> {
        Staged::InMemory(bytes)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        let mut directories = self.directories.get_mut().map(std::mem::take).unwrap_or_default();
        // Inner directories first: a directory sorts after its parent.
        directories.sort();
        for directory in directories.iter().rev() {
            // This fails if a directory isn't empty. After any other error, the next run removes it.
            let _ = self.disk.remove_directory(directory);
        }
    }
}

impl Temporary<'_> {
    fn persist(mut self, destination: &Utf8Path) -> io::Result<()> {
        let path = self.path.as_deref().expect("it wasn't moved");
        self.disk.rename(path, destination)?;
        self.path = None;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // If it can't be removed, the next run does it.
            let _ = self.disk.remove_file(path);
        }
    }
}

impl fmt::Debug for Temporary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Temporary").field(&self.path).finish()
    }
}

/// Creates a directory and its missing parents. Returns the directories that it created, the outer ones
/// first.
pub(crate) fn create_directories(disk: &dyn Disk, directory: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
    let create = || match disk.create_directory(directory) {
        Ok(()) => Ok(vec![directory.to_owned()]),
        // It exists already, or another thread created it at the same time.
        Err(_) if directory.is_dir() => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    match (create(), directory.parent()) {
        (Err(error), Some(above)) if error.kind() == io::ErrorKind::NotFound => {
            let mut created = create_directories(disk, above)?;
            created.extend(create().map_err(add_path("create", directory))?);
            Ok(created)
        }
        (created, _) => created.map_err(add_path("create", directory)),
    }
}

/// Adds the operation and the path to an error.
fn add_path(verb: &str, path: &Utf8Path) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("can't {verb} `{path}`: {error}"))
}
