//! APIs without findings that haven't changed aren't parsed and checked again: the last run stored their
//! models. Whatever an unchanged API depends on may change, and then every finding about it is reported, as
//! by a run that has nothing stored.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

use super::large::{self, append, edit, errcat, try_errcat};
use super::real::{self, write};

type Edit = fn(&Path);
type Spoil = fn(&[u8]) -> Vec<u8>;

const APIS: [&str; 3] = ["far", "many", "near"];

#[test]
fn only_what_changed_is_parsed_and_checked() {
    let folder = large::workspace();
    let root = folder.path();
    errcat("gen", root);
    let first = stored(root);
    edit(root, "catalog/near/near.yaml", "It is here", "It was here");
    errcat("gen", root);
    assert_eq!(newer(&first, &stored(root)), ["near"], "a message");

    let before = stored(root);
    append(root, "catalog/far/guides/advice.md", "\nMore advice.\n");
    errcat("gen", root);
    assert_eq!(newer(&before, &stored(root)), ["far"], "a guide's words");

    let before = stored(root);
    append(root, "catalog/far/wide.yaml", large::MORE);
    errcat("gen --accept-all", root);
    assert_eq!(newer(&before, &stored(root)), APIS, "a code, to which any text may link");

    let before = stored(root);
    edit(root, "Cargo.toml", "title = \"A\"", "title = \"A\"\nlints = { retry-without-wait = \"warn\" }");
    errcat("gen", root);
    assert_eq!(newer(&before, &stored(root)), APIS, "a lint");
}

#[test]
fn a_finding_about_an_unchanged_api_is_reported() {
    let findings: [(&str, Edit, &str); 5] = [
        (
            "a code away to which another API links",
            |root| edit(root, "catalog/far/wide.yaml", "  there:", "  where:"),
            "broken-link",
        ),
        (
            "a guide away to which another API links",
            |root| {
                edit(root, "catalog/far/wide.yaml", "It is there", "It is anywhere");
                fs::remove_file(root.join("catalog/far/guides/advice.md")).unwrap();
            },
            "broken-link",
        ),
        ("an API away", |root| fs::remove_dir_all(root.join("catalog/far")).unwrap(), "broken-link"),
        (
            "a lint",
            |root| edit(root, "Cargo.toml", "title = \"A\"", "title = \"A\"\nlints = { all = \"deny\" }"),
            "unexplained-member",
        ),
        (
            "another lock",
            |root| edit(root, "catalog/near/catalog.lock", "status: [400]", "status: [404]"),
            "changed-status",
        ),
    ];
    for (name, edit, rule) in findings {
        let folder = large::workspace();
        let root = folder.path();
        errcat("gen", root);
        edit(root);
        for _ in 0..2 {
            let output = try_errcat("gen", root);
            let printed = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success(), "{name}");
            assert!(printed.contains(&format!("[{rule}]")), "{name}: {printed}");
            // Without what is stored, it finds the same.
            fs::remove_dir_all(root.join("target/errcat")).unwrap_or_default();
        }
    }
}

#[test]
fn a_warning_about_an_unchanged_api_is_reported_each_time() {
    let folder = large::workspace();
    let root = folder.path();
    edit(root, "Cargo.toml", "title = \"A\"", "title = \"A\"\nlints = { unexplained-member = \"warn\" }");
    for run in 0..3 {
        edit_again(root, run);
        let printed = try_errcat("gen", root).stderr;
        assert!(String::from_utf8_lossy(&printed).contains("warning[unexplained-member]"), "run {run}");
        assert!(stored(root).is_empty(), "all three have one");
    }
}

#[test]
fn what_is_stored_is_used_only_as_it_was_stored() {
    let folder = large::workspace();
    let root = folder.path();
    errcat("gen", root);
    let path = "target/errcat/models/far";
    let spoil: [(&str, Spoil); 5] = [
        ("it was cut off", |bytes| bytes[..bytes.len() / 2].to_owned()),
        ("nothing is left", |_| Vec::new()),
        ("other names", |bytes| [b"0000", &bytes[4..]].concat()),
        ("another program", |bytes| [&bytes[..34], b"0000", &bytes[38..]].concat()),
        ("other bytes", |bytes| [&bytes[..68], &vec![0; bytes.len() - 68]].concat()),
    ];
    for (run, (name, spoil)) in spoil.into_iter().enumerate() {
        let bytes = fs::read(root.join(path)).expect("a model");
        fs::write(root.join(path), spoil(&bytes)).expect("it can be written");
        edit_again(root, run);
        errcat("gen", root);
        assert!(errcat("gen --check", root).contains("No drift in"), "{name}");
        assert_eq!(fs::read(root.join(path)).expect("a model"), bytes, "{name}: it is stored again");
    }
}

