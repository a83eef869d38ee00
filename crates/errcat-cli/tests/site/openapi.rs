//! Generates the OpenAPI descriptions of all catalogs in the tests, in `target/browser/openapi`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::real::{copy, entries, run, write};
use crate::sites::{generate, root, work};

/// Writes the catalogs as the APIs of one workspace, and generates it.
pub(crate) fn generate_descriptions() {
    let workspace = work().join("openapi");
    let _ = fs::remove_dir_all(&workspace);
    let catalog = workspace.join("catalog");
    copy(&root().join("catalog"), &catalog);
    let tests = root().join("crates/errcat-cli/tests");
    let families = entries(&tests.join("families")).into_iter().filter(|path| path.is_dir());
    for family in families.chain([tests.join("good/everything")]) {
        let api = catalog.join(family.file_name().expect("a name"));
        copy(&family, &api);
        // The expectations of other tests.
        for file in entries(&api).iter().filter(|path| path.extension().is_some_and(|it| it == "txt")) {
            fs::remove_file(file).expect("it can be removed");
        }
    }
    let settings =
        "[workspace.metadata.errcat]\n[workspace.metadata.errcat.targets.openapi]\noutput = \"openapi\"\n";
    write(&workspace, "Cargo.toml", settings);
    generate(&workspace);
    assert!(Path::new(&workspace).join("openapi/everything.openapi.yaml").is_file());
}

/// Validates the descriptions, and those that the suite in `browser/` has merged, with
/// openapi-spec-validator.
pub(crate) fn validate_descriptions() {
    let folder = work().join("openapi/openapi");
    let is_description = |name: &str| name.ends_with(".openapi.yaml") || name.contains(".merged.");
    let mut files = entries(&folder);
    files.retain(|path| is_description(&path.to_string_lossy()));
    let validator = root().join("target/python/bin/openapi-spec-validator");
    let printed = run(Command::new(validator).args(&files), &folder);
    assert_eq!(printed.matches(": OK").count(), files.len(), "{printed}");
}
