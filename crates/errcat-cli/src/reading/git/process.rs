//! Runs the program `git`, without a shell, a pager or a prompt.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use camino::Utf8Path;
use errcat_catalog::report::visible;

use crate::terminal::failure::Failure;

/// The variables that git sets in hooks. With them, git would use the repository that the hook belongs to, or
/// treat any folder as its root.
const HOOK_VARIABLES: [&str; 5] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// The program `git` in a folder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Git<'w> {
    /// The folder in which it runs.
    pub(crate) folder: &'w Utf8Path,
    /// Let git download objects that a partial clone lacks.
    pub(crate) may_fetch: bool,
}

impl Git<'_> {
    /// Runs git, and returns what it prints.
    pub(super) fn output(self, arguments: &[&str]) -> Result<Output, Failure> {
        self.command(arguments).stdin(Stdio::null()).output().map_err(|error| spawn_failure(&error))
    }

    /// Runs git, and returns the values that it prints, with a `\0` between them.
    pub(super) fn values(self, arguments: &[&str]) -> Result<Vec<String>, Failure> {
        let output = self.output(arguments)?;
        if !output.status.success() {
            return Err(failure("git can't list the files of that revision", &output, ""));
        }
        let values = output.stdout.split(|byte| *byte == 0).filter(|value| !value.is_empty());
        Ok(values.map(|value| String::from_utf8_lossy(value).into_owned()).collect())
    }

    /// Reads the contents of objects, in the same order, with a single process.
    pub(super) fn read(self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        if objects.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = command.spawn().map_err(|error| spawn_failure(&error))?;
        let (stdin, stdout) = (git.stdin.take(), git.stdout.take());
        let request: String = objects.iter().map(|object| format!("{object}\n")).collect();
        let contents = std::thread::scope(|scope| {
            // Write in a thread while git responds. Otherwise both processes could block on full pipes. A
            // write error can be ignored, because the response is then incomplete.
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

    fn command(self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Objects that `refs/replace` replaces aren't those of the commit.
        command.args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"]).args(arguments);
        command.current_dir(self.folder).env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        for variable in HOOK_VARIABLES {
            command.env_remove(variable);
        }
        if !self.may_fetch {
            command.env("GIT_NO_LAZY_FETCH", "1");
        }
        command
    }
}

/// Returns a failure with git's own message, for example that the repository belongs to another user.
pub(super) fn failure(message: &str, output: &Output, help: &str) -> Failure {
    let details = String::from_utf8_lossy(&output.stderr);
    let details = visible::lines(details.trim());
    let details = if details.is_empty() { String::new() } else { format!("\n{details}") };
    Failure::new(format!("{message}{details}"), help)
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

/// Returns the failure if git can't be started.
fn spawn_failure(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        return Failure::new(
            "git isn't installed",
            "install git, which reads other revisions of the catalog",
        );
    }
    Failure::new(format!("git can't be run: {error}"), "")
}
