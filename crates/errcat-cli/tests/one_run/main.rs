//! Tests that one run reports everything, and nothing that is only a consequence of another finding.
//!
//! The inputs are made from valid ones: `tests/good/everything`, which contains every key of the language,
//! with each of its values replaced by values of other types and by misspelled words, one at a time and in
//! pairs; and `tests/bad`, with a second mistake next to the first.

#[path = "../catalog/mod.rs"]
mod catalog;
mod edit;
mod run;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use self::edit::{Value, values};
use self::run::{Found, check};

/// Values of the wrong type for nearly every key.
const WRONG: &[&str] = &["[[]]", "{ x: z }", "\"\"", "nowhere", "4.5", "[x, [], 1]"];

/// The rules on the shape of values.
const SHAPE: &[&str] =
    &["unknown-key", "wrong-type", "missing-key", "empty-text", "ambiguous-text", "duplicate-key"];

/// A value of the wrong type is one mistake, so that all findings are inside of it.
#[test]
fn a_value_of_the_wrong_type_has_no_consequences() {
    let inputs = everything();
    assert_eq!(check(&inputs), [], "the valid input");
    let mut count = 0;
    let mut consequences = Vec::new();
    for (file, value) in values(&inputs) {
        // A map without the keys of another isn't of the wrong type.
        for wrong in WRONG.iter().filter(|wrong| !(value.is_map && wrong.starts_with('{'))) {
            let edited = value.replace(&inputs, file, wrong);
            let found = check(&edited);
            let place = value.start..value.start + wrong.len();
            let (inside, outside): (Vec<&Found>, Vec<&Found>) =
                found.iter().partition(|finding| finding.is_inside(&edited[file].path, &place));
            if inside.iter().any(|finding| SHAPE.contains(&finding.rule.as_str())) {
                count += 1;
                let consequence = |finding: &&Found| format!("{} = {wrong}: {finding:?}", value.path);
                consequences.extend(outside.iter().map(consequence));
            }
        }
    }
    assert!(count > 400, "only {count} values of the wrong type");
    assert_eq!(consequences, [""; 0], "{} consequences", consequences.len());
}

/// A misspelled word is one mistake too.
#[test]
fn a_misspelled_word_has_no_consequences() {
    let inputs = everything();
    let mut rules = BTreeSet::new();
    let mut consequences = Vec::new();
    for (file, value) in values(&inputs).into_iter().filter(|(_, value)| value.is_word) {
        for misspelled in [format!("{}x", value.text), "nothing_like_it".to_owned()] {
            let edited = value.replace(&inputs, file, &misspelled);
            let place = value.start..value.start + misspelled.len();
            let (inside, outside): (Vec<Found>, Vec<Found>) =
                check(&edited).into_iter().partition(|finding| finding.is_inside(&edited[file].path, &place));
            if !inside.is_empty() {
                let consequence = |finding: &Found| format!("{} = {misspelled}: {finding:?}", value.path);
                consequences.extend(outside.iter().map(consequence));
            }
            rules.extend(inside.into_iter().map(|finding| finding.rule));
        }
    }
    assert!(rules.len() > 12, "only {rules:?}");
    assert_eq!(consequences, [""; 0], "{} consequences", consequences.len());
}

/// A misspelled key is one mistake too. If the key is required, it is also missing.
#[test]
fn a_misspelled_key_has_no_consequences() {
    let inputs = everything();
    let mut count = 0;
    let mut consequences = Vec::new();
    for (file, value) in values(&inputs) {
        let Some(key) = value.key.as_ref().filter(|key| key.is_of_language) else { continue };
        let misspelled = format!("{}x", key.text);
        let edited = key.replace(&inputs, file, &misspelled);
        let place = key.start..key.start + misspelled.len();
        let found = check(&edited);
        let (inside, outside): (Vec<&Found>, Vec<&Found>) =
            found.iter().partition(|finding| finding.is_inside(&edited[file].path, &place));
        assert_eq!(inside.len(), 1, "{}: {found:?}", value.path);
        count += 1;
        consequences.extend(outside.iter().map(|finding| format!("{}: {finding:?}", value.path)));
    }
    assert!(count > 90, "only {count} keys");
    assert_eq!(consequences, [""; 0], "{} consequences", consequences.len());
}

/// Two wrong values in one entry are both reported, wherever they are.
#[test]
fn no_wrong_value_hides_another() {
    let inputs = everything();
    let all = values(&inputs);
    let broken = |file: usize, values: &[&Value]| {
        let mut edited = inputs.clone();
        // From the last to the first, so that the places of the others stay the same.
        let mut values = values.to_vec();
        values.sort_by_key(|value| std::cmp::Reverse(value.start));
        values.iter().for_each(|value| edited = value.replace(&edited, file, "[[]]"));
        check(&edited).into_iter().map(|finding| (finding.rule, finding.message)).collect::<Vec<_>>()
    };
    // A body and an example may be any data.
    let all: Vec<(usize, Value)> = all.into_iter().filter(|(_, value)| !value.is_data).collect();
    let alone: Vec<Vec<(String, String)>> = all.iter().map(|(file, value)| broken(*file, &[value])).collect();
    let mut count = 0;
    let mut hidden = Vec::new();
    for (at, (file, one)) in all.iter().enumerate() {
        for (other_at, (_, other)) in all.iter().enumerate().skip(at + 1) {
            let is_pair = one.entry == other.entry && !one.contains(other) && !other.contains(one);
            if all[other_at].0 != *file || !is_pair || alone[at].is_empty() || alone[other_at].is_empty() {
                continue;
            }
            count += 1;
            let mut both = broken(*file, &[one, other]);
            for finding in alone[at].iter().chain(&alone[other_at]) {
                match both.iter().position(|found| found == finding) {
                    Some(found) => drop(both.swap_remove(found)),
                    None => hidden.push(format!("{} and {}: {finding:?}", one.path, other.path)),
                }
            }
        }
    }
    assert!(count > 1_000, "only {count} pairs");
    assert_eq!(hidden, [""; 0], "{} hidden findings", hidden.len());
}

