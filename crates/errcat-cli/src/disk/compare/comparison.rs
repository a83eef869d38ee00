//! Compares files as they are generated. They arrive from any thread, in any order.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::sync::{Mutex, MutexGuard};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK};
use errcat_targets::header::{has_same_source, is_marked};
use errcat_targets::output::{File, Output, Ownership};

use super::tree::{Kind, OwnedTree};
use super::{
    Changes, ContentSink, Obstacle, Outputs, Planned, Reason, Write, empty_dirs, leftovers, records,
};
use crate::disk::manifest::{Hash, hash, without_returns};
use crate::disk::temporary::is_temporary;
use crate::reading::workspace::read_if_there;

/// A comparison in progress.
pub(super) struct Comparison<'a, K: ContentSink> {
    outputs: Outputs<'a>,
    tree: OwnedTree,
    keep: &'a K,
    progress: Mutex<Progress<K::Content>>,
    /// Directories outside of owned ones in which files are generated, with the temporary files that an
    /// interrupted run left.
    temporary_files: Mutex<HashMap<Utf8PathBuf, Vec<Utf8PathBuf>>>,
}

/// The results so far.
struct Progress<T> {
    planned: Planned,
    inputs: HashMap<Utf8PathBuf, u64>,
    writes: Vec<Write<T>>,
    adopted: Vec<Utf8PathBuf>,
    waiting: Vec<Waiting>,
    obstacles: BTreeSet<Obstacle>,
    unchanged: usize,
    /// The first error.
    error: Option<io::Error>,
}

/// A file with something in its way. Whether that is an orphan is known only when all files are known.
struct Waiting {
    path: Utf8PathBuf,
    bytes: Vec<u8>,
    obstacle: Obstacle,
}

/// The state of a generated file on the disk.
enum State {
    Same,
    Missing,
    Stale,
    /// A hand-made file that is to be overwritten.
    Adopted,
    /// Something that may be an orphan is in the way.
    Behind(Obstacle),
    /// Something that isn't an orphan is in the way.
    Blocked(Obstacle),
}

impl<K: ContentSink> Output for Comparison<'_, K> {
    fn take(&self, path: Utf8PathBuf, file: File) {
        if self.progress().error.is_some() {
            return;
        }
        match self.accept_dated(&path, &file) {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => {
                self.progress().error = Some(error);
                return;
            }
        }
        let is_owned = file.ownership != Ownership::Scaffolded && self.tree.owns(&path);
        let hash = is_owned.then(|| hash(&file.bytes));
        let previous = self.progress().planned.insert(path.clone(), hash);
        assert!(previous.is_none(), "{path} is generated twice");
        if let Err(error) = self.compare_file(path, file) {
            self.progress().error = Some(error);
        }
    }

    fn keep(&self, path: &Utf8Path, inputs: u64) -> bool {
        let hash = self.unchanged_hash(path, inputs);
        hash.inspect(|hash| self.plan_unchanged(path, *hash)).is_some()
    }

    fn keep_text(&self, path: &Utf8Path, inputs: u64) -> Option<String> {
        let hash = self.unchanged_hash(path, inputs)?;
        let bytes = read_if_there(&self.outputs.root.join(path)).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        self.plan_unchanged(path, hash);
        Some(text)
    }
}

impl<'a, K: ContentSink> Comparison<'a, K> {
    pub(super) fn new(outputs: Outputs<'a>, tree: OwnedTree, keep: &'a K) -> Self {
        let progress = Progress {
            planned: HashMap::new(),
            inputs: HashMap::new(),
            writes: Vec::new(),
            adopted: Vec::new(),
            waiting: Vec::new(),
            obstacles: BTreeSet::new(),
            unchanged: 0,
            error: None,
        };
        Comparison { outputs, tree, keep, progress: Mutex::new(progress), temporary_files: Mutex::default() }
    }

