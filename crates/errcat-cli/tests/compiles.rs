//! A catalog that has no finding gives Rust that compiles, is formatted, and has neither a lint nor a warning of rustdoc: real
//! `cargo` on a workspace made of every fixture of the language, in a folder that knows nothing of this repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The fixtures are APIs of their own; this one links to itself under the name that all of them have in their own tests.
const LINKS_TO_ITSELF: &str = "tables";

#[test]
fn what_is_generated_compiles_without_a_warning() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates/");
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    for fixture in folders(&crates.join("errcat-gen/tests/good")) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        let api = if name == LINKS_TO_ITSELF { "demo" } else { &name };
        copy(&fixture, &root.join("catalog").join(api));
    }
    let path = |name: &str| crates.join(name).display().to_string();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\n\
         [patch.crates-io]\nerrcat = {{ path = {:?} }}\nerrcat-derive = {{ path = {:?} }}\n",
        path("errcat"),
        path("errcat-derive")
    );
    fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
    // What is known to be there, so that nothing new is fetched.
    fs::copy(crates.join("../Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");

    run(root, env!("CARGO_BIN_EXE_errcat"), &["gen"], &[]);
    run(root, env!("CARGO"), &["fmt", "--all", "--", "--check"], &[]);
    run(
        root,
        env!("CARGO"),
        &["clippy", "--workspace", "--features", "api-errors/derive,api-errors/json", "--", "-Dwarnings"],
        &[],
    );
    run(root, env!("CARGO"), &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-Dwarnings")]);
}

fn run(root: &Path, program: &str, arguments: &[&str], variables: &[(&str, &str)]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
    let output = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .env("CARGO_TARGET_DIR", target)
        .current_dir(root)
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {arguments:?}:\n{told}{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("fixtures").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a fixture") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
