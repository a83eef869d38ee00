//! A catalog out of git, by the program `git`: it knows every kind of repository that there is.

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
const LINK: &str = "120000";
/// The most links in a row that are followed, as on Linux. A circle of links has no end.
const MAX_LINKS: usize = 40;

/// The repository that a workspace lies in.
pub(super) struct Repository<'w> {
    root: &'w Utf8Path,
    /// The workspace's folder in it, with a `/` at its end; empty if that is the repository's own.
    prefix: String,
}

/// All that a workspace held at a revision.
pub(super) struct Tree<'w> {
    repository: &'w Utf8Path,
    /// By path from the workspace's root.
    blobs: HashMap<String, Blob>,
}

struct Blob {
    object: String,
    size: u64,
    is_link: bool,
}

impl<'w> Repository<'w> {
    /// The repository that a workspace lies in.
    pub(super) fn around(root: &'w Utf8Path) -> Result<Self, Failure> {
        let output = git(root, &["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(refused(
                &format!("{root} isn't in a git repository"),
                &output,
                "run it in a clone of the repository",
            ));
        }
        let prefix = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(Repository { root, prefix })
    }

    /// What the workspace held at a revision.
    pub(super) fn tree(&self, revision: &str) -> Result<Tree<'w>, Failure> {
        let commit = self.commit(revision)?;
        let arguments = ["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", &commit, "--"];
        let whole = self.prefix.is_empty();
        let prefix = [self.prefix.as_str()];
        let paths: &[&str] = if whole { &[] } else { &prefix };
        let output = git(self.root, &[&arguments, paths].concat())?;
        if !output.status.success() {
            return Err(refused("git can't list the files of that revision", &output, ""));
        }
        let entries = output.stdout.split(|byte| *byte == 0).filter_map(|entry| self.blob(entry));
        Ok(Tree { repository: self.root, blobs: entries.collect() })
    }

    /// The commit that a revision is. What begins with `-` would be an option to git.
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
            return Err(refused(&unknown, &output, help));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// `100644 blob 9daeafb…  1234<TAB>path`; a submodule is nobody's table.
    fn blob(&self, entry: &[u8]) -> Option<(String, Blob)> {
        let entry = String::from_utf8_lossy(entry);
        let (facts, path) = entry.split_once('\t')?;
        let mut facts = facts.split_ascii_whitespace();
        let (mode, kind, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
        let path = path.strip_prefix(&self.prefix)?;
        let blob = Blob { object: object.to_owned(), size: size.parse().ok()?, is_link: mode == LINK };
        (kind == "blob").then(|| (path.to_owned(), blob))
    }
}

impl Tree<'_> {
    /// The bytes of a file, if there was one.
    pub(super) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(blob) = self.blobs.get(path) else { return Ok(None) };
        let mut contents = read(self.repository, &[&blob.object])?;
        Ok(contents.pop())
    }

    /// The files of the catalog in a folder, as [`inputs::read`](crate::reading::inputs::read) gives those on the disk.
    pub(super) fn catalog(&self, folder: &str) -> Result<Vec<InputFile>, Failure> {
        let folder = folder.trim_end_matches('/');
        let mut files = Vec::new();
        for path in self.blobs.keys() {
            let below = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
            if below.is_some_and(|below| !is_hidden(below) && is_catalog_file(Path::new(below))) {
                files.push((path, self.followed(path, folder)?));
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

    /// The file that a path is or links to, inside of the catalog as on the disk.
    fn followed(&self, path: &str, folder: &str) -> Result<&Blob, Failure> {
        let mut at = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Some(blob) = self.blobs.get(&at).filter(|_| Utf8Path::new(&at).starts_with(folder)) else {
                break;
            };
            if !blob.is_link {
                return Ok(blob);
            }
            let target = read(self.repository, &[&blob.object])?.pop().unwrap_or_default();
            at = joined(Utf8Path::new(&at).parent().unwrap_or("".into()), &String::from_utf8_lossy(&target));
        }
        Err(Failure::new(
            format!("{} is a symbolic link that leads out of the catalog", visible::line(path)),
            "compare with a revision where the file itself is there",
        ))
    }
}

/// A relative link's target, from the workspace's root; `..` is taken off as in a path without further links.
fn joined(folder: &Utf8Path, target: &str) -> String {
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

/// The contents of objects, in their order, out of one `git`.
fn read(root: &Utf8Path, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = command(root, &["cat-file", "--batch"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut git = command.spawn().map_err(|error| missing(&error))?;
    let (stdin, stdout) = (git.stdin.take(), git.stdout.take());
    let request: String = objects.iter().map(|object| format!("{object}\n")).collect();
    let contents = std::thread::scope(|scope| {
        // While git answers, or both would wait with full pipes. Why it stopped reading, its answer tells.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(request.as_bytes())));
        let mut answers = BufReader::new(stdout.expect("it is piped"));
        objects.iter().map(|_| answer(&mut answers)).collect::<io::Result<Vec<_>>>()
    });
    let ended = git.wait()?;
    match contents {
        Ok(contents) if ended.success() => Ok(contents),
        _ => Err(Failure::new(
            "git can't read the catalog of that revision",
            "run `git fsck` to check the repository",
        )),
    }
}

/// `9daeafb… blob 1234`, then as many bytes and a line end.
fn answer(answers: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let size: u64 = size.ok_or_else(|| io::Error::other(head.clone()))?;
    let mut bytes = Vec::new();
    answers.take(size).read_to_end(&mut bytes)?;
    answers.read_exact(&mut [0])?;
    Ok(bytes)
}

fn git(root: &Utf8Path, arguments: &[&str]) -> Result<Output, Failure> {
    command(root, arguments).stdin(Stdio::null()).output().map_err(|error| missing(&error))
}

fn command(root: &Utf8Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(root);
    // A hook has them set, and with them git takes any folder for the top of its repository.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    command
}

fn missing(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        return Failure::new("git isn't installed", "install git: `diff` reads the old catalog with it");
    }
    Failure::new(format!("git can't be run: {error}"), "")
}

/// With what git says itself, which may be that the repository is somebody else's.
fn refused(message: &str, output: &Output, help: &str) -> Failure {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = visible::lines(said.trim());
    let said = if said.is_empty() { String::new() } else { format!("\n{said}") };
    Failure::new(format!("{message}{said}"), help)
}
