//! The history of the catalog's files: when they were last committed, and what their commits changed for
//! clients. `gen` reads it from git for the sitemap and the feed.
//!
//! Commits of other files don't matter, so the dates don't change when generated files are committed. Changes
//! that aren't committed yet have no date. A shallow clone has no history, because its first commit seems to
//! add everything.

mod changes;
mod stored;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::InputFile;
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK};
use errcat_targets::history::{History, Timestamp};
use errcat_targets::settings::Settings;

use self::stored::Key;
use crate::disk::Disk;
use crate::reading::git::{Commit, Git, HEAD, Repository};
use crate::reading::inputs::is_catalog_file;
use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The variable with the time of files without a commit
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
const DEFAULT_TIME: &str = "SOURCE_DATE_EPOCH";

/// The history, and a line for the user.
#[derive(Default)]
pub(crate) struct FoundHistory {
    /// The history. `None` if there is none, or if nothing is generated from it.
    pub(crate) history: Option<History>,
    /// The files that are missing without it. Empty if it was found, or isn't needed.
    pub(crate) note: String,
}

/// Returns the history of a workspace's catalog. It is stored until the next commit.
pub(crate) fn find(workspace: &Workspace, files: &[InputFile], disk: &dyn Disk) -> FoundHistory {
    if !is_needed(&workspace.settings.targets, files) {
        return FoundHistory::default();
    }
    let default_time = env::var(DEFAULT_TIME).ok().and_then(|seconds| Timestamp::parse(&seconds));
    match read(workspace, disk) {
        Ok(Ok(history)) => {
            FoundHistory { history: Some(History { default_time, ..history }), note: String::new() }
        }
        Ok(Err(reason)) => without_git(default_time, reason),
        Err(_) => without_git(default_time, "git can't read the catalog's commits"),
    }
}

/// Returns `true` if a site with a public address is generated.
fn is_needed(settings: &Settings, files: &[InputFile]) -> bool {
    let has_address = |file: &InputFile| file.bytes.windows(8).any(|window| window == b"docs_url");
    settings.markdown.is_none() && files.iter().any(has_address)
}

/// Returns what remains without git: a date for all pages, if the environment has one.
fn without_git(default_time: Option<Timestamp>, reason: &str) -> FoundHistory {
    match default_time {
        Some(_) => FoundHistory {
            history: Some(History { default_time, ..History::default() }),
            note: format!("The site has no changes in feed.xml: {reason}\n"),
        },
        None => FoundHistory {
            history: None,
            note: format!("The site has no feed.xml and no dates in sitemap.xml: {reason}\n"),
        },
    }
}

/// Reads the history from git. Fails with the reason if the repository has none.
fn read(workspace: &Workspace, disk: &dyn Disk) -> Result<Result<History, &'static str>, Failure> {
    let catalog = &workspace.settings.targets.catalog;
    // Links are followed, because the catalog is in the repository that they lead to.
    let folder = fs_err::canonicalize(workspace.root.join(catalog))?;
    let Ok(folder) = Utf8PathBuf::from_path_buf(folder) else { return Ok(Err("its path isn't UTF-8")) };
    let Ok(repository) = Repository::find(Git { folder: &folder, may_fetch: false }) else {
        return Ok(Err("the catalog isn't in a git repository"));
    };
    if repository.is_shallow {
        return Ok(Err("this clone is shallow (for actions/checkout, set `fetch-depth: 0`)"));
    }
    let Ok(head) = repository.commit(HEAD) else { return Ok(Err("nothing has been committed yet")) };
    let key = Key::new(&head, catalog)?;
    if let Some(history) = stored::find(&workspace.root, &key) {
        return Ok(Ok(history));
    }
    let commits = repository.commits()?;
    let history = History {
        files: times(&commits, catalog),
        default_time: None,
        changes: changes::find(&repository, &head, &commits, catalog)?,
    };
    stored::store(disk, &workspace.root, &key, &history);
    Ok(Ok(history))
}

/// Returns the time of the last commit of each file.
fn times(commits: &[Commit], catalog: &str) -> BTreeMap<String, Timestamp> {
    let mut times = BTreeMap::new();
    for commit in commits {
        let Some(time) = Timestamp::parse(&commit.time) else { continue };
        for file in commit.files.iter().filter(|file| is_source(&file.path)) {
            times.entry(format!("{catalog}/{}", file.path)).or_insert(time);
        }
    }
    times
}

/// Returns `true` for a file that authors write, by its path in the catalog. Locks are generated.
fn is_source(path: &str) -> bool {
    let name = Utf8Path::new(path).file_name().unwrap_or_default();
    is_catalog_file(Path::new(path)) && ![LOCK, SOURCES_LOCK].contains(&name)
}
