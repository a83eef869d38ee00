//! Obstacles to `errcat init`: names that are taken, files that exist, manifests that can't be edited.

use super::{PROGRAM, check_adoption, contents, git_init, package};
use crate::foreign::ForeignWorkspace;

#[test]
fn other_folders_are_chosen() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    workspace.write("catalog/products.csv", "id,name\n");
    workspace.write("catalog/products/api.yaml", "openapi: 3.1.0\ninfo:\n  title: Products\n");
    workspace.write("catalog/products/paths.yaml", "/products: {}\n");
    // The templates of the service's own pages.
    workspace.write("templates/index.html", "{% block a %}{% endblock %}");
    workspace.write("crates/api-errors/Cargo.toml", &package("api-errors", "2024", ""));
    workspace.write("crates/api-errors/src/lib.rs", "");
    let printed = check_adoption(&workspace, &["init", "--api", "shop"], "errors/catalog/shop/requests.yaml");
    for note in [
        "note: `catalog` is taken, so the catalog is `errors/catalog`",
        "note: `templates` is taken, so templates for errcat go to `errors/templates`",
        "note: `crates/api-errors` is taken or excluded, so the crate is `crates/shop-errors`",
    ] {
        assert!(printed.contains(note), "{printed}");
    }
}

#[test]
fn another_module_is_chosen() {
    for (file, text, declared) in [
        ("src/errors.rs", "", "mod errors;\n"),
        ("src/unused.rs", "", "use std::fmt as errors;\n#[allow(unused)]\ntype A = errors::Error;\n"),
    ] {
        let workspace = ForeignWorkspace::new();
        workspace.write("Cargo.toml", &package("shop", "2024", ""));
        workspace.write("src/main.rs", &format!("{declared}\n{PROGRAM}"));
        workspace.write(file, text);
        let printed = workspace.errcat(&["init"]).expect("it is set up");
        assert!(
            printed.contains("note: the module `errors` is taken, so the new one is `api_errors`"),
            "{printed}"
        );
        assert!(workspace.read("Cargo.toml").contains("rust = \"src/api_errors\""));
        workspace.cargo(&["check", "--quiet"]).expect("it compiles");
    }
}

#[test]
fn files_that_exist_stay_and_are_reported_before_anything_is_written() {
    let workspace = ForeignWorkspace::new();
    git_init(&workspace.root());
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    workspace.write("tests/errors_in_sync.rs", "// Mine.\n");
    workspace.write(".github/workflows/errors.yml", "name: Mine\n");
    let before = contents(&workspace.root());
    let failure = workspace.errcat(&["init"]).expect_err("a file is in the way");
    assert_eq!(
        failure,
        "error[hand-made-file]: tests/errors_in_sync.rs exists, and errcat didn't write it\n  \
         = help: rename or delete it, then run it again; nothing was written\n"
    );
    assert!(contents(&workspace.root()) == before);
    std::fs::remove_file(workspace.root().join("tests/errors_in_sync.rs")).expect("it is there");
    let printed = workspace.errcat(&["init"]).expect("it is set up");
    assert!(printed.contains("note: .github/workflows/errors.yml exists, so it stays as it is"), "{printed}");
    assert_eq!(workspace.read(".github/workflows/errors.yml"), "name: Mine\n");
    assert!(workspace.read(".github/workflows/errors-site.yml").contains("run: errcat gen --check"));
}

#[test]
fn an_interrupted_run_is_completed() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    workspace.errcat(&["init"]).expect("it is set up");
    let complete = contents(&workspace.root());
    // Only files of the catalog were written: all, or the first ones.
    for missing in [&[][..], &["commands.yaml"], &["commands.yaml", "guides/handling_errors.md"]] {
        workspace.write("Cargo.toml", &package("shop", "2024", ""));
        workspace.write("src/main.rs", PROGRAM);
        std::fs::remove_dir_all(workspace.root().join("src/errors")).expect("it is there");
        std::fs::remove_dir_all(workspace.root().join("tests")).expect("it is there");
        for file in missing.iter().chain(&["catalog.lock"]) {
            std::fs::remove_file(workspace.root().join("catalog/shop").join(file)).expect("it is there");
        }
        workspace.errcat(&["init"]).expect("it is set up");
        assert!(contents(&workspace.root()).keys().eq(complete.keys()), "{missing:?}");
    }
}

#[test]
fn manifests_that_cannot_be_edited_are_reported() {
    let workspace = ForeignWorkspace::new();
    let init = |manifest: &str| {
        workspace.write("Cargo.toml", manifest);
        let before = contents(&workspace.root());
        let failure = workspace.errcat(&["init"]).expect_err(manifest);
        assert!(contents(&workspace.root()) == before, "{manifest}");
        failure
    };
    workspace.write("src/main.rs", PROGRAM);
    let failure = init("[package]\nname = \"shop\n");
    assert!(failure.contains("--> Cargo.toml:2:"), "{failure}");
    let failure = init(&package("shop", "2024", "metadata = 1\n"));
    assert!(
        failure.contains("`metadata` in Cargo.toml is written in a way that can't be edited here"),
        "{failure}"
    );
    let failure = init("[workspace]\nmembers = \"app\"\n");
    assert!(failure.contains("members"), "{failure}");
    for name in ["Shop", "api", "type", "a b"] {
        let failure = workspace.errcat(&["init", "--api", name]).expect_err(name);
        assert!(failure.contains("error"), "{failure}");
    }
}

#[test]
fn packages_without_a_place_for_a_module_use_a_crate() {
    for (edition, file) in [("2018", "src/main.rs"), ("2024", "src/bin/shop.rs")] {
        let workspace = ForeignWorkspace::new();
        workspace.write("Cargo.toml", &package("shop", edition, ""));
        workspace.write(file, PROGRAM);
        workspace.errcat(&["init"]).expect("it is set up");
        assert_eq!(workspace.read(file), PROGRAM);
        workspace.cargo(&["test", "--quiet"]).expect("everything is in sync");
    }
}

#[test]
fn enums_of_thiserror_are_named() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop", "2024", "[dependencies]\nthiserror = \"2\"\n"));
    workspace.write("src/main.rs", PROGRAM);
    workspace.write("src/failure.rs", "#[derive(Debug, thiserror::Error)]\nenum E { #[error(\"no\")] No }\n");
    let printed = workspace.errcat(&["init"]).expect("it is set up");
    assert!(printed.contains("\n  errcat import thiserror src/failure.rs --api NAME\n"), "{printed}");
}
