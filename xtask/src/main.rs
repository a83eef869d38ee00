//! `cargo xtask`: the commands of errcat, and the tests and benchmarks of this repository.

mod bench;
mod repository;
mod test;
mod tools;

#[cfg(test)]
mod docs_bytes;
#[cfg(test)]
mod docs_urls;
#[cfg(test)]
mod readmes;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use errcat_cli::{Failure, Program, Verb};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Run errcat, and the tests and benchmarks of this repository
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
    /// Check format, drift, lints and docs, and run all tests
    Test(test::Options),
    /// Install the system packages and npm packages that the tests need
    Setup,
    /// Benchmark generating, compiling and pages, compared with other tools
    Bench(bench::Options),
    /// Run once on the workspace in a folder, and print measurements
    #[command(hide = true)]
    BenchRun(bench::run::Options),
}

fn main() -> ExitCode {
    if let Some(log) = std::env::var_os(bench::compile::rustc::LOG) {
        return bench::compile::rustc::run(&log).unwrap_or(ExitCode::from(2));
    }
    let program = Program { command: "cargo xtask", test: "cargo xtask test" };
    let arguments: Arguments = match errcat_cli::parse(std::env::args_os(), program) {
        Ok(arguments) => arguments,
        Err(usage) => return errcat_cli::print_usage_error(&usage),
    };
    match arguments.task {
        Task::Errcat(verb) => errcat_cli::run(verb, program),
        Task::Test(options) => test::run(&options),
        Task::Setup => tools::set_up(),
        Task::Bench(options) => exit_code(bench::run(&options).map_err(Failure::from)),
        Task::BenchRun(options) => exit_code(bench::run::run(&options)),
    }
}

fn exit_code(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => errcat_cli::fail(&failure),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_up_to_date() {
        errcat_cli::assert_in_sync();
    }
}
