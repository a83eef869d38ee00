//! The command line of errcat: the programs `errcat` and `cargo-errcat`, the verbs for a workspace's own
//! `cargo xtask`, and an assertion for tests that generated files and code are up to date.
//!
//! In a test of any crate in your workspace:
//!
//! ```no_run
//! #[test]
//! fn errors_are_in_sync() {
//!     errcat_cli::assert_in_sync();
//! }
//! ```
//!
//! In your own `cargo xtask`, next to your own tasks:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use errcat_cli::{Program, Verb};
//!
//! #[derive(clap::Parser)]
//! enum Task {
//!     #[command(flatten)]
//!     Errcat(Verb),
//!     Release,
//! }
//!
//! fn main() -> ExitCode {
//!     let program = Program { command: "cargo xtask", test: "cargo test" };
//!     match errcat_cli::parse(std::env::args_os(), program) {
//!         Ok(Task::Errcat(verb)) => errcat_cli::run(verb, program),
//!         Ok(Task::Release) => ExitCode::SUCCESS,
//!         Err(usage) => errcat_cli::print_usage_error(&usage),
//!     }
//! }
//! ```
//!
//! # Where to go next
//!
//! - [`Verb`] lists the verbs.
//! - [`pipeline`] generates files in memory, without IO.
//! - The crates that this one is built on: `errcat-catalog` reads and checks the catalog, `errcat-targets`
//!   generates files, `errcat-drift` compares the catalog with the published codes and with source code.
//!
//! # Structure
//!
//! ```text
//! verbs      init, gen, serve, new, import, openapi, check, diff, explain, list, coverage: print a result
//!   server     the site over HTTP, for `serve`
//!   history    the dates of the catalog's files, and what commits changed, for the site
//!   authoring  changes of authored files: checks the catalog that would result, then writes
//!   session  a workspace, its files and its checked catalog; compares the targets' output with the disk
//!     reading, disk, terminal    IO: read files and git, write files, print
//!     pipeline                   generates files from inputs, without IO, with the other crates
//! ```
//!
//! # Invariants
//!
//! - **Only one module writes.** [`disk::compare`] finds the differences between the disk and the output of
//!   the targets. [`mod@disk::write`] stages files and renames them, with the operations of [`disk::Disk`].
//!   Nothing else writes.
//! - **Nothing is written if the catalog has an error**, and a run that fails leaves everything as it was.
//! - **Output that hasn't changed since the last run is skipped**; [`disk::last_run`] decides when that is
//!   safe.

pub mod settings;

pub mod pipeline;
pub mod program;

pub mod reading;
pub mod terminal;

pub mod disk;

pub mod session;

mod authoring;
mod drift;
mod history;

mod server;

pub mod rules;
pub mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

use disk::{Disk, Real};

pub use program::Program;
pub use terminal::failure::{Failure, RunError};

use program::Verdict;
use terminal::output;
use verbs::{check, coverage, diff, explain, generate, import, init, list, new, openapi, serve};

/// Generate error types, docs and more from one error catalog
#[derive(Debug, Parser)]
#[command(name = "errcat", version = env!("ERRCAT_VERSION"), after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// The end of the help of `errcat` itself.
const AFTER_HELP: &str = "\
Settings: [workspace.metadata.errcat] in Cargo.toml. Exit codes: 0 success, 1 findings, 2 failure.";

/// The verbs. A variant's documentation is its help.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Set up errcat in a workspace or a package
    ///
    /// Writes a catalog with a few errors, and everything that is needed to use and test them. Afterwards,
    /// `cargo build` and `cargo test` pass. Files that exist keep everything that they contain.
    #[command(after_long_help = init::AFTER_HELP)]
    Init(init::Options),
    /// Check the catalog and write all generated files
    ///
    /// Nothing is written if the catalog has errors. A file that errcat didn't generate is never overwritten
    /// or deleted.
    #[command(after_long_help = generate::AFTER_HELP)]
    Gen(generate::Options),
    /// Serve the site on this machine, and reload it after each change
    ///
    /// Generates like `gen --watch`. Open pages reload when the site has changed, and show the errors of the
    /// catalog until they are fixed. The script for that is never part of the generated site.
    #[command(after_long_help = serve::AFTER_HELP)]
    Serve(serve::Options),
    /// Add an error to a table
    ///
    /// Keeps the order, the comments and the style of the file. Nothing is written if the catalog would have
    /// errors.
    #[command(after_long_help = new::AFTER_HELP)]
    New(Box<new::Options>),
    /// Make a catalog of a list of errors in another format
    ///
    /// Writes a new API, and reports everything that could not be carried.
    #[command(after_long_help = import::AFTER_HELP)]
    Import(Box<import::Options>),
    /// Add the catalog's responses to an OpenAPI file
    ///
    /// Keeps the comments, the formatting and the descriptions of the file. A second run changes nothing.
    #[command(after_long_help = openapi::AFTER_HELP)]
    Openapi(openapi::Options),
    /// Report every problem in the catalog, the generated files and the code
    ///
    /// Checks the catalog against its rules, the generated files against the catalog, the published codes
    /// (catalog.lock), and the code that raises the errors. Writes nothing.
    #[command(after_long_help = check::AFTER_HELP)]
    Check(check::Options),
    /// Show what changed for clients since a git revision
    ///
    /// Compares the catalog on disk, committed or not, with the catalog at the revision. Changes are
    /// breaking, additive, or only text.
    #[command(after_long_help = diff::AFTER_HELP)]
    Diff(diff::Options),
    /// Explain an error or a rule
    ///
    /// Prints an error's meaning, causes and fixes, or why a rule exists and how to satisfy it. Without an
    /// argument, explains every error found in a response body or a log on standard input.
    #[command(after_long_help = explain::AFTER_HELP)]
    Explain(explain::Options),
    /// List errors
    ///
    /// Lists the errors that match all filters.
    #[command(after_long_help = list::AFTER_HELP)]
    List(list::Options),
    /// Show where errors are raised and tested, and what their pages lack
    ///
    /// Reads the workspace's Rust code, and the files that the setting `code.literals` names. `check` reports
    /// problems; `coverage` only lists.
    #[command(after_long_help = coverage::AFTER_HELP)]
    Coverage(coverage::Options),
    /// Print the JSON Schema of the catalog's files
    ///
    /// `gen` writes the same schema to catalog/schema.json. Editors use it for completion.
    #[command(after_long_help = SCHEMA_AFTER_HELP)]
    Schema,
}

