//! Tests every kind of edit that could make catalog, code, docs and clients disagree: which program reports
//! it, at which location, and by which rule.
//!
//! The edits are in `drills.toml`. They are applied to copies of a workspace with one of this repository's
//! catalogs and the files in `workspace/`: an API with current, deprecated and retired errors, a service that
//! raises them, and a custom template. Edits that need no report are listed too, with the reason, and are
//! tested to cause none.

#[path = "../real/mod.rs"]
mod real;

mod edit;

use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value as Json;

use edit::Edit;

/// Related edits, and the program that reports them.
#[derive(Debug, Deserialize)]
struct Drill {
    /// A description of the edits.
    what: String,
    /// Edits that are made first, accepted with `gen --accept-all`, and committed.
    #[serde(default)]
    accepted: Vec<Edit>,
    /// Lists of edits that are made next, each generated with `gen`.
    #[serde(default)]
    generated: Vec<Vec<Edit>>,
    #[serde(default)]
    edits: Vec<Edit>,
    /// Edits on another branch, which is then merged.
    #[serde(default)]
    theirs: Vec<Edit>,
    #[serde(flatten)]
    report: ExpectedReport,
}

/// The expected report.
#[derive(Debug, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
enum ExpectedReport {
    /// `errcat check` reports a finding at `path:line:column`, or at `path` for a stale file.
    Check {
        rule: String,
        at: String,
        /// The revision of `check --base`.
        base: Option<String>,
    },
    /// `errcat check` fails with an error in the settings.
    Settings { error: String, at: String },
    /// `errcat diff` reports a breaking change at `path:line`.
    Diff { change: String, at: String },
    /// The compiler reports an error at `path:line:column`, in code that uses generated code.
    Rustc { error: String, at: String },
    /// No report is needed.
    Nothing {
        /// The reason, for readers of the list.
        #[allow(dead_code)]
        why: String,
    },
}

impl ExpectedReport {
    fn by(&self) -> &'static str {
        match self {
            ExpectedReport::Check { .. } | ExpectedReport::Settings { .. } => "check",
            ExpectedReport::Diff { .. } => "diff",
            ExpectedReport::Rustc { .. } => "rustc",
            ExpectedReport::Nothing { .. } => "nothing",
        }
    }
}

#[test]
fn every_kind_of_drift_is_reported_at_its_location() {
    let drills = drills();
    let base = base();
    let (compiled, others): (Vec<&Drill>, Vec<&Drill>) =
        drills.iter().partition(|drill| matches!(drill.report, ExpectedReport::Rustc { .. }));
    let mut failures: Vec<String> =
        others.par_iter().filter_map(|drill| failure(drill, &copy(base.path()))).collect();
    // Use one folder for all compilations, so that only changed crates are compiled again.
    failures.extend(compiled.into_iter().filter_map(|drill| failure_of_compiler(drill, base.path())));
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), drills.len(), failures.join("\n"));
    println!("{}", summary(&drills));
}

/// The README contains the numbers of edits.
#[test]
fn the_readme_has_the_right_count() {
    let drills = drills();
    let readme = fs::read_to_string(real::repository().join("README.md")).expect("the README");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary = summary(&drills);
    assert!(readme.contains(&summary), "the README doesn't contain: {summary}");
    assert!(drills.len() >= 60);
}

fn drills() -> Vec<Drill> {
    #[derive(Deserialize)]
    struct File {
        drill: Vec<Drill>,
    }
    let file: File = toml::from_str(include_str!("drills.toml")).expect("drills.toml");
    file.drill
}

/// Renders the numbers: `90 kinds of edits: check reports 70, …`.
fn summary(drills: &[Drill]) -> String {
    let count = |by: &str| drills.iter().filter(|drill| drill.report.by() == by).count();
    let [check, diff, rustc, nothing] = ["check", "diff", "rustc", "nothing"].map(count);
    format!(
        "{} kinds of edits: check reports {check}, diff {diff}, rustc {rustc}; {nothing} need no report",
        drills.len()
    )
}

/// The settings: a pattern for codes in TypeScript, and the folder that sources refer to.
const SETTINGS: &str = r#"
sources = { shop = "gateway" }
code = { literals = [{ api = "shop", files = "web/*.ts", pattern = 'code === "(\w+)"' }] }"#;

/// Creates a git repository with a real catalog, `workspace/` and generated files, in which `check` finds
/// nothing.
fn base() -> tempfile::TempDir {
    let folder = real::workspace(SETTINGS);
    let root = folder.path();
    // Each drill generates everything, so one of the four has to do.
    for other in ["kaizen", "kortix", "zazmic"] {
        fs::remove_dir_all(root.join("catalog").join(other)).expect("it can be deleted");
    }
    real::copy(&real::repository().join("crates/errcat-cli/tests/drift/workspace"), root);
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    fs::write(root.join("Cargo.toml"), manifest.replace("[\"crates/*\"]", "[\"crates/*\", \"app\"]"))
        .expect("it can be written");
    real::write(root, ".gitignore", "target\n");
    real::generate(root);
    git(root, &["init", "-q", "-b", "main"]);
    commit(root);
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).arg("check"), root);
    folder
}

/// Copies the repository for one drill.
fn copy(base: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    real::copy(base, folder.path());
    folder
}

