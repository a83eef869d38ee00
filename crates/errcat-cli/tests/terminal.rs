//! Tests that no text of a catalog, and no name of a file in it, can control the terminal: verbs print
//! control characters escaped.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use errcat_catalog::invisible;

use self::real::write;

mod real;

/// Control characters that set the title, clear the screen, add a link, and reverse the line.
const EVIL: &str =
    "\u{1b}]0;evil\u{7}\u{1b}[2J\u{1b}]8;;https:evil\u{1b}\\\u{9b}31m\u{202e}\u{2066}\u{200f}\r";

const API: &str = "title: Demo\nsummary: An API.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
                   body: { code: \"{code}\", message: \"{message}\" }\n    identify_by: code\n";

#[test]
fn texts_that_pass_the_rules() {
    // Findings show characters that rules reject. What scripts and emoji need is allowed.
    let marks = "שלום\u{200f}! می\u{200c}خواهم 👩\u{200d}💻";
    let folder = workspace();
    let root = folder.path();
    let table = format!(
        "title: T{marks}\nerrors:\n  code: {{ name: Evil, status: 400, title: T{marks}, message: M{marks}, owner: O{marks}, \
         causes: [C{marks}], fixes: ['F **{marks}**'], notes: ['`{marks}`'], since: S{marks} }}\n"
    );
    write(root, "catalog/demo/errors.yaml", &table);
    shows(root, "gen", 0);
    shows(root, "gen", 0);
    shows(root, "list", 0);
    let listed = shows(root, "list --json", 0);
    assert!(listed.contains("\\u200f"), "{listed}");
    let explained = shows(root, "explain code", 0);
    assert!(explained.contains(marks), "{explained}");
    fs::remove_dir_all(root.join("crates/api-errors/src/generated/demo")).expect("it was generated");
    shows(root, "gen --check", 1);
    for format in ["human", "json", "github"] {
        shows(root, &format!("check --format {format}"), 1);
    }
}

#[test]
fn texts_that_rules_refuse() {
    let folder = workspace();
    let root = folder.path();
    for place in [
        "title: EVIL\n",
        "title: T\nEVIL: 1\n",
        "title: T\nerrors: { EVIL: {} }\n",
        "# EVIL\ntitle: T\n",
        "EVIL",
    ] {
        write(root, "catalog/demo/errors.yaml", &place.replace("EVIL", EVIL));
        for words in ["gen", "gen --check", "check", "check --format json", "check --format github"] {
            shows(root, words, 1);
        }
        // These print what can be read.
        for words in ["list", "list --json", "explain x"] {
            all_shows(words, &errcat(root, words));
        }
    }
}

#[test]
fn names_of_files() {
    let name = EVIL.replace('\r', "");
    type Put = fn(&Path, &str);
    let ways: &[(i32, Put)] = &[
        (1, |root, name| write(root, &format!("catalog/demo/{name}.yaml"), "title: T\nerrors: {}\n")),
        (1, |root, name| write(root, &format!("catalog/demo/guides/{name}.md"), "# Guide\n")),
        (1, |root, name| write(root, &format!("catalog/{name}/api.yaml"), API)),
        (2, |root, name| {
            symlink("/etc/passwd", root.join(format!("catalog/demo/{name}.yaml"))).expect("a link");
        }),
        (2, |root, name| symlink(format!("/{name}"), root.join("catalog/demo/link.yaml")).expect("a link")),
        // A file that an interrupted run might have left.
        (1, |root, name| write(root, &format!("catalog/demo/.errcat-{name}.tmp"), "")),
        (1, |root, name| write(root, &format!("docs/{name}.md"), "<!-- @generated -->\n")),
    ];
    for (exit, put) in ways {
        let folder = workspace();
        let root = folder.path();
        put(root, &name);
        for words in ["gen --check", "check", "check --format json", "check --format github"] {
            shows(root, words, *exit);
        }
        all_shows("gen", &errcat(root, "gen"));
    }
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "Cargo.toml",
        "[workspace]\n[workspace.metadata.errcat]\nmarkdown = { folder = \"docs\" }\n",
    );
    write(folder.path(), "catalog/demo/api.yaml", API);
    write(
        folder.path(),
        "catalog/demo/errors.yaml",
        "title: T\nerrors: { code: { status: 400, message: M } }\n",
    );
    folder
}

/// Runs a verb, checks its exit code, and returns what it printed.
fn shows(root: &Path, words: &str, exit: i32) -> String {
    let output = errcat(root, words);
    assert_eq!(output.status.code(), Some(exit), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    all_shows(words, &output)
}

/// Runs a verb with colors, as on a terminal. In a pipe, colors would be stripped, and with them any other
/// escape sequence.
fn errcat(root: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    command.args(words.split(' ')).env("CLICOLOR_FORCE", "1").current_dir(root).output().expect("it runs")
}

/// Asserts that colors are the only escape sequences.
fn all_shows(words: &str, output: &Output) -> String {
    let printed = [&output.stdout[..], &output.stderr[..]].concat();
    let printed = String::from_utf8(printed).expect("UTF-8");
    let mut rest = printed.split("\u{1b}[");
    let mut shown = rest.next().unwrap_or_default().to_owned();
    for part in rest {
        let after = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        shown.push_str(after.strip_prefix('m').unwrap_or_else(|| panic!("{words}: {printed:?}")));
    }
    assert_eq!(invisible::find(&shown).next(), None, "{words}: {printed:?}");
    shown
}
