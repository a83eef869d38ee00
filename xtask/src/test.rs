//! `cargo xtask test`: runs every check that must pass before a change is merged.
//!
//! The steps run one after another, even if some fail. The tests come last, so that the output ends with
//! their results.
//!
//! `cargo xtask test quick` is for use while editing: format, lints, and all test binaries that aren't in
//! [`SLOW_TESTS`].

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::repository::root;
use crate::tools::{QUICK_TESTS, TESTS, Tool, cargo, has_subcommand, install_missing};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The steps to run
    #[arg(value_enum, default_value_t = Scope::All)]
    scope: Scope,
    /// Skip steps whose tools are missing and can't be installed
    #[arg(long)]
    allow_missing: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Scope {
    /// All steps that must pass before a change is merged
    All,
    /// Format, lints, and the fast tests: under a minute once built
    Quick,
}

/// The integration tests that `quick` leaves out, by the name of their file or folder, in any crate.
const SLOW_TESTS: &[&str] = &[
    // These start a browser, or compilers of other languages.
    "clients",
    "site",
    "snippets",
    // These run cargo on generated crates, or on this repository's packages.
    "compiles",
    "drift",
    "init",
    "module",
    "package",
    "semver",
    "ui",
    // This waits until the server closes a connection.
    "serve",
    // These use many, large or random inputs, or interrupt a run at every step.
    "at_once",
    "fuzz",
    "growth",
    "incremental",
    "interrupted",
    "limits",
    "merge",
    "one_run",
    "published",
    "texts",
];

/// A command that must succeed.
struct Step {
    name: &'static str,
    command: Command,
    tools: &'static [Tool],
    /// `true` if the step is skipped when a tool is missing.
    is_optional: bool,
}

const RUSTFMT: &[Tool] = &[Tool::Component { subcommand: "fmt", component: "rustfmt" }];
const SEMVER: &[Tool] = &[Tool::Subcommand { name: "semver-checks", package: "cargo-semver-checks" }];
const DENY: &[Tool] = &[Tool::Subcommand { name: "deny", package: "cargo-deny" }];
const MACHETE: &[Tool] = &[Tool::Subcommand { name: "machete", package: "cargo-machete" }];
const CLIPPY: &[Tool] = &[Tool::Component { subcommand: "clippy", component: "clippy" }];

/// The result of a step.
#[derive(PartialEq, Eq)]
enum StepResult {
    Passed,
    Failed,
    /// A required tool is missing.
    Missing,
    /// A tool of an optional step is missing.
    Skipped,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let mut results = Vec::new();
    let mut steps = match options.scope {
        Scope::All => all_steps(),
        Scope::Quick => quick_steps(),
    };
    let last = steps.pop().expect("the tests");
    for step in steps {
        results.push((step.name, run_step(step)));
    }
    print_summary(&results);
    results.push((last.name, run_step(last)));

    let is_failure = |result: &StepResult| {
        *result == StepResult::Failed || (*result == StepResult::Missing && !options.allow_missing)
    };
    let failed: Vec<&str> =
        results.iter().filter(|(_, result)| is_failure(result)).map(|(name, _)| *name).collect();
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("failed: {}", failed.join(", "));
    ExitCode::from(1)
}

/// Returns all steps, cheapest first, and the tests last.
fn all_steps() -> Vec<Step> {
    let mut docs = cargo("doc --workspace --all-features --no-deps");
    docs.env("RUSTDOCFLAGS", "-D warnings");
    let mut drift = Command::new(std::env::current_exe().expect("the path of this program"));
    drift.args(["gen", "--check"]).current_dir(root());
    let optional = |name, tools, command| Step { is_optional: true, ..step(name, tools, command) };
    let mut steps = vec![
        format(),
        step("drift", &[], drift),
        lints(),
        // Checking advisories needs a network, so only CI does it.
        optional("dependencies", DENY, cargo("deny check licenses bans sources")),
        optional("unused dependencies", MACHETE, cargo("machete")),
        step("docs", &[], docs),
        optional("semver", SEMVER, cargo("test --package errcat-cli --test semver -- --ignored")),
    ];
    if has_subcommand("nextest") {
        // With `--doc`, cargo ignores `doctest = false`.
        let excluded = "--exclude api-errors-derive --exclude errcat-macros";
        let doctests = cargo(&format!("test --workspace --all-features --doc {excluded}"));
        steps.push(step("doctests", &[], doctests));
    }
    steps.push(step("tests", TESTS, test_runner()));
    steps
}

