//! Creates workspaces with the real catalogs, and runs programs in them.

// Each test file is a crate of its own and uses what it needs.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Creates a workspace with the real catalogs. Its `Cargo.toml` contains the given settings.
pub(crate) fn workspace(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    copy(&repository().join("catalog"), &root.join("catalog"));
    write(root, "Cargo.toml", &manifest(settings));
    // Use the same versions, which are downloaded already.
    fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    folder
}

/// Returns the manifest of a workspace whose generated crates use this repository's crates.
pub(crate) fn manifest(settings: &str) -> String {
    let path = |name: &str| repository().join("crates").join(name).display().to_string();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\n{settings}\n\
         [patch.crates-io]\nerrcat = {{ path = {:?} }}\nerrcat-derive = {{ path = {:?} }}\n",
        path("errcat"),
        path("errcat-derive")
    )
}

/// Runs `gen`.
pub(crate) fn generate(root: &Path) {
    run(Command::new(env!("CARGO_BIN_EXE_errcat")).arg("gen"), root);
}

/// Runs cargo with a shared target folder, so that dependencies are built once.
pub(crate) fn cargo(arguments: &[&str], root: &Path) -> String {
    run(&mut cargo_command(arguments), root)
}

/// Returns the command that [`cargo`] runs.
pub(crate) fn cargo_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles"));
    command
}

/// Runs a program that must succeed, and returns its standard output.
pub(crate) fn run(command: &mut Command, root: &Path) -> String {
    let output = command.current_dir(root).output().expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{stdout}{stderr}");
    stdout
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for path in entries(from) {
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// Returns the entries of a folder, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("it is there")
}
