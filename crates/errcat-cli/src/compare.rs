//! How the disk differs from a plan. Nothing is written here; `gen --check` and `check` stop after it, `gen` goes on
//! to [`crate::write`].
//!
//! What is on the disk is a person's unless it says otherwise: a generated file has `@generated` in its first bytes.
//! A planned path that holds anything else is an [`Obstacle`], and a file that isn't planned is an orphan only where
//! the plan owns the directory and the file says that it is generated.

mod tree;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::plan::{File, Ownership, Plan};
use rayon::prelude::*;

use crate::workspace::read_if_there;
use crate::write::is_temporary;
use tree::{Kind, Tree};

/// What a generated file has in its first [`MARKED`] bytes.
const MARK: &[u8] = b"@generated";
const MARKED: usize = 512;

/// How the disk differs from a plan.
#[derive(Debug)]
pub struct Changes<'a> {
    /// Planned files that are missing or hold something else, by path.
    pub writes: Vec<Write<'a>>,
    /// Generated files that are no longer planned, by path, and temporary ones that an interrupted run left.
    pub orphans: Vec<Utf8PathBuf>,
    /// Directories, in those that the plan owns, in which nothing is left without the orphans, by path. An interrupted run
    /// leaves some; they aren't drift, because no repository keeps them.
    pub hollow: Vec<Utf8PathBuf>,
    /// What is in the way of planned files, by path.
    pub obstacles: Vec<Obstacle>,
    /// How many planned files are as they should be.
    pub unchanged: usize,
}

/// A file to write.
#[derive(Debug)]
pub struct Write<'a> {
    /// Where, from the root.
    pub path: &'a Utf8Path,
    /// What it will hold.
    pub bytes: &'a [u8],
    /// Whether the disk has it, with other content.
    pub stale: bool,
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

impl Changes<'_> {
    /// Whether the disk is as planned.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.orphans.is_empty() && self.obstacles.is_empty()
    }
}

impl Reason {
    /// The reason as the rest of a sentence that begins with the path.
    pub fn text(self) -> &'static str {
        match self {
            Reason::HandMade => "is not generated, and would be overwritten",
            Reason::SymbolicLink => "is a symbolic link where a generated file belongs",
            Reason::NotAFile => "is not a file, where a generated file belongs",
            Reason::NotADirectory => "is a file where a directory of generated files belongs",
        }
    }
}

/// Compares the disk below `root` with a plan.
///
/// # Errors
///
/// When something can't be read.
pub fn compare<'a>(root: &Utf8Path, plan: &'a Plan) -> io::Result<Changes<'a>> {
    let tree = tree::read(root, plan.owned_directories())?;
    let orphans = orphans(root, plan, &tree)?;
    let hollow = hollow(plan, &tree, &orphans);
    let gone: HashSet<&Utf8Path> = orphans.iter().chain(&hollow).map(|path| path.as_path()).collect();
    let planned: Vec<_> = plan.files().collect();
    let states = planned
        .par_iter()
        .map(|(path, file)| state(root, path, file, &tree, &gone))
        .collect::<io::Result<Vec<_>>>()?;

    let mut changes = Changes { writes: Vec::new(), orphans, hollow, obstacles: Vec::new(), unchanged: 0 };
    let mut obstacles = BTreeSet::new();
    for ((path, file), state) in planned.into_iter().zip(states) {
        match state {
            State::Same => changes.unchanged += 1,
            State::Missing => changes.writes.push(Write { path, bytes: &file.bytes, stale: false }),
            State::Stale => changes.writes.push(Write { path, bytes: &file.bytes, stale: true }),
            State::Blocked(obstacle) => {
                obstacles.insert(obstacle);
            }
        }
    }
    changes.obstacles = obstacles.into_iter().collect();
    Ok(changes)
}

/// Whether the bytes begin as those of a generated file do.
pub fn is_marked(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(MARKED)].windows(MARK.len()).any(|window| window == MARK)
}

/// How a planned file is on the disk.
enum State {
    Same,
    Missing,
    Stale,
    Blocked(Obstacle),
}

