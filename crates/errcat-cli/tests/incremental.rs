//! Of a large catalog `gen` makes only the APIs that changed, or that see what changed of another. Whatever was edited, it
//! leaves what a run that remembers nothing would have: `gen --check`, which believes nothing, finds no drift.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use self::real::write;

mod real;

const API: &str = "title: TITLE\nsummary: Everything about it.\ndocs_url: https://errors.example.com\nenvelope: http\n\
    envelopes:\n  http: { summary: Any, body: { code: \"{code}\", message: \"{message}\" }, identify_by: [code] }\n";

const NEAR: &str = "title: Near\nerrors:\n  here:\n    status: 400\n    message: It is here\n    causes: [What it is]\n    \
    fixes: [\"See [far/there], [guide:far/advice] and [table:far/wide]\"]\n    \
    aliases: [FORMER]\n";

const WIDE: &str = "title: Wide\nerrors:\n  there: { status: 404, message: It is there, causes: [What it is], fixes: [Look] }\n";

/// An error more of the same table.
const MORE: &str = "  more: { status: 404, message: More of it, causes: [What it is], fixes: [Look] }\n";

const MARKDOWN: &str = "[workspace.metadata.errcat.markdown]\nfolder = \"pages\"\nflavor = \"mdbook\"\n";

/// A target with a folder for each API.
const FOLDERS: &str = "output = \"clients/folders\"\n[[files]]\nfile = \"all.py.tera\"\n[[files]]\nfile = \"error.py.tera\"\n\
    each = \"error\"\npath = \"errors/{{ api.name }}/{{ error.slug }}.py\"\n";

/// A target whose outputs are next to each other.
const FLAT: &str = "output = \"clients/flat\"\n[[files]]\nfile = \"api.md.tera\"\neach = \"api\"\npath = \"{{ api.name }}.md\"\n";

const EACH_ERROR: &str =
    "{{ title }} {{ api.title }} {{ error.message }} {{ error.aliases | json }} {{ error.fixes | json }}\n";

/// How many codes the third API has, so that the catalog is a large one.
const MANY: usize = 260;

/// An edit, and how many of the three APIs needn't be made again after it.
type Edit = (&'static str, fn(&Path), usize);

const EDITS: &[Edit] = &[
    ("a message of the one", |root| edit(root, "catalog/near/near.yaml", "It is here", "It was here"), 2),
    ("a message of the other", |root| edit(root, "catalog/far/wide.yaml", "It is there", "It was there"), 2),
    ("a new code", |root| append(root, "catalog/far/wide.yaml", MORE), 1),
    ("a guide's words", |root| append(root, "catalog/far/guides/advice.md", "\nMore advice.\n"), 2),
    (
        "a guide's title, which links to it show",
        |root| edit(root, "catalog/far/guides/advice.md", "# Advice", "# Help"),
        1,
    ),
    (
        "a table's title, which links to it show",
        |root| edit(root, "catalog/far/wide.yaml", "title: Wide", "title: Far"),
        1,
    ),
    ("an API's title", |root| edit(root, "catalog/far/api.yaml", "title: Far", "title: Further"), 1),
    (
        "where an API is published",
        |root| edit(root, "catalog/far/api.yaml", "errors.example", "docs.example"),
        0,
    ),
    ("who answers for an API", |root| append(root, "catalog/far/api.yaml", "owner: Team Far\n"), 2),
    ("a former code", |root| edit(root, "catalog/near/near.yaml", "[FORMER]", "[FORMER, BEFORE]"), 2),
    ("a setting", |root| edit(root, "Cargo.toml", "title = \"A\"", "title = \"B\""), 0),
    ("a template", |root| write(root, "templates/site/style.css", "p { color: red }\n"), 0),
    (
        "nothing but the memory is gone",
        |root| fs::remove_file(root.join("target/errcat/last-run")).unwrap(),
        0,
    ),
    (
        "the memory is cut off",
        |root| {
            let file = root.join("target/errcat/last-run");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, &text[..text.len() / 2]).unwrap();
        },
        0,
    ),
    ("a page by hand", |root| append(root, "site/far/there/index.html", "by hand"), 2),
    ("a page away", |root| fs::remove_file(root.join("site/far/there.md")).unwrap(), 2),
    ("an API's page away", |root| fs::remove_file(root.join("site/far.md")).unwrap(), 2),
    (
        "an API's Rust by hand",
        |root| append(root, "crates/api-errors/src/generated/near/near.rs", "// by hand\n"),
        2,
    ),
    ("a folder has a file of its author", |root| write(root, "site/many/other.html", "mine"), 2),
    ("a folder that is nobody's", |root| fs::create_dir(root.join("site/far/other")).unwrap(), 2),
    ("a target's file by hand", |root| append(root, "clients/folders/errors/far/there.py", "# by hand\n"), 2),
    (
        "a target's file away",
        |root| fs::remove_file(root.join("clients/folders/errors/far/there.py")).unwrap(),
        2,
    ),
    ("a target's shared file by hand", |root| append(root, "clients/folders/all.py", "# by hand\n"), 3),
    (
        "a file of a target without folders by hand",
        |root| append(root, "clients/flat/far.md", "by hand\n"),
        3,
    ),
    (
        "a file of a target without folders away",
        |root| fs::remove_file(root.join("clients/flat/far.md")).unwrap(),
        3,
    ),
    ("a target's template", |root| append(root, "templates/folders/error.py.tera", "# more\n"), 0),
    ("a shared file away", |root| fs::remove_file(root.join("site/errors.json")).unwrap(), 3),
    (
        "a shared file by hand",
        |root| append(root, "crates/api-errors/src/generated/mod.rs", "// by hand\n"),
        3,
    ),
    ("a lock away", |root| fs::remove_file(root.join("catalog/far/catalog.lock")).unwrap(), 3),
    ("an asset in an API's folder", |root| write(root, "templates/site/far/map.txt", "Here.\n"), 0),
    ("an asset away", |root| fs::remove_file(root.join("templates/site/far/map.txt")).unwrap(), 0),
    (
        "a code away",
        |root| {
            edit(root, "catalog/far/wide.yaml", MORE, "");
        },
        1,
    ),
    (
        "an API away",
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
        "Markdown in place of the site",
        |root| {
            append(root, "Cargo.toml", MARKDOWN);
        },
        0,
    ),
    (
        "a message of the one, as Markdown",
        |root| edit(root, "catalog/near/near.yaml", "It was here", "It is here"),
        1,
    ),
];