/// A value of the wrong type next to any other mistake hides nothing.
#[test]
fn no_wrong_value_hides_the_finding_of_a_rule() {
    let mut count = 0;
    let mut hidden = Vec::new();
    for folder in catalog::folders("bad") {
        let inputs = catalog::fixture(&folder, Some(&folder.with_file_name("api.yaml"))).files;
        // Whether an `allow` is needed isn't known while its error has other mistakes.
        let found = check(&inputs).into_iter().filter(|finding| finding.rule != "needless-allow");
        for finding in found {
            let Some(edited) = edit::with_wrong_severity(&inputs, &finding) else { continue };
            count += 1;
            let found = check(&edited);
            let is_same = |other: &Found| (&other.rule, &other.message) == (&finding.rule, &finding.message);
            if !found.iter().any(is_same) {
                hidden.push(format!("{}: {finding:?}", catalog::name(&folder)));
            }
            let is_severity = |finding: &Found| finding.message.ends_with("found `Fatal`");
            assert!(found.iter().any(is_severity), "{}: {found:?}", catalog::name(&folder));
        }
    }
    assert!(count > 50, "only {count} findings");
    assert_eq!(hidden, [""; 0], "{} hidden findings", hidden.len());
}

/// The lock of an API is compared even if another API has mistakes.
#[test]
fn the_mistakes_of_an_api_dont_hide_those_of_another() {
    let folder = catalog::folders("bad").into_iter().find(|folder| catalog::name(folder) == "changed-status");
    let folder = folder.expect("tests/bad/changed-status");
    let mut inputs = catalog::fixture(&folder, Some(&folder.with_file_name("api.yaml")));
    inputs
        .files
        .insert(0, catalog::file("broken/api.yaml", "title: Broken\nsumary: It is broken.\nstatus: 404\n"));
    let report = errcat_cli::pipeline::generate(&inputs).expect_err("findings");
    let rules: BTreeSet<&str> =
        report.findings.sorted(&report.sources).iter().map(|found| found.rule.name).collect();
    assert_eq!(rules, BTreeSet::from(["unknown-key", "changed-status"]));
}

/// A file that isn't YAML hides only what refers to it.
#[test]
fn a_syntax_error_doesnt_hide_the_findings_of_other_files() {
    const API: &str = "title: Demo\nsummary: A demo.\nsumary: Twice.\n";
    const TABLE: &str =
        "title: Errors\nerrors:\n  gone: { status: 4100, message: \"Gone: {id}\", use: other }\n";
    const GUIDE: &str = "Not a title\n";
    let files = [("api.yaml", API), ("errors.yaml", TABLE), ("guides/retries.md", GUIDE)];
    let rules_with = |broken: &str| -> BTreeSet<&str> {
        let others = files.iter().filter(|(path, _)| *path != broken);
        let others = others.map(|(path, text)| catalog::file(&format!("demo/{path}"), *text));
        let broken = catalog::file(&format!("demo/{broken}"), "title: Broken: it is\n");
        let report = errcat_cli::pipeline::generate(&catalog::inputs(others.chain([broken])));
        let report = report.expect_err("findings");
        report.findings.sorted(&report.sources).iter().map(|found| found.rule.name).collect()
    };
    let of_table = ["invalid-status", "undeclared-param", "needless-successor"];
    for (broken, expected) in [
        ("api.yaml", [&of_table[..], &["guide-title"]].concat()),
        ("errors.yaml", vec!["unknown-key", "guide-title"]),
        ("more.yaml", [&of_table[..], &["unknown-key", "guide-title"]].concat()),
    ] {
        let expected: BTreeSet<&str> = expected.into_iter().chain(["syntax"]).collect();
        assert_eq!(rules_with(broken), expected, "{broken}");
    }
}

/// Settings, templates and crates are checked even if the catalog has mistakes.
#[test]
fn mistakes_in_the_catalog_dont_hide_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be created");
        fs::write(path, text).expect("it can be written");
    };
    write("Cargo.toml", "[workspace.metadata.errcat]\nsources = { shp = '../shop' }\n");
    write("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n");
    write(
        "catalog/shop/orders.yaml",
        "title: Orders\nerrors: { gone: { status: 410, severity: Fatal, message: Gone } }\n",
    );
    write("templates/site/eror.html", "");
    write("crates/api-errors/src/lib.rs", "");
    write("crates/api-errors/Cargo.toml", "[package]\nname = 'shop-errors'\n");
    let check = Command::new(env!("CARGO_BIN_EXE_errcat")).arg("check").current_dir(folder.path()).output();
    let check = check.expect("it runs");
    let printed = String::from_utf8([check.stdout, check.stderr].concat()).expect("a text");
    for rule in ["unknown-api", "wrong-type", "detached-crate", "renamed-crate", "unused-template"] {
        assert!(printed.contains(&format!("[{rule}]")), "{rule}:\n{printed}");
    }
}

fn everything() -> Vec<errcat_catalog::InputFile> {
    let folder = catalog::folders("good").into_iter().find(|folder| catalog::name(folder) == "everything");
    catalog::fixture(&folder.expect("tests/good/everything"), None).files
}
