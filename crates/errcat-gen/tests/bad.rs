//! Every rule is broken by an input in `tests/bad/`, and what the author is then told stands beside it in `expected.txt`.
//!
//! A folder is named after its rule, with a suffix where a rule has several cases, and holds the files of one API. Where it
//! has no `api.yaml`, that of `tests/bad/` is taken. `ERRCAT_BLESS=1` writes what is expected anew: read it before you
//! commit it, for line, column, caret, label, message and mend are what an author has to go by.

mod catalog;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errcat_gen::rules::Rule;
use errcat_gen::{Report, generate, report};
use similar::TextDiff;

/// Rules whose input can't be a file in git, or that aren't the catalog's, and where they are tested.
const ELSEWHERE: &[(Rule, &str)] = &[
    (Rule::TooLarge, "tests/limits.rs: a file of over 64 MiB"),
    (Rule::Template, "tests/generated.rs: a catalog is fine when its templates are read"),
    (Rule::NeverRaised, "errcat-cli, tests/code.rs: the core is given code only by its callers"),
    (Rule::NeedlessReserved, "errcat-cli, tests/code.rs, likewise"),
    (Rule::RetiredRaised, "errcat-cli, tests/code.rs, likewise"),
    (Rule::UndocumentedCode, "errcat-cli, tests/code.rs, likewise"),
    (Rule::UnknownApi, "errcat-cli, tests/sources.rs: the core never sees Cargo.toml"),
    (Rule::MissingSource, "errcat-gen, src/sources/tests.rs: the core is given code only by its callers"),
    (Rule::MissingLines, "errcat-gen, src/sources/tests.rs, likewise"),
    (Rule::MovedSource, "errcat-gen, src/sources/tests.rs, likewise"),
    (Rule::ChangedSource, "errcat-gen, src/sources/tests.rs, likewise"),
    (Rule::StaleFile, "errcat-cli, tests/write.rs: the core never sees what is on the disk"),
    (Rule::MissingFile, "errcat-cli, tests/write.rs, likewise"),
    (Rule::OrphanedFile, "errcat-cli, tests/write.rs, likewise"),
    (Rule::HandMadeFile, "errcat-cli, tests/write.rs, likewise"),
];

/// Rules on a file or a folder as a whole, whose place is the beginning of a file.
const WHOLE_FILE: &[Rule] = &[
    Rule::FileExtension,
    Rule::StrayFile,
    Rule::MissingApiFile,
    Rule::MissingKey,
    Rule::InvalidName,
    Rule::RustKeyword,
    Rule::VariantCollision,
    Rule::UrlCollision,
    Rule::GuideTitle,
    Rule::RemovedCode,
];

#[test]
fn every_finding_is_as_expected() {
    let cases = catalog::folders("bad");
    let failures: Vec<String> = cases.iter().filter_map(|folder| failure(folder)).collect();
    assert!(failures.is_empty(), "{}\nERRCAT_BLESS=1 accepts what is found", failures.join("\n"));
}

#[test]
fn every_rule_is_broken_by_a_folder() {
    let broken: BTreeSet<Rule> = catalog::folders("bad").iter().filter_map(|folder| rule(folder)).collect();
    let elsewhere: BTreeSet<Rule> = ELSEWHERE.iter().map(|(rule, _)| *rule).collect();
    for rule in Rule::ALL {
        let here = broken.contains(rule);
        assert_ne!(
            here,
            elsewhere.contains(rule),
            "{}: add a folder to tests/bad, or say where it is tested",
            rule.name()
        );
    }
}

#[test]
fn five_mistakes_in_four_files_come_in_one_run_sorted_by_place() {
    let folder = catalog::folders("bad").into_iter().find(|folder| catalog::name(folder) == "five-at-once");
    let report = run(&folder.expect("tests/bad/five-at-once"));
    let findings = report.findings.sorted(&report.sources);
    let place = |finding: &&errcat_gen::finding::Finding| {
        (report.sources.file(finding.span.file).path.clone(), report.sources.position(finding.span))
    };
    let found: Vec<&str> = findings.iter().map(|finding| finding.rule.name()).collect();
    assert_eq!(
        found,
        ["unknown-kind", "undeclared-param", "unknown-key", "missing-key", "broken-link", "invalid-status"]
    );
    assert!(findings.iter().map(place).is_sorted());
}

/// Windows could not check out a fixture of such a name.
#[test]
fn files_and_folders_that_windows_keeps_for_devices() {
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
    assert!(findings.iter().all(|finding| finding.rule == Rule::DeviceName));
    let places = findings.iter().map(|finding| report.sources.file(finding.span.file).path.as_str());
    let expected = ["catalog/aux/api.yaml", "catalog/demo/con.yaml", "catalog/demo/guides/lpt1.md"];
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

fn run(folder: &Path) -> Report {
    let default = folder.with_file_name("api.yaml");
    let needs_none = rule(folder) == Some(Rule::MissingApiFile);
    let inputs = catalog::fixture(folder, (!needs_none).then_some(&default));
    generate(&inputs).err().unwrap_or_default()
}

/// The rule that a folder is named after.
fn rule(folder: &Path) -> Option<Rule> {
    let name = catalog::name(folder);
    let named = |rule: &&Rule| {
        name.strip_prefix(rule.name()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    Rule::ALL.iter().filter(named).max_by_key(|rule| rule.name().len()).copied()
}

fn failure(folder: &Path) -> Option<String> {
    let name = catalog::name(folder);
    let report = run(folder);
    if let Some(rule) = rule(folder)
        && !report.findings.sorted(&report.sources).iter().any(|finding| finding.rule == rule)
    {
        return Some(format!("{name}: nothing is found by the rule that it is named after"));
    }
    let found = report::human(&report, false);
    let difference = difference(folder, &found);
    misplaced(&report).map(|finding| format!("{name}: {finding}\n{found}")).or(difference)
}

/// A finding whose place isn't one that an author could be sent to.
fn misplaced(report: &Report) -> Option<String> {
    report.findings.sorted(&report.sources).into_iter().find_map(|finding| {
        let rule = finding.rule;
        let places = std::iter::once(finding.span).chain(finding.related.iter().map(|(span, _)| *span));
        for span in places {
            let text = &report.sources.file(span.file).text;
            if text.get(span.start as usize..span.end as usize).is_none() {
                return Some(format!("{} lies outside of its file: {span}", rule.name()));
            }
        }
        let at_start = finding.span.start == 0 && !WHOLE_FILE.contains(&rule);
        at_start.then(|| format!("{} lies at the start of its file", rule.name()))
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
