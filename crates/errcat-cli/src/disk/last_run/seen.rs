//! The metadata of files and directories, without their content.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// A file, or a directory with everything in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tree {
    hash: u64,
    files: usize,
}

/// The metadata that was read, by path from the root.
#[derive(Default)]
pub(super) struct Seen {
    /// The paths whose own hash is needed, in addition to that of the directories that they are in.
    wanted: HashSet<Utf8PathBuf>,
    trees: Mutex<HashMap<Utf8PathBuf, Tree>>,
}

impl Seen {
    /// Creates an empty collection, except for metadata that is known already.
    pub(super) fn new(wanted: HashSet<Utf8PathBuf>, known: HashMap<Utf8PathBuf, Tree>) -> Self {
        Seen { wanted, trees: Mutex::new(known) }
    }

    /// Reads the metadata of some paths, and of all needed paths below them. Paths that don't exist are
    /// skipped.
    pub(super) fn look(&mut self, root: &Utf8Path, paths: &[Utf8PathBuf]) -> io::Result<()> {
        for path in paths {
            match fs_err::symlink_metadata(root.join(path)) {
                Ok(metadata) => {
                    let tree = match metadata.is_dir() {
                        true => self.directory(root, path, false)?,
                        false => Tree::of(path, &metadata)?,
                    };
                    self.trees
                        .get_mut()
                        .expect("no thread panics while holding it")
                        .insert(path.clone(), tree);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Returns the metadata of a path.
    pub(super) fn get(&self, path: &Utf8PathBuf) -> Option<(Utf8PathBuf, Tree)> {
        let trees = self.trees.lock().expect("no thread panics while holding it");
        trees.get(path).map(|tree| (path.clone(), *tree))
    }

    /// Returns a hash of some paths. A path that doesn't exist changes it too.
    pub(super) fn hash_of(&self, paths: &[Utf8PathBuf]) -> String {
        let mut hasher = DefaultHasher::new();
        paths.iter().for_each(|path| self.get(path).map(|(_, tree)| tree.hash).hash(&mut hasher));
        format!("{:016x}", hasher.finish())
    }

    /// Returns the number of files at or below a path.
    pub(super) fn files_in(&self, path: &Utf8PathBuf) -> usize {
        self.get(path).map_or(0, |(_, tree)| tree.files)
    }

    /// Only the names in a directory count, not its own metadata. The order of the entries doesn't matter.
    /// Paths below a needed path aren't needed themselves.
    fn directory(&self, root: &Utf8Path, path: &Utf8Path, is_wanted: bool) -> io::Result<Tree> {
        let entries = fs_err::read_dir(root.join(path))?.collect::<io::Result<Vec<_>>>()?;
        let below = |entry: &fs_err::DirEntry| match entry.file_name().to_str() {
            Some(name) if is_wanted => self.tree(root, &path.join(name), entry, true),
            Some(name) => self.entry(root, &path.join(name), entry),
            None => Ok(Tree::default()),
        };
        let mut hasher = DefaultHasher::new();
        path.as_str().hash(&mut hasher);
        let mut tree = Tree { hash: hasher.finish(), files: 0 };
        for below in entries.par_iter().map(below).collect::<io::Result<Vec<_>>>()? {
            tree.hash = tree.hash.wrapping_add(below.hash);
            tree.files += below.files;
        }
        Ok(tree)
    }

    fn entry(&self, root: &Utf8Path, path: &Utf8Path, entry: &fs_err::DirEntry) -> io::Result<Tree> {
        let is_wanted = self.wanted.contains(path);
        if is_wanted && let Some((_, known)) = self.get(&path.to_owned()) {
            return Ok(known);
        }
        let tree = self.tree(root, path, entry, is_wanted)?;
        if is_wanted {
            self.trees.lock().expect("no thread panics while holding it").insert(path.to_owned(), tree);
        }
        Ok(tree)
    }

    fn tree(
        &self,
        root: &Utf8Path,
        path: &Utf8Path,
        entry: &fs_err::DirEntry,
        is_wanted: bool,
    ) -> io::Result<Tree> {
        match entry.file_type()?.is_dir() {
            true => self.directory(root, path, is_wanted),
            false => Tree::of(path, &entry.metadata()?),
        }
    }
}

impl Tree {
    /// Returns the metadata of anything that isn't a directory.
    fn of(path: &Utf8Path, metadata: &Metadata) -> io::Result<Self> {
        let mut hasher = DefaultHasher::new();
        (path.as_str(), hash_of_metadata(metadata)?).hash(&mut hasher);
        Ok(Tree { hash: hasher.finish(), files: 1 })
    }
}

/// Returns a hash that changes whenever the file does. If the system has one, the time of the last change of
/// any kind is part of it, because that time can't be set back.
pub(super) fn hash_of_metadata(metadata: &Metadata) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    (metadata.len(), metadata.modified()?, metadata.file_type()).hash(&mut hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