fn state(
    root: &Utf8Path,
    path: &Utf8Path,
    file: &File,
    tree: &Tree,
    gone: &HashSet<&Utf8Path>,
) -> io::Result<State> {
    let blocked = |path: &Utf8Path, reason| Ok(State::Blocked(Obstacle { path: path.to_owned(), reason }));
    if let Some((folder, kind)) = tree.obstructed_parent(path)
        && !gone.contains(folder)
    {
        let link = kind == Kind::SymbolicLink;
        return blocked(folder, if link { Reason::SymbolicLink } else { Reason::NotADirectory });
    }
    match (tree.kind(root, path)?, file.ownership) {
        (None, _) => Ok(State::Missing),
        // Whatever a person has put there is meant.
        (Some(_), Ownership::Scaffolded) => Ok(State::Same),
        (Some(Kind::SymbolicLink), _) => blocked(path, Reason::SymbolicLink),
        (Some(Kind::Directory), _) if gone.contains(path) => Ok(State::Missing),
        (Some(Kind::Directory | Kind::Other), _) => blocked(path, Reason::NotAFile),
        (Some(Kind::File), Ownership::Generated) => match read_if_there(&root.join(path))? {
            None => Ok(State::Missing),
            Some(found) if is_same(&found, &file.bytes) => Ok(State::Same),
            Some(found) if is_marked(&found) => Ok(State::Stale),
            Some(_) => blocked(path, Reason::HandMade),
        },
    }
}

/// Equal, or equal but for the line breaks that git gave a text on Windows.
fn is_same(found: &[u8], planned: &[u8]) -> bool {
    let without_returns = |bytes: &'_ [u8]| -> Vec<u8> {
        let before_break = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        (0..bytes.len()).filter(|at| !before_break(*at)).map(|at| bytes[at]).collect()
    };
    let is_text = || !planned.contains(&0);
    found == planned
        || (found.contains(&b'\r') && is_text() && without_returns(found) == without_returns(planned))
}

/// Files of owned directories that are marked and not planned.
fn orphans(root: &Utf8Path, plan: &Plan, tree: &Tree) -> io::Result<Vec<Utf8PathBuf>> {
    let mut orphans = temporary_files(root, plan, tree)?;
    let unplanned: Vec<&Utf8Path> = tree.files().filter(|path| !plan.contains(path)).collect();
    if unplanned.is_empty() {
        return Ok(orphans);
    }
    let planned_folded: BTreeMap<String, &Utf8Path> =
        plan.files().map(|(path, _)| (path.as_str().to_lowercase(), path)).collect();
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
fn hollow(plan: &Plan, tree: &Tree, orphans: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let gone: HashSet<&Utf8Path> = orphans.iter().map(|path| path.as_path()).collect();
    let staying = tree.others().filter(|path| !gone.contains(path));
    let mut needed: HashSet<&Utf8Path> = plan.owned_directories().iter().map(|path| path.as_path()).collect();
    for path in plan.files().map(|(path, _)| path).chain(staying) {
        // Those above a directory that is known are known too.
        path.ancestors().skip(1).take_while(|directory| needed.insert(directory)).for_each(drop);
    }
    let mut hollow: Vec<Utf8PathBuf> =
        tree.directories().filter(|path| !needed.contains(path)).map(Utf8Path::to_path_buf).collect();
    hollow.sort();
    hollow
}

/// What an interrupted run left beside planned files that lie in directories of others.
fn temporary_files(root: &Utf8Path, plan: &Plan, tree: &Tree) -> io::Result<Vec<Utf8PathBuf>> {
    let beside = plan.files().filter(|(path, _)| !tree.owns(path));
    let directories: BTreeSet<_> = beside.filter_map(|(path, _)| path.parent()).collect();
    let mut found = Vec::new();
    for directory in directories.into_iter().filter(|directory| root.join(directory).is_dir()) {
        for entry in fs_err::read_dir(root.join(directory))? {
            let name = entry?.file_name();
            found.extend(name.to_str().map(|name| directory.join(name)).filter(|path| is_temporary(path)));
        }
    }
    Ok(found)
}

/// Whether a disk that folds case (macOS, Windows) has one file under both names: deleting the one would delete the
/// other.
fn is_same_file(root: &Utf8Path, planned: &Utf8Path, found: &Utf8Path) -> bool {
    let real = |path| root.join(path).canonicalize_utf8().ok();
    real(planned).is_some_and(|planned| Some(planned) == real(found))
}

/// Whether a file begins as a generated one does; a file that is gone by now doesn't.
fn has_marked_start(path: &Utf8Path) -> io::Result<bool> {
    let mut start = Vec::with_capacity(MARKED);
    match fs_err::File::open(path) {
        Ok(file) => file.take(MARKED as u64).read_to_end(&mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    Ok(is_marked(&start))
}
