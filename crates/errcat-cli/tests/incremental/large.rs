//! A workspace whose catalog is a large one, and what tests do there.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::real::{self, write};

const API: &str = "title: TITLE\nsummary: Everything about it.\ndocs_url: https://errors.example.com\nenvelope: http\n\
    envelopes:\n  http: { summary: Any, body: { code: \"{code}\", message: \"{message}\" }, identify_by: [code] }\n";

const NEAR: &str = "title: Near\nerrors:\n  here:\n    status: 400\n    message: It is here\n    causes: [What it is]\n    \
    fixes: [\"See [far/there], [guide:far/advice] and [table:far/wide]\"]\n    \
    aliases: [FORMER]\n";

const WIDE: &str = "title: Wide\nerrors:\n  there: { status: 404, message: It is there, causes: [What it is], fixes: [Look] }\n";

/// An error more of the same table.
pub(crate) const MORE: &str =
    "  more: { status: 404, message: More of it, causes: [What it is], fixes: [Look] }\n";

/// A target with a folder for each API.
const FOLDERS: &str = "output = \"clients/folders\"\n[[files]]\nfile = \"all.py.tera\"\n[[files]]\nfile = \"error.py.tera\"\n\
    each = \"error\"\npath = \"errors/{{ api.name }}/{{ error.slug }}.py\"\n";

/// A target whose outputs are next to each other.
const FLAT: &str = "output = \"clients/flat\"\n[[files]]\nfile = \"api.md.tera\"\neach = \"api\"\npath = \"{{ api.name }}.md\"\n";

const EACH_ERROR: &str =
    "{{ title }} {{ api.title }} {{ error.message }} {{ error.aliases | json }} {{ error.fixes | json }}\n";

/// All built-in targets that write files for each API, and packages whose folders of APIs depend on values
/// and reserved names.
const SETTINGS: &str = "[workspace]\n[workspace.metadata.errcat]\nsite = \"site\"\ntitle = \"A\"\n\
    targets = { openapi = { output = \"openapi\" }, vectors = { output = \"vectors\" }, \
    python = { output = \"clients/python\", package = \"acme-errors\" }, go = { output = \"clients/go\" } }\n";

/// How many codes the third API has, so that the catalog is a large one.
const MANY: usize = 260;

/// Three APIs: `near` links to `far`, and `many` has so many codes that the catalog is large.
pub(crate) fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "Cargo.toml", SETTINGS);
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
    folder
}

fn many() -> String {
    let mut table = "title: Many\nerrors:\n".to_owned();
    for number in 0..MANY {
        writeln!(table, "  one_{number}: {{ status: 400, message: Of many }}").expect("writing to a String");
    }
    table
}

/// Runs errcat, which has to succeed, and returns what it printed.
pub(crate) fn errcat(words: &str, root: &Path) -> String {
    real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(words.split(' ')), root)
}

pub(crate) fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).expect("a file");
    assert!(text.contains(from), "{path} has no {from}");
    write(root, path, &text.replacen(from, to, 1));
}

pub(crate) fn append(root: &Path, path: &str, text: &str) {
    let before = fs::read_to_string(root.join(path)).expect("a file");
    write(root, path, &(before + text));
}

/// Runs errcat, which may fail.
pub(crate) fn try_errcat(words: &str, root: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    command.args(words.split(' ')).current_dir(root).output().expect("it runs")
}
