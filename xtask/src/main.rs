//! `cargo xtask`: errcat's verbs on this repository, and its own chores beside them.

mod bench;
mod repository;
mod test;
mod tools;

#[cfg(test)]
mod docs_bytes;
#[cfg(test)]
mod docs_urls;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use errcat_cli::{Failure, Program, Verb};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One catalog for every error, and this repository's chores.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    #[command(flatten)]
    Errcat(Verb),
    /// Check format, drift, lints and docs, and run the tests of all crates
    Test(test::Options),
    /// Install what the tests need: programs of the system, packages of npm below target
    Setup,
    /// Measure errcat beside its peers: generating, compiling, pages
    Bench(bench::Options),
    /// One measured run on the workspace in a folder
    #[command(hide = true)]
    BenchRun(bench::run::Options),
}

fn main() -> ExitCode {
    if let Some(log) = std::env::var_os(bench::compile::rustc::LOG) {
        return bench::compile::rustc::run(&log).unwrap_or(ExitCode::from(2));
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => return errcat_cli::refuse(&usage),
    };
    match arguments.task {
        Task::Errcat(verb) => {
            errcat_cli::run(verb, Program { command: "cargo xtask", test: "cargo xtask test" })
        }
        Task::Test(options) => test::run(&options),
        Task::Setup => tools::set_up(),
        Task::Bench(options) => ended(bench::run(&options).map_err(Failure::from)),
        Task::BenchRun(options) => ended(bench::run::run(&options)),
    }
}

fn ended(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => errcat_cli::fail(&failure),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_are_in_sync() {
        errcat_cli::assert_in_sync();
    }
}
