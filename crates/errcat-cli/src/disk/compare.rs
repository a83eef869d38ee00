//! Compares the disk with what is generated, file by file as files are generated. Nothing is changed here, except by a
//! [`ContentSink`], which receives the content of files that differ: `gen --check` and `check` keep it in memory, to show it;
//! `gen` writes it to a temporary file, for [`crate::disk::write`] to move to its path.
//!
//! A file on the disk belongs to its author unless a manifest lists it as generated. A file that isn't listed is never
//! overwritten: it is an [`Obstacle`]. A listed file that is no longer generated is an orphan if nobody has edited it.

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

/// The directories that are compared with what is generated.
#[derive(Debug, Clone, Copy)]
pub struct Outputs<'a> {
    /// The workspace's root.
    pub root: &'a Utf8Path,
    /// The directories that errcat owns, from the root.
    pub owned: &'a [Utf8PathBuf],
    /// Files and directories in them that are known to be up to date, and aren't read.
    pub up_to_date: &'a [Utf8PathBuf],
    /// The files in them that errcat generated.
    pub manifests: &'a Manifests,
    /// Take over files that no manifest lists.
    pub adopt: bool,
}

/// Generated files, each with its hash if it belongs to errcat.
pub type Planned = HashMap<Utf8PathBuf, Option<Hash>>;

/// How the disk differs from what is generated.
#[derive(Debug)]
pub struct Changes<T> {
    /// Every generated file, except those that are known to be up to date.
    pub planned: Planned,
    /// Those that are missing or hold something else, by path.
    pub writes: Vec<Write<T>>,
    /// Manifests that don't list every generated file, or, if files are written, aren't as they will be: they list what is
    /// generated, and what is to be deleted.
    pub manifests: Vec<Write<T>>,
    /// Manifests to write once orphans are deleted.
    pub final_manifests: Vec<Write<T>>,
    /// Generated files that no longer are, by path, and, if files are written, temporary ones that an interrupted run left.
    pub orphans: Vec<Utf8PathBuf>,
    /// Files that are no longer generated but have been edited since, by path. They aren't deleted.
    pub edited_orphans: Vec<Utf8PathBuf>,
    /// Files with the header of a generated file that no manifest lists, by path. They aren't deleted.
    pub unlisted: Vec<Utf8PathBuf>,
    /// Files that belong to their authors and are overwritten because the author of the run asked for it, by path.
    pub adopted: Vec<Utf8PathBuf>,
    /// Owned directories that are empty once orphans are deleted, by path. They aren't drift, because no repository keeps
    /// them.
    pub empty_dirs: Vec<Utf8PathBuf>,
    /// What is in the way of generated files, by path.
    pub obstacles: Vec<Obstacle>,
    /// How many generated files are as they should be.
    pub unchanged: usize,
}

/// A file to write.
#[derive(Debug)]
pub struct Write<T> {
    /// Where, from the root.
    pub path: Utf8PathBuf,
    /// What it will hold.
    pub content: T,
    /// Whether the disk has it, with other content.
    pub stale: bool,
}

/// Receives the content of files to be written.
pub trait ContentSink: Sync {
    /// The content, wherever that is.
    type Content: Send;

    /// Returns `true` if the content is on its way to the disk, rather than just compared.
    fn is_writing(&self) -> bool;

    /// Comes before all else, with the temporary files that an interrupted run left.
    ///
    /// # Errors
    ///
    /// When the disk refuses something.
    fn begin(&self, _left: &[&Utf8Path]) -> io::Result<()> {
        Ok(())
    }

    /// Keeps what a file is to hold, by its path from the root.
    ///
    /// # Errors
    ///
    /// When the disk refuses something.
    fn keep(&self, path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Self::Content>;

    /// The same where orphans are in the way of the file, and of all that is beside it.
    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Self::Content;
}

/// Keeps content as it is.
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

/// Something that isn't the generator's where a planned file belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// What is in the way, from the root.
    pub path: Utf8PathBuf,
    /// Why it isn't overwritten.
    pub reason: Reason,
}

/// Why an obstacle isn't overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A file that no manifest lists.
    HandMade,
    /// A link that a manifest lists as a generated file.
    ListedLink,
    /// Writing would go wherever it leads.
    SymbolicLink,
    /// A directory, or a device, where a file belongs.
    NotAFile,
    /// A file where a directory belongs.
    NotADirectory,
}

impl<T> Changes<T> {
    /// Returns `true` if the disk holds exactly what is generated.
    pub fn is_empty(&self) -> bool {
        let Changes {
            planned: _,
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
    /// The reason as the rest of a sentence that begins with the path.
    pub fn text(self) -> &'static str {
        match self {
            Reason::HandMade => "isn't a generated file, and would be overwritten",
            Reason::ListedLink => "is a symbolic link, but a manifest lists it as a generated file",
            Reason::SymbolicLink => "is a symbolic link where a generated file belongs",
            Reason::NotAFile => "is not a file, where a generated file belongs",
            Reason::NotADirectory => "is a file where a directory of generated files belongs",
        }
    }
}

/// Compares the disk with what `generate` hands over.
///
/// # Errors
///
/// Those of `generate`, and if something can't be read or stored.
pub fn compare<K: ContentSink, E: From<io::Error>>(
    outputs: &Outputs<'_>,
    keep: &K,
    generate: impl FnOnce(&dyn Output) -> Result<(), E>,
) -> Result<Changes<K::Content>, E> {
    let tree = tree::read(outputs.root, outputs.owned, outputs.up_to_date)?;
    keep.begin(&tree.files().filter(|path| is_temporary(path)).collect::<Vec<_>>())?;
    let comparison = Comparison::new(*outputs, tree, keep);
    let generated = generate(&comparison);
    // What stopped the comparison came first.
    let changes = comparison.finish()?;
    generated.map(|()| changes)
}

/// The directories of a tree that are on the way to no file, neither a planned one nor one that stays.
fn empty_dirs(planned: &Planned, tree: &OwnedTree, orphans: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let gone: HashSet<&Utf8Path> = orphans.iter().map(|path| path.as_path()).collect();
    let staying = tree.others().filter(|path| !gone.contains(path));
    let mut needed: HashSet<&Utf8Path> = tree.owned().collect();
    for path in planned.keys().map(|path| path.as_path()).chain(staying) {
        // Those above a directory that is known are known too.
        path.ancestors().skip(1).take_while(|directory| needed.insert(directory)).for_each(drop);
    }
    let mut empty_dirs: Vec<Utf8PathBuf> =
        tree.directories().filter(|path| !needed.contains(path)).map(Utf8Path::to_path_buf).collect();
    empty_dirs.sort();
    empty_dirs
}
