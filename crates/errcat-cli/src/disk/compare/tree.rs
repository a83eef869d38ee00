//! Lists owned directories, on all cores. Asking the disk for each file of a site, and for each of its
//! parents, would take longer than generating the site.

use std::collections::{HashMap, HashSet};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// The files and directories in owned directories.
pub(super) struct OwnedTree {
    /// By path from the root.
    kinds: HashMap<Utf8PathBuf, Kind>,
    owned: Vec<Utf8PathBuf>,
    left_out: HashSet<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Directory,
    SymbolicLink,
    Other,
}

/// Lists the owned directories below a root, except for the paths to leave out. Symbolic links are listed but
/// not followed.
pub(super) fn read(
    root: &Utf8Path,
    owned: &[Utf8PathBuf],
    left_out: &[Utf8PathBuf],
) -> io::Result<OwnedTree> {
    let left_out: HashSet<Utf8PathBuf> = left_out.iter().cloned().collect();
    let mut kinds = HashMap::new();
    for directory in owned {
        if let Some(kind) = kind_on_disk(&root.join(directory))? {
            kinds.insert(directory.clone(), kind);
            if kind == Kind::Directory {
                kinds.extend(list(root, directory, &left_out)?);
            }
        }
    }
    Ok(OwnedTree { kinds, owned: owned.to_vec(), left_out })
}

impl OwnedTree {
    /// Returns the kind of the entry at a path. `None` if there is none.
    pub(super) fn kind(&self, root: &Utf8Path, path: &Utf8Path) -> io::Result<Option<Kind>> {
        if self.owns(path) && !self.is_left_out(path) {
            return Ok(self.kinds.get(path).copied());
        }
        kind_on_disk(&root.join(path))
    }

    /// Returns `true` if there is any symbolic link.
    pub(super) fn has_links(&self) -> bool {
        self.kinds.values().any(|kind| *kind == Kind::SymbolicLink)
    }

    /// Returns the kind of what is at an owned path. `None` if there is nothing, or if it wasn't read.
    pub(super) fn known_kind(&self, path: &Utf8Path) -> Option<Kind> {
        self.kinds.get(path).copied()
    }

    fn is_left_out(&self, path: &Utf8Path) -> bool {
        !self.left_out.is_empty() && path.ancestors().any(|above| self.left_out.contains(above))
    }

    /// Returns the owned directories.
    pub(super) fn owned(&self) -> impl Iterator<Item = &Utf8Path> {
        self.owned.iter().map(|path| path.as_path())
    }

    /// Returns `true` if a path is in an owned directory.
    pub(super) fn owns(&self, path: &Utf8Path) -> bool {
        self.owner(path).is_some()
    }

    /// Returns the outermost owned parent of a path that isn't a directory. `None` if all are directories.
    /// Parents of owned directories aren't checked: `target`, for example, may be a link to another disk.
    pub(super) fn obstructed_parent<'a>(&self, path: &'a Utf8Path) -> Option<(&'a Utf8Path, Kind)> {
        let owner = self.owner(path)?;
        let parents = path.ancestors().skip(1).take_while(|parent| parent.starts_with(owner));
        let kinds = parents.filter_map(|parent| Some((parent, *self.kinds.get(parent)?)));
        kinds.filter(|(_, kind)| *kind != Kind::Directory).last()
    }

    /// Returns every file in owned directories.
    pub(super) fn files(&self) -> impl Iterator<Item = &Utf8Path> {
        self.filter_by_kind(|kind| kind == Kind::File)
    }

    /// Returns every directory in owned directories, and the owned directories.
    pub(super) fn directories(&self) -> impl Iterator<Item = &Utf8Path> {
        self.filter_by_kind(|kind| kind == Kind::Directory)
    }

    /// Returns every entry that isn't a directory.
    pub(super) fn others(&self) -> impl Iterator<Item = &Utf8Path> {
        self.filter_by_kind(|kind| kind != Kind::Directory)
    }

    fn filter_by_kind(&self, matches: fn(Kind) -> bool) -> impl Iterator<Item = &Utf8Path> {
        self.kinds.iter().filter(move |(_, kind)| matches(**kind)).map(|(path, _)| path.as_path())
    }

    fn owner(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        self.owned.iter().find(|owned| path.starts_with(owned)).map(|owned| owned.as_path())
    }
}

/// A directory of a package manager. Its packages may contain files that errcat generated elsewhere.
const FOREIGN: &str = "node_modules";

/// Lists everything below a directory. Skips names that aren't UTF-8, which errcat never generates.
fn list(
    root: &Utf8Path,
    directory: &Utf8Path,
    left_out: &HashSet<Utf8PathBuf>,
) -> io::Result<Vec<(Utf8PathBuf, Kind)>> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(root.join(directory))? {
        let entry = entry?;
        if let Some(name) = entry.file_name().to_str() {
            found.push((directory.join(name), kind_of(entry.file_type()?)));
        }
    }
    found.retain(|(path, _)| !left_out.contains(path));
    let is_own =
        |(path, kind): &&(Utf8PathBuf, Kind)| *kind == Kind::Directory && path.file_name() != Some(FOREIGN);
    let directories = found.par_iter().filter(is_own);
    let below = directories.map(|(path, _)| list(root, path, left_out)).collect::<io::Result<Vec<_>>>()?;
    found.extend(below.into_iter().flatten());
    Ok(found)
}

fn kind_on_disk(path: &Utf8Path) -> io::Result<Option<Kind>> {
    match fs_err::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(kind_of(metadata.file_type()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn kind_of(file_type: std::fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Directory
    } else if file_type.is_symlink() {
        Kind::SymbolicLink
    } else {
        Kind::Other
    }
}
