//! A test that an error catalog, its generated files and the code that raises the errors agree.
//!
//! ```no_run
//! #[test]
//! fn errors_are_in_sync() {
//!     errcat_test::assert_in_sync();
//! }
//! ```
//!
//! It runs the program `errcat`, so a test suite doesn't compile the generator.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::{Command, Output};

/// How to install the program.
const INSTALL: &str = "cargo install errcat-cli --locked";

/// The result of running `check`.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    InSync,
    /// There are errors, or the program could not run. The text is what it printed.
    Failed(String),
    NotInstalled,
}

/// Asserts that `errcat check` finds no errors in the workspace of the current folder. In a test, that is the
/// folder of its package.
///
/// The program is the one in the variable `ERRCAT`, or else `errcat` or `cargo errcat`. If none is installed,
/// prints a note and returns, so that contributors needn't install it.
///
/// # Panics
///
/// Panics with what `check` prints if there are errors, or if it can't run. If the program isn't installed,
/// panics only if the variable `CI` is set.
pub fn assert_in_sync() {
    match check(programs(env::var_os("ERRCAT"), env::var_os("CARGO"))) {
        Outcome::InSync => {}
        Outcome::Failed(report) => panic!("errors, code and documentation have drifted apart:\n\n{report}"),
        Outcome::NotInstalled if is_ci(env::var_os("CI")) => {
            panic!("errcat isn't installed, so nothing was checked. Install it before the tests: {INSTALL}")
        }
        Outcome::NotInstalled => {
            eprintln!("note: errcat isn't installed, so nothing was checked. Install it: {INSTALL}");
        }
    }
}

/// Returns the commands to try, in this order.
fn programs(errcat: Option<OsString>, cargo: Option<OsString>) -> Vec<Command> {
    if let Some(program) = errcat.filter(|program| !program.is_empty()) {
        return vec![Command::new(program)];
    }
    // Cargo also finds programs that it installed in a folder that isn't in PATH.
    let mut cargo = Command::new(cargo.unwrap_or_else(|| "cargo".into()));
    cargo.arg("errcat");
    vec![Command::new("errcat"), cargo]
}

fn is_ci(variable: Option<OsString>) -> bool {
    variable.is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// Runs `check` with the first program that is installed.
fn check(programs: Vec<Command>) -> Outcome {
    for mut program in programs {
        match program.arg("check").env("NO_COLOR", "1").output() {
            Ok(output) if is_unknown_subcommand(&output) => {}
            Ok(Output { status, .. }) if status.success() => return Outcome::InSync,
            Ok(Output { stdout, stderr, .. }) => {
                let [stdout, stderr] =
                    [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
                return Outcome::Failed(stdout + &stderr);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Outcome::Failed(format!("can't run {program:?}: {error}")),
        }
    }
    Outcome::NotInstalled
}

/// Returns `true` if cargo reports that it has no subcommand `errcat`.
fn is_unknown_subcommand(output: &Output) -> bool {
    output.status.code() == Some(101) && String::from_utf8_lossy(&output.stderr).contains("no such command")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a shell command, which gets `check` as its first argument.
    #[cfg(unix)]
    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]);
        command
    }

    #[cfg(unix)]
    #[test]
    fn the_first_installed_program_decides() {
        let missing = || Command::new("/nowhere/errcat");
        let unknown = || shell("echo 'error: no such command: `errcat`' >&2; exit 101");
        let in_sync = || shell("test \"$1\" = check");
        let drifted = || shell("echo stale; echo why >&2; exit 1");
        let failed = || Outcome::Failed("stale\nwhy\n".to_owned());
        assert_eq!(check(vec![in_sync(), drifted()]), Outcome::InSync);
        assert_eq!(check(vec![drifted(), in_sync()]), failed());
        assert_eq!(check(vec![missing(), drifted()]), failed());
        assert_eq!(check(vec![missing(), unknown(), in_sync()]), Outcome::InSync);
        assert_eq!(check(vec![missing(), unknown()]), Outcome::NotInstalled);
    }

    #[test]
    fn a_variable_selects_the_program() {
        let names = |errcat: Option<&str>, cargo: Option<&str>| {
            let commands = programs(errcat.map(Into::into), cargo.map(Into::into));
            commands.iter().map(|command| command.get_program().to_os_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(Some("/bin/errcat"), Some("/bin/cargo")), ["/bin/errcat"]);
        assert_eq!(names(None, Some("/bin/cargo")), ["errcat", "/bin/cargo"]);
        assert_eq!(names(Some(""), None), ["errcat", "cargo"]);
    }

    #[test]
    fn ci_is_a_variable_with_a_value() {
        assert!(["true", "1", "yes"].iter().all(|value| is_ci(Some(value.into()))));
        assert!(!is_ci(None) && ["", "false", "0"].iter().all(|value| !is_ci(Some(value.into()))));
    }
}
