//! The files of a repository at a revision.

use camino::Utf8PathBuf;

use super::process::Git;
use crate::terminal::failure::Failure;

/// The mode of a symbolic link in a tree.
const LINK_MODE: &str = "120000";

/// The files of a repository at a revision.
#[derive(Clone)]
pub(crate) struct GitTree {
    /// The folder that git runs in.
    pub(crate) root: Utf8PathBuf,
    /// The path from the repository to this folder, with a trailing `/`. Empty if they have the same root.
    pub(crate) prefix: String,
    /// The id of the commit.
    pub(crate) commit: String,
}

/// An entry of a tree.
pub(crate) struct Entry {
    /// The path from the repository's root, or from the folder that is listed.
    pub(crate) path: String,
    pub(crate) kind: EntryKind,
    /// The id of the blob or tree, or of the commit of a submodule.
    pub(crate) object: String,
    /// The size of a file or link, if it was asked for. Otherwise 0.
    pub(crate) size: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    File,
    Link,
    Folder,
    Submodule,
}

impl GitTree {
    fn git(&self) -> Git<'_> {
        Git { folder: &self.root, may_fetch: true }
    }

    /// Returns the root of the repository.
    pub(crate) fn repository_root(&self) -> Utf8PathBuf {
        self.root.join("../".repeat(self.prefix.matches('/').count()))
    }

    /// Returns the path of a file in the folder `.git`.
    pub(crate) fn git_path(&self, path: &str) -> Result<Utf8PathBuf, Failure> {
        let paths = self.values(&["rev-parse", "--git-path", path])?;
        let path = paths.first().map(|path| path.trim_end_matches(['\n', '\r']));
        Ok(self.root.join(path.unwrap_or_default()))
    }

    /// Returns the content of a file of the workspace. `None` if it doesn't exist.
    pub(crate) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self.entry(&format!("{}{path}", self.prefix))? {
            Some(entry) if entry.kind == EntryKind::File => self.content(&entry.object).map(Some),
            _ => Ok(None),
        }
    }

    /// Returns the entry with a path from the repository's root. `None` if it doesn't exist.
    pub(crate) fn entry(&self, path: &str) -> Result<Option<Entry>, Failure> {
        let entries = self.list(&[], path)?;
        Ok(entries.into_iter().find(|entry| entry.path == path))
    }

    /// Returns the entries below a folder, given as a path from the repository's root that contains no link.
    pub(crate) fn entries_below(&self, folder: &str) -> Result<Vec<Entry>, Failure> {
        self.list(&["-r"], &if folder.is_empty() { String::new() } else { format!("{folder}/") })
    }

    /// Returns the entries that `git ls-tree` lists for a path from the repository's root.
    fn list(&self, options: &[&str], path: &str) -> Result<Vec<Entry>, Failure> {
        let arguments = ["ls-tree", "-l", "-z", "--full-tree"];
        let paths: &[&str] = if path.is_empty() { &[] } else { &[path] };
        let entries = self.values(&[&arguments, options, &[&self.commit, "--"], paths].concat())?;
        Ok(entries.iter().filter_map(|entry| Entry::parse(entry)).collect())
    }

    /// Returns the content of a blob.
    pub(crate) fn content(&self, object: &str) -> Result<Vec<u8>, Failure> {
        Ok(self.contents(&[object])?.pop().unwrap_or_default())
    }

    /// Returns the contents of blobs, in the same order.
    pub(crate) fn contents(&self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        self.git().read(objects)
    }

    /// Runs a command of git. Returns the values that it prints, with a `\0` between them.
    pub(crate) fn values(&self, arguments: &[&str]) -> Result<Vec<String>, Failure> {
        self.git().values(arguments)
    }
}

impl Entry {
    /// Parses an entry: `100644 blob 9daeafb… 1234<TAB>path`. The size is optional.
    pub(super) fn parse(entry: &str) -> Option<Self> {
        let (facts, path) = entry.split_once('\t')?;
        let mut facts = facts.split_ascii_whitespace();
        let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
        let kind = match kind {
            "tree" => EntryKind::Folder,
            "commit" => EntryKind::Submodule,
            _ if mode == LINK_MODE => EntryKind::Link,
            _ => EntryKind::File,
        };
        // Folders and submodules have the size `-`.
        let size = facts.next().and_then(|size| size.parse().ok()).unwrap_or_default();
        Some(Entry { path: path.to_owned(), kind, object: object.to_owned(), size })
    }
}
