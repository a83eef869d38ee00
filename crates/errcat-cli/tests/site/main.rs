//! The generated site in a real browser, and before real validators: a test for each file of `browser/`.
//!
//! Those are JavaScript, for Node's own test runner, and drive Debian's Chromium; `browser/site.mjs` is what they share.
//! `cargo xtask setup` installs what they need into `target/browser`, where the sites are generated too. After one run, a
//! suite can be run alone: `node --test crates/errcat-cli/tests/browser/links.test.mjs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::cmd::cargo_bin;

mod addresses;
mod hostile;

/// A site that the suites read.
struct Site {
    name: &'static str,
    /// Where its catalog comes from, in the workspace that this is given.
    write_catalog: fn(&Path),
}

const SITES: &[Site] = &[
    Site { name: "real", write_catalog: |workspace| copy_catalog("catalog", workspace) },
    // At least one of everything.
    Site {
        name: "fixture",
        write_catalog: |workspace| copy_catalog("crates/errcat-gen/src/emit/site/fixture", workspace),
    },
    Site { name: "hostile", write_catalog: hostile::write },
];

#[test]
fn accessible() {
    suite("accessible");
}

#[test]
fn hostile() {
    suite("hostile");
}

#[test]
fn html() {
    suite("html");
}

#[test]
fn light() {
    suite("light");
}

#[test]
fn links() {
    suite("links");
}

#[test]
fn plain() {
    suite("plain");
}

#[test]
fn quiet() {
    suite("quiet");
}

#[test]
fn addresses() {
    make_sites();
    addresses::check(&work().join("real/site"), "https://errcat.example/errors/");
    addresses::check(&work().join("fixture/site"), "https://errors.bank.example/");
}

/// Every file of tests is run by a test of this one.
#[test]
fn no_suite_is_forgotten() {
    let this = fs::read_to_string(root().join("crates/errcat-cli/tests/site/main.rs")).expect("this file");
    for entry in fs::read_dir(folder()).expect("the suites") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        if let Some(name) = name.strip_suffix(".test.mjs") {
            assert!(this.contains(&format!("suite(\"{name}\");")), "{name} is never run");
        }
    }
}

fn suite(name: &str) {
    let installed = work().join("installed.json");
    assert!(installed.is_file(), "the browser tests' tools are missing: run `cargo xtask setup`");
    make_sites();
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder().join(format!("{name}.test.mjs")))
        .output()
        .expect("node is missing: run `cargo xtask setup`");
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{told}");
    assert!(output.status.success(), "{name}:\n{}", String::from_utf8_lossy(&output.stderr));
    // A file without tests passes too.
    assert!(told.contains("pass "), "{name} ran no test");
}

/// Generates every site. Each test is a process of its own, so that the first makes them and the others wait for it.
fn make_sites() {
    fs::create_dir_all(work()).expect("a folder");
    let lock = fs::File::create(work().join("lock")).expect("a lock");
    lock.lock().expect("it is locked");
    for Site { name, write_catalog } in SITES {
        let workspace = work().join(name);
        // What is left of another run's.
        let _ = fs::remove_dir_all(workspace.join("catalog"));
        fs::create_dir_all(&workspace).expect("a folder");
        write_catalog(&workspace);
        let settings = "[workspace.metadata.errcat]\nsite = \"site\"\n";
        fs::write(workspace.join("Cargo.toml"), settings).expect("settings");
        let output =
            Command::new(cargo_bin!("errcat")).arg("gen").current_dir(&workspace).output().expect("it runs");
        assert!(
            output.status.success(),
            "the site `{name}`:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the repository")
}

/// Where the suites are.
fn folder() -> PathBuf {
    root().join("crates/errcat-cli/tests/browser")
}

/// Where their tools are installed, and the sites generated.
fn work() -> PathBuf {
    root().join("target/browser")
}

fn copy_catalog(from: &str, workspace: &Path) {
    copy(&root().join(from), &workspace.join("catalog"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of the catalog") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
