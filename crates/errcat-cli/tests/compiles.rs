//! Tests that Rust generated from valid catalogs compiles, is formatted, and has no warnings of Clippy or
//! rustdoc. Runs `cargo` in a workspace with every valid fixture, outside of this repository.

use std::fs;
use std::path::Path;

use errcat_catalog::InputFile;
use errcat_cli::pipeline::{Inputs, read};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

mod mutation;
mod real;

/// The number of catalogs with random mistakes that are compiled.
const MISTAKEN: usize = 60;

/// A fixture that contains links to its own API under the name `demo`. The others can have any name.
const LINKS_TO_ITSELF: &str = "tables";

#[test]
fn generated_code_compiles_without_warnings() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let fixtures = real::entries(&real::repository().join("crates/errcat-cli/tests/good"));
    for fixture in fixtures.iter().filter(|path| path.is_dir()) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        let api = if name == LINKS_TO_ITSELF { "demo" } else { &name };
        real::copy(fixture, &root.join("catalog").join(api));
    }
    prepare(root);
    real::generate(root);
    real::cargo(&["fmt", "--all", "--", "--check"], root);
    let features = "api-errors/derive,api-errors/json";
    let strict = [
        "-Dwarnings",
        "-Dclippy::pedantic",
        "-Dclippy::nursery",
        "-Dmissing_docs",
        "-Drust_2018_idioms",
        "-Dunused",
    ];
    real::cargo(
        &[&["clippy", "--workspace", "--features", features, "--"], strict.as_slice()].concat(),
        root,
    );
    let mut docs = real::cargo_command(&["doc", "--workspace", "--no-deps"]);
    real::run(docs.env("RUSTDOCFLAGS", "-Dwarnings"), root);
}

/// Typed errors with several values are sent and read back, and hand-written ones are sent the same way.
#[test]
fn several_values_are_sent_and_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let fixture = real::repository().join("crates/errcat-cli/tests/good/several-values");
    real::copy(&fixture, &root.join("catalog/several_values"));
    prepare(root);
    real::write(
        root,
        "crates/uses/Cargo.toml",
        "[package]\nname = \"uses\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"derive\", \"json\"] }\n\
         errcat = { version = \"*\", features = [\"json\"] }\n",
    );
    real::write(root, "crates/uses/src/main.rs", include_str!("compiles/several_values.rs"));
    real::generate(root);
    real::cargo(&["run", "-q", "-p", "uses"], root);
}

/// The catalog can name any type, and only the compiler knows its traits.
#[test]
fn a_type_that_lacks_a_trait_is_reported_with_its_param() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let table = "title: Orders\nstatus: none\nerrors:\n  gone:\n    message: Gone {since}\n    params:\n      \
                 since: { type: \"std::time::Instant\", doc: The time., example: now }\n";
    real::write(root, "catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
    real::write(root, "catalog/shop/orders.yaml", table);
    prepare(root);
    real::generate(root);
    let mut check = real::cargo_command(&["check", "--package", "api-errors"]);
    let output = check.current_dir(root).output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    for words in [
        "`Instant` doesn't implement `std::fmt::Display`",
        "the trait `FromStr` is not implemented for `Instant`",
        "required by a bound in `type_of_the_param_since`",
    ] {
        assert!(printed.contains(words), "{printed}");
    }
}

/// Catalogs with random mistakes that `check` accepts generate code that compiles.
#[test]
fn mistakes_that_pass_compile() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let files = fixture_files();
    let texts = files.iter().map(|(_, text)| text.clone()).collect();
    let mistaken = mutation::mistaken_text(texts);
    let mut runner = TestRunner::deterministic();
    let mut passed = 0;
    let mut tried = 0;
    while passed < MISTAKEN {
        tried += 1;
        assert!(tried < 100 * MISTAKEN, "hardly any catalog passes");
        let (file, text) = mistaken.new_tree(&mut runner).expect("a value").current();
        let (path, original) = &files[file];
        let fixture = Path::new(path).iter().next().expect("a folder");
        let api = format!("api_{passed}");
        let its_files = files.iter().filter(|(other, _)| Path::new(other).starts_with(fixture));
        let its_files: Vec<InputFile> = its_files
            .map(|(other, kept)| {
                let text = if other == path { &text } else { kept };
                let name = Path::new(other).strip_prefix(fixture).expect("its folder").display().to_string();
                let path = format!("catalog/{api}/{name}");
                InputFile { path, bytes: text.clone().into_bytes(), too_large: false }
            })
            .collect();
        let inputs = Inputs { files: its_files.clone(), ..Inputs::default() };
        if text != *original && read(&inputs).is_ok() {
            for file in its_files {
                real::write(root, &file.path, &String::from_utf8(file.bytes).expect("text"));
            }
            passed += 1;
        }
    }
    prepare(root);
    real::generate(root);
    real::cargo(&["check", "--workspace", "--features", "api-errors/derive,api-errors/json"], root);
    println!("{passed} of {tried} catalogs with mistakes pass, and compile");
}

/// Returns the paths and texts of the fixtures' files, sorted.
fn fixture_files() -> Vec<(String, String)> {
    let good = real::repository().join("crates/errcat-cli/tests/good");
    let mut folders = vec![good.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in real::entries(&folder) {
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(&good).expect("below it").display().to_string();
                    files.push((name, fs::read_to_string(&path).expect("text")));
                }
            }
        }
    }
    // Skip files next to the fixtures.
    files.retain(|(path, _)| path.contains('/'));
    files.sort();
    files
}

/// Writes the manifest and the lock file of a workspace.
fn prepare(root: &Path) {
    real::write(root, "Cargo.toml", &real::manifest(""));
    // Use the same versions, which are downloaded already.
    fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
}