/// The end of the long help of `schema`.
const SCHEMA_AFTER_HELP: &str = "\
Examples:
  errcat schema > errcat.schema.json

Exit codes: 0 success, 2 usage error or failure.";

/// Asserts that `check` finds no errors in the workspace of the current folder. In a test, that is the folder
/// of its package.
///
/// ```no_run
/// #[test]
/// fn errors_are_in_sync() {
///     errcat_cli::assert_in_sync();
/// }
/// ```
///
/// # Panics
///
/// Panics with all findings of `check` if there are errors, or with the reason why it can't run.
pub fn assert_in_sync() {
    match current_dir().and_then(|here| check::errors(&here)) {
        Ok(errors) if errors.is_empty() => {}
        Ok(errors) => panic!("errors, code and documentation have drifted apart:\n\n{errors}"),
        Err(failure) => panic!("{}", anstream::adapter::strip_str(&failure.to_string())),
    }
}

/// Runs `errcat` with the arguments of a process, beginning with the program's name.
///
/// The exit code is 0 on success, 1 if there are findings, and 2 if it could not run.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    run_program(arguments, Program { command: "errcat", test: "cargo test" })
}

/// Runs `cargo errcat` with the arguments of a process. Like [`main`], but cargo adds the argument `errcat`
/// after the program's name.
pub fn cargo_main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|argument| argument == "errcat") {
        arguments.remove(1);
    }
    run_program(arguments, Program { command: "cargo errcat", test: "cargo test" })
}

fn run_program(arguments: impl IntoIterator<Item = OsString>, program: Program) -> ExitCode {
    match parse::<Arguments>(arguments, program) {
        Ok(arguments) => run(arguments.verb, program),
        Err(usage) => print_usage_error(&usage),
    }
}

/// Parses arguments, beginning with the program's name. Examples in the help use `program.command`.
///
/// # Errors
///
/// A usage error, or the help text if `--help` is an argument.
pub fn parse<A: Parser>(
    arguments: impl IntoIterator<Item = OsString>,
    program: Program,
) -> Result<A, clap::Error> {
    let prefix = format!("{} ", program.command);
    let named = |verb: clap::Command| match verb.get_after_long_help().map(ToString::to_string) {
        Some(help) => verb.after_long_help(help.replace("errcat ", &prefix)),
        None => verb,
    };
    let mut command = A::command().bin_name(program.command).mut_subcommands(named);
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    A::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// Runs a verb in the current directory. Prints the reason if it fails.
pub fn run(verb: Verb, program: Program) -> ExitCode {
    run_on(&Real, verb, program)
}

/// Like [`run`], with an injectable disk for fault tests.
pub fn run_on(disk: &dyn Disk, verb: Verb, program: Program) -> ExitCode {
    match dispatch(disk, verb, program) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => {
            output::eprint(&failure.render(program));
            failure.exit_code()
        }
    }
}

/// Prints a failure, and returns its exit code.
pub fn fail(failure: &Failure) -> ExitCode {
    output::eprint(&failure.to_string());
    failure.exit_code()
}

/// Prints a usage error or a help text, and returns the exit code.
pub fn print_usage_error(usage: &clap::Error) -> ExitCode {
    // If it can't be printed, there is nowhere to report that.
    let _ = usage.print();
    ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
}

fn dispatch(disk: &dyn Disk, verb: Verb, program: Program) -> Result<Verdict, Failure> {
    match verb {
        Verb::Init(options) => init::run(&options, &current_dir()?, program, disk),
        Verb::Gen(options) => generate::run(&options, &current_dir()?, program, disk),
        Verb::Serve(options) => match serve::run(&options, &current_dir()?, program, disk)? {},
        Verb::New(options) => new::run(&options, &current_dir()?, program, disk),
        Verb::Import(options) => import::run(&options, &current_dir()?, program, disk),
        Verb::Openapi(options) => openapi::run(&options, &current_dir()?, disk),
        Verb::Check(options) => check::run(&options, &current_dir()?, program),
        Verb::Diff(options) => diff::run(&options, &current_dir()?),
        Verb::Explain(options) => explain::run(&options, &current_dir()?, program),
        Verb::List(options) => list::run(&options, &current_dir()?),
        Verb::Coverage(options) => coverage::run(&options, &current_dir()?),
        Verb::Schema => {
            output::print(&errcat_catalog::schema::json())?;
            Ok(Verdict::Fine)
        }
    }
}

fn current_dir() -> Result<Utf8PathBuf, Failure> {
    let here = std::env::current_dir()?;
    Utf8PathBuf::from_path_buf(here).map_err(|here| {
        Failure::new(
            format!("the path of the current folder isn't valid UTF-8: {}", here.display()),
            "rename the folder whose name isn't valid",
        )
    })
}