/// An API is compared with git, whether or not its model is stored.
#[test]
fn models_hide_no_change_since_the_base() {
    let cases: [(&str, Edit, &str, &str); 6] = [
        (
            "a lost lock",
            |root| {
                edit(root, "catalog/near/near.yaml", "status: 400", "status: 404");
                fs::remove_file(root.join("catalog/near/catalog.lock")).expect("a lock");
            },
            "gen",
            "changed-status lost-lock",
        ),
        (
            "a lost line",
            |root| {
                edit(root, "catalog/many/all.yaml", "one_7: { status: 400", "one_7: { status: 404");
                let lock = fs::read_to_string(root.join("catalog/many/catalog.lock")).expect("a lock");
                let kept: Vec<&str> = lock.lines().filter(|line| !line.starts_with("one_7:")).collect();
                write(root, "catalog/many/catalog.lock", &(kept.join("\n") + "\n"));
            },
            "gen",
            "changed-status lost-lock",
        ),
        (
            "a new name",
            |root| fs::rename(root.join("catalog/many"), root.join("catalog/more")).expect("it moves"),
            "gen",
            "renamed-api",
        ),
        (
            "a removed API",
            |root| {
                fs::remove_dir_all(root.join("catalog/near")).expect("an API");
                errcat("gen", root);
            },
            "check",
            "removed-code",
        ),
        (
            "a draft",
            |root| {
                append(root, "catalog/far/wide.yaml", large::MORE);
                errcat("gen", root);
                edit(root, "catalog/far/wide.yaml", large::MORE, "");
            },
            "gen",
            "",
        ),
        (
            "a lock that has accepted a change",
            |root| {
                edit(root, "catalog/near/near.yaml", "status: 400", "status: 404");
                errcat("gen --accept-all", root);
            },
            "check --base HEAD",
            "changed-status",
        ),
    ];
    for (name, edit, words, rules) in cases {
        let folder = large::workspace();
        let root = folder.path();
        write(root, ".gitignore", "/target\n/site\n/crates\n/clients\n");
        errcat("gen", root);
        git(root, "init -q");
        git(root, "add -A");
        git(root, "commit -q -m Published");
        edit(root);
        assert!(stored(root).len() >= 2, "{name}");
        let warm = found(&try_errcat(words, root));
        fs::remove_dir_all(root.join("target/errcat")).expect("stored models");
        let cold = found(&try_errcat(words, root));
        assert_eq!(warm, cold, "{name}");
        assert_eq!(warm, rules, "{name}");
    }
}

/// The rules of the findings, without duplicates.
fn found(output: &Output) -> String {
    let text = [&*output.stdout, &output.stderr].map(String::from_utf8_lossy).concat();
    let rule = |line: &str| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned());
    let rules = text.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning["));
    rules.filter_map(rule).collect::<BTreeSet<String>>().into_iter().collect::<Vec<_>>().join(" ")
}

fn git(root: &Path, words: &str) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(words.split(' '));
    real::run(command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1"), root);
}

#[test]
fn a_small_catalog_has_no_models() {
    let folder = large::workspace();
    let root = folder.path();
    fs::remove_dir_all(root.join("catalog/many")).unwrap();
    errcat("gen", root);
    assert!(stored(root).is_empty());
}

/// Another edit of an API that the others don't depend on.
fn edit_again(root: &Path, run: usize) {
    append(
        root,
        "catalog/near/near.yaml",
        &format!("    notes: [Run {run}]\n").repeat(usize::from(run == 0)),
    );
    if run > 0 {
        edit(root, "catalog/near/near.yaml", &format!("Run {}", run - 1), &format!("Run {run}"));
    }
}

/// The APIs whose models are stored, and when.
fn stored(root: &Path) -> Vec<(&'static str, SystemTime)> {
    let time = |api: &&'static str| {
        let metadata = fs::metadata(root.join(format!("target/errcat/models/{api}"))).ok()?;
        Some((*api, metadata.modified().expect("a time")))
    };
    APIS.iter().filter_map(time).collect()
}

fn newer(before: &[(&'static str, SystemTime)], after: &[(&'static str, SystemTime)]) -> Vec<&'static str> {
    after.iter().filter(|stored| !before.contains(stored)).map(|(api, _)| *api).collect()
}