/// Runs a drill. Returns the failure if the report isn't the expected one.
fn failure(drill: &Drill, root: &tempfile::TempDir) -> Option<String> {
    let root = root.path();
    if !drill.accepted.is_empty() {
        drill.accepted.iter().for_each(|edit| edit.apply(root));
        real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["gen", "--accept-all"]), root);
        commit(root);
    }
    for edits in &drill.generated {
        edits.iter().for_each(|edit| edit.apply(root));
        real::generate(root);
    }
    if drill.theirs.is_empty() {
        drill.edits.iter().for_each(|edit| edit.apply(root));
    } else {
        merge(drill, root);
    }
    let what = &drill.what;
    let failed = |expected: &str, printed: &str| Some(format!("{what}: expected {expected}\n{printed}"));
    match &drill.report {
        ExpectedReport::Check { rule, at, base } => {
            let found = findings(root, base.as_deref());
            let wanted = format!("{rule} at {at}");
            // The location of the first difference in a generated file depends on the templates, so it isn't
            // checked.
            let is_there = match rule.as_str() {
                "stale-file" => found.iter().any(|found| found.starts_with(&format!("{wanted}:"))),
                _ => found.contains(&wanted),
            };
            (!is_there).then(|| failed(&wanted, &found.join("\n")))?
        }
        ExpectedReport::Settings { error, at } => {
            let output = errcat(root, &["check"]);
            let printed = String::from_utf8_lossy(&output.stderr).into_owned();
            let is_reported =
                output.status.code() == Some(2) && printed.contains(error) && printed.contains(at);
            (!is_reported).then(|| failed(&format!("{error} at {at}"), &printed))?
        }
        ExpectedReport::Diff { change, at } => {
            let found = breaking(&errcat(root, &["diff", "HEAD", "--format", "json"]).stdout);
            let wanted = format!("{change} at {at}");
            (!found.contains(&wanted)).then(|| failed(&wanted, &found.join("\n")))?
        }
        ExpectedReport::Nothing { .. } => {
            let found = findings(root, None);
            (!found.is_empty()).then(|| failed("nothing", &found.join("\n")))?
        }
        ExpectedReport::Rustc { .. } => unreachable!("compiled elsewhere"),
    }
}

/// Returns the breaking changes in a report of `diff`, as `subject: message at path:line`.
fn breaking(printed: &[u8]) -> Vec<String> {
    let printed: Json = serde_json::from_slice(printed).unwrap_or_default();
    let changes = printed["changes"].as_array().into_iter().flatten();
    let shown = |change: &Json| {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let (subject, place) = (&change["subject"], &change["place"]);
        let place = format!("{}:{}", text(&place["path"]), place["line"]);
        let part =
            change["part"].as_object().map(|part| format!("{} ", text(&part["name"]))).unwrap_or_default();
        format!("{}: {part}{} at {place}", text(&subject["name"]), text(&change["message"]))
    };
    changes.filter(|change| change["rating"] == "breaking").map(shown).collect()
}

/// Applies edits to the catalog or to code, generates, and compiles. Returns the failure if the error isn't
/// the expected one.
fn failure_of_compiler(drill: &Drill, base: &Path) -> Option<String> {
    let ExpectedReport::Rustc { error, at } = &drill.report else {
        unreachable!("only drills for the compiler")
    };
    drill.edits.iter().for_each(|edit| edit.apply(base));
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["gen", "--accept-all"]), base);
    let mut command = real::cargo_command(&["check", "--quiet", "-p", "app", "--message-format", "short"]);
    let output = command.current_dir(base).output().expect("cargo runs");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    git(base, &["checkout", "-q", "."]);
    git(base, &["clean", "-fdq"]);
    let is_reported = printed.lines().any(|line| line.starts_with(at) && line.contains(error));
    (!is_reported).then(|| format!("{}: expected {error} at {at}\n{printed}", drill.what))
}

/// Returns the findings of `check`, or of `check --base`, as `rule at path:line:column`.
fn findings(root: &Path, base: Option<&str>) -> Vec<String> {
    let base = base.map(|base| format!("--base={base}"));
    let words: Vec<&str> = ["check", "--format", "json"].into_iter().chain(base.as_deref()).collect();
    let output = errcat(root, &words);
    let printed: Vec<Json> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let shown = |finding: &Json| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{} at {}:{}:{}", text("rule"), text("path"), finding["line"], finding["column"])
    };
    printed.iter().map(shown).collect()
}

/// Applies the edits on two branches, and merges them. Conflicts are left in the files.
fn merge(drill: &Drill, root: &Path) {
    let generate = || errcat(root, &["gen"]);
    git(root, &["checkout", "-q", "-b", "theirs"]);
    drill.theirs.iter().for_each(|edit| edit.apply(root));
    generate();
    commit(root);
    git(root, &["checkout", "-q", "main"]);
    drill.edits.iter().for_each(|edit| edit.apply(root));
    generate();
    commit(root);
    git_command(root, &["merge", "-q", "--no-edit", "theirs"]).output().expect("git runs");
}

fn errcat(root: &Path, words: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_errcat")).args(words).current_dir(root).output().expect("it runs")
}

fn commit(root: &Path) {
    git(root, &["add", "-A"]);
    git(root, &["commit", "-q", "--allow-empty", "-m", "Edited"]);
}

fn git(root: &Path, words: &[&str]) {
    real::run(&mut git_command(root, words), root);
}

/// Returns a git command that ignores the settings of the user and the machine.
fn git_command(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
    command.args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]).args(words);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}
