//! Compares the disk with generated files, each file as soon as it is generated.
//!
//! The comparison changes nothing on the disk, except through a [`ContentSink`], which receives the content
//! of files that differ. `gen --check` and `check` keep it in memory, to show a diff. `gen` writes it to a
//! temporary file, which [`crate::disk::write`] then renames.
//!
//! A file on the disk belongs to its author unless a manifest lists it as generated. A file that isn't listed
//! is never overwritten: it is an [`Obstacle`]. A listed file that is no longer generated is an orphan,
//! unless it has been edited.

mod comparison;
mod leftovers;
mod records;
mod tree;

use std::collections::{HashMap, HashSet};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::output::Output;

use self::comparison::Comparison;
use self::tree::OwnedTree;
use crate::disk::manifest::{Hash, Manifests};
use crate::disk::temporary::is_temporary;

/// The directories that are compared with generated files.
#[derive(Debug, Clone, Copy)]
pub struct Outputs<'a> {
    /// The workspace's root.
    pub root: &'a Utf8Path,
    /// The directories that errcat owns, by their paths from the root.
    pub owned: &'a [Utf8PathBuf],
    /// The owned directories into which nothing is generated anymore. They are removed once they are empty.
    pub abandoned: &'a [Utf8PathBuf],
    /// Files and directories in owned directories that are known to be up to date. They aren't read.
    pub up_to_date: &'a [Utf8PathBuf],
    /// Other generated files that haven't changed, with hashes of the inputs that they were generated from.
    /// They aren't generated again from the same inputs.
    pub unchanged: &'a HashMap<Utf8PathBuf, u64>,
    /// The manifests of owned directories.
    pub manifests: &'a Manifests,
    /// Take over files that no manifest lists.
    pub adopt: bool,
}

/// Generated files, each with its hash if it belongs to errcat.
pub type Planned = HashMap<Utf8PathBuf, Option<Hash>>;

/// The differences between the disk and the generated files.
#[derive(Debug)]
pub struct Changes<T> {
    /// Every generated file, except those that are known to be up to date.
    pub planned: Planned,
    /// A hash of the inputs of each generated file for which it is known.
    pub inputs: HashMap<Utf8PathBuf, u64>,
    /// Files that are missing or have another content, sorted by path.
    pub writes: Vec<Write<T>>,
    /// Manifests to write before other files. They list the generated files and the orphans. If nothing is
    /// written, only those of manifests that don't list every generated file.
    pub manifests: Vec<Write<T>>,
    /// Manifests to write once orphans are deleted.
    pub final_manifests: Vec<Write<T>>,
    /// Files that are no longer generated, sorted by path. If files are written, also temporary files that an
    /// interrupted run left.
    pub orphans: Vec<Utf8PathBuf>,
    /// Files that are no longer generated but have been edited, sorted by path. They aren't deleted.
    pub edited_orphans: Vec<Utf8PathBuf>,
    /// Files with the header of a generated file that no manifest lists, sorted by path. They aren't deleted.
    pub unlisted: Vec<Utf8PathBuf>,
    /// Hand-made files that are overwritten because of `--adopt`, sorted by path.
    pub adopted: Vec<Utf8PathBuf>,
    /// Directories that are empty once orphans are deleted, sorted by path. They aren't drift, because git
    /// doesn't store empty directories.
    pub empty_dirs: Vec<Utf8PathBuf>,
    /// Files and directories that are in the way of generated files, sorted by path.
    pub obstacles: Vec<Obstacle>,
    /// The number of generated files that are up to date.
    pub unchanged: usize,
}

/// A file to write.
#[derive(Debug)]
pub struct Write<T> {
    /// The path from the root.
    pub path: Utf8PathBuf,
    /// The new content.
    pub content: T,
    /// `true` if the file exists with another content.
    pub stale: bool,
}

/// Receives the content of files to be written.
pub trait ContentSink: Sync {
    /// Stored content, in memory or on the disk.
    type Content: Send;

    /// Returns `true` if the files are going to be written, not just compared.
    fn is_writing(&self) -> bool;

    /// Receives the temporary files that an interrupted run left, before any content.
    ///
    /// # Errors
    ///
    /// If they can't be deleted.
    fn begin(&self, _leftovers: &[&Utf8Path]) -> io::Result<()> {
        Ok(())
    }