    fn progress(&self) -> MutexGuard<'_, Progress<K::Content>> {
        self.progress.lock().expect("no thread panics while holding it")
    }

    /// Accepts a file with dates in a check, which doesn't know them: it may be missing, or has to be as
    /// a run wrote it. Returns `false` if the file has to be compared.
    fn accept_dated(&self, path: &Utf8Path, file: &File) -> io::Result<bool> {
        if file.ownership != Ownership::Dated || self.keep.is_writing() {
            return Ok(false);
        }
        let Some(found) = read(&self.outputs.root.join(path), file.bytes.len())? else { return Ok(true) };
        let is_listed = self.outputs.manifests.list_content(path, &found);
        if is_listed {
            let mut progress = self.progress();
            progress.planned.insert(path.to_owned(), Some(hash(&found)));
            progress.unchanged += 1;
        }
        Ok(is_listed)
    }

    /// Returns the hash of a file on the disk that was generated from the same inputs.
    fn unchanged_hash(&self, path: &Utf8Path, inputs: u64) -> Option<Hash> {
        self.progress().inputs.insert(path.to_owned(), inputs);
        let Outputs { unchanged, manifests, .. } = self.outputs;
        let is_unchanged = unchanged.get(path) == Some(&inputs);
        is_unchanged.then(|| manifests.hashes(path).next().copied()).flatten()
    }

    fn plan_unchanged(&self, path: &Utf8Path, hash: Hash) {
        let mut progress = self.progress();
        progress.planned.insert(path.to_owned(), Some(hash));
        progress.unchanged += 1;
    }

    fn compare_file(&self, path: Utf8PathBuf, file: File) -> io::Result<()> {
        self.find_temporary_files(&path)?;
        let state = self.state(&path, &file)?;
        let stale = matches!(state, State::Stale | State::Adopted);
        if matches!(state, State::Adopted) {
            self.progress().adopted.push(path.clone());
        }
        match state {
            State::Same => self.progress().unchanged += 1,
            State::Missing | State::Stale | State::Adopted => {
                let content = self.keep.keep(&path, file.bytes)?;
                self.progress().writes.push(Write { path, content, stale });
            }
            State::Behind(obstacle) => {
                self.progress().waiting.push(Waiting { path, bytes: file.bytes, obstacle });
            }
            State::Blocked(obstacle) => {
                self.progress().obstacles.insert(obstacle);
            }
        }
        Ok(())
    }

    fn state(&self, path: &Utf8Path, file: &File) -> io::Result<State> {
        let obstacle = |path: &Utf8Path, reason| Obstacle { path: path.to_owned(), reason };
        if let Some((folder, kind)) = self.tree.obstructed_parent(path) {
            let link = kind == Kind::SymbolicLink;
            let reason = if link { Reason::SymbolicLink } else { Reason::NotADirectory };
            return Ok(State::Behind(obstacle(folder, reason)));
        }
        Ok(match (self.tree.kind(self.outputs.root, path)?, file.ownership) {
            (None, _) => State::Missing,
            // A scaffolded file is never overwritten.
            (Some(_), Ownership::Scaffolded) => State::Same,
            (Some(Kind::SymbolicLink), _) => State::Blocked(obstacle(path, Reason::SymbolicLink)),
            (Some(Kind::Directory), _) => State::Behind(obstacle(path, Reason::NotAFile)),
            (Some(Kind::Other), _) => State::Blocked(obstacle(path, Reason::NotAFile)),
            (Some(Kind::File), Ownership::Generated | Ownership::Dated) => {
                match read(&self.outputs.root.join(path), file.bytes.len())? {
                    None => State::Missing,
                    Some(found) if is_same(&found, &file.bytes) => State::Same,
                    Some(found) if self.is_errcats(path, &found, &file.bytes) => State::Stale,
                    Some(_) if self.outputs.adopt && self.tree.owns(path) => State::Adopted,
                    Some(_) => State::Blocked(obstacle(path, self.reason(path))),
                }
            }
        })
    }

    /// Returns `true` if a file may be overwritten: a manifest lists it. Files outside of owned directories
    /// have fixed names, and workspaces of older versions have no manifests: there, the header has to be that
    /// of the generated file. The lock of an API whose folder was renamed has the former name in its header.
    fn is_errcats(&self, path: &Utf8Path, found: &[u8], planned: &[u8]) -> bool {
        let manifests = self.outputs.manifests;
        let has_header = || has_same_source(found, planned) || (self.is_lock(path) && is_marked(found));
        manifests.list(path) || (!manifests.cover(path) && has_header())
    }

    /// Returns the reason why a file without a header isn't overwritten.
    fn reason(&self, path: &Utf8Path) -> Reason {
        match self.tree.owns(path) {
            true => Reason::HandMade,
            false if self.is_lock(path) => Reason::DamagedLock,
            false => Reason::HandMadeElsewhere,
        }
    }

    fn is_lock(&self, path: &Utf8Path) -> bool {
        path.file_name().is_some_and(|name| [LOCK, SOURCES_LOCK].contains(&name)) && !self.tree.owns(path)
    }

    /// Finds temporary files next to a file outside of owned directories. Called before the file is staged,
    /// because staging creates a temporary file there.
    fn find_temporary_files(&self, path: &Utf8Path) -> io::Result<()> {
        let Some(directory) = path.parent().filter(|_| !self.tree.owns(path)) else { return Ok(()) };
        let mut known = self.temporary_files.lock().expect("no thread panics while holding it");
        if !known.contains_key(directory) {
            known.insert(directory.to_owned(), temporary_files(self.outputs.root, directory)?);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<Changes<K::Content>> {
        let Comparison { outputs, tree, keep, progress, temporary_files } = self;
        let Progress { planned, inputs, mut writes, mut adopted, waiting, mut obstacles, unchanged, error } =
            progress.into_inner().expect("no thread panics while holding it");
        if let Some(error) = error {
            return Err(error);
        }
        let mut leftovers = leftovers::find(&outputs, &tree, &planned, keep.is_writing())?;
        let records = records::compare(&outputs, &tree, &planned, &leftovers, keep)?;
        let temporary_files = temporary_files.into_inner().expect("no thread panics while holding it");
        if keep.is_writing() {
            leftovers.orphans.extend(temporary_files.into_values().flatten());
        }
        leftovers.orphans.extend(records.orphans);
        leftovers.orphans.sort();
        let orphans = leftovers.orphans;
        let empty_dirs = empty_dirs(&outputs, &planned, &tree, &orphans);
        let gone: HashSet<&Utf8Path> = orphans.iter().chain(&empty_dirs).map(|path| path.as_path()).collect();
        for Waiting { path, bytes, obstacle } in waiting {
            if gone.contains(&*obstacle.path) {
                writes.push(Write { path, content: keep.keep_behind_orphans(bytes), stale: false });
            } else {
                obstacles.insert(obstacle);
            }
        }
        obstacles.extend(listed_links(&outputs, &tree, &planned));
        writes.sort_by(|a, b| a.path.cmp(&b.path));
        adopted.sort();
        Ok(Changes {
            planned,
            inputs,
            writes,
            manifests: records.first,
            final_manifests: records.last,
            orphans,
            edited_orphans: leftovers.edited,
            unlisted: leftovers.unlisted,
            adopted,
            empty_dirs,
            obstacles: obstacles.into_iter().collect(),
            unchanged,
        })
    }
}

/// Returns the links that a manifest lists as generated files. Links at the paths of generated files are
/// obstacles anyway.
fn listed_links(outputs: &Outputs<'_>, tree: &OwnedTree, planned: &Planned) -> Vec<Obstacle> {
    // Nearly always, there is none.
    if !tree.has_links() {
        return Vec::new();
    }
    let listed = outputs.manifests.files().filter(|path| !planned.contains_key(path));
    let links = listed.filter_map(|path| {
        let is_link = |path: &&Utf8Path| tree.known_kind(path) == Some(Kind::SymbolicLink);
        path.ancestors().find(is_link).map(Utf8Path::to_owned)
    });
    links.map(|path| Obstacle { path, reason: Reason::ListedLink }).collect()
}

/// Reads a file that probably has the given length. `None` if it doesn't exist. Usually needs a single system
/// call to read, because most of many thousand files are up to date.
fn read(path: &Utf8Path, length: usize) -> io::Result<Option<Vec<u8>>> {
    let mut file = match fs_err::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = vec![0; length + 1];
    let found = match file.read(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        found => found?,
    };
    bytes.truncate(found);
    // The file has another length, or the system returned only a part.
    if found != length {
        file.read_to_end(&mut bytes)?;
    }
    Ok(Some(bytes))
}

/// Returns `true` if contents are equal, except that git on Windows may have changed the line breaks of a
/// text.
fn is_same(found: &[u8], planned: &[u8]) -> bool {
    let is_text = || !planned.contains(&0);
    found == planned
        || (found.contains(&b'\r') && is_text() && without_returns(found) == without_returns(planned))
}

/// Returns the temporary files that an interrupted run left in a directory.
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
