//! Finds the commit that a package was built from, or made from.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The file in which cargo records the commit of a package.
const RECORD: &str = ".cargo_vcs_info.json";

/// The folder of the package in its repository, as git prints it.
const FOLDER: &str = "crates/errcat-cli/";

/// A commit.
#[derive(Debug, PartialEq)]
pub(crate) struct Commit {
    /// The abbreviated hash, and the date if it is known.
    pub(crate) text: String,
    /// The file that changes when another commit takes its place.
    pub(crate) recorded_in: PathBuf,
}

/// Returns the commit of a package's folder. `None` if it is neither that of a published package nor in a
/// clone of the repository.
pub(crate) fn find(package: &Path) -> Option<Commit> {
    // A published package may be in a repository of its user.
    let recorded_in = package.join(RECORD);
    if recorded_in.exists() {
        let text = packaged(&std::fs::read_to_string(&recorded_in).ok()?)?;
        return Some(Commit { text, recorded_in });
    }
    if git(package, &["rev-parse", "--show-prefix"])? != FOLDER {
        return None;
    }
    let text = git(package, &["log", "-1", "--no-show-signature", "--format=%h %cs"])?;
    // The log of a branch changes with each commit. `HEAD` itself only changes with the branch.
    let files = ["logs/HEAD", "HEAD"]
        .into_iter()
        .filter_map(|file| git(package, &["rev-parse", "--git-path", file]).map(|path| package.join(path)));
    let recorded_in = files.into_iter().find(|path| path.exists())?;
    Some(Commit { text, recorded_in })
}

/// Returns the hash in cargo's record.
fn packaged(record: &str) -> Option<String> {
    let (_, rest) = record.split_once("\"sha1\"")?;
    let hash = rest.split('"').nth(1)?.get(..7)?;
    hash.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| hash.to_owned())
}

/// Returns the first line that git prints. `None` if there is no git, or no repository.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // Set in hooks, where they belong to another repository.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    let output = command.arg("-C").arg(folder).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    text.lines().next().map(str::to_owned)
}
