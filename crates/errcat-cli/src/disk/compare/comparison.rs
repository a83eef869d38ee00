//! A comparison under way: files come from any thread, in any order.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::sync::{Mutex, MutexGuard};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::header::has_same_source;
use errcat_targets::output::{File, Output, Ownership};

use super::tree::{Kind, OwnedTree};
use super::{
    Changes, ContentSink, Obstacle, Outputs, Planned, Reason, Write, empty_dirs, leftovers, records,
};
use crate::disk::manifest::{hash, without_returns};
use crate::disk::temporary::is_temporary;

/// What was found so far.
pub(super) struct Comparison<'a, K: ContentSink> {
    outputs: Outputs<'a>,
    tree: OwnedTree,
    keep: &'a K,
    seen: Mutex<Seen<K::Content>>,
    /// The directories of others that get files, with what an interrupted run left in them.
    beside: Mutex<HashMap<Utf8PathBuf, Vec<Utf8PathBuf>>>,
}

struct Seen<T> {
    planned: Planned,
    writes: Vec<Write<T>>,
    adopted: Vec<Utf8PathBuf>,
    waiting: Vec<Waiting>,
    obstacles: BTreeSet<Obstacle>,
    unchanged: usize,
    /// Of several, any.
    error: Option<io::Error>,
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
    /// It holds a person's work, which is to be taken over.
    Adopted,
    /// Something is there that may be an orphan.
    Behind(Obstacle),
    Blocked(Obstacle),
}

impl<K: ContentSink> Output for Comparison<'_, K> {
    fn take(&self, path: Utf8PathBuf, file: File) {
        if self.seen().error.is_some() {
            return;
        }
        let is_owned = file.ownership == Ownership::Generated && self.tree.owns(&path);
        let hash = is_owned.then(|| hash(&file.bytes));
        let previous = self.seen().planned.insert(path.clone(), hash);
        assert!(previous.is_none(), "{path} is generated twice");
        if let Err(error) = self.look_at(path, file) {
            self.seen().error = Some(error);
        }
    }
}

impl<'a, K: ContentSink> Comparison<'a, K> {
    pub(super) fn new(outputs: Outputs<'a>, tree: OwnedTree, keep: &'a K) -> Self {
        let seen = Seen {
            planned: HashMap::new(),
            writes: Vec::new(),
            adopted: Vec::new(),
            waiting: Vec::new(),
            obstacles: BTreeSet::new(),
            unchanged: 0,
            error: None,
        };
        Comparison { outputs, tree, keep, seen: Mutex::new(seen), beside: Mutex::default() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen<K::Content>> {
        self.seen.lock().expect("nobody panics while holding it")
    }

    fn look_at(&self, path: Utf8PathBuf, file: File) -> io::Result<()> {
        self.look_beside(&path)?;
        let state = self.state(&path, &file)?;
        let stale = matches!(state, State::Stale | State::Adopted);
        if matches!(state, State::Adopted) {
            self.seen().adopted.push(path.clone());
        }
        match state {
            State::Same => self.seen().unchanged += 1,
            State::Missing | State::Stale | State::Adopted => {
                let content = self.keep.keep(&path, file.bytes)?;
                self.seen().writes.push(Write { path, content, stale });
            }
            State::Behind(obstacle) => {
                self.seen().waiting.push(Waiting { path, bytes: file.bytes, obstacle });
            }
            State::Blocked(obstacle) => {
                self.seen().obstacles.insert(obstacle);
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
            // Whatever a person has put there is meant.
            (Some(_), Ownership::Scaffolded) => State::Same,
            (Some(Kind::SymbolicLink), _) => State::Blocked(obstacle(path, Reason::SymbolicLink)),
            (Some(Kind::Directory), _) => State::Behind(obstacle(path, Reason::NotAFile)),
            (Some(Kind::Other), _) => State::Blocked(obstacle(path, Reason::NotAFile)),
            (Some(Kind::File), Ownership::Generated) => {
                match read(&self.outputs.root.join(path), file.bytes.len())? {
                    None => State::Missing,
                    Some(found) if is_same(&found, &file.bytes) => State::Same,
                    Some(found) if self.is_errcats(path, &found, &file.bytes) => State::Stale,
                    Some(_) if self.outputs.adopt => State::Adopted,
                    Some(_) => State::Blocked(obstacle(path, Reason::HandMade)),
                }
            }
        })
    }

    /// Returns `true` if a file may be overwritten: a manifest lists it. Files outside of owned directories have fixed names,
    /// and workspaces of older versions have no manifests: there, the header has to be that of the generated file.
    fn is_errcats(&self, path: &Utf8Path, found: &[u8], planned: &[u8]) -> bool {
        let manifests = self.outputs.manifests;
        manifests.list(path) || (!manifests.cover(path) && has_same_source(found, planned))
    }

    /// Notes what an interrupted run left beside a file that lies in a directory of others, before anything is kept there.
    fn look_beside(&self, path: &Utf8Path) -> io::Result<()> {
        let Some(directory) = path.parent().filter(|_| !self.tree.owns(path)) else { return Ok(()) };
        let mut beside = self.beside.lock().expect("nobody panics while holding it");
        if !beside.contains_key(directory) {
            beside.insert(directory.to_owned(), temporary_files(self.outputs.root, directory)?);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<Changes<K::Content>> {
        let Comparison { outputs, tree, keep, seen, beside } = self;
        let Seen { planned, mut writes, mut adopted, waiting, mut obstacles, unchanged, error } =
            seen.into_inner().expect("nobody panics while holding it");
        if let Some(error) = error {
            return Err(error);
        }
        let mut leftovers = leftovers::find(&outputs, &tree, &planned, keep.is_writing())?;
        let records = records::compare(&outputs, &tree, &planned, &leftovers, keep)?;
        let beside = beside.into_inner().expect("nobody panics while holding it");
        if keep.is_writing() {
            leftovers.orphans.extend(beside.into_values().flatten());
        }
        leftovers.orphans.extend(records.orphans);
        leftovers.orphans.sort();
        let orphans = leftovers.orphans;
        let empty_dirs = empty_dirs(&planned, &tree, &orphans);
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

/// The links that a manifest lists as generated files. A link that is in the way of a generated file is an obstacle anyway.
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

/// Reads a file that probably has the given length; `None` if there is none. The system is asked once for the bytes, and for
/// nothing else: most of many thousand files are as they should be.
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
    // It has another length, or came in parts.
    if found != length {
        file.read_to_end(&mut bytes)?;
    }
    Ok(Some(bytes))
}

/// Equal, or equal but for the line breaks that git gave a text on Windows.
fn is_same(found: &[u8], planned: &[u8]) -> bool {
    let is_text = || !planned.contains(&0);
    found == planned
        || (found.contains(&b'\r') && is_text() && without_returns(found) == without_returns(planned))
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
