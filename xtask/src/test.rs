//! `cargo xtask test`: everything that has to hold before a change goes in, in one command.
//!
//! The steps run one after another, all of them, whatever fails. The tests come last, so that the run ends
//! with what the test runner has to say.
//!
//! `cargo xtask test quick` is the inner loop: format, lints, and every test binary that isn't in
//! [`SLOW_TESTS`].

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::repository::root;
use crate::tools::{QUICK_TESTS, TESTS, Tool, cargo, has, missing};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Which steps to run
    #[arg(value_enum, default_value_t = Scope::All)]
    scope: Scope,
    /// Skip steps whose tools are missing and can't be installed
    #[arg(long)]
    allow_missing: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Scope {
    /// Everything that must pass before a change is merged
    All,
    /// Format, lints, and the fast tests: under a minute once built
    Quick,
}

/// The integration tests that `quick` leaves out, by the name of their file or folder, in any crate.
const SLOW_TESTS: &[&str] = &[
    // They start a browser, or compilers of other languages.
    "site",
    "snippets",
    // They run cargo on what was generated, or on this repository's packages.
    "compiles",
    "drift",
    "package",
    "semver",
    "ui",
    // They run with many, large or random inputs, or stop a run at every step.
    "at_once",
    "fuzz",
    "growth",
    "incremental",
    "interrupted",
    "limits",
    "merge",
    "texts",
];

/// A command that has to succeed.
struct Step {
    name: &'static str,
    command: Command,
    needs: &'static [Tool],
    /// Whether the run passes without it where a tool is missing.
    is_optional: bool,
}

const RUSTFMT: &[Tool] = &[Tool::Component { subcommand: "fmt", component: "rustfmt" }];
const SEMVER: &[Tool] = &[Tool::Subcommand { name: "semver-checks", package: "cargo-semver-checks" }];
const DENY: &[Tool] = &[Tool::Subcommand { name: "deny", package: "cargo-deny" }];
const MACHETE: &[Tool] = &[Tool::Subcommand { name: "machete", package: "cargo-machete" }];
const CLIPPY: &[Tool] = &[Tool::Component { subcommand: "clippy", component: "clippy" }];

/// How a step ended.
#[derive(PartialEq, Eq)]
enum End {
    Passed,
    Failed,
    Missing,
    /// What it needs is missing, and nobody has to have it.
    LeftOut,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let mut ends = Vec::new();
    let mut steps = match options.scope {
        Scope::All => all_steps(),
        Scope::Quick => quick_steps(),
    };
    let last = steps.pop().expect("the tests");
    for step in steps {
        ends.push((step.name, take(step)));
    }
    summarise(&ends);
    ends.push((last.name, take(last)));

    let is_bad = |end: &End| *end == End::Failed || (*end == End::Missing && !options.allow_missing);
    let bad: Vec<&str> = ends.iter().filter(|(_, end)| is_bad(end)).map(|(name, _)| *name).collect();
    if bad.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("failed: {}", bad.join(", "));
    ExitCode::from(1)
}

/// The tests last; before them, the cheaper first.
fn all_steps() -> Vec<Step> {
    let mut docs = cargo("doc --workspace --all-features --no-deps");
    docs.env("RUSTDOCFLAGS", "-D warnings");
    let mut drift = Command::new(std::env::current_exe().expect("the path of this program"));
    drift.args(["gen", "--check"]).current_dir(root());
    let optional = |name, needs, command| Step { is_optional: true, ..step(name, needs, command) };
    let mut steps = vec![
        format(),
        step("drift", &[], drift),
        lints(),
        // Advisories are read from GitHub, which a pipeline does and a machine without a network can't.
        optional("dependencies", DENY, cargo("deny check licenses bans sources")),
        optional("unused dependencies", MACHETE, cargo("machete")),
        step("docs", &[], docs),
        optional("semver", SEMVER, cargo("test --package errcat-cli --test semver -- --ignored")),
    ];
    if has("nextest") {
        steps.push(step("doctests", &[], cargo("test --workspace --all-features --doc")));
    }
    steps.push(step("tests", TESTS, test_runner()));
    steps
}

/// Leaves out the drift step too: a test of this program does the same.
fn quick_steps() -> Vec<Step> {
    let mut tests = test_runner();
    // Unlike a filter of nextest's, cargo's options also apply where nextest isn't installed.
    tests.args(["--lib", "--bins"]);
    for name in integration_tests().iter().filter(|name| !SLOW_TESTS.contains(&name.as_str())) {
        tests.args(["--test", name]);
    }
    vec![format(), lints(), step("tests", QUICK_TESTS, tests)]
}

fn step(name: &'static str, needs: &'static [Tool], command: Command) -> Step {
    Step { name, command, needs, is_optional: false }
}

fn format() -> Step {
    step("format", RUSTFMT, cargo("fmt --all -- --check"))
}

fn lints() -> Step {
    step("lints", CLIPPY, cargo("clippy --workspace --all-targets --all-features -- -D warnings"))
}

/// The command that runs the tests of the workspace, through nextest where it is installed.
fn test_runner() -> Command {
    let runner = if has("nextest") { "nextest run" } else { "test" };
    cargo(&format!("{runner} --workspace --all-features --no-fail-fast"))
}

/// The names of the workspace's integration tests.
fn integration_tests() -> BTreeSet<String> {
    let output = cargo("metadata --no-deps --format-version 1").output().expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let targets = packages.iter().flat_map(|package| package["targets"].as_array().expect("targets"));
    let tests = targets.filter(|target| target["kind"][0] == "test");
    tests.map(|test| test["name"].as_str().expect("a name").to_owned()).collect()
}

/// Runs a step, and says what it is and how long it took.
fn take(mut step: Step) -> End {
    eprintln!("\n==> {}: {}", step.name, shown(&step.command));
    if let Some(missing) = missing(step.needs) {
        eprintln!("<== {}: missing: {missing}", step.name);
        return if step.is_optional { End::LeftOut } else { End::Missing };
    }
    let start = Instant::now();
    let passed = match step.command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("{}: {error}", shown(&step.command));
            false
        }
    };
    // The last lines of the tests stay the last.
    if step.name != "tests" {
        let how = if passed { "passed" } else { "FAILED" };
        eprintln!("<== {}: {how} in {:.1} s", step.name, start.elapsed().as_secs_f64());
    }
    if passed { End::Passed } else { End::Failed }
}

fn summarise(ends: &[(&str, End)]) {
    let told = ends.iter().map(|(name, end)| match end {
        End::Passed => format!("{name} passed"),
        End::Failed => format!("{name} FAILED"),
        End::Missing => format!("{name} MISSING"),
        End::LeftOut => format!("{name} left out"),
    });
    eprintln!("\n==> before the tests: {}", told.collect::<Vec<_>>().join(", "));
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args()).map(|word| word.to_string_lossy());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slow test that was renamed would become part of `quick` unnoticed.
    #[test]
    fn slow_tests_exist() {
        let tests = integration_tests();
        let missing: Vec<_> = SLOW_TESTS.iter().filter(|name| !tests.contains(**name)).collect();
        assert!(missing.is_empty(), "rename or delete in SLOW_TESTS: {missing:?}");
    }
}
