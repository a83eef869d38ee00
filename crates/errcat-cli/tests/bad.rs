//! Tests of all rules: each is broken by an input in `tests/bad/`, and the expected report is in its
//! `expected.txt`.
//!
//! A folder is named after its rule, with a suffix if there are several cases, and contains the files of one
//! API. If it has no `api.yaml`, that of `tests/bad/` is used. `ERRCAT_BLESS=1` rewrites the expected
//! reports. Read them before you commit: location, label, message and help are all that authors have to find
//! and fix a mistake.

mod catalog;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errcat_catalog::finding::Rule;
use errcat_catalog::{Report, report};
use errcat_cli::pipeline::generate;
use errcat_cli::rules;
use similar::TextDiff;

/// Rules whose input can't be a file in git, or that aren't rules of the catalog, and where they are tested.
const ELSEWHERE: &[(&str, &str)] = &[
    ("too-large", "tests/limits.rs: a file of over 64 MiB"),
    ("template", "tests/generated.rs: templates are read after the catalog"),
    ("never-raised", "errcat-cli, tests/code.rs: callers pass the code"),
    ("missing-fallback", "errcat-cli, tests/code.rs, likewise"),
    ("needless-reserved", "errcat-cli, tests/code.rs, likewise"),
    ("retired-raised", "errcat-cli, tests/code.rs, likewise"),
    ("undocumented-code", "errcat-cli, tests/code.rs, likewise"),
    ("renamed-dependency", "errcat-cli, tests/code.rs, likewise"),
    ("no-response", "errcat-cli, tests/code.rs, likewise"),
    ("unknown-api", "errcat-cli, tests/sources.rs: the core never sees Cargo.toml"),
    ("unknown-target", "errcat-cli, tests/folder_target, likewise"),
    ("unused-setting", "errcat-cli, tests/no_effect.rs, likewise"),
    ("detached-crate", "errcat-cli, tests/cli.rs, likewise"),
    ("detached-module", "errcat-cli, tests/module, likewise"),
    ("renamed-crate", "errcat-cli, tests/cli.rs, likewise"),
    ("target-manifest", "errcat-cli, tests/folder_target: it is a rule on templates"),
    ("unused-template", "errcat-cli, tests/folder_target, likewise"),
    ("unsafe-output", "errcat-cli, tests/folder_target, likewise"),
    ("output-collision", "errcat-cli, tests/folder_target, likewise"),
    ("missing-source", "errcat-drift, src/sources/tests.rs: callers pass the code"),
    ("missing-lines", "errcat-drift, src/sources/tests.rs, likewise"),
    ("moved-source", "errcat-drift, src/sources/tests.rs, likewise"),
    ("changed-source", "errcat-drift, src/sources/tests.rs, likewise"),
    ("lost-lock", "errcat-cli, tests/published: the core never sees git"),
    ("version-too-low", "errcat-cli, tests/published/versions.rs, likewise"),
    ("abandoned-folder", "errcat-cli, tests/module, likewise"),
    ("stale-file", "errcat-cli, tests/write.rs: the core never sees what is on the disk"),
    ("missing-file", "errcat-cli, tests/write.rs, likewise"),
    ("orphaned-file", "errcat-cli, tests/write.rs, likewise"),
    ("hand-made-file", "errcat-cli, tests/write.rs, likewise"),
    ("edited-orphan", "errcat-cli, tests/write.rs, likewise"),
    ("unlisted-file", "errcat-cli, tests/write.rs, likewise"),
    ("unsafe-manifest", "errcat-cli, tests/write.rs, likewise"),
];

/// Rules on a whole file or folder, whose findings are at the start of a file.
const WHOLE_FILE: &[&str] = &[
    "file-extension",
    "stray-file",
    "missing-api-file",
    "missing-key",
    "invalid-name",
    "rust-keyword",
    "variant-collision",
    "url-collision",
    "guide-title",
    "removed-code",
    "renamed-api",
];

#[test]
fn every_finding_is_as_expected() {
    let cases = catalog::folders("bad");
    let failures: Vec<String> = cases.iter().filter_map(|folder| failure(folder)).collect();
    assert!(failures.is_empty(), "{}\nset ERRCAT_BLESS=1 to accept the changes", failures.join("\n"));
}

