//! A catalog that has no finding gives Rust that compiles, is formatted, and has neither a lint nor a warning of rustdoc: real
//! `cargo` on a workspace made of every fixture of the language, in a folder that knows nothing of this repository.

use std::fs;

mod real;

/// The fixtures are APIs of their own; this one links to itself under the name that all of them have in their own tests.
const LINKS_TO_ITSELF: &str = "tables";

#[test]
fn what_is_generated_compiles_without_a_warning() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    let fixtures = real::entries(&real::repository().join("crates/errcat-gen/tests/good"));
    for fixture in fixtures.iter().filter(|path| path.is_dir()) {
        let name =
            fixture.file_name().and_then(|name| name.to_str()).expect("a plain name").replace('-', "_");
        let api = if name == LINKS_TO_ITSELF { "demo" } else { &name };
        real::copy(fixture, &root.join("catalog").join(api));
    }
    real::write(root, "Cargo.toml", &real::manifest(""));
    // What is known to be there, so that nothing new is fetched.
    fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");

    real::generate(root);
    real::cargo(&["fmt", "--all", "--", "--check"], root);
    let features = "api-errors/derive,api-errors/json";
    real::cargo(&["clippy", "--workspace", "--features", features, "--", "-Dwarnings"], root);
    let mut docs = real::cargo_command(&["doc", "--workspace", "--no-deps"]);
    real::run(docs.env("RUSTDOCFLAGS", "-Dwarnings"), root);
}
