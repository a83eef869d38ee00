//! Tests with catalogs in the shapes of real ones: telephony with numeric codes, a database, a query engine,
//! cloud APIs, JSON:API, GraphQL, JSON-RPC, problem details, validation, a linter, a command-line tool.
//!
//! Each folder in `tests/families/` is an API without findings. Its `mistakes.txt` has typical mistakes, and
//! `responses.txt` responses as real servers send them. `expected.txt` has the path of each error's page, the
//! findings of the mistakes, and what a client decodes from each response and a server would send for it. Set
//! `ERRCAT_BLESS=1` to accept changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use errcat_catalog::{InputFile, report};
use errcat_cli::pipeline::{Inputs, read};

mod catalog;
mod real;

/// The file with the responses of a family.
const RESPONSES: &str = "responses.txt";
/// The file with mistakes, one per line: `FILE: TEXT => REPLACEMENT`.
const MISTAKES: &str = "mistakes.txt";
/// The maximum number of lines in the catalog of a family. Each shows a few concepts.
const MAX_LINES: usize = 39;
/// The minimum number of errors in the catalog of a family.
const MIN_ERRORS: usize = 5;

#[test]
fn families_are_expressed_checked_and_decoded() {
    let families = folders();
    assert!(families.len() >= 14, "only {} families", families.len());
    let mut expected: BTreeMap<&Path, String> = BTreeMap::new();
    for family in &families {
        let inputs = inputs(family);
        let lines: usize = inputs.files.iter().map(|file| text(file).lines().count()).sum();
        assert!(lines <= MAX_LINES, "{}: {lines} lines", family.display());
        match read(&inputs) {
            Ok(checked) if checked.warnings.is_empty() => {
                let errors = || checked.catalog.apis.iter().flat_map(|api| &api.codes);
                assert!(errors().count() >= MIN_ERRORS, "{}", family.display());
                let pages: String = errors().map(|code| format!("page {}\n", code.address)).collect();
                expected.insert(family, format!("{pages}\n"));
            }
            Ok(checked) => panic!(
                "{}",
                report::human(
                    &errcat_catalog::Report { findings: checked.warnings, sources: checked.sources },
                    false
                )
            ),
            Err(found) => panic!("{}", report::human(&found, false)),
        }
        expected.get_mut(family.as_path()).expect("a family").push_str(&mistakes(family, &inputs));
    }
    for (family, decoded) in decode(&families) {
        expected.get_mut(family).expect("a family").push_str(&decoded);
    }
    let mut changed = Vec::new();
    for (family, text) in expected {
        let path = family.join("expected.txt");
        if fs::read_to_string(&path).unwrap_or_default() != text {
            changed.push(format!("{}:\n{text}", path.display()));
            if std::env::var_os("ERRCAT_BLESS").is_some() {
                fs::write(path, text).expect("it can be written");
            }
        }
    }
    assert!(changed.is_empty(), "{}\nset ERRCAT_BLESS=1 to accept the changes", changed.join("\n"));
}

/// Returns the findings of each mistake.
fn mistakes(family: &Path, inputs: &Inputs) -> String {
    let mistakes = fs::read_to_string(family.join(MISTAKES)).expect("mistakes");
    let mut shown = String::new();
    for line in mistakes.lines() {
        let (name, edit) = line.split_once(": ").expect("FILE: TEXT => REPLACEMENT");
        let (from, to) = edit.split_once(" => ").expect("FILE: TEXT => REPLACEMENT");
        let change = |file: &InputFile| match file.path.ends_with(&format!("/{name}")) {
            true => {
                assert!(text(file).contains(from), "{}: no `{from}`", file.path);
                InputFile { bytes: text(file).replacen(from, to, 1).into_bytes(), ..file.clone() }
            }
            false => file.clone(),
        };
        let findings = match read(&catalog::inputs(inputs.files.iter().map(change))) {
            Err(found) => found,
            Ok(checked) => errcat_catalog::Report { findings: checked.warnings, sources: checked.sources },
        };
        let human = report::human(&findings, false);
        assert!(human.contains('['), "no finding: {line}");
        shown.push_str(&format!("# {line}\n{human}\n"));
    }
    shown
}

/// Returns what clients decode from the responses of each family: a program with the generated crate of all
/// families prints it.
fn decode(families: &[PathBuf]) -> BTreeMap<&Path, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    real::write(root, "Cargo.toml", &real::manifest(""));
    // Use the same versions, which are downloaded already.
    fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    for family in families {
        for file in inputs(family).files {
            real::write(root, &file.path.replace("/demo/", &format!("/{}/", name(family))), text(&file));
        }
    }
    real::write(
        root,
        "crates/probe/Cargo.toml",
        "[package]\nname = \"probe\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         api-errors = { path = \"../api-errors\", features = [\"xml\"] }\nerrcat = { version = \"*\", features = [\"xml\"] }\n",
    );
    let with_responses = || families.iter().filter(|family| family.join(RESPONSES).exists());
    let calls: String = with_responses()
        .map(|family| {
            let path = family.join(RESPONSES).display().to_string();
            format!("    show::<api_errors::{0}::Error>({0:?}, include_str!({path:?}));\n", name(family))
        })
        .collect();
    let program = include_str!("families/probe.rs").replace("    // The families.\n", &calls);
    real::write(root, "crates/probe/src/main.rs", &program);
    real::generate(root);
    let output = real::cargo(&["run", "-q", "-p", "probe"], root);
    let mut decoded = BTreeMap::new();
    for part in output.split("=== ").skip(1) {
        let (of, text) = part.split_once('\n').expect("a line");
        let family = families.iter().find(|family| name(family) == of).expect("a family");
        decoded.insert(family.as_path(), text.to_owned());
    }
    assert_eq!(decoded.len(), with_responses().count());
    decoded
}

fn folders() -> Vec<PathBuf> {
    let all = real::entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/families"));
    all.into_iter().filter(|path| path.is_dir()).collect()
}

fn name(family: &Path) -> &str {
    family.file_name().and_then(|name| name.to_str()).expect("a plain name")
}

/// Returns the catalog of a family.
fn inputs(family: &Path) -> Inputs {
    let files = catalog::fixture(family, None).files;
    catalog::inputs(files.into_iter().filter(|file| file.path.ends_with(".yaml")))
}

fn text(file: &InputFile) -> &str {
    std::str::from_utf8(&file.bytes).expect("UTF-8")
}
