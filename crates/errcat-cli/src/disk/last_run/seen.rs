//! What the disk says of files and directories, without reading any.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// A file, or a directory with all that is below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tree {
    hash: u64,
    files: usize,
}

/// What was looked at, by its path from the root.
#[derive(Default)]
pub(super) struct Seen {
    /// What is wanted by itself, besides all that it is a part of.
    wanted: HashSet<Utf8PathBuf>,
    trees: Mutex<HashMap<Utf8PathBuf, Tree>>,
}

impl Seen {
    /// Nothing is seen yet, but what is known.
    pub(super) fn new(wanted: HashSet<Utf8PathBuf>, known: HashMap<Utf8PathBuf, Tree>) -> Self {
        Seen { wanted, trees: Mutex::new(known) }
    }

    /// Looks at some paths, and at all that is wanted below them. What isn't there isn't seen.
    pub(super) fn look(&mut self, root: &Utf8Path, paths: &[Utf8PathBuf]) -> io::Result<()> {
        for path in paths {
            match fs_err::symlink_metadata(root.join(path)) {
                Ok(metadata) => {
                    let tree = match metadata.is_dir() {
                        true => self.directory(root, path, false)?,
                        false => Tree::of(path, &metadata)?,
                    };
                    self.trees.get_mut().expect("nobody panics while holding it").insert(path.clone(), tree);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What was seen of a path.
    pub(super) fn get(&self, path: &Utf8PathBuf) -> Option<(Utf8PathBuf, Tree)> {
        let trees = self.trees.lock().expect("nobody panics while holding it");
        trees.get(path).map(|tree| (path.clone(), *tree))
    }

    /// A hash of some paths; one that isn't there counts as well.
    pub(super) fn hash_of(&self, paths: &[Utf8PathBuf]) -> String {
        let mut hasher = DefaultHasher::new();
        paths.iter().for_each(|path| self.get(path).map(|(_, tree)| tree.hash).hash(&mut hasher));
        format!("{:016x}", hasher.finish())
    }

    /// How many files there are at or below a path.
    pub(super) fn files_in(&self, path: &Utf8PathBuf) -> usize {
        self.get(path).map_or(0, |(_, tree)| tree.files)
    }

    /// A directory says nothing of its own but which names are in it; the sum of what is in it has no order. What is below
    /// something that is wanted isn't wanted by itself.
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
            self.trees.lock().expect("nobody panics while holding it").insert(path.to_owned(), tree);
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
    /// A file, or whatever isn't a directory.
    fn of(path: &Utf8Path, metadata: &Metadata) -> io::Result<Self> {
        let mut hasher = DefaultHasher::new();
        (path.as_str(), hash_of_metadata(metadata)?).hash(&mut hasher);
        Ok(Tree { hash: hasher.finish(), files: 1 })
    }
}

/// Changes whenever the file does. Where the system has it, the time of the last change of any kind is part of it:
/// nobody can set that one back.
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