#[test]
fn an_edited_catalog_is_made_as_if_from_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "Cargo.toml", "[workspace]\n[workspace.metadata.errcat]\nsite = \"site\"\ntitle = \"A\"\n");
    for (api, table, text) in [("near", "near", NEAR), ("far", "wide", WIDE), ("many", "all", &many())] {
        let title = api[..1].to_uppercase() + &api[1..];
        write(root, &format!("catalog/{api}/api.yaml"), &API.replace("TITLE", &title));
        write(root, &format!("catalog/{api}/{table}.yaml"), text);
    }
    write(root, "catalog/far/guides/advice.md", "# Advice\n\nIt is [there].\n");
    write(root, "templates/folders/target.toml", FOLDERS);
    write(
        root,
        "templates/folders/all.py.tera",
        "{% for api in apis %}{{ api.errors | length }} {{ api.title }}\n{% endfor %}",
    );
    write(root, "templates/folders/error.py.tera", EACH_ERROR);
    write(root, "templates/flat/target.toml", FLAT);
    write(
        root,
        "templates/flat/api.md.tera",
        &format!("{{% for error in api.errors %}}{EACH_ERROR}{{% endfor %}}"),
    );
    fs::create_dir(root.join("target")).expect("where a run is remembered");
    assert!(!errcat("gen", root).contains("unchanged"), "the first run");
    for (name, edit, current) in EDITS {
        edit(root);
        // What `check` finds, it finds in what isn't current.
        let found = Command::new(env!("CARGO_BIN_EXE_errcat")).arg("check").current_dir(root).output();
        let is_drift = !name.contains("memory") && !name.starts_with("a folder");
        assert_eq!(found.expect("it runs").status.success(), !is_drift, "{name}");
        let told = errcat("gen --accept-all", root);
        let left = told.split_once("; ").and_then(|(_, rest)| rest.split_once(" of "));
        let left = left.map_or("0", |(current, _)| current);
        assert_eq!(left, current.to_string(), "{name}: {told}");
        let checked = errcat("gen --check", root);
        assert!(checked.contains("No drift in"), "{name}: {checked}");
        let again = errcat("gen", root);
        assert!(again.starts_with("Nothing has changed since the last run"), "{name}: {again}");
    }
}

fn many() -> String {
    let mut table = "title: Many\nerrors:\n".to_owned();
    for number in 0..MANY {
        writeln!(table, "  one_{number}: {{ status: 400, message: Of many }}").expect("writing to a String");
    }
    table
}

fn errcat(words: &str, root: &Path) -> String {
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(words.split(' ')), root)
}

fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).expect("a file");
    assert!(text.contains(from), "{path} has no {from}");
    write(root, path, &text.replacen(from, to, 1));
}

fn append(root: &Path, path: &str, text: &str) {
    let before = fs::read_to_string(root.join(path)).expect("a file");
    write(root, path, &(before + text));
}
