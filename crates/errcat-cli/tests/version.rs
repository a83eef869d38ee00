//! The commit in `--version`: from cargo's record in a package, or from git in a clone.

#[path = "../src/build/commit.rs"]
mod commit;

mod real;

use std::fs;
use std::path::Path;
use std::process::Command;

use commit::find;

/// The record of a package, as cargo writes it.
const RECORD: &str = "{\n  \"git\": {\n    \"sha1\": \"34708a8d90d0c5c1f5b5f3d8d2cf0d3a8e6f1b2c\"\n  },\n  \
                      \"path_in_vcs\": \"crates/errcat-cli\"\n}\n";

/// Commits everything in a folder at a fixed time.
fn commit(root: &Path, message: &str) {
    for arguments in [&["add", "-A"][..], &["commit", "--quiet", "--allow-empty", "-m", message]] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(arguments);
        real::run(git.env("GIT_COMMITTER_DATE", "2026-11-28T12:00:00Z"), root);
    }
}

/// Creates a repository with a package in a folder.
fn repository(package: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    real::run(Command::new("git").args(["init", "--quiet"]), root.path());
    real::write(root.path(), &format!("{package}/Cargo.toml"), "[package]\nname = \"errcat-cli\"\n");
    commit(root.path(), "first");
    root
}

#[test]
fn a_clone_has_the_commit_and_its_date() {
    let root = repository("crates/errcat-cli");
    let package = root.path().join("crates/errcat-cli");
    let first = find(&package).expect("a commit");
    let (hash, date) = first.text.split_once(' ').expect("a hash and a date");
    assert!(hash.len() >= 7 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    assert_eq!(date, "2026-11-28");

    // The file tells cargo when to build again.
    let recorded = fs::read(&first.recorded_in).expect("a file");
    commit(root.path(), "second");
    let second = find(&package).expect("a commit");
    assert_ne!(second.text, first.text);
    assert_eq!(second.recorded_in, first.recorded_in);
    assert_ne!(fs::read(&second.recorded_in).expect("a file"), recorded);
}

#[test]
fn a_package_has_the_commit_that_cargo_recorded() {
    let root = tempfile::tempdir().expect("a folder");
    assert_eq!(find(root.path()), None, "neither a package nor a clone");
    real::write(root.path(), ".cargo_vcs_info.json", RECORD);
    let found = find(root.path()).expect("a commit");
    assert_eq!(found.text, "34708a8");
    for record in ["", "{}", "{\"git\": {\"sha1\": 3}}", "{\"git\": {\"sha1\": \"not hex\"}}"] {
        real::write(root.path(), ".cargo_vcs_info.json", record);
        assert_eq!(find(root.path()), None, "{record}");
    }
}

#[test]
fn the_commit_of_another_repository_is_not_shown() {
    let vendored = repository("vendor/errcat-cli");
    let package = vendored.path().join("vendor/errcat-cli");
    assert_eq!(find(&package), None);
    real::write(&package, ".cargo_vcs_info.json", RECORD);
    assert_eq!(find(&package).map(|it| it.text).as_deref(), Some("34708a8"));
}

/// A build for development doesn't change with each commit.
#[test]
fn the_version_is_printed() {
    for program in [env!("CARGO_BIN_EXE_errcat"), env!("CARGO_BIN_EXE_cargo-errcat")] {
        let printed = real::run(Command::new(program).arg("--version"), Path::new("."));
        let expected = format!("errcat {}", env!("CARGO_PKG_VERSION"));
        let rest = printed.strip_prefix(&expected).expect("the name and the version");
        assert!(rest == "\n" || rest.starts_with(" ("), "{printed}");
    }
}
