//! Tests that `errcat diff` reports the same version bump for the generated crate as `cargo-semver-checks`.
//!
//! That program takes minutes to install (`cargo install --locked cargo-semver-checks`), so the test is
//! ignored by default. `cargo xtask test` runs it if the program is installed.

use std::path::Path;
use std::process::Command;

mod real;

const API: &str = "\
title: Bank
summary: Moves money.
envelopes:
  http:
    summary: Every error
    body: { error: \"{message}\", code: \"{code}\", details: \"{params}\" }
    identify_by: [code]
  bare: { summary: Without a code, body: { error: \"{message}\" }, identify_by: [status] }
envelope: http
";

const HTTP: &str = "\
title: Common errors
errors:
  not_found: { status: 404, message: Nothing is there }
  conflict: { status: 409, message: It is there }
  limited:
    status: 429
    message: \"Only {limit}\"
    params:
      limit: { type: integer, example: 3, doc: How many }
      window: { type: duration, example: 60, doc: In which time }
  naked: { status: 500, message: Broken, envelope: bare }
  forgotten: { status: 410, message: It was here, retired: Since 1.0 }
";

const CARDS: &str = "title: Cards\nerrors:\n  lost: { status: 402, message: The card is lost }\n";

/// A name, edits, and the bump of cargo-semver-checks. If the bump of errcat differs, also that bump and the
/// reason.
///
/// An edit is a file, a text and its replacement. Without a text, the replacement is the whole file. Without
/// both, the file is deleted.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static str,
    Option<(&'static str, &'static str)>,
);

/// Reasons why errcat may be stricter.
const ADDED: &str = "a new item needs a minor release, which cargo-semver-checks leaves to the author";
const FIELD_TYPE: &str = "cargo-semver-checks doesn't check the types of fields";
const VALUES: &str = "the values of an entry aren't in the crate's signatures";

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("nothing", &[], "patch", Some(("none", ""))),
    ("words", &[("http.yaml", "Nothing is there", "There is nothing")], "patch", None),
    ("a code is gone", &[("http.yaml", "  conflict: { status: 409, message: It is there }\n", "")], "major", None),
    ("a retired code is gone", &[("http.yaml", "  forgotten: { status: 410, message: It was here, retired: Since 1.0 }\n", "")], "major", None),
    ("a code is retired", &[("http.yaml", "It is there }", "It is there, retired: Since 2.0 }")], "major", None),
    ("a code is deprecated", &[("http.yaml", "It is there }", "It is there, deprecated: Since 2.0 }")], "minor", None),
    ("a code is new", &[("cards.yaml", "errors:\n", "errors:\n  found: { status: 409, message: It is here }\n")], "patch", Some(("minor", ADDED))),
    ("a code is renamed", &[("http.yaml", "conflict: {", "clash: { aliases: [conflict],")], "major", None),
    ("a variant is renamed", &[("http.yaml", "conflict: {", "conflict: { name: Clash,")], "major", None),
    ("a code moves", &[("http.yaml", "  conflict: { status: 409, message: It is there }\n", ""), ("cards.yaml", "errors:\n", "errors:\n  conflict: { status: 409, message: It is there }\n")], "major", None),
    ("a table is gone", &[("cards.yaml", "", "")], "major", None),
    ("a table is new", &[("loans.yaml", "", "title: Loans\nerrors:\n  refused: { status: 403, message: Refused }\n")], "patch", Some(("minor", ADDED))),
    ("a param is new", &[("http.yaml", "    params:\n", "    params:\n      used: { type: integer, example: 4, doc: How many there were }\n")], "major", None),
    ("an optional param is new", &[("http.yaml", "    params:\n", "    params:\n      used: { type: integer, example: 4, doc: How many there were, optional: true }\n")], "major", None),
    ("the first param", &[("http.yaml", "Nothing is there }", "Nothing is there, params: { id: { example: x, doc: Which } } }")], "major", None),
    ("a param is gone", &[("http.yaml", "      window: { type: duration, example: 60, doc: In which time }\n", "")], "major", None),
    ("an envelope is gone", &[("http.yaml", ", envelope: bare", ""), ("api.yaml", "  bare: { summary: Without a code, body: { error: \"{message}\" }, identify_by: [status] }\n", "")], "major", None),
    ("a param's type", &[("http.yaml", "type: integer", "type: number")], "patch", Some(("major", FIELD_TYPE))),
    ("a param may be missing", &[("http.yaml", "In which time }", "In which time, optional: true }")], "patch", Some(("major", FIELD_TYPE))),
    ("a status", &[("http.yaml", "409", "412")], "patch", Some(("major", VALUES))),
];

#[test]
#[ignore = "needs cargo-semver-checks; `cargo xtask test` runs it if that is installed"]
fn the_version_bump_agrees_with_cargo_semver_checks() {
    let before = workspace(&[]);
    let mut wrong = Vec::new();
    for (name, edits, theirs, stricter) in CASES {
        let after = workspace(edits);
        let found = (semver_checks(before.path(), after.path()), errcat_bump(before.path(), after.path()));
        let expected = (*theirs, stricter.map_or(*theirs, |(bump, _)| bump));
        assert!(bump(expected.1) >= bump(expected.0) || expected.1 == "none", "{name}: errcat is laxer");
        if (&*found.0, &*found.1) != expected {
            wrong.push(format!("{name}: cargo-semver-checks and errcat report {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn bump(name: &str) -> usize {
    ["none", "patch", "minor", "major"].iter().position(|it| *it == name).expect("a bump")
}

/// Creates a workspace with the edited catalog and the generated files.
fn workspace(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    real::write(root, "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    std::fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    for (file, text) in [("api.yaml", API), ("http.yaml", HTTP), ("cards.yaml", CARDS)] {
        real::write(root, &format!("catalog/bank/{file}"), text);
    }
    for (file, from, to) in edits {
        let path = root.join("catalog/bank").join(file);
        match (from.is_empty(), to.is_empty()) {
            (true, true) => std::fs::remove_file(path).expect("it is there"),
            (true, false) => std::fs::write(path, to).expect("it can be written"),
            (false, _) => {
                let text = std::fs::read_to_string(&path).expect("a text");
                assert!(text.contains(from), "there is no {from:?} in {file}");
                std::fs::write(path, text.replacen(from, to, 1)).expect("it can be written");
            }
        }
    }
    real::generate(root);
    // cargo-semver-checks builds the crate outside of its workspace, so `[patch]` doesn't apply.
    for (file, dependency) in
        [("crates/api-errors/Cargo.toml", "errcat"), ("crates/api-errors-derive/Cargo.toml", "errcat-derive")]
    {
        let text = std::fs::read_to_string(root.join(file)).expect("a manifest");
        let path = real::repository().join("crates").join(dependency);
        let version = format!("\n{dependency} = \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(text.contains(&version), "{text}");
        let local = format!("\n{dependency} = {{ path = {:?} }}", path.display().to_string());
        real::write(root, file, &text.replace(&version, &local));
    }
    folder
}

/// Returns the bump that cargo-semver-checks reports.
fn semver_checks(before: &Path, after: &Path) -> String {
    let mut command = real::cargo_command(&["semver-checks", "--package", "api-errors", "--color", "never"]);
    command.args(["--release-type", "patch", "--only-explicit-features", "--features", "json"]);
    command.arg("--baseline-root").arg(before).arg("--manifest-path").arg(after.join("Cargo.toml"));
    let output = command.current_dir(after).output().expect("cargo runs");
    let printed =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let needed = printed.split("semver requires new ").nth(1).and_then(|rest| rest.split(' ').next());
    match needed {
        Some(bump) => bump.to_owned(),
        None if output.status.success() => "patch".to_owned(),
        None => panic!("{printed}"),
    }
}

/// Returns the bump that `errcat diff` reports. The old catalog is committed, then replaced with the new one.
fn errcat_bump(before: &Path, after: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    real::copy(&before.join("catalog"), &root.join("catalog"));
    let git = |words: &[&str]| {
        let settings = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        real::run(Command::new("git").args(settings).args(words), root)
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "before"]);
    std::fs::remove_dir_all(root.join("catalog")).expect("it is there");
    real::copy(&after.join("catalog"), &root.join("catalog"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    // The exit code is 1 if a change is breaking.
    let output =
        command.args(["diff", "HEAD", "--format", "json"]).current_dir(root).output().expect("it runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    json["rust_bump"].as_str().expect("a bump").to_owned()
}
