//! A second `errcat init` adds what is missing, and only that.

use std::fs;

use super::{PROGRAM, contents, git_init, package};
use crate::foreign::ForeignWorkspace;

#[test]
fn missing_pieces_of_a_module_are_added() {
    let workspace = ForeignWorkspace::new();
    git_init(&workspace.root());
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    workspace.errcat(&["init"]).expect("it is set up");
    check_completion(
        &workspace,
        &[".github/workflows/errors.yml", "tests/errors_in_sync.rs"],
        &[
            ("src/main.rs", "mod errors;\n\n"),
            ("Cargo.toml", &dependency(&workspace, "Cargo.toml", "errcat ")),
        ],
    );
}

#[test]
fn missing_pieces_of_crates_are_added() {
    let workspace = ForeignWorkspace::new();
    git_init(&workspace.root());
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\n");
    let app = "[dependencies]\naxum = { version = \"0.8\", default-features = false }\n";
    workspace.write("app/Cargo.toml", &package("app", "2024", app));
    workspace.write("app/src/main.rs", PROGRAM);
    workspace.errcat(&["init", "--api", "shop"]).expect("it is set up");
    check_completion(
        &workspace,
        &[".github/workflows/errors-site.yml", "crates/api-errors/tests/errors_in_sync.rs"],
        &[
            ("app/Cargo.toml", &dependency(&workspace, "app/Cargo.toml", "api-errors ")),
            (
                "crates/api-errors/Cargo.toml",
                &dependency(&workspace, "crates/api-errors/Cargo.toml", "errcat-test "),
            ),
        ],
    );
}

#[test]
fn what_replaces_a_piece_is_not_added() {
    let workspace = ForeignWorkspace::new();
    git_init(&workspace.root());
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    workspace.errcat(&["init", "--no-ci"]).expect("it is set up");
    fs::rename(workspace.root().join("tests/errors_in_sync.rs"), workspace.root().join("tests/all.rs"))
        .expect("it can be renamed");
    workspace.write(".github/workflows/ci.yml", "- run: errcat check\n- run: errcat gen\n");
    let before = contents(&workspace.root());
    let printed = workspace.errcat(&["init"]).expect("nothing is missing");
    assert!(printed.contains("Nothing was changed"), "{printed}");
    assert!(contents(&workspace.root()) == before);
}

/// Returns the line of a dependency in a manifest.
fn dependency(workspace: &ForeignWorkspace, manifest: &str, start: &str) -> String {
    let text = workspace.read(manifest);
    let line = text.lines().find(|line| line.starts_with(start)).expect("the dependency");
    format!("{line}\n")
}

/// Deletes each file and each text, and verifies that `init` adds exactly that again.
fn check_completion(workspace: &ForeignWorkspace, files: &[&str], texts: &[(&str, &str)]) {
    let complete = contents(&workspace.root());
    let restored = |path: &str, verb: &str| {
        let incomplete = contents(&workspace.root());
        let diff = workspace.errcat(&["init", "--dry-run"]).expect("a diff");
        assert!(diff.contains(&format!("+++ b/{path}\n")), "{diff}");
        assert!(contents(&workspace.root()) == incomplete, "a dry run writes nothing");
        let printed = workspace.errcat(&["init"]).expect("it is completed");
        let expected = format!(". Added what was missing\n  {verb} {path}\nNext:\n");
        assert!(printed.contains(&expected), "{printed}");
        assert!(contents(&workspace.root()) == complete, "{path}");
    };
    for path in files {
        fs::remove_file(workspace.root().join(path)).expect("it is there");
        restored(path, "added  ");
    }
    for (path, text) in texts {
        workspace.edit(path, text, "");
        restored(path, "changed");
    }
    let printed = workspace.errcat(&["init"]).expect("nothing is missing");
    assert!(printed.contains("Nothing was changed"), "{printed}");
    assert!(contents(&workspace.root()) == complete, "nothing was changed");
}
