//! The drift drill: every kind of edit that could part catalog, code, docs and clients, made in a copy of the real
//! workspace, and who finds it, where, by which rule.
//!
//! The edits are `drills.toml`, what they are made to is this repository's catalogs beside `workspace/`: an API with
//! errors of every age, a service that raises them, a template of its own. What nothing finds is in the list too, with
//! the reason, and it is tested that nothing does.

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

/// An edit, or several that belong together, and who finds it.
#[derive(Debug, Deserialize)]
struct Drill {
    /// What somebody did.
    what: String,
    /// What is done to the files.
    edits: Vec<Edit>,
    /// What is done on another branch, which is then merged.
    #[serde(default)]
    theirs: Vec<Edit>,
    #[serde(flatten)]
    found: Found,
}

/// Who finds it.
#[derive(Debug, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
enum Found {
    /// `errcat check`, by a rule, at `path:line:column`; for a stale file, at `path`.
    Check { rule: String, at: String },
    /// `errcat check` doesn't start: `error` is what it says, `at` where.
    Settings { error: String, at: String },
    /// `errcat diff`, as a breaking change, at `path:line`.
    Diff { change: String, at: String },
    /// The compiler, where code uses what was generated, at `path:line:column`.
    Rustc { error: String, at: String },
    /// Nobody, and that is right because of this.
    Nothing {
        /// For whoever reads the list.
        #[allow(dead_code)]
        why: String,
    },
}

impl Found {
    fn by(&self) -> &'static str {
        match self {
            Found::Check { .. } | Found::Settings { .. } => "check",
            Found::Diff { .. } => "diff",
            Found::Rustc { .. } => "rustc",
            Found::Nothing { .. } => "nothing",
        }
    }
}

#[test]
fn every_kind_of_drift_is_found_at_its_place() {
    let drills = drills();
    let base = base();
    let (compiled, looked_at): (Vec<&Drill>, Vec<&Drill>) =
        drills.iter().partition(|drill| matches!(drill.found, Found::Rustc { .. }));
    let mut failures: Vec<String> =
        looked_at.par_iter().filter_map(|drill| failure(drill, &copy(base.path()))).collect();
    // One folder for all that is compiled, so that only what an edit changes is compiled anew.
    failures.extend(compiled.into_iter().filter_map(|drill| failure_of_compiler(drill, base.path())));
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), drills.len(), failures.join("\n"));
    println!("{}", summary(&drills));
}

/// The README says what this test counts.
#[test]
fn the_readme_has_the_count() {
    let drills = drills();
    let readme = fs::read_to_string(real::repository().join("README.md")).expect("the README");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary = summary(&drills);
    assert!(readme.contains(&summary), "the README doesn't say: {summary}");
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

/// `90 kinds of edits: check reports 70, …`.
fn summary(drills: &[Drill]) -> String {
    let count = |by: &str| drills.iter().filter(|drill| drill.found.by() == by).count();
    let [check, diff, rustc, nothing] = ["check", "diff", "rustc", "nothing"].map(count);
    format!(
        "{} kinds of edits: check reports {check}, diff {diff}, rustc {rustc}; {nothing} need no report",
        drills.len()
    )
}

/// Where other languages than Rust have codes, and where the code is that sources name.
const SETTINGS: &str = r#"
sources = { shop = "gateway" }
code = { literals = [{ api = "shop", files = "web/*.ts", pattern = 'code === "(\w+)"' }] }"#;

/// The real catalogs and `workspace/`, generated and committed: in order.
fn base() -> tempfile::TempDir {
    let folder = real::workspace(SETTINGS);
    let root = folder.path();
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

/// A copy in which one may do as one likes.
fn copy(base: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    real::copy(base, folder.path());
    folder
}

/// Why a drill doesn't go as it says.
fn failure(drill: &Drill, root: &tempfile::TempDir) -> Option<String> {
    let root = root.path();
    if drill.theirs.is_empty() {
        drill.edits.iter().for_each(|edit| edit.apply(root));
    } else {
        merge(drill, root);
    }
    let what = &drill.what;
    let failed = |expected: &str, told: &str| Some(format!("{what}: expected {expected}\n{told}"));
    match &drill.found {
        Found::Check { rule, at } => {
            let found = findings(root);
            let wanted = format!("{rule} at {at}");
            // Where a generated file differs first is the emitters' affair.
            let is_there = match rule.as_str() {
                "stale-file" => found.iter().any(|found| found.starts_with(&format!("{wanted}:"))),
                _ => found.contains(&wanted),
            };
            (!is_there).then(|| failed(&wanted, &found.join("\n")))?
        }
        Found::Settings { error, at } => {
            let output = errcat(root, &["check"]);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let is_told = output.status.code() == Some(2) && told.contains(error) && told.contains(at);
            (!is_told).then(|| failed(&format!("{error} at {at}"), &told))?
        }
        Found::Diff { change, at } => {
            let found = breaking(&errcat(root, &["diff", "HEAD", "--format", "json"]).stdout);
            let wanted = format!("{change} at {at}");
            (!found.contains(&wanted)).then(|| failed(&wanted, &found.join("\n")))?
        }
        Found::Nothing { .. } => {
            let found = findings(root);
            (!found.is_empty()).then(|| failed("nothing", &found.join("\n")))?
        }
        Found::Rustc { .. } => unreachable!("compiled elsewhere"),
    }
}

/// What `diff` calls breaking, as `subject: message at path:line`.
fn breaking(told: &[u8]) -> Vec<String> {
    let told: Json = serde_json::from_slice(told).unwrap_or_default();
    let changes = told["changes"].as_array().into_iter().flatten();
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

/// The catalog is edited and generated anew, or code is edited; and the compiler says what no longer fits.
fn failure_of_compiler(drill: &Drill, base: &Path) -> Option<String> {
    let Found::Rustc { error, at } = &drill.found else { unreachable!("for the compiler") };
    drill.edits.iter().for_each(|edit| edit.apply(base));
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["gen", "--accept-all"]), base);
    let mut command = real::cargo_command(&["check", "--quiet", "-p", "app", "--message-format", "short"]);
    let output = command.current_dir(base).output().expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    git(base, &["checkout", "-q", "."]);
    git(base, &["clean", "-fdq"]);
    let is_told = told.lines().any(|line| line.starts_with(at) && line.contains(error));
    (!is_told).then(|| format!("{}: expected {error} at {at}\n{told}", drill.what))
}

/// What `check` finds, as `rule at path:line:column`.
fn findings(root: &Path) -> Vec<String> {
    let output = errcat(root, &["check", "--format", "json"]);
    let told: Vec<Json> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let shown = |finding: &Json| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{} at {}:{}:{}", text("rule"), text("path"), finding["line"], finding["column"])
    };
    told.iter().map(shown).collect()
}

/// Makes one edit on a branch and the other on another, and merges: a conflict stays in the files, as git leaves it.
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

/// git as it is without anybody's settings.
fn git_command(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
    command.args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]).args(words);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}