#[test]
fn every_rule_has_a_fixture_that_breaks_it() {
    let broken: BTreeSet<&str> =
        catalog::folders("bad").iter().filter_map(|folder| rule(folder)).map(|rule| rule.name).collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(rule, _)| *rule).collect();
    for rule in rules::all() {
        let here = broken.contains(rule.name);
        assert_ne!(
            here,
            elsewhere.contains(rule.name),
            "{}: add a folder to tests/bad, or add it to ELSEWHERE",
            rule.name
        );
    }
}

#[test]
fn one_run_reports_all_mistakes_sorted_by_location() {
    let folder = catalog::folders("bad").into_iter().find(|folder| catalog::name(folder) == "five-at-once");
    let report = run(&folder.expect("tests/bad/five-at-once"));
    let findings = report.findings.sorted(&report.sources);
    let place = |finding: &&errcat_catalog::finding::Finding| {
        (report.sources.file(finding.span.file).path.clone(), report.sources.position(finding.span))
    };
    let found: Vec<&str> = findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(
        found,
        ["unknown-kind", "undeclared-param", "unknown-key", "missing-key", "broken-link", "invalid-status"]
    );
    assert!(findings.iter().map(place).is_sorted());
}

/// Not a fixture, because Windows couldn't check it out.
#[test]
fn names_of_windows_devices_are_rejected() {
    let api = "title: Demo\nsummary: An API.\n";
    let files = [
        ("aux/api.yaml", api),
        ("demo/api.yaml", api),
        ("demo/con.yaml", "title: Connections\n"),
        ("demo/guides/lpt1.md", "# Printing\n"),
    ];
    let inputs = catalog::inputs(files.map(|(path, text)| catalog::file(path, text)));
    let report = generate(&inputs).expect_err("findings");
    let findings = report.findings.sorted(&report.sources);
    assert!(findings.iter().all(|finding| finding.rule.name == "device-name"));
    let places = findings.iter().map(|finding| report.sources.file(finding.span.file).path.as_str());
    let expected = ["catalog/aux/api.yaml", "catalog/demo/con.yaml", "catalog/demo/guides/lpt1.md"];
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

fn run(folder: &Path) -> Report {
    let default = folder.with_file_name("api.yaml");
    let needs_none = rule(folder).is_some_and(|rule| rule.name == "missing-api-file");
    let inputs = catalog::fixture(folder, (!needs_none).then_some(&default));
    generate(&inputs).err().unwrap_or_default()
}

/// Returns the rule that a folder is named after.
fn rule(folder: &Path) -> Option<&'static Rule> {
    let name = catalog::name(folder);
    let named = |rule: &&'static Rule| {
        name.strip_prefix(rule.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    rules::all().filter(named).max_by_key(|rule| rule.name.len())
}

fn failure(folder: &Path) -> Option<String> {
    let name = catalog::name(folder);
    let report = run(folder);
    if let Some(rule) = rule(folder)
        && !report.findings.sorted(&report.sources).iter().any(|finding| finding.rule == rule)
    {
        return Some(format!("{name}: no finding of the rule that it is named after"));
    }
    let found = report::human(&report, false);
    let difference = difference(folder, &found);
    misplaced(&report).map(|finding| format!("{name}: {finding}\n{found}")).or(difference)
}

/// Describes a finding whose location is outside of its file, or at the start without reason.
fn misplaced(report: &Report) -> Option<String> {
    report.findings.sorted(&report.sources).into_iter().find_map(|finding| {
        let rule = finding.rule;
        let places = std::iter::once(finding.span).chain(finding.related.iter().map(|(span, _)| *span));
        for span in places {
            let text = &report.sources.file(span.file).text;
            if text.get(span.start as usize..span.end as usize).is_none() {
                return Some(format!("{} is outside of its file: {span}", rule.name));
            }
        }
        let at_start = finding.span.start == 0 && !WHOLE_FILE.contains(&rule.name);
        at_start.then(|| format!("{} is at the start of its file", rule.name))
    })
}

fn difference(folder: &Path, found: &str) -> Option<String> {
    let path: PathBuf = folder.join("expected.txt");
    if std::env::var_os("ERRCAT_BLESS").is_some() {
        fs::write(&path, found).expect("a writable folder");
        return None;
    }
    // A checkout may have CRLF.
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let diff = TextDiff::from_lines(expected.as_str(), found);
    let path = path.display().to_string();
    (expected != found).then(|| diff.unified_diff().header(&path, "found").to_string())
}
