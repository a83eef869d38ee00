//! Checks claims of `.github/SECURITY.md` and `.github/CONTRIBUTING.md`: each test that they name exists, and
//! `unsafe` is forbidden in every crate.

use std::fs;
use std::path::Path;

mod real;

use self::real::{entries, repository};

#[test]
fn every_named_test_exists() {
    let (security, contributing) = (named_tests("SECURITY.md"), named_tests("CONTRIBUTING.md"));
    assert!(security > 30, "only {security} tests are named");
    assert!(contributing > 15, "only {contributing} tests are named");
}

/// Checks the tests in the tables of a page, and returns their number.
fn named_tests(page: &str) -> usize {
    let folder = repository().join(".github");
    let page = fs::read_to_string(folder.join(page)).expect("the page");
    let mut named = 0;
    for row in page.lines().filter(|line| line.starts_with('|')) {
        let tests = row.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap_or_default();
        // `[file](path): `test`, `test`; [file](path): …`
        for link in tests.split("](").skip(1) {
            let (path, names) = link.split_once(')').expect("a link ends");
            let text =
                fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            for name in names.split('`').skip(1).step_by(2) {
                let starts = [format!("fn {name}("), format!("{name}`, async"), format!("\"{name}\", async")];
                let is_there = starts.iter().any(|start| text.contains(start));
                assert!(is_there, "{path} has no test `{name}`");
                named += 1;
            }
        }
    }
    named
}

#[test]
fn unsafe_is_forbidden_in_every_crate() {
    let root = repository();
    let manifest = |path: &Path| -> toml::Table {
        fs::read_to_string(path.join("Cargo.toml")).expect("a manifest").parse().expect("TOML")
    };
    let lints = &manifest(&root)["workspace"]["lints"]["rust"];
    assert_eq!(lints["unsafe_code"].as_str(), Some("forbid"));
    let crates =
        entries(&root.join("crates")).into_iter().chain([root.join("templates"), root.join("xtask")]);
    for path in crates {
        let lints =
            manifest(&path).remove("lints").unwrap_or_else(|| panic!("{} has no lints", path.display()));
        assert_eq!(lints["workspace"].as_bool(), Some(true), "{}", path.display());
    }
    // Those that are scaffolded elsewhere have no such workspace.
    let folder = real::workspace("");
    real::generate(folder.path());
    for path in entries(&folder.path().join("crates")) {
        let text = fs::read_to_string(path.join("src/lib.rs")).expect("a library");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{}", path.display());
    }
}
