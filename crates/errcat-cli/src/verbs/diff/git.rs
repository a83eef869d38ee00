//! Reads from git with the program `git`, which supports every kind of repository.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::report::visible;

use crate::terminal::failure::Failure;

/// The mode of a symbolic link in a tree.
const LINK_MODE: &str = "120000";

/// The repository that contains a workspace.
pub(super) struct Repository<'w> {
    root: &'w Utf8Path,
    /// The path from the repository to the workspace, with a trailing `/`. Empty if they have the same root.
    prefix: String,
}

/// The files of a repository at a revision.
#[derive(Clone)]
pub(super) struct GitTree {
    /// The folder that git runs in.
    pub(super) root: Utf8PathBuf,
    /// The path from the repository to this folder, with a trailing `/`. Empty if they have the same root.
    pub(super) prefix: String,
    /// The id of the commit.
    pub(super) commit: String,
}

/// An entry of a tree.
pub(super) struct Entry {
    /// The path from the repository's root.
    pub(super) path: String,
    pub(super) kind: EntryKind,
    /// The id of the blob or tree, or of the commit of a submodule.
    pub(super) object: String,
    /// The size of a file or link. 0 for others.
    pub(super) size: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    Folder,
    Submodule,
}

impl<'w> Repository<'w> {
    /// Finds the repository that contains a workspace.
    pub(super) fn find(root: &'w Utf8Path) -> Result<Self, Failure> {
        let output = git(root, &["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(git_failure(
                &format!("{root} isn't in a git repository"),
                &output,
                "run it in a clone of the repository",
            ));
        }
        let prefix = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(Repository { root, prefix })
    }

    /// Returns `true` if the workspace's root is that of the repository.
    pub(super) fn is_at_root(&self) -> bool {
        self.prefix.is_empty()
    }

    /// Returns the files at a revision.
    pub(super) fn tree(&self, revision: &str) -> Result<GitTree, Failure> {
        let commit = self.commit(revision)?;
        Ok(GitTree { root: self.root.to_owned(), prefix: self.prefix.clone(), commit })
    }

    /// Returns the commit of a revision. A revision that begins with `-` is rejected, because git would parse
    /// it as an option.
    fn commit(&self, revision: &str) -> Result<String, Failure> {
        let help = "`git log --oneline` and `git tag` list revisions; in CI, fetch the history first\n\
                    (actions/checkout: `fetch-depth: 0`)";
        let unknown = format!("unknown revision `{}`", visible::line(revision));
        if revision.starts_with('-') || revision.is_empty() {
            return Err(Failure::new(unknown, help));
        }
        let wanted = format!("{revision}^{{commit}}");
        let output = git(self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        if !output.status.success() {
            return Err(self.unknown_revision(&unknown, &output, help));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Returns the failure for a revision that git doesn't know, perhaps because the clone has no history.
    fn unknown_revision(&self, unknown: &str, output: &Output, help: &str) -> Failure {
        let shallow = git(self.root, &["rev-parse", "--is-shallow-repository"]);
        match shallow {
            Ok(shallow) if shallow.stdout.starts_with(b"true") => git_failure(
                &format!("{unknown}: this clone is shallow, so git has only a part of the history"),
                output,
                "fetch the rest: `git fetch --unshallow --tags`; in CI, fetch the history first\n\
                 (actions/checkout: `fetch-depth: 0`)",
            ),
            _ => git_failure(unknown, output, help),
        }
    }
}

impl GitTree {
    /// Returns the root of the repository.
    pub(super) fn repository_root(&self) -> Utf8PathBuf {
        self.root.join("../".repeat(self.prefix.matches('/').count()))
    }

    /// Returns the path of a file in the folder `.git`.
    pub(super) fn git_path(&self, path: &str) -> Result<Utf8PathBuf, Failure> {
        let paths = self.output(&["rev-parse", "--git-path", path])?;
        let path = paths.first().map(|path| path.trim_end_matches(['\n', '\r']));
        Ok(self.root.join(path.unwrap_or_default()))
    }

    /// Returns the content of a file of the workspace. `None` if it doesn't exist.
    pub(super) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self.entry(&format!("{}{path}", self.prefix))? {
            Some(entry) if entry.kind == EntryKind::File => self.content(&entry.object).map(Some),
            _ => Ok(None),
        }
    }

    /// Returns the entry with a path from the repository's root. `None` if it doesn't exist.
    pub(super) fn entry(&self, path: &str) -> Result<Option<Entry>, Failure> {
        let entries = self.list(&[], path)?;
        Ok(entries.into_iter().find(|entry| entry.path == path))
    }

    /// Returns the entries below a folder, given as a path from the repository's root that contains no link.
    pub(super) fn entries_below(&self, folder: &str) -> Result<Vec<Entry>, Failure> {
        self.list(&["-r"], &if folder.is_empty() { String::new() } else { format!("{folder}/") })
    }

    /// Returns the entries that `git ls-tree` lists for a path from the repository's root.
    fn list(&self, options: &[&str], path: &str) -> Result<Vec<Entry>, Failure> {
        let arguments = ["--literal-pathspecs", "ls-tree", "-l", "-z", "--full-tree"];
        let paths: &[&str] = if path.is_empty() { &[] } else { &[path] };
        let entries = self.output(&[&arguments, options, &[&self.commit, "--"], paths].concat())?;
        Ok(entries.iter().filter_map(|entry| Entry::parse(entry)).collect())
    }

    /// Returns the content of a blob.
    pub(super) fn content(&self, object: &str) -> Result<Vec<u8>, Failure> {
        Ok(self.contents(&[object])?.pop().unwrap_or_default())
    }

    /// Returns the contents of blobs, in the same order.
    pub(super) fn contents(&self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        read(&self.root, objects)
    }

    /// Runs a command of git. Returns the values that it prints, with a `\0` between them.
    pub(super) fn output(&self, arguments: &[&str]) -> Result<Vec<String>, Failure> {
        let output = git(&self.root, arguments)?;
        if !output.status.success() {
            return Err(git_failure("git can't list the files of that revision", &output, ""));
        }
        let values = output.stdout.split(|byte| *byte == 0).filter(|value| !value.is_empty());
        Ok(values.map(|value| String::from_utf8_lossy(value).into_owned()).collect())
    }
}

impl Entry {
    /// Parses an entry: `100644 blob 9daeafb… 1234<TAB>path`.
    fn parse(entry: &str) -> Option<Self> {
        let (facts, path) = entry.split_once('\t')?;
        let mut facts = facts.split_ascii_whitespace();
        let (mode, kind, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
        let kind = match kind {
            "tree" => EntryKind::Folder,
            "commit" => EntryKind::Submodule,
            _ if mode == LINK_MODE => EntryKind::Link,
            _ => EntryKind::File,
        };
        // Folders and submodules have the size `-`.
        let size = size.parse().unwrap_or_default();
        Some(Entry { path: path.to_owned(), kind, object: object.to_owned(), size })
    }
}

/// Reads the contents of objects, in the same order, with a single `git` process.
fn read(root: &Utf8Path, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = command(root, &["cat-file", "--batch"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut git = command.spawn().map_err(|error| spawn_failure(&error))?;
    let (stdin, stdout) = (git.stdin.take(), git.stdout.take());
    let request: String = objects.iter().map(|object| format!("{object}\n")).collect();
    let contents = std::thread::scope(|scope| {
        // Write in a thread while git responds. Otherwise both processes could block on full pipes. A write
        // error can be ignored, because the response is then incomplete.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(request.as_bytes())));
        let mut responses = BufReader::new(stdout.expect("it is piped"));
        objects.iter().map(|_| read_response(&mut responses)).collect::<io::Result<Vec<_>>>()
    });
    let status = git.wait()?;
    match contents {
        Ok(contents) if status.success() => Ok(contents),
        _ => Err(Failure::new(
            "git can't read the catalog of that revision",
            "run `git fsck` to check the repository",
        )),
    }
}

/// Reads a response: the line `9daeafb… blob 1234`, then 1234 bytes and a line break.
fn read_response(responses: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = String::new();
    responses.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let size: u64 = size.ok_or_else(|| io::Error::other(head.clone()))?;
    let mut bytes = Vec::new();
    responses.take(size).read_to_end(&mut bytes)?;
    responses.read_exact(&mut [0])?;
    Ok(bytes)
}

fn git(root: &Utf8Path, arguments: &[&str]) -> Result<Output, Failure> {
    command(root, arguments).stdin(Stdio::null()).output().map_err(|error| spawn_failure(&error))
}

fn command(root: &Utf8Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(root);
    // Git sets these in hooks. With them, git would treat any folder as the root of the repository, and use
    // the index of that repository in a submodule.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    command
}

/// Returns the failure if git can't be started.
fn spawn_failure(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        return Failure::new("git isn't installed", "install git: `diff` reads the old catalog with it");
    }
    Failure::new(format!("git can't be run: {error}"), "")
}

/// Returns a failure with git's own message, for example that the repository belongs to another user.
fn git_failure(message: &str, output: &Output, help: &str) -> Failure {
    let details = String::from_utf8_lossy(&output.stderr);
    let details = visible::lines(details.trim());
    let details = if details.is_empty() { String::new() } else { format!("\n{details}") };
    Failure::new(format!("{message}{details}"), help)
}
