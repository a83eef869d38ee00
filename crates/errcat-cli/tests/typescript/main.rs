//! Tests the TypeScript package: it compiles without warnings, decodes every test vector, and is as small as
//! it claims. One package contains the catalogs of this repository, those in `tests/families` and
//! `tests/good`, and one with hostile texts for each payload.
//!
//! The scripts next to this file run in Node and in Chromium. Their dependencies are those of the browser
//! tests, which `cargo xtask setup` installs into `target/browser`. The package is generated there too, so
//! that a script can be run again: `node types.mjs target/browser/typescript/client usage.mts`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use self::real::{copy, entries, repository, run, write};

#[path = "../site/hostile.rs"]
mod hostile;
#[path = "../real/mod.rs"]
mod real;

/// The workspace, with the built package in `client`.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = repository().join("target/browser/typescript");
    assert!(root.with_file_name("node_modules").is_dir(), "packages are missing: run `cargo xtask setup`");
    _ = fs::remove_dir_all(&root);
    copy(&repository().join("catalog"), &root.join("catalog"));
    copy_fixtures(&root);
    hostile::write(&root);
    let settings = "site = \"site\"\n\
        [workspace.metadata.errcat.targets.typescript]\noutput = \"client\"\npackage = \"@acme/errors\"\n\
        [workspace.metadata.errcat.targets.vectors]\noutput = \"vectors\"\n";
    write(&root, "Cargo.toml", &real::manifest(settings));
    real::generate(&root);
    // `npm` finds the compiler in a parent folder.
    run(Command::new("npm").args(["run", "--silent", "build"]), &root.join("client"));
    root
});

/// Copies the fixtures, each as an API of its own.
fn copy_fixtures(root: &Path) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for folder in ["families", "good"].into_iter().flat_map(|kind| entries(&tests.join(kind))) {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        // This one has links to its own API, by the name `demo`.
        let name = if name == "tables" { "demo" } else { &name };
        if folder.join("api.yaml").is_file() {
            let files = entries(&folder);
            let is_catalog =
                |path: &&PathBuf| path.is_dir() || path.extension().is_some_and(|it| it == "yaml");
            for path in files.iter().filter(is_catalog) {
                let target = root.join("catalog").join(name).join(path.file_name().expect("a name"));
                fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
                if path.is_dir() {
                    copy(path, &target);
                } else {
                    fs::copy(path, target).expect("a copy");
                }
            }
        }
    }
}

/// Runs a script next to this file with the package, and returns its output.
fn script(name: &str, arguments: &[&Path]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/typescript");
    let mut command = Command::new("node");
    command.arg(folder.join(name)).arg(WORKSPACE.join("client")).args(arguments);
    run(&mut command, &folder)
}

/// The whole package in one test, because building it takes longest.
#[test]
fn the_package_keeps_its_promises() {
    let printed = script("vectors.mjs", &[&WORKSPACE.join("vectors/vectors.json")]);
    assert!(printed.contains(" responses"), "{printed}");
    script("behavior.mjs", &[]);
    script("readme.mjs", &[&repository().join("README.md")]);
    script("types.mjs", &[Path::new("usage.mts")]);
    let pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", ".."];
    let tarball = run(Command::new("npm").args(pack), &WORKSPACE.join("client"));
    script("package.mjs", &[&WORKSPACE.join(tarball.trim())]);
    script("browser.mjs", &[]);
}

/// Types of errors can't hide what the package exports, or a type of the language that it uses.
#[test]
fn names_that_the_package_uses_are_reserved() {
    let templates = repository().join("templates/typescript");
    let manifest = fs::read_to_string(templates.join("target.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let reserved: BTreeSet<&str> =
        manifest["reserved"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
    let mut files = entries(&templates.join("src/runtime"));
    files.extend(entries(&templates.join("src/api")));
    let mut exported = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a file");
        for line in text.lines() {
            let Some(declaration) = line.strip_prefix("export ") else { continue };
            let mut words = declaration.split(|c: char| !c.is_alphanumeric() && c != '_');
            let name = words.find(|word| word.starts_with(char::is_uppercase)).unwrap_or_default();
            let is_type = ["interface ", "type ", "class "].iter().any(|kind| declaration.starts_with(kind));
            if is_type && !name.is_empty() && !line.contains("{{ error.variant") {
                exported += 1;
                assert!(reserved.contains(name), "{name} of {} isn't reserved", file.display());
            }
        }
    }
    assert!(exported > 30, "only {exported} names");
}
