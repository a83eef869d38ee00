//! Reads a catalog from git with the program `git`, which supports every kind of repository.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::InputFile;
use errcat_catalog::report::visible;
use errcat_catalog::yaml::MAX_FILE_BYTES;

use crate::reading::inputs::is_catalog_file;
use crate::terminal::failure::Failure;

/// The mode of a symbolic link in a tree.
const LINK_MODE: &str = "120000";
/// The maximum number of links that are followed in a row, as on Linux. Links can form a cycle.
const MAX_LINKS: usize = 40;

/// The repository that contains a workspace.
pub(super) struct Repository<'w> {
    root: &'w Utf8Path,
    /// The path from the repository to the workspace, with a trailing `/`. Empty if they have the same root.
    prefix: String,
}

/// The files of a workspace at a revision.
pub(super) struct GitTree<'w> {
    repository: &'w Utf8Path,
    /// The files, by path from the workspace's root.
    blobs: HashMap<String, Blob>,
}

struct Blob {
    object: String,
    size: u64,
    is_link: bool,
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

    /// Lists the files of the workspace at a revision.
    pub(super) fn tree(&self, revision: &str) -> Result<GitTree<'w>, Failure> {
        let commit = self.commit(revision)?;
        let arguments = ["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", &commit, "--"];
        let whole = self.prefix.is_empty();
        let prefix = [self.prefix.as_str()];
        let paths: &[&str] = if whole { &[] } else { &prefix };
        let output = git(self.root, &[&arguments, paths].concat())?;
        if !output.status.success() {
            return Err(git_failure("git can't list the files of that revision", &output, ""));
        }
        let entries = output.stdout.split(|byte| *byte == 0).filter_map(|entry| self.blob(entry));
        Ok(GitTree { repository: self.root, blobs: entries.collect() })
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
            return Err(git_failure(&unknown, &output, help));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Parses an entry: `100644 blob 9daeafb… 1234<TAB>path`. `None` for a submodule, or a file outside the
    /// workspace.
    fn blob(&self, entry: &[u8]) -> Option<(String, Blob)> {
        let entry = String::from_utf8_lossy(entry);
        let (facts, path) = entry.split_once('\t')?;
        let mut facts = facts.split_ascii_whitespace();
        let (mode, kind, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
        let path = path.strip_prefix(&self.prefix)?;
        let blob = Blob { object: object.to_owned(), size: size.parse().ok()?, is_link: mode == LINK_MODE };
        (kind == "blob").then(|| (path.to_owned(), blob))
    }
}

impl GitTree<'_> {
    /// Returns the content of a file. `None` if it doesn't exist.
    pub(super) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(blob) = self.blobs.get(path) else { return Ok(None) };
        let mut contents = read(self.repository, &[&blob.object])?;
        Ok(contents.pop())
    }

    /// Returns the files of the catalog in a folder, like [`inputs::read`](crate::reading::inputs::read) for
    /// the disk.
    pub(super) fn catalog(&self, folder: &str) -> Result<Vec<InputFile>, Failure> {
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
        let mut contents = read(self.repository, &objects)?.into_iter();
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
            let target = read(self.repository, &[&blob.object])?.pop().unwrap_or_default();
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
    // Git sets these in hooks. With them, git would treat any folder as the root of the repository.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
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
