//! How the disk differs from what is generated, found file by file as it is made. Nothing is changed here but what a
//! [`Keep`] does with the content of files that differ: `gen --check` and `check` hold it in memory, to show it; `gen` puts
//! it beside its place, for [`crate::write`] to move there.
//!
//! What is on the disk is a person's unless it says otherwise: a generated file has `@generated` in its first bytes.
//! A generated path that holds anything else is an [`Obstacle`], and a file that isn't generated is an orphan only where
//! the generator owns the directory and the file says that it is generated.

mod tree;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::plan::{File, Output, Ownership};
use rayon::prelude::*;

use crate::workspace::read_if_there;
use crate::write::is_temporary;
use tree::{Kind, Tree};

/// What a generated file has in its first [`MARKED`] bytes.
const MARK: &[u8] = b"@generated";
const MARKED: usize = 512;

/// How the disk differs from what is generated.
#[derive(Debug)]
pub struct Changes<T> {
    /// Every generated file, but for those below what was said to be current.
    pub planned: HashSet<Utf8PathBuf>,
    /// Those that are missing or hold something else, by path.
    pub writes: Vec<Write<T>>,
    /// Generated files that no longer are, by path, and temporary ones that an interrupted run left.
    pub orphans: Vec<Utf8PathBuf>,
    /// Directories, in those that the generator owns, in which nothing is left without the orphans, by path. An interrupted run
    /// leaves some; they aren't drift, because no repository keeps them.
    pub hollow: Vec<Utf8PathBuf>,
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

/// What becomes of the content of a file that is missing or stale.
pub trait Keep: Sync {
    /// The content, wherever that is.
    type Kept: Send;

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
    fn keep(&self, path: &Utf8Path, bytes: Vec<u8>) -> io::Result<Self::Kept>;

    /// The same where orphans are in the way of the file, and of all that is beside it.
    fn keep_behind_orphans(&self, bytes: Vec<u8>) -> Self::Kept;
}

/// Keeps content as it is.
#[derive(Debug, Clone, Copy)]
pub struct InMemory;

impl Keep for InMemory {
    type Kept = Vec<u8>;

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
            Reason::HandMade => "is not generated, and would be overwritten",
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
pub fn compare<K: Keep, E: From<io::Error>>(
    root: &Utf8Path,
    owned: &[Utf8PathBuf],
    current: &[Utf8PathBuf],
    keep: &K,
    generate: impl FnOnce(&dyn Output) -> Result<(), E>,
) -> Result<Changes<K::Kept>, E> {
    let tree = tree::read(root, owned, current)?;
    keep.begin(&tree.files().filter(|path| is_temporary(path)).collect::<Vec<_>>())?;
    let comparison = Comparison { root, tree, keep, seen: Mutex::default(), beside: Mutex::default() };
    let generated = generate(&comparison);
    // What stopped the comparison came first.
    let changes = comparison.finish()?;
    generated.map(|()| changes)
}

/// A comparison under way.
struct Comparison<'a, K: Keep> {
    root: &'a Utf8Path,
    tree: Tree,
    keep: &'a K,
    seen: Mutex<Seen<K::Kept>>,
    /// The directories of others that get files, with what an interrupted run left in them.
    beside: Mutex<HashMap<Utf8PathBuf, Vec<Utf8PathBuf>>>,
}

struct Seen<T> {
    planned: HashSet<Utf8PathBuf>,
    writes: Vec<Write<T>>,
    waiting: Vec<Waiting>,
    obstacles: BTreeSet<Obstacle>,
    unchanged: usize,
    error: Option<io::Error>,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Seen {
            planned: HashSet::new(),
            writes: Vec::new(),
            waiting: Vec::new(),
            obstacles: BTreeSet::new(),
            unchanged: 0,
            error: None,
        }
    }
}

/// A file that something is in the way of. Only when every file is known it can be told whether that is an orphan.
struct Waiting {
    path: Utf8PathBuf,
    bytes: Vec<u8>,
    obstacle: Obstacle,
}

/// How a generated file is on the disk.
enum State {
    Same,
    Missing,
    Stale,
    Behind(Obstacle),
    Blocked(Obstacle),
}

impl<K: Keep> Output for Comparison<'_, K> {
    fn take(&self, path: Utf8PathBuf, file: File) {
        let seen = || self.seen.lock().expect("nobody panics while holding it");
        if seen().error.is_some() {
            return;
        }
        let result = self.look_beside(&path).and_then(|()| self.state(&path, &file)).and_then(|state| {
            let stale = matches!(state, State::Stale);
            let kept = match state {
                State::Missing | State::Stale => {
                    Some(Write { path: path.clone(), content: self.keep.keep(&path, file.bytes)?, stale })
                }
                State::Same => None,
                State::Blocked(obstacle) => {
                    seen().obstacles.insert(obstacle);
                    None
                }
                State::Behind(obstacle) => {
                    seen().waiting.push(Waiting { path: path.clone(), bytes: file.bytes, obstacle });
                    None
                }
            };
            Ok(kept)
        });
        let mut seen = seen();
        match result {
            Ok(Some(write)) => seen.writes.push(write),
            Ok(None) => seen.unchanged += 1,
            // Others may have failed on other threads; any is as good.
            Err(error) => seen.error = Some(error),
        }
        let is_new = seen.planned.insert(path.clone());
        drop(seen);
        assert!(is_new, "{path} is generated twice");
    }
}

