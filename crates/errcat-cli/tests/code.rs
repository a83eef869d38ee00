//! What `check` says of the code that uses the errors.

use std::fs;

use snapbox::cmd::{Command, cargo_bin};

const SETTINGS: &str = "\
[workspace]
[workspace.metadata.errcat]
lints = { never-raised = 'deny' }
[[workspace.metadata.errcat.code.literals]]
api = 'shop'
files = 'web/**/*.ts'
pattern = 'code: \"([^\"]+)\"'
";

const TABLE: &str = "\
title: Orders
status: none
errors:
  order_gone: { message: Gone }
  order_late: { message: Late, reserved: The courier raises it }
  order_old: { message: Old, retired: Since 2.0, use: order_gone }
";

/// The rules and places of what `check` finds in a workspace with these files.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let all = [
        ("Cargo.toml", SETTINGS),
        ("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n"),
        ("catalog/shop/orders.yaml", TABLE),
    ];
    for (path, text) in all.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let errcat = |words: &[&str]| {
        Command::new(cargo_bin("errcat"))
            .args(words)
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    };
    assert!(errcat(&["gen"]).status.success());
    let told = String::from_utf8(errcat(&["check", "--format", "github"]).stdout).unwrap();
    told.lines().map(str::to_owned).collect()
}

#[track_caller]
fn assert_found(files: &[(&str, &str)], expected: &[[&str; 2]]) {
    let found = findings(files);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (line, words) in found.iter().zip(expected) {
        assert!(words.iter().all(|word| line.contains(word)), "{line}");
    }
}

const RAISED: (&str, &str) = ("src/lib.rs", "fn f() -> E { shop::orders::Error::OrderGone }\n");

#[test]
fn an_error_that_nothing_raises_is_found() {
    assert_found(&[RAISED], &[]);
    assert_found(&[], &[["never-raised", "orders.yaml,line=4"]]);
    let test = ("tests/api.rs", RAISED.1);
    assert_found(&[test], &[["never-raised", "orders.yaml,line=4"]]);
    let ignored = [(".gitignore", "/src\n"), RAISED];
    assert_found(&ignored, &[["never-raised", "orders.yaml,line=4"]]);
    assert_found(&[("web/a.ts", "{ code: \"order_gone\" }")], &[]);
}

#[test]
fn a_silence_that_is_no_longer_needed_is_found() {
    let late = ("src/late.rs", "fn f() -> E { shop::orders::Error::OrderLate }\n");
    assert_found(&[RAISED, late], &[["needless-reserved", "orders.yaml,line=5"]]);
}

#[test]
fn a_retired_code_that_is_raised_is_found() {
    let old = ("src/old.rs", "\nfn f() -> E { shop::orders::Error::OrderOld }\n");
    assert_found(&[RAISED, old], &[["retired-raised", "src/old.rs,line=2"]]);
}

#[test]
fn a_literal_that_is_no_code_is_found() {
    let web = ("web/a/b.ts", "\nthrow { code: \"order_gon\" }");
    assert_found(&[RAISED, web], &[["undocumented-code", "web/a/b.ts,line=2"]]);
}
