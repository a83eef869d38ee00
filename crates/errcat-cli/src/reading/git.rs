//! Reads from git with the program `git`, which supports every kind of repository.

mod log;
mod process;
mod tree;

use camino::Utf8Path;
use errcat_catalog::report::visible;

use crate::terminal::failure::Failure;

pub(crate) use self::log::Commit;
pub(crate) use self::process::Git;
use self::process::failure;
pub(crate) use self::tree::{Entry, EntryKind, GitTree};

/// The commit that is checked out.
pub(crate) const HEAD: &str = "HEAD";

/// The repository that contains a folder, such as a workspace.
pub(crate) struct Repository<'w> {
    git: Git<'w>,
    /// The path from the repository to the folder, with a trailing `/`. Empty if they have the same root.
    prefix: String,
    /// `true` if the clone lacks the older commits.
    pub(crate) is_shallow: bool,
    /// `true` while another branch is being merged.
    pub(crate) is_merging: bool,
}

impl<'w> Repository<'w> {
    /// Finds the repository that contains a folder.
    pub(crate) fn find(git: Git<'w>) -> Result<Self, Failure> {
        let arguments = ["rev-parse", "--is-shallow-repository", "--git-path", "MERGE_HEAD", "--show-prefix"];
        let output = git.output(&arguments)?;
        if !output.status.success() {
            return Err(failure(
                &format!("{} isn't in a git repository", git.folder),
                &output,
                "run it in a clone of the repository",
            ));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.splitn(3, '\n');
        let is_shallow = lines.next() == Some("true");
        let is_merging = lines.next().is_some_and(|path| git.folder.join(path).exists());
        let prefix = lines.next().unwrap_or_default().trim_end_matches(['\n', '\r']).to_owned();
        Ok(Repository { git, prefix, is_shallow, is_merging })
    }

    /// Returns the files of the repository at a revision.
    pub(crate) fn tree(&self, revision: &str) -> Result<GitTree, Failure> {
        let (root, prefix) = (self.git.folder.to_owned(), self.prefix.clone());
        Ok(GitTree { root, prefix, commit: self.commit(revision)? })
    }

    /// Lists the files of the folder at a commit, by path from the folder.
    pub(crate) fn files(&self, commit: &str) -> Result<impl Iterator<Item = Entry>, Failure> {
        self.list(&[commit])
    }

    /// Lists all files of the repository at a commit, by path from its root.
    pub(crate) fn all_files(&self, commit: &str) -> Result<impl Iterator<Item = Entry>, Failure> {
        self.list(&["--full-tree", commit])
    }

    fn list(&self, arguments: &[&str]) -> Result<impl Iterator<Item = Entry> + use<>, Failure> {
        let values = self.git.values(&[&["ls-tree", "-r", "-z"], arguments].concat())?;
        let entries = values.into_iter().filter_map(|entry| Entry::parse(&entry));
        Ok(entries.filter(|entry| entry.kind == EntryKind::File))
    }

    pub(crate) fn folder(&self) -> &'w Utf8Path {
        self.git.folder
    }

    /// Returns `true` if the folder is the root of the repository.
    pub(crate) fn is_at_root(&self) -> bool {
        self.prefix.is_empty()
    }

    /// Returns the root of the repository.
    pub(crate) fn root(&self) -> &'w Utf8Path {
        let depth = self.prefix.matches('/').count();
        self.git.folder.ancestors().nth(depth).unwrap_or(self.git.folder)
    }

    /// Returns the path from the root of the repository to the folder, with a trailing `/`. Empty if they are
    /// the same.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the last common commit of two revisions that aren't options to git. `None` if they have none.
    pub(crate) fn merge_base(&self, a: &str, b: &str) -> Result<Option<String>, Failure> {
        let output = self.git.output(&["merge-base", "--end-of-options", a, b])?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())),
            Some(1) => Ok(None),
            _ => Err(failure(&format!("unknown revision {a} or {b}"), &output, "")),
        }
    }

    /// Returns the contents of files at a revision, in the same order.
    pub(crate) fn read(&self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        self.git.read(objects)
    }

    /// Returns the commit of a revision. A revision that begins with `-` is rejected, because git would parse
    /// it as an option.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, Failure> {
        let help = "`git log --oneline` and `git tag` list revisions; in CI, fetch the history first\n\
                    (actions/checkout: `fetch-depth: 0`)";
        let unknown = format!("unknown revision `{}`", visible::line(revision));
        if revision.starts_with('-') || revision.is_empty() {
            return Err(Failure::new(unknown, help));
        }
        let wanted = format!("{revision}^{{commit}}");
        let output = self.git.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        if self.is_shallow {
            return Err(failure(
                &format!("{unknown}: this clone is shallow, so git has only a part of the history"),
                &output,
                "fetch the rest: `git fetch --unshallow --tags`; in CI, fetch the history first\n\
                 (actions/checkout: `fetch-depth: 0`)",
            ));
        }
        Err(failure(&unknown, &output, help))
    }
}
