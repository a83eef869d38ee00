//! The base: the revision in git whose locks record what was published.
//!
//! It is the revision of `check --base`, or else that of the setting `base`, or else the last commit shared
//! with `origin/HEAD`, or else HEAD. Only findings depend on it. `gen` writes the same files without git,
//! except for those that contain the catalog's [history](crate::history).
//!
//! git is started only if something has to be compared with the base: a lock that differs from its catalog,
//! or in `check` the names of all APIs, for which it runs in a thread.

mod locks;

use std::io;
use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use errcat_catalog::report::visible;
use errcat_drift::lock::Base;

use super::git::{Git, HEAD, Repository};
use super::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The number of characters of a commit that are shown.
const SHORT_COMMIT: usize = 12;
/// The branch that is published, unless the settings name another one.
const DEFAULT_BRANCH: &str = "refs/remotes/origin/HEAD";

/// The base of a workspace. Clones share it, so that a thread can read it.
#[derive(Debug, Clone)]
pub(crate) struct BaseReader {
    place: Arc<Place>,
    found: Arc<OnceLock<FoundBase>>,
    is_review: bool,
}

/// The workspace whose base is searched for, and its setting.
#[derive(Debug)]
struct Place {
    root: Utf8PathBuf,
    /// The folder of the catalog, from the root.
    catalog: String,
    /// The setting `base`.
    setting: Option<String>,
}

/// The result of looking for the base.
#[derive(Debug, Default)]
struct FoundBase {
    base: Option<Base>,
    /// A line for the user if the base can't be read. Otherwise empty, even if there is none.
    note: String,
}

impl BaseReader {
    /// Creates a reader of the base that the settings or the repository define.
    pub(crate) fn new(workspace: &Workspace) -> Self {
        let place = Place {
            root: workspace.root.clone(),
            catalog: workspace.settings.targets.catalog.clone(),
            setting: workspace.settings.base.clone(),
        };
        BaseReader { place: Arc::new(place), found: Arc::default(), is_review: false }
    }

    /// Reads the base that `check --base` specifies, for a review of all changes since.
    ///
    /// # Errors
    ///
    /// If it can't be read.
    pub(crate) fn review(workspace: &Workspace, revision: &str) -> Result<Self, Failure> {
        let BaseReader { place, .. } = BaseReader::new(workspace);
        let base = Some(place.read(revision)?);
        let found = OnceLock::from(FoundBase { base, note: String::new() });
        Ok(BaseReader { place, found: Arc::new(found), is_review: true })
    }

    /// Returns `true` if all changes since the base are reviewed.
    pub(crate) fn is_review(&self) -> bool {
        self.is_review
    }

    /// Starts to read the base in a thread, because it is needed later.
    pub(crate) fn start(&self) {
        let reader = self.clone();
        // If there can be no thread, the base is read when it is needed.
        let _ = std::thread::Builder::new().spawn(move || {
            reader.found();
        });
    }

    /// Returns the base, and waits for it if necessary. `None` if there is none.
    pub(crate) fn base(&self) -> Option<&Base> {
        self.found().base.as_ref()
    }

    /// Returns a line for the user if the base can't be read, and waits for it if necessary. Otherwise empty.
    pub(crate) fn note(&self) -> &str {
        &self.found().note
    }

    /// Like [`BaseReader::note`], but empty if the base hasn't been needed.
    pub(crate) fn note_if_needed(&self) -> &str {
        self.found.get().map_or("", |found| &found.note)
    }

    fn found(&self) -> &FoundBase {
        self.found.get_or_init(|| self.place.find())
    }
}

impl Place {
    /// Reads the base that the settings or the repository define.
    fn find(&self) -> FoundBase {
        let nothing = FoundBase::default();
        let Ok(folder) = self.folder() else { return nothing };
        let git = Git { folder: &folder, may_fetch: false };
        let Ok(repository) = Repository::find(git) else {
            // git may be missing, or refuse to read the repository of another user.
            let is_there = folder.ancestors().any(|folder| folder.join(".git").exists());
            let note = "git can't read the base, so only the locks record what was published\n";
            return FoundBase { note: if is_there { note.to_owned() } else { String::new() }, ..nothing };
        };
        let commit = match &self.setting {
            Some(revision) => forked_from(&repository, revision).map_err(|_| revision.as_str()),
            None => default_base(&repository),
        };
        let read = |(revision, commit): (String, String)| {
            // A partial clone lacks the contents of the files.
            let base = locks::read(&repository, &self.catalog, &revision, &commit);
            base.map_or_else(|_| unreadable(&revision), |base| FoundBase { base: Some(base), ..nothing })
        };
        commit.map_or_else(unreadable, read)
    }

    /// Reads the base at a revision.
    fn read(&self, revision: &str) -> Result<Base, Failure> {
        let folder = self.folder()?;
        let repository = Repository::find(Git { folder: &folder, may_fetch: true })?;
        let (revision, commit) = forked_from(&repository, revision)?;
        locks::read(&repository, &self.catalog, &revision, &commit)
    }

    /// Returns the catalog's folder. Links are followed, because the catalog is in the repository that they
    /// lead to.
    fn folder(&self) -> io::Result<Utf8PathBuf> {
        let folder = fs_err::canonicalize(self.root.join(&self.catalog))?;
        Utf8PathBuf::from_path_buf(folder).map_err(|_| io::ErrorKind::InvalidInput.into())
    }
}

fn unreadable(revision: &str) -> FoundBase {
    let revision = visible::line(revision);
    let note =
        format!("The base {revision} isn't in this clone, so only the locks record what was published\n");
    FoundBase { base: None, note }
}

/// Returns the base of a workspace that sets none, as its name in messages and its commit. Fails with the
/// revision that a shallow clone lacks.
fn default_base(repository: &Repository<'_>) -> Result<(String, String), &'static str> {
    match repository.merge_base(HEAD, DEFAULT_BRANCH) {
        Ok(Some(commit)) => Ok((short(&commit), commit)),
        Ok(None) if repository.is_shallow => Err("origin/HEAD"),
        // There is no such branch, or it has another history.
        Ok(None) | Err(_) => Ok((HEAD.to_owned(), HEAD.to_owned())),
    }
}

/// Returns the commit at which HEAD branched off from a revision, because HEAD lacks what was published there
/// since. Returns the revision itself if that commit isn't known, as in a shallow clone.
fn forked_from(repository: &Repository<'_>, revision: &str) -> Result<(String, String), Failure> {
    let commit = repository.commit(revision)?;
    match repository.merge_base(HEAD, &commit) {
        Ok(Some(fork)) if fork != commit => Ok((short(&fork), fork)),
        _ => Ok((revision.to_owned(), commit)),
    }
}

fn short(commit: &str) -> String {
    commit.chars().take(SHORT_COMMIT).collect()
}
