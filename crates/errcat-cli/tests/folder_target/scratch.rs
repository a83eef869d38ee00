//! A small workspace with the target `go`, and operations on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::real;

const API: &str = "title: Demo\nsummary: A demo.\nenvelope: http\nenvelopes:\n  http:\n    summary: All.\n    \
    body: { code: \"{code}\", params: \"{params}\" }\n    identify_by: code\n";

const ERRORS: &str = "title: Errors\noperation: GET /v1/things\nerrors:\n  gone:\n    status: 410\n    \
    message: It is gone, {left} left\n    log: Gone {internal}\n    meaning: It was here.\n    causes: [Time]\n    fixes: [None]\n    params:\n      \
    left: { type: integer, example: 3, doc: How many are left }\n      \
    secret: { example: hidden, doc: A secret, audience: secret }\n      \
    internal: { example: hidden, doc: For the log, audience: internal }\n  \
    late: { status: 408, message: Too late }\n";

/// A workspace.
pub(crate) struct Scratch(tempfile::TempDir);

impl Scratch {
    pub(crate) fn new() -> Self {
        let scratch = Scratch(tempfile::tempdir().expect("a folder"));
        scratch.write("Cargo.toml", "[workspace]\n[workspace.metadata.errcat]\n");
        scratch.write("catalog/demo/api.yaml", API);
        scratch.write("catalog/demo/errors.yaml", ERRORS);
        let go = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/folder_target/go");
        real::copy(&go, &scratch.path("templates/go"));
        fs::create_dir(scratch.path("target")).expect("the folder for the record of the last run");
        scratch
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        real::write(self.0.path(), path, text);
    }

    pub(crate) fn append(&self, path: &str, text: &str) {
        self.write(path, &(self.read(path) + text));
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("it was there");
    }

    pub(crate) fn copy(&self, from: &str, to: &str) {
        real::copy(&self.path(from), &self.path(to));
    }

    /// Runs a command. Returns the exit code, the standard output and the standard error.
    pub(crate) fn outcome(&self, words: &str) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
        let output = command.args(words.split(' ')).current_dir(self.0.path()).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// Runs a command that must succeed. Returns the standard output.
    pub(crate) fn run(&self, words: &str) -> String {
        let (code, stdout, stderr) = self.outcome(words);
        assert_eq!(code, Some(0), "{words}: {stdout}{stderr}");
        stdout
    }

    pub(crate) fn gen_ok(&self) -> String {
        self.run("gen")
    }

    /// Runs a command that must fail. Returns both outputs.
    pub(crate) fn fail(&self, words: &str) -> String {
        let (code, stdout, stderr) = self.outcome(words);
        assert!(matches!(code, Some(1 | 2)), "{words}: {code:?} {stdout}{stderr}");
        stdout + &stderr
    }

    /// Returns the findings of `check` about targets, as `rule at path:line:column`.
    pub(crate) fn findings(&self) -> Vec<String> {
        let (_, stdout, stderr) = self.outcome("check --format json");
        let found: Vec<Json> = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}{stderr}"));
        let shown = |finding: &Json| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!("{} at {}:{}:{}", text("rule"), text("path"), finding["line"], finding["column"])
        };
        let is_of_target = |found: &String| {
            !found.starts_with("missing-file") || found.contains(" clients/") && self.exists("clients")
        };
        found.iter().map(shown).filter(is_of_target).collect()
    }
}