    /// Stores the content of a file, by its path from the root.
    ///
    /// # Errors
    ///
    /// If it can't be stored.
    fn keep(&self, path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Self::Content>;

    /// Stores the content of a file whose path can't be written before orphans are deleted.
    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Self::Content;
}

/// A sink that keeps content in memory.
#[derive(Debug, Clone, Copy)]
pub struct InMemory;

impl ContentSink for InMemory {
    type Content = Vec<u8>;

    fn is_writing(&self) -> bool {
        false
    }

    fn keep(&self, _path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(bytes)
    }

    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }
}

/// A file, directory or link that is in the way of a generated file, and that errcat didn't generate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// The path from the root.
    pub path: Utf8PathBuf,
    /// The reason why it isn't overwritten.
    pub reason: Reason,
}

/// The reason why an obstacle isn't overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A file that no manifest lists. `gen --adopt` overwrites it.
    HandMade,
    /// A file that isn't in an owned directory, without the header of the generated file.
    HandMadeElsewhere,
    /// A lock without its header. It may be all that records what was published.
    DamagedLock,
    /// A link that a manifest lists as a generated file.
    ListedLink,
    /// A link. Writing would change its target.
    SymbolicLink,
    /// A directory, or a device, where a file belongs.
    NotAFile,
    /// A file where a directory belongs.
    NotADirectory,
}

impl<T> Changes<T> {
    /// Returns `true` if the disk has exactly the generated files.
    pub fn is_empty(&self) -> bool {
        let Changes {
            planned: _,
            inputs: _,
            writes,
            manifests,
            final_manifests,
            orphans,
            edited_orphans,
            unlisted,
            adopted: _, // in `writes`
            empty_dirs: _,
            obstacles,
            unchanged: _,
        } = self;
        [writes, manifests, final_manifests].iter().all(|writes| writes.is_empty())
            && orphans.is_empty()
            && edited_orphans.is_empty()
            && unlisted.is_empty()
            && obstacles.is_empty()
    }
}

impl Reason {
    /// Returns the reason as the rest of a sentence that begins with the path.
    pub fn text(self) -> &'static str {
        match self {
            Reason::HandMade | Reason::HandMadeElsewhere => {
                "isn't a generated file, and would be overwritten"
            }
            Reason::DamagedLock => "has lost the header of a lock",
            Reason::ListedLink => "is a symbolic link, but a manifest lists it as a generated file",
            Reason::SymbolicLink => "is a symbolic link where a generated file belongs",
            Reason::NotAFile => "is not a file, where a generated file belongs",
            Reason::NotADirectory => "is a file where a directory of generated files belongs",
        }
    }
}

/// Compares the disk with the files that `generate` emits.
///
/// # Errors
///
/// The error of `generate`, or the reason why a file can't be read or stored.
pub fn compare<K: ContentSink, E: From<io::Error>>(
    outputs: &Outputs<'_>,
    keep: &K,
    generate: impl FnOnce(&dyn Output) -> Result<(), E>,
) -> Result<Changes<K::Content>, E> {
    let tree = tree::read(outputs.root, outputs.owned, outputs.up_to_date)?;
    keep.begin(&tree.files().filter(|path| is_temporary(path)).collect::<Vec<_>>())?;
    let comparison = Comparison::new(*outputs, tree, keep);
    let generated = generate(&comparison);
    // An error in the comparison happened first: after it, files are ignored.
    let changes = comparison.finish()?;
    generated.map(|()| changes)
}

/// Returns the directories of a tree that contain no files, neither generated ones nor others that are kept.
/// Owned directories are among them only if they are abandoned.
fn empty_dirs(
    outputs: &Outputs<'_>,
    planned: &Planned,
    tree: &OwnedTree,
    orphans: &[Utf8PathBuf],
) -> Vec<Utf8PathBuf> {
    let gone: HashSet<&Utf8Path> = orphans.iter().map(|path| path.as_path()).collect();
    let staying = tree.others().filter(|path| !gone.contains(path));
    let is_abandoned =
        |directory: &Utf8Path| outputs.abandoned.iter().any(|abandoned| abandoned == directory);
    let mut needed: HashSet<&Utf8Path> = tree.owned().filter(|directory| !is_abandoned(directory)).collect();
    for path in planned.keys().map(|path| path.as_path()).chain(staying) {
        // The parents of a directory in the set are in the set already.
        path.ancestors().skip(1).take_while(|directory| needed.insert(directory)).for_each(drop);
    }
    let mut empty_dirs: Vec<Utf8PathBuf> =
        tree.directories().filter(|path| !needed.contains(path)).map(Utf8Path::to_path_buf).collect();
    empty_dirs.sort();
    empty_dirs
}
