//! The base: a revision whose locks record what was published.
//!
//! The lock on the disk is edited together with the catalog, and can be lost. The base can't: it is a commit.
//! Codes that its lock doesn't contain are drafts, which may change until they are in the base.
//!
//! An API whose folder was renamed, or whose catalog was moved, is compared with its former lock: the one,
//! of those that are gone, that has the most codes in common with it, and more than half of its own.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use errcat_catalog::InputFile;
use errcat_catalog::finding::{FileId, Findings, Sources};
use errcat_catalog::inputs::LOCK;
use errcat_catalog::parse;
use errcat_catalog::scope::Scope;

use super::raw::RawLocked;

/// A revision whose locks record what was published.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// The revision, such as `origin/main`.
    pub revision: String,
    /// The APIs in the folder of the catalog.
    pub apis: BTreeSet<String>,
    /// The locks of published codes.
    pub locks: Vec<FormerLock>,
    /// The locks of sources, with the paths that they have on the disk.
    pub source_locks: Vec<InputFile>,
    /// `true` while another branch is being merged: the lock on the disk contains what that branch published,
    /// so codes that the base lacks aren't drafts.
    pub is_merging: bool,
}

/// A lock of published codes at a revision.
#[derive(Debug, Clone)]
pub struct FormerLock {
    /// The name of the API at that revision.
    pub api: String,
    /// The file. Its path is the current one, unless it was moved.
    pub file: InputFile,
    /// `true` if it was in another folder of catalogs. Then its path starts at the root of the repository.
    pub is_moved: bool,
}

/// Returns the base, or `None` if there is none.
pub type FindBase<'a> = dyn Fn() -> Option<&'a Base> + Sync + 'a;

/// Finds nothing: what was published is only in the locks on the disk.
pub fn no_base() -> Option<&'static Base> {
    None
}

/// The base, for what was published in addition to the locks on the disk.
pub struct Baseline<'a> {
    find: &'a FindBase<'a>,
    is_review: bool,
    locks: OnceLock<Vec<BaseLock<'a>>>,
}

/// A lock of the base that could be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct BaseLock<'a> {
    pub(super) base: &'a Base,
    pub(super) lock: &'a FormerLock,
    pub(super) file: FileId,
}

impl BaseLock<'_> {
    /// Returns the command that restores the lock on the disk.
    pub(super) fn restore_command(&self, scope: &Scope<'_>) -> String {
        let (revision, path) = (&self.base.revision, &self.lock.file.path);
        if !self.lock.is_moved && self.lock.api == scope.name {
            return format!("git checkout {revision} -- {path}");
        }
        // Without `./`, git expects a path from the root of the repository.
        let path = if self.lock.is_moved { path.clone() } else { format!("./{path}") };
        let api_file = &scope.sources.file(scope.place.file).path;
        let folder = api_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("git show {revision}:{path} > {folder}/{LOCK}")
    }
}

/// The part of the base that is about an API.
pub(super) enum AtBase<'a> {
    /// Not known: there is no base, or it has the API but no lock of it.
    Unknown,
    /// No part: the API is new.
    Nothing,
    /// The lock, which may be that of another name.
    Lock(BaseLock<'a>),
}

impl<'a> Baseline<'a> {
    /// Creates a baseline. `find` is called only if a lock differs from the catalog, because it has to wait
    /// for git. If `is_review`, changes that the locks on the disk have accepted since the base are warnings.
    pub fn new(find: &'a FindBase<'a>, is_review: bool) -> Self {
        Baseline { find, is_review, locks: OnceLock::new() }
    }

    pub(super) fn is_review(&self) -> bool {
        self.is_review
    }

    pub(super) fn base(&self) -> Option<&'a Base> {
        (self.find)()
    }

    pub(super) fn of(&self, scope: &Scope<'_>) -> AtBase<'a> {
        let Some(base) = self.base() else { return AtBase::Unknown };
        let locks = self.locks.get_or_init(|| add_locks(base, scope.sources));
        let own = |lock: &&BaseLock<'a>| !lock.lock.is_moved && lock.lock.api == scope.name;
        if let Some(lock) = locks.iter().find(own) {
            return AtBase::Lock(*lock);
        }
        if base.apis.contains(scope.name) {
            return AtBase::Unknown;
        }
        let is_gone = |lock: &&BaseLock<'a>| lock.lock.is_moved || !scope.others.contains_key(&lock.lock.api);
        let has_code = |code: &str| scope.written.contains(code);
        let former = former_lock(locks.iter().filter(is_gone), scope.sources, &has_code);
        match former {
            Some(lock) => AtBase::Lock(*lock),
            None if base.is_merging => AtBase::Unknown,
            None => AtBase::Nothing,
        }
    }
}

/// Adds the locks of a base to the sources. Leaves out those that aren't text.
fn add_locks<'a>(base: &'a Base, sources: &Sources) -> Vec<BaseLock<'a>> {
    let readable = base.locks.iter().filter_map(|lock| Some((lock, text(&lock.file)?)));
    let (locks, files): (Vec<&FormerLock>, Vec<(String, String)>) =
        readable.map(|(lock, text)| (lock, (source_path(base, &lock.file), text.to_owned()))).unzip();
    let ids = sources.add_shared(files);
    locks.into_iter().zip(ids).map(|(lock, file)| BaseLock { base, lock, file }).collect()
}

/// Returns the path of a file of the base in reports: `origin/main:catalog/shop/catalog.lock`.
pub(super) fn source_path(base: &Base, file: &InputFile) -> String {
    format!("{}:{}", base.revision, file.path)
}

/// Returns the text of a file of the base; `None` if it isn't text.
pub(super) fn text(file: &InputFile) -> Option<&str> {
    let bytes = file.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file.bytes);
    std::str::from_utf8(bytes).ok().filter(|_| !file.too_large)
}

/// Returns the former lock of an API that had another name or was in another place.
pub(super) fn former_lock<'l, 'a>(
    gone: impl Iterator<Item = &'l BaseLock<'a>>,
    sources: &Sources,
    has_code: &dyn Fn(&str) -> bool,
) -> Option<&'l BaseLock<'a>> {
    let shared = |lock: &'l BaseLock<'a>| {
        let codes = codes(sources, lock.file);
        let shared = codes.iter().filter(|code| has_code(code)).count();
        (2 * shared > codes.len()).then_some((shared, lock))
    };
    gone.filter_map(shared).max_by_key(|(shared, _)| *shared).map(|(_, lock)| lock)
}

/// Returns the codes in a lock. Empty if it can't be read.
fn codes(sources: &Sources, lock: FileId) -> HashSet<String> {
    let lines = parse::lock::<RawLocked>(sources, lock, &mut Findings::default()).unwrap_or_default();
    lines.into_iter().map(|(code, _)| code.value).collect()
}
