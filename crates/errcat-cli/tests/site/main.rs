//! Tests the generated site in a real browser and with validators. There is one test for each file in
//! `browser/`.
//!
//! These files are JavaScript for Node's test runner, and use Debian's Chromium and Firefox. They share
//! `browser/site.mjs`. `cargo xtask setup` installs their dependencies into `target/browser`, where the sites
//! are generated too. After one run, a suite can be run separately: `node --test
//! crates/errcat-cli/tests/browser/links.test.mjs`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use snapbox::cmd::cargo_bin;

use sites::Site::{self, Families, Fixture, Green, Hostile, Large, Real, Serif, Versions};
use sites::{generate_sites, root, work};

mod addresses;
mod hostile;
mod large;
mod openapi;
#[path = "../real/mod.rs"]
mod real;
mod sites;
mod versions;

#[test]
fn accessible() {
    suite("accessible", &[Real, Fixture]);
}

#[test]
fn controls() {
    suite("controls", &[Real, Fixture]);
}

#[test]
fn docusaurus() {
    suite("docusaurus", &[Real]);
}

#[test]
fn filters() {
    suite("filters", &[Real]);
}

#[test]
fn firefox() {
    suite("firefox", &[Real]);
}

#[test]
fn gallery() {
    suite("gallery", &[Real, Green, Serif]);
}

#[test]
fn hostile_texts() {
    suite("hostile", &[Hostile]);
}

#[test]
fn html() {
    suite("html", &[Real, Fixture]);
}

#[test]
fn light() {
    suite("light", &[Real, Fixture]);
}

#[test]
fn lighthouse() {
    suite("lighthouse", &[Real]);
}

#[test]
fn links() {
    suite("links", &[Real, Fixture]);
}

#[test]
fn lists() {
    suite("lists", &[Families]);
}

#[test]
fn many() {
    suite("many", &[Large]);
}

#[test]
fn missing() {
    suite("missing", &[Real]);
}

#[test]
fn openapi_tools() {
    openapi::generate_descriptions();
    suite("openapi", &[]);
    openapi::compare_versions_of_yaml();
    openapi::validate_descriptions();
}

#[test]
fn plain() {
    suite("plain", &[Real, Fixture]);
}

#[test]
fn quiet() {
    suite("quiet", &[Real, Fixture]);
}

#[test]
fn reload() {
    suite("reload", &[Real]);
}

#[test]
fn search() {
    suite("search", &[Real, Fixture, Hostile]);
}

#[test]
fn still() {
    suite("still", &[Real, Fixture, Versions]);
}

#[test]
fn sturdy() {
    suite("sturdy", &[Real, Hostile]);
}

#[test]
fn versions_and_feed() {
    suite("versions", &[Versions]);
}

#[test]
fn addresses() {
    generate_sites(&[Real, Fixture]);
    addresses::check(&Real.folder(), "https://errcat.example/errors/");
    addresses::check(&Fixture.folder(), "https://errors.bank.example/");
}

/// Every file in `browser/` is run by a test in this file.
#[test]
fn every_suite_is_listed() {
    let this = fs::read_to_string(root().join("crates/errcat-cli/tests/site/main.rs")).expect("this file");
    for entry in fs::read_dir(folder()).expect("the suites") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        if let Some(name) = name.strip_suffix(".test.mjs") {
            assert!(this.contains(&format!("suite(\"{name}\", ")), "{name} is never run");
        }
    }
}

/// Generates the sites that a suite needs, and runs it.
fn suite(name: &str, sites: &[Site]) {
    let installed = work().join("installed.json");
    assert!(installed.is_file(), "the browser tests' tools are missing: run `cargo xtask setup`");
    generate_sites(sites);
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder().join(format!("{name}.test.mjs")))
        .env("ERRCAT", cargo_bin!("errcat"))
        .output()
        .expect("node is missing: run `cargo xtask setup`");
    let printed = String::from_utf8_lossy(&output.stdout);
    println!("{printed}");
    assert!(output.status.success(), "{name}:\n{}", String::from_utf8_lossy(&output.stderr));
    // Node's test runner also succeeds if a file has no tests.
    assert!(printed.contains("✔"), "{name} ran no test");
}

/// Returns the folder of the suites.
fn folder() -> PathBuf {
    root().join("crates/errcat-cli/tests/browser")
}