impl<K: Keep> Comparison<'_, K> {
    fn state(&self, path: &Utf8Path, file: &File) -> io::Result<State> {
        let obstacle = |path: &Utf8Path, reason| Obstacle { path: path.to_owned(), reason };
        if let Some((folder, kind)) = self.tree.obstructed_parent(path) {
            let link = kind == Kind::SymbolicLink;
            let reason = if link { Reason::SymbolicLink } else { Reason::NotADirectory };
            return Ok(State::Behind(obstacle(folder, reason)));
        }
        Ok(match (self.tree.kind(self.root, path)?, file.ownership) {
            (None, _) => State::Missing,
            // Whatever a person has put there is meant.
            (Some(_), Ownership::Scaffolded) => State::Same,
            (Some(Kind::SymbolicLink), _) => State::Blocked(obstacle(path, Reason::SymbolicLink)),
            (Some(Kind::Directory), _) => State::Behind(obstacle(path, Reason::NotAFile)),
            (Some(Kind::Other), _) => State::Blocked(obstacle(path, Reason::NotAFile)),
            (Some(Kind::File), Ownership::Generated) => match read_if_there(&self.root.join(path))? {
                None => State::Missing,
                Some(found) if is_same(&found, &file.bytes) => State::Same,
                Some(found) if is_marked(&found) => State::Stale,
                Some(_) => State::Blocked(obstacle(path, Reason::HandMade)),
            },
        })
    }

    /// Notes what an interrupted run left beside a file that lies in a directory of others, before anything is kept there.
    fn look_beside(&self, path: &Utf8Path) -> io::Result<()> {
        let Some(directory) = path.parent().filter(|_| !self.tree.owns(path)) else { return Ok(()) };
        let mut beside = self.beside.lock().expect("nobody panics while holding it");
        if !beside.contains_key(directory) {
            beside.insert(directory.to_owned(), temporary_files(self.root, directory)?);
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Changes<K::Kept>> {
        let Comparison { root, tree, keep, seen, beside } = self;
        let Seen { planned, mut writes, waiting, mut obstacles, mut unchanged, error } =
            seen.into_inner().expect("nobody panics while holding it");
        if let Some(error) = error {
            return Err(error);
        }
        let beside = beside.into_inner().expect("nobody panics while holding it");
        let orphans = orphans(root, &planned, &tree, beside.into_values().flatten().collect())?;
        let hollow = hollow(&planned, &tree, &orphans);
        let gone: HashSet<&Utf8Path> = orphans.iter().chain(&hollow).map(|path| path.as_path()).collect();
        unchanged -= waiting.len() + obstacles.len();
        for Waiting { path, bytes, obstacle } in waiting {
            if gone.contains(&*obstacle.path) {
                writes.push(Write { path, content: keep.keep_behind_orphans(bytes), stale: false });
            } else {
                obstacles.insert(obstacle);
            }
        }
        writes.sort_by(|a, b| a.path.cmp(&b.path));
        let obstacles = obstacles.into_iter().collect();
        Ok(Changes { planned, writes, orphans, hollow, obstacles, unchanged })
    }
}

/// Whether the bytes begin as those of a generated file do.
pub fn is_marked(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(MARKED)].windows(MARK.len()).any(|window| window == MARK)
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

/// Files of owned directories that are marked and not planned; `orphans` are those known already.
fn orphans(
    root: &Utf8Path,
    planned: &HashSet<Utf8PathBuf>,
    tree: &Tree,
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
fn hollow(planned: &HashSet<Utf8PathBuf>, tree: &Tree, orphans: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let gone: HashSet<&Utf8Path> = orphans.iter().map(|path| path.as_path()).collect();
    let staying = tree.others().filter(|path| !gone.contains(path));
    let mut needed: HashSet<&Utf8Path> = tree.owned().collect();
    for path in planned.iter().map(|path| path.as_path()).chain(staying) {
        // Those above a directory that is known are known too.
        path.ancestors().skip(1).take_while(|directory| needed.insert(directory)).for_each(drop);
    }
    let mut hollow: Vec<Utf8PathBuf> =
        tree.directories().filter(|path| !needed.contains(path)).map(Utf8Path::to_path_buf).collect();
    hollow.sort();
    hollow
}

/// What an interrupted run left in a directory.
fn temporary_files(root: &Utf8Path, directory: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
    let mut found = Vec::new();
    if root.join(directory).is_dir() {
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
