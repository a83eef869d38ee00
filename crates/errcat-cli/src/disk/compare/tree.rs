//! What is in the directories that a plan owns, read at once and on all cores: asking the disk for each of a site's
//! files, and for each of their parents, would take longer than generating them.

use std::collections::{HashMap, HashSet};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// What is where, from the root.
pub(super) struct OwnedTree {
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

/// Reads the owned directories below a root, but for what is right in them and to be left out. Symbolic links are seen,
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
    /// What is at a path; nothing where it is free.
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

    /// What is at an owned path; `None` if it is free, or wasn't read.
    pub(super) fn known_kind(&self, path: &Utf8Path) -> Option<Kind> {
        self.kinds.get(path).copied()
    }

    fn is_left_out(&self, path: &Utf8Path) -> bool {
        !self.left_out.is_empty() && path.ancestors().any(|above| self.left_out.contains(above))
    }

    /// The owned directories.
    pub(super) fn owned(&self) -> impl Iterator<Item = &Utf8Path> {
        self.owned.iter().map(|path| path.as_path())
    }

    /// Whether a path lies in an owned directory.
    pub(super) fn owns(&self, path: &Utf8Path) -> bool {
        self.owner(path).is_some()
    }

    /// A parent of the path that isn't a directory, as far as it is owned: `target` may well be a link to another
    /// disk, but what is below an owned directory is the generator's alone.
    pub(super) fn obstructed_parent<'a>(&self, path: &'a Utf8Path) -> Option<(&'a Utf8Path, Kind)> {
        let owner = self.owner(path)?;
        let parents = path.ancestors().skip(1).take_while(|parent| parent.starts_with(owner));
        let kinds = parents.filter_map(|parent| Some((parent, *self.kinds.get(parent)?)));
        kinds.filter(|(_, kind)| *kind != Kind::Directory).last()
    }

    /// Every file of the owned directories.
    pub(super) fn files(&self) -> impl Iterator<Item = &Utf8Path> {
        self.those(|kind| kind == Kind::File)
    }

    /// Every directory of the owned directories, and they themselves.
    pub(super) fn directories(&self) -> impl Iterator<Item = &Utf8Path> {
        self.those(|kind| kind == Kind::Directory)
    }

    /// Whatever isn't a directory.
    pub(super) fn others(&self) -> impl Iterator<Item = &Utf8Path> {
        self.those(|kind| kind != Kind::Directory)
    }

    fn those(&self, are: fn(Kind) -> bool) -> impl Iterator<Item = &Utf8Path> {
        self.kinds.iter().filter(move |(_, kind)| are(**kind)).map(|(path, _)| path.as_path())
    }

    fn owner(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        self.owned.iter().find(|owned| path.starts_with(owned)).map(|owned| owned.as_path())
    }
}

/// A directory that a package manager fills, with files that generators of others have marked.
const FOREIGN: &str = "node_modules";

/// Everything below a directory. A name that isn't text was never planned, so it is none of ours.
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
