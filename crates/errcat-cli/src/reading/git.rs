//! Reads a catalog from git with the program `git`, which supports every kind of repository.

mod process;

use std::collections::HashMap;
use std::path::Path;
use std::process::Output;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::InputFile;
use errcat_catalog::report::visible;
use errcat_catalog::yaml::MAX_FILE_BYTES;

use super::inputs::is_catalog_file;
use crate::terminal::failure::Failure;

pub(crate) use self::process::Git;

/// The commit that is checked out.
pub(crate) const HEAD: &str = "HEAD";
/// The mode of a symbolic link in a tree.
const LINK_MODE: &str = "120000";
/// The maximum number of links that are followed in a row, as on Linux. Links can form a cycle.
const MAX_LINKS: usize = 40;

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

/// The files of a workspace at a revision.
pub(crate) struct GitTree<'w> {
    git: Git<'w>,
    /// The files, by path from the workspace's root.
    blobs: HashMap<String, Blob>,
}

/// A file at a revision.
pub(crate) struct Blob {
    /// The name of its content.
    pub(crate) object: String,
    size: u64,
    is_link: bool,
}

impl<'w> Repository<'w> {
    /// Finds the repository that contains a folder.
    pub(crate) fn find(git: Git<'w>) -> Result<Self, Failure> {
        let arguments = ["rev-parse", "--is-shallow-repository", "--git-path", "MERGE_HEAD", "--show-prefix"];
        let output = git.output(&arguments)?;
        if !output.status.success() {
            return Err(git_failure(
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

    /// Lists the files of the workspace at a revision.
    pub(crate) fn tree(&self, revision: &str) -> Result<GitTree<'w>, Failure> {
        let commit = self.commit(revision)?;
        Ok(GitTree { git: self.git, blobs: self.list(&["-l", &commit])?.collect() })
    }

    /// Lists the files of the folder at a commit, by path from the folder.
    pub(crate) fn files(&self, commit: &str) -> Result<impl Iterator<Item = (String, Blob)>, Failure> {
        Ok(self.list(&[commit])?.filter(|(_, blob)| !blob.is_link))
    }

    /// Lists all files of the repository at a commit, by path from its root.
    pub(crate) fn all_files(&self, commit: &str) -> Result<impl Iterator<Item = (String, Blob)>, Failure> {
        Ok(self.list(&["--full-tree", commit])?.filter(|(_, blob)| !blob.is_link))
    }

    fn list(&self, arguments: &[&str]) -> Result<impl Iterator<Item = (String, Blob)> + use<>, Failure> {
        let output = self.git.output(&[&["ls-tree", "-r", "-z"], arguments].concat())?;
        if !output.status.success() {
            return Err(git_failure("git can't list the files of that revision", &output, ""));
        }
        let entries = String::from_utf8_lossy(&output.stdout).into_owned();
        let entries: Vec<(String, Blob)> = entries.split('\0').filter_map(blob).collect();
        Ok(entries.into_iter())
    }

    /// Returns the folder.
    pub(crate) fn folder(&self) -> &'w Utf8Path {
        self.git.folder
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
            _ => Err(git_failure(&format!("unknown revision {a} or {b}"), &output, "")),
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
        if !output.status.success() {
            return Err(git_failure(&unknown, &output, help));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

/// Parses an entry of a tree: `100644 blob 9daeafb… 1234<TAB>path`. The size is optional. `None` for a
/// submodule.
fn blob(entry: &str) -> Option<(String, Blob)> {
    let (facts, path) = entry.split_once('\t')?;
    let mut facts = facts.split_ascii_whitespace();
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    let size = facts.next().and_then(|size| size.parse().ok()).unwrap_or_default();
    let blob = Blob { object: object.to_owned(), size, is_link: mode == LINK_MODE };
    (kind == "blob").then(|| (path.to_owned(), blob))
}

impl GitTree<'_> {
    /// Returns the content of a file. `None` if it doesn't exist.
    pub(crate) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(blob) = self.blobs.get(path) else { return Ok(None) };
        let mut contents = self.git.read(&[&blob.object])?;
        Ok(contents.pop())
    }

    /// Returns the files of the catalog in a folder, like [`inputs::read`](super::inputs::read) for
    /// the disk.
    pub(crate) fn catalog(&self, folder: &str) -> Result<Vec<InputFile>, Failure> {
        let folder = folder.trim_end_matches('/');
        let mut files = Vec::new();
        for path in self.blobs.keys() {
            let below = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
            if below.is_some_and(|below| !is_hidden(below) && is_catalog_file(Path::new(below))) {
                files.push((path, self.resolve(path, folder)?));
            }
        }
        files.sort_by_key(|(path, _)| path.as_str());
        let is_readable = |blob: &Blob| blob.size <= MAX_FILE_BYTES as u64;
        let objects: Vec<&str> =
            files.iter().filter(|(_, blob)| is_readable(blob)).map(|(_, blob)| &*blob.object).collect();
        let mut contents = self.git.read(&objects)?.into_iter();
        let input = |(path, blob): (&String, &Blob)| InputFile {
            path: path.clone(),
            too_large: !is_readable(blob),
            bytes: if is_readable(blob) { contents.next().unwrap_or_default() } else { Vec::new() },
        };
        Ok(files.into_iter().map(input).collect())
    }

    /// Follows links from a path to a file. As on the disk, links must not lead out of the catalog.
    fn resolve(&self, path: &str, folder: &str) -> Result<&Blob, Failure> {
        let mut at = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Some(blob) = self.blobs.get(&at).filter(|_| Utf8Path::new(&at).starts_with(folder)) else {
                break;
            };
            if !blob.is_link {
                return Ok(blob);
            }
            let target = self.git.read(&[&blob.object])?.pop().unwrap_or_default();
            at = join(Utf8Path::new(&at).parent().unwrap_or("".into()), &String::from_utf8_lossy(&target));
        }
        Err(Failure::new(
            format!("{} is a symbolic link that leads out of the catalog", visible::line(path)),
            "compare with a revision that has the file instead of the link",
        ))
    }
}

/// Returns the path of a link's target, from the workspace's root. `..` removes the part before it, even if
/// that part is a link to another folder.
fn join(folder: &Utf8Path, target: &str) -> String {
    let mut path = Utf8PathBuf::from(folder);
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.into_string()
}

/// Returns a failure with git's own message, for example that the repository belongs to another user.
fn git_failure(message: &str, output: &Output, help: &str) -> Failure {
    let details = String::from_utf8_lossy(&output.stderr);
    let details = visible::lines(details.trim());
    let details = if details.is_empty() { String::new() } else { format!("\n{details}") };
    Failure::new(format!("{message}{details}"), help)
}
