//! Tests incremental generation: in a large catalog, `gen` generates only APIs that have changed, or that
//! refer to something that has. After each edit, `gen --check`, which always generates everything, finds no
//! drift.

#[path = "../real/mod.rs"]
mod real;

mod large;
mod models;
mod pages;

use std::fs;
use std::path::Path;

use self::large::{MORE, append, edit, errcat, try_errcat};
use self::real::write;

const MARKDOWN: &str = "[workspace.metadata.errcat.markdown]\nfolder = \"pages\"\nflavor = \"mdbook\"\n";

/// An edit, and how many of the three APIs needn't be made again after it.
type Edit = (&'static str, fn(&Path), usize);

const EDITS: &[Edit] = &[
    ("a message of one API", |root| edit(root, "catalog/near/near.yaml", "It is here", "It was here"), 2),
    (
        "a message of the other API",
        |root| edit(root, "catalog/far/wide.yaml", "It is there", "It was there"),
        2,
    ),
    ("a new code", |root| append(root, "catalog/far/wide.yaml", MORE), 1),
    ("a guide's text", |root| append(root, "catalog/far/guides/advice.md", "\nMore advice.\n"), 2),
    (
        "a guide's title, which links show",
        |root| edit(root, "catalog/far/guides/advice.md", "# Advice", "# Help"),
        1,
    ),
    (
        "a table's title, which links show",
        |root| edit(root, "catalog/far/wide.yaml", "title: Wide", "title: Far"),
        1,
    ),
    ("an API's title", |root| edit(root, "catalog/far/api.yaml", "title: Far", "title: Further"), 1),
    (
        "the URL at which an API is published",
        |root| edit(root, "catalog/far/api.yaml", "errors.example", "docs.example"),
        0,
    ),
    ("the owner of an API", |root| append(root, "catalog/far/api.yaml", "owner: Team Far\n"), 2),
    ("a former code", |root| edit(root, "catalog/near/near.yaml", "[FORMER]", "[FORMER, BEFORE]"), 2),
    ("a setting", |root| edit(root, "Cargo.toml", "title = \"A\"", "title = \"B\""), 0),
    ("a template", |root| write(root, "templates/site/style.css", "p { color: red }\n"), 0),
    (
        "the record of the last run is deleted",
        |root| fs::remove_file(root.join("target/errcat/last-run")).unwrap(),
        0,
    ),
    (
        "the record of the last run is incomplete",
        |root| {
            let file = root.join("target/errcat/last-run");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, &text[..text.len() / 2]).unwrap();
        },
        0,
    ),
    ("a page is edited", |root| append(root, "site/far/there/index.html", "by hand"), 2),
    ("a page is deleted", |root| fs::remove_file(root.join("site/far/there.md")).unwrap(), 2),
    ("an API's page is deleted", |root| fs::remove_file(root.join("site/far.md")).unwrap(), 2),
    (
        "an API's Rust code is edited",
        |root| append(root, "crates/api-errors/src/generated/near/near.rs", "// by hand\n"),
        2,
    ),
    ("a folder has a hand-made file", |root| write(root, "site/many/other.html", "mine"), 2),
    ("a folder is created", |root| fs::create_dir(root.join("site/far/other")).unwrap(), 2),
    (
        "a target's file is edited",
        |root| append(root, "clients/folders/errors/far/there.py", "# by hand\n"),
        2,
    ),
    (
        "a target's file is deleted",
        |root| fs::remove_file(root.join("clients/folders/errors/far/there.py")).unwrap(),
        2,
    ),
    (
        "a Python module is edited",
        |root| append(root, "clients/python/src/acme_errors/far/_errors.py", "# by hand\n"),
        2,
    ),
    ("a Go package is deleted", |root| fs::remove_file(root.join("clients/go/far/errors.go")).unwrap(), 2),
    ("a target's shared file is edited", |root| append(root, "clients/folders/all.py", "# by hand\n"), 3),
    (
        "a file of a target without folders is edited",
        |root| append(root, "clients/flat/far.md", "by hand\n"),
        3,
    ),
    (
        "a file of a target without folders is deleted",
        |root| fs::remove_file(root.join("clients/flat/far.md")).unwrap(),
        3,
    ),
    ("a target's template", |root| append(root, "templates/folders/error.py.tera", "# more\n"), 0),
    ("a shared file is deleted", |root| fs::remove_file(root.join("site/errors.json")).unwrap(), 3),
    (
        "a shared file is edited",
        |root| append(root, "crates/api-errors/src/generated/mod.rs", "// by hand\n"),
        3,
    ),
    ("a lock is deleted", |root| fs::remove_file(root.join("catalog/far/catalog.lock")).unwrap(), 3),
    ("an asset in an API's folder", |root| write(root, "templates/site/far/map.txt", "Here.\n"), 0),
    ("an asset is deleted", |root| fs::remove_file(root.join("templates/site/far/map.txt")).unwrap(), 0),
    (
        "a code is removed",
        |root| {
            edit(root, "catalog/far/wide.yaml", MORE, "");
        },
        1,
    ),
    (
        "a message of one of many errors",
        |root| {
            edit(
                root,
                "catalog/many/all.yaml",
                "one_7: { status: 400, message: Of",
                "one_7: { status: 400, message: One of",
            );
        },
        2,
    ),
    (
        "texts of one of many errors, with a link to another API",
        |root| {
            edit(
                root,
                "catalog/many/all.yaml",
                "message: One of many",
                "message: One of many, notes: [\"See [far/there]\"], fixes: [\"Read [one_9]\"]",
            );
        },
        2,
    ),
    (
        "a former code of one of many errors",
        |root| {
            edit(
                root,
                "catalog/many/all.yaml",
                "one_9: { status: 400",
                "one_9: { aliases: [NINE], status: 400",
            );
        },
        2,
    ),
    (
        "a table's title, to which a page that wasn't rendered again links",
        |root| edit(root, "catalog/far/wide.yaml", "title: Far", "title: Wide"),
        0,
    ),
    (
        "no link to another API",
        |root| edit(root, "catalog/many/all.yaml", "notes: [\"See [far/there]\"], ", ""),
        2,
    ),
    (
        "an API is removed",
        |root| {
            edit(
                root,
                "catalog/near/near.yaml",
                "See [far/there], [guide:far/advice] and [table:far/wide]",
                "Look",
            );
            fs::remove_dir_all(root.join("catalog/far")).unwrap();
        },
        0,
    ),
    (
        "Markdown instead of the site",
        |root| {
            append(root, "Cargo.toml", MARKDOWN);
            fs::remove_dir_all(root.join("templates/site")).unwrap();
        },
        0,
    ),
    (
        "a message of one API, as Markdown",
        |root| edit(root, "catalog/near/near.yaml", "It was here", "It is here"),
        1,
    ),
];

#[test]
fn incremental_output_equals_full_output() {
    let folder = large::workspace();
    let root = folder.path();
    assert!(!errcat("gen", root).contains("unchanged"), "the first run");
    for (name, edit, skipped) in EDITS {
        edit(root);
        // `check` skips unchanged APIs too, and must still find the drift.
        let found = try_errcat("check", root);
        let is_drift = !name.contains("the last run") && !name.starts_with("a folder");
        assert_eq!(found.status.success(), !is_drift, "{name}");
        let printed = errcat("gen --accept-all", root);
        let printed_skipped = printed.split_once("; ").and_then(|(_, rest)| rest.split_once(" of "));
        let printed_skipped = printed_skipped.map_or("0", |(count, _)| count);
        assert_eq!(printed_skipped, skipped.to_string(), "{name}: {printed}");
        let checked = errcat("gen --check", root);
        assert!(checked.contains("No drift in"), "{name}: {checked}");
        let again = errcat("gen", root);
        assert!(again.starts_with("Nothing has changed since the last run"), "{name}: {again}");
    }
}
