//! The command line of errcat, and the only code that touches the disk.
//!
//! ```text
//! verbs      gen, check, diff, explain, list, coverage: each opens a session and does one thing with it
//!   session  a workspace, its files and its checked catalog; what the targets generate, compared with the disk
//!     reading, disk, terminal    the edge: what is read, what is written, what is printed
//!     pipeline                   from inputs to files without IO: the crates below, put together
//! ```
//!
//! The same code is two programs: `errcat`, anywhere, through [`main`], and `cargo xtask` in a workspace, which takes the
//! verbs ([`Verb`]) among its own tasks and hands them to [`run`].
//!
//! # Invariants
//!
//! - **Write in one place.** [`disk::compare`] says how the disk differs from what is generated, [`mod@disk::write`] stages files
//!   and renames them, in the steps of [`disk::Disk`]. Nothing else writes.
//! - **Nothing is written from a catalog with an error**, and a run that fails leaves everything as it was.
//! - **What hasn't changed since the last run is left alone**; [`disk::last_run`] says when that is safe.

pub mod settings;

pub mod pipeline;
pub mod program;

pub mod reading;
pub mod terminal;

pub mod disk;

pub mod session;

mod drift;

pub mod rules;
pub mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

use disk::{Disk, Real};

pub use program::Program;
pub use terminal::failure::{Failure, Stopped};

use program::Verdict;
use terminal::output;
use verbs::{check, coverage, diff, explain, generate, list};

/// One catalog for every error.
#[derive(Debug, Parser)]
#[command(name = "errcat", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// What errcat can do. A variant's documentation is its help.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Check the catalog and write everything: crate, derive, site, schema
    Gen(generate::Options),
    /// Tell everything that is wrong: in the catalog, and in what was generated from it
    Check(check::Options),
    /// Tell what changed for clients since a git revision
    ///
    /// Exits with 1 if a change breaks clients that weren't told: a code goes by way of `retired`.
    Diff(diff::Options),
    /// Tell an error's causes and fixes, or why a rule exists
    Explain(explain::Options),
    /// List the errors
    List(list::Options),
    /// List of each error where it is raised and tested, and what its page lacks
    Coverage(coverage::Options),
    /// Print the JSON Schema of the catalog's files
    Schema,
}

/// The test of a workspace that uses errcat: everything that `check` looks at is in order.
///
/// ```no_run
/// #[test]
/// fn errors_are_in_sync() {
///     errcat_cli::assert_in_sync();
/// }
/// ```
///
/// It looks at the workspace that the current folder is in, which for a test is its package's.
///
/// # Panics
///
/// With everything that `check` finds, or with the reason why it can't look.
pub fn assert_in_sync() {
    let told = here().and_then(|here| check::errors(&here));
    match told {
        Ok(told) if told.is_empty() => {}
        Ok(told) => panic!("errors, code and documentation have drifted apart:\n\n{told}"),
        Err(failure) => panic!("{}", anstream::adapter::strip_str(&failure.to_string())),
    }
}

/// Runs `errcat` with the arguments of a process, the program's name first.
///
/// Exit 0 is fine, 1 is findings, 2 could not run.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => run(arguments.verb, Program { command: "errcat", test: "cargo test" }),
        Err(usage) => refuse(&usage),
    }
}

/// Runs a verb in the current directory, and says what went wrong, if something did.
pub fn run(verb: Verb, program: Program) -> ExitCode {
    run_on(&Real, verb, program)
}

/// The same on a disk that may be anything but reliable.
pub fn run_on(disk: &dyn Disk, verb: Verb, program: Program) -> ExitCode {
    match dispatch(disk, verb, program) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => fail(&failure),
    }
}

/// Says why something could not be done, and with which code to exit.
pub fn fail(failure: &Failure) -> ExitCode {
    output::tell(&failure.to_string());
    failure.exit()
}

/// Shows the help that was asked for, or what is wrong with the arguments.
pub fn refuse(usage: &clap::Error) -> ExitCode {
    // Nobody is left to hear about a closed pipe.
    let _ = usage.print();
    ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
}

fn dispatch(disk: &dyn Disk, verb: Verb, program: Program) -> Result<Verdict, Failure> {
    match verb {
        Verb::Gen(options) => generate::run(&options, &here()?, program, disk),
        Verb::Check(options) => check::run(&options, &here()?, program),
        Verb::Diff(options) => diff::run(&options, &here()?),
        Verb::Explain(options) => explain::run(&options, &here()?),
        Verb::List(options) => list::run(&options, &here()?),
        Verb::Coverage(options) => coverage::run(&options, &here()?),
        Verb::Schema => {
            output::print(&errcat_catalog::schema::json())?;
            Ok(Verdict::Fine)
        }
    }
}

fn here() -> Result<Utf8PathBuf, Failure> {
    let here = std::env::current_dir()?;
    Utf8PathBuf::from_path_buf(here).map_err(|here| {
        Failure::new(
            format!("the path of the current folder isn't text: {}", here.display()),
            "rename the folder that has the unreadable name",
        )
    })
}
