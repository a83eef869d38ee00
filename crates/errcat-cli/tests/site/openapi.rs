//! Generates the OpenAPI descriptions of all catalogs in the tests, in `target/browser/openapi`, and in
//! `target/browser/openapi-3.0` for OpenAPI 3.0.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errcat_catalog::yaml::block;
use serde_json::Value as Json;

use crate::real::{copy, entries, run, write};
use crate::sites::{generate, root, work};

/// The workspaces of descriptions, each with settings of the target.
const WORKSPACES: [(&str, &str); 2] = [("openapi", ""), ("openapi-3.0", "version = \"3.0\"")];

/// Returns the folders of descriptions.
fn folders() -> [PathBuf; 2] {
    WORKSPACES.map(|(workspace, _)| work().join(workspace).join("openapi"))
}

/// Writes the catalogs as the APIs of one workspace for each version of OpenAPI, and generates it.
pub(crate) fn generate_descriptions() {
    WORKSPACES.iter().for_each(|(workspace, settings)| generate_workspace(&work().join(workspace), settings));
}

fn generate_workspace(workspace: &Path, settings: &str) {
    let _ = fs::remove_dir_all(workspace);
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
    let target = "[workspace.metadata.errcat.targets.openapi]\noutput = \"openapi\"\n";
    write(workspace, "Cargo.toml", &format!("{target}{settings}\n"));
    generate(workspace);
    assert!(workspace.join("openapi/everything.openapi.yaml").is_file());
}

/// Validates the descriptions, and those that the suite in `browser/` has merged, with
/// openapi-spec-validator.
pub(crate) fn validate_descriptions() {
    folders().iter().for_each(|folder| validate(folder));
}

fn validate(folder: &Path) {
    let is_description = |name: &str| name.ends_with(".openapi.yaml") || name.contains(".merged.");
    let mut files = entries(folder);
    files.retain(|path| is_description(&path.to_string_lossy()));
    let validator = root().join("target/python/bin/openapi-spec-validator");
    let printed = run(Command::new(validator).args(&files), folder);
    assert_eq!(printed.matches(": OK").count(), files.len(), "{printed}");
}

/// Prints the values of files as JSON, as `PyYAML` reads them, which implements YAML 1.1.
const READ: &str = "import json, sys, yaml\nfor path in sys.argv[1:]: print(json.dumps(yaml.load(open(path), yaml.CSafeLoader)))";

/// Texts that some version of YAML reads as something else, unless they are quoted.
const HARD_TEXTS: [&str; 32] = [
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2026-1-1 1:02:03.5 +1",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "N",
    "true",
    "Null",
    "~",
    "",
    "=",
    "<<",
    "1_000",
    "1,000",
    "0o7",
    "017",
    "0x_1F",
    "0b1_0",
    "12:30",
    "-1:30:00.5",
    "1e3",
    "1.5e+3",
    "._1",
    "1.",
    ".inf",
    "-.INF",
    ".NaN",
    "+.5",
    "-0",
];

/// Readers of YAML 1.1 and 1.2 read the same values.
pub(crate) fn compare_versions_of_yaml() {
    folders().iter().for_each(|folder| compare_readers(folder));
}

fn compare_readers(folder: &Path) {
    let hard = Json::from_iter(HARD_TEXTS.map(|text| (text.to_owned(), Json::from(text))));
    write(folder, "hard.yaml", &block(&hard, 0));
    let files: Vec<_> =
        entries(folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    let python = root().join("target/python/bin/python");
    let printed = run(Command::new(python).args(["-c", READ]).args(&files), folder);
    assert_eq!(printed.lines().count(), files.len());
    for (path, line) in files.iter().zip(printed.lines()) {
        let old: Json = serde_json::from_str(line).expect("JSON");
        let new: Json = serde_yaml::from_str(&fs::read_to_string(path).expect("a file")).expect("YAML");
        assert_eq!(old, new, "{}", path.display());
    }
}
