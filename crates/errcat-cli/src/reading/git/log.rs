//! The commits that changed the files of a folder.

use super::Repository;
use crate::terminal::failure::Failure;

/// The start of the mode of a regular file. Links and submodules have another one, missing files only zeros.
const FILE_MODE: &str = "100";

/// A commit, with the files of the folder that it changed.
pub(crate) struct Commit {
    pub(crate) id: String,
    /// The time of the commit, in seconds since 1970.
    pub(crate) time: String,
    pub(crate) files: Vec<ChangedFile>,
}

/// A file that a commit changed.
pub(crate) struct ChangedFile {
    /// The path from the folder.
    pub(crate) path: String,
    /// The id of the former blob. `None` if there was no such file.
    pub(crate) before: Option<String>,
}

impl Repository<'_> {
    /// Returns the commits that changed files of the folder, newest first, with a single process. A merge
    /// counts as one commit, because its files changed on this branch when it was merged.
    pub(crate) fn commits(&self) -> Result<Vec<Commit>, Failure> {
        let values = self.git.values(&[
            "log",
            "--first-parent",
            "--diff-merges=first-parent",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--relative",
            "--format=%H %ct",
            "--",
            ".",
        ])?;
        let mut commits: Vec<Commit> = Vec::new();
        let mut values = values.iter().map(|value| value.trim_start_matches('\n'));
        while let Some(value) = values.next() {
            match (value.strip_prefix(':'), commits.last_mut()) {
                (Some(change), Some(commit)) => {
                    let file = values.next().map(|path| ChangedFile::parse(change, path));
                    commit.files.extend(file);
                }
                _ => commits.extend(Commit::parse(value)),
            }
        }
        Ok(commits)
    }
}

impl Commit {
    fn parse(line: &str) -> Option<Self> {
        let (id, time) = line.split_once(' ')?;
        Some(Commit { id: id.to_owned(), time: time.to_owned(), files: Vec::new() })
    }
}

impl ChangedFile {
    /// Parses a change: `100644 100644 9daeafb… 4b825dc… M`.
    fn parse(change: &str, path: &str) -> Self {
        let before = change.split(' ').nth(2).filter(|_| change.starts_with(FILE_MODE));
        ChangedFile { path: path.to_owned(), before: before.map(str::to_owned) }
    }
}