/// Returns the steps of `quick`. A test of xtask does the same as the drift step, so that isn't included.
fn quick_steps() -> Vec<Step> {
    let mut tests = test_runner();
    // Unlike nextest filters, cargo's options also work without nextest.
    tests.args(["--lib", "--bins"]);
    for name in integration_tests().iter().filter(|name| !SLOW_TESTS.contains(&name.as_str())) {
        tests.args(["--test", name]);
    }
    vec![format(), lints(), step("tests", QUICK_TESTS, tests)]
}

fn step(name: &'static str, tools: &'static [Tool], command: Command) -> Step {
    Step { name, command, tools, is_optional: false }
}

fn format() -> Step {
    step("format", RUSTFMT, cargo("fmt --all -- --check"))
}

fn lints() -> Step {
    step("lints", CLIPPY, cargo("clippy --workspace --all-targets --all-features -- -D warnings"))
}

/// Returns the command that runs the tests of the workspace, with nextest if it is installed.
fn test_runner() -> Command {
    let runner = if has_subcommand("nextest") { "nextest run" } else { "test" };
    cargo(&format!("{runner} --workspace --all-features --no-fail-fast"))
}

/// Returns the names of the workspace's integration tests.
fn integration_tests() -> BTreeSet<String> {
    let output = cargo("metadata --no-deps --format-version 1").output().expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let targets = packages.iter().flat_map(|package| package["targets"].as_array().expect("targets"));
    let tests = targets.filter(|target| target["kind"][0] == "test");
    tests.map(|test| test["name"].as_str().expect("a name").to_owned()).collect()
}

/// Runs a step, and prints its command and duration.
fn run_step(mut step: Step) -> StepResult {
    eprintln!("\n==> {}: {}", step.name, command_line(&step.command));
    if let Some(missing) = install_missing(step.tools) {
        eprintln!("<== {}: missing: {missing}", step.name);
        return if step.is_optional { StepResult::Skipped } else { StepResult::Missing };
    }
    let start = Instant::now();
    let passed = match step.command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("{}: {error}", command_line(&step.command));
            false
        }
    };
    // The output ends with the results of the tests.
    if step.name != "tests" {
        let result = if passed { "passed" } else { "FAILED" };
        eprintln!("<== {}: {result} in {:.1} s", step.name, start.elapsed().as_secs_f64());
    }
    if passed { StepResult::Passed } else { StepResult::Failed }
}

fn print_summary(results: &[(&str, StepResult)]) {
    let lines = results.iter().map(|(name, result)| match result {
        StepResult::Passed => format!("{name} passed"),
        StepResult::Failed => format!("{name} FAILED"),
        StepResult::Missing => format!("{name} MISSING"),
        StepResult::Skipped => format!("{name} skipped"),
    });
    eprintln!("\n==> before the tests: {}", lines.collect::<Vec<_>>().join(", "));
}

fn command_line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args()).map(|word| word.to_string_lossy());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise, a renamed slow test would run in `quick`.
    #[test]
    fn slow_tests_exist() {
        let tests = integration_tests();
        let missing: Vec<_> = SLOW_TESTS.iter().filter(|name| !tests.contains(**name)).collect();
        assert!(missing.is_empty(), "rename or delete in SLOW_TESTS: {missing:?}");
    }
}
