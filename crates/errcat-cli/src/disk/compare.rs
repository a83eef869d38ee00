//! How the disk differs from what is generated, found file by file as it is made. Nothing is changed here but what a
//! [`ContentSink`] does with the content of files that differ: `gen --check` and `check` hold it in memory, to show it; `gen` puts
//! it beside its place, for [`crate::disk::write`] to move there.
//!
//! What is on the disk is a person's unless it says otherwise: a generated file has `@generated` in its first bytes.
//! A generated path that holds anything else is an [`Obstacle`], and a file that isn't generated is an orphan only where
//! the generator owns the directory and the file says that it is generated.

mod comparison;
mod tree;

pub use errcat_targets::header::is_marked;

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::header::MAX_MARK_OFFSET;
use errcat_targets::output::Output;
use rayon::prelude::*;

use crate::disk::temporary::is_temporary;
use comparison::Comparison;
use tree::OwnedTree;

/// How the disk differs from what is generated.
#[derive(Debug)]
pub struct Changes<T> {
    /// Every generated file, but for those below what was said to be current.
    pub planned: HashSet<Utf8PathBuf>,
    /// Those that are missing or hold something else, by path.
    pub writes: Vec<Write<T>>,
    /// Generated files that no longer are, by path, and temporary ones that an interrupted run left.
    pub orphans: Vec<Utf8PathBuf>,
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
    /// A file without the mark.
    HandMade,
    /// Writing would go wherever it leads.
    SymbolicLink,
    /// A directory, or a device, where a file belongs.
    NotAFile,
    /// A file where a directory belongs.
    NotADirectory,
}

impl<T> Changes<T> {
    /// Whether the disk is as planned.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.orphans.is_empty() && self.obstacles.is_empty()
    }
}

impl Reason {
    /// The reason as the rest of a sentence that begins with the path.
    pub fn text(self) -> &'static str {
        match self {
            Reason::HandMade => "isn't a generated file, and would be overwritten",
            Reason::SymbolicLink => "is a symbolic link where a generated file belongs",
            Reason::NotAFile => "is not a file, where a generated file belongs",
            Reason::NotADirectory => "is a file where a directory of generated files belongs",
        }
    }
}

/// Compares the disk below `root` with what is generated.
///
/// `owned` are the directories that the generator owns, `current` files and directories right in them that are known to be as
/// they should be, and that nobody looks at.
///
/// # Errors
///
/// Those of `generate`, and when something can't be read or kept.
pub fn compare<K: ContentSink, E: From<io::Error>>(
    root: &Utf8Path,
    owned: &[Utf8PathBuf],
    current: &[Utf8PathBuf],
    keep: &K,
    generate: impl FnOnce(&dyn Output) -> Result<(), E>,
) -> Result<Changes<K::Content>, E> {
    let tree = tree::read(root, owned, current)?;
    keep.begin(&tree.files().filter(|path| is_temporary(path)).collect::<Vec<_>>())?;
    let comparison = Comparison::new(root, tree, keep);
    let generated = generate(&comparison);
    // What stopped the comparison came first.
    let changes = comparison.finish()?;
    generated.map(|()| changes)
}

/// Files of owned directories that are marked and not planned; `orphans` are those known already.
fn orphans(
    root: &Utf8Path,
    planned: &HashSet<Utf8PathBuf>,
    tree: &OwnedTree,
    mut orphans: Vec<Utf8PathBuf>,
) -> io::Result<Vec<Utf8PathBuf>> {
    let unplanned: Vec<&Utf8Path> = tree.files().filter(|path| !planned.contains(*path)).collect();
    let planned_folded: HashMap<String, &Utf8Path> = match unplanned.as_slice() {
        [] => HashMap::new(),
        _ => planned.iter().map(|path| (path.as_str().to_lowercase(), path.as_path())).collect(),
    };
    let is_orphan = |path: &&Utf8Path| -> io::Result<bool> {
        if let Some(planned) = planned_folded.get(&path.as_str().to_lowercase())
            && is_same_file(root, planned, path)
        {
            return Ok(false);
        }
        Ok(is_temporary(path) || has_marked_start(&root.join(path))?)
    };
    let checked = unplanned.par_iter().map(|path| Ok((is_orphan(path)?, path)));
    let checked = checked.collect::<io::Result<Vec<_>>>()?;
    orphans.extend(checked.into_iter().filter(|(is, _)| *is).map(|(_, path)| path.to_path_buf()));
    orphans.sort();
    Ok(orphans)
}

/// The directories of a tree that are on the way to no file, neither a planned one nor one that stays.
fn empty_dirs(planned: &HashSet<Utf8PathBuf>, tree: &OwnedTree, orphans: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let gone: HashSet<&Utf8Path> = orphans.iter().map(|path| path.as_path()).collect();
    let staying = tree.others().filter(|path| !gone.contains(path));
    let mut needed: HashSet<&Utf8Path> = tree.owned().collect();
    for path in planned.iter().map(|path| path.as_path()).chain(staying) {
        // Those above a directory that is known are known too.
        path.ancestors().skip(1).take_while(|directory| needed.insert(directory)).for_each(drop);
    }
    let mut empty_dirs: Vec<Utf8PathBuf> =
        tree.directories().filter(|path| !needed.contains(path)).map(Utf8Path::to_path_buf).collect();
    empty_dirs.sort();
    empty_dirs
}

/// Whether a disk that folds case (macOS, Windows) has one file under both names: deleting the one would delete the
/// other.
fn is_same_file(root: &Utf8Path, planned: &Utf8Path, found: &Utf8Path) -> bool {
    let real = |path| root.join(path).canonicalize_utf8().ok();
    real(planned).is_some_and(|planned| Some(planned) == real(found))
}

/// Whether a file begins as a generated one does; a file that is gone by now doesn't.
fn has_marked_start(path: &Utf8Path) -> io::Result<bool> {
    let mut start = Vec::with_capacity(MAX_MARK_OFFSET);
    match fs_err::File::open(path) {
        Ok(file) => file.take(MAX_MARK_OFFSET as u64).read_to_end(&mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    Ok(is_marked(&start))
}
