//! The settings of a module, and what `gen` and `check` do with its folder.

use std::path::Path;
use std::process::{Command, Output};

use crate::{manifest, package, real, stderr};

fn errcat(verb: &str, root: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    command.args(verb.split(' ')).current_dir(root).env("NO_COLOR", "1").output().expect("it runs")
}

/// Returns what a verb prints, which must exit with a code.
fn printed(verb: &str, code: i32, root: &Path) -> String {
    let output = errcat(verb, root);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{printed}");
    printed
}

#[test]
fn a_module_outside_of_a_package_is_reported() {
    let package = package(
        "[workspace]\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\nrust = \"src/errors\"\n",
    );
    let root = package.path();
    for verb in ["gen", "check"] {
        let printed = printed(verb, 1, root);
        assert!(
            printed.contains(
                "error[detached-module]: `src/errors` is a module of no crate, because `Cargo.toml` is no package\n --> Cargo.toml:4:8\n"
            ),
            "{printed}"
        );
    }
    assert!(!root.join("src/errors").exists());
    // A package of the workspace.
    let settings = "[workspace]\nmembers = [\"crates/*\"]\n[workspace.metadata.errcat]\nrust = \"crates/shop/src/errors\"\n";
    real::write(root, "Cargo.toml", settings);
    real::write(root, "crates/shop/Cargo.toml", "[package]\nname = \"shop\"\n");
    real::write(root, "crates/shop/src/lib.rs", "mod errors;\n");
    printed("gen", 0, root);
    printed("check", 0, root);
    assert!(root.join("crates/shop/src/errors/mod.rs").is_file());
}

#[test]
fn an_undeclared_module_is_reported_once_it_exists() {
    for (folder, file, path) in [
        ("src/errors", "src/main.rs", ""),
        ("src/errors", "src/lib.rs", ""),
        ("src/errors", "source/tool.rs", "[[bin]]\nname = \"tool\"\npath = \"source/tool.rs\"\n"),
        ("src/api/errors", "src/api.rs", ""),
        ("src/api/errors", "src/api/mod.rs", ""),
        ("src/bin/tool/errors", "src/bin/tool/main.rs", ""),
    ] {
        let package = package(&(manifest("2024", "json").replace("src/errors", folder) + path));
        let root = package.path();
        real::write(root, file, "//! A crate.\n");
        printed("gen", 0, root);
        let report = printed("check", 1, root);
        let finding = format!(
            "error[detached-module]: {file} doesn't declare the generated module `errors`\n --> {file}:1:1\n"
        );
        assert!(report.contains(&finding), "{report}");
        real::write(root, file, "//! A crate.\npub mod errors;\n");
        printed("check", 0, root);
    }
}

#[test]
fn a_setting_for_the_derive_has_no_effect() {
    let package = package(&(manifest("2024", "json") + "derive = \"crates/derive\"\n"));
    let root = package.path();
    real::write(root, "src/main.rs", "mod errors;\n");
    let printed = printed("gen", 1, root);
    let message = "error[unused-setting]: `derive` has no effect, because `rust` is a module\n";
    assert!(printed.contains(message) && printed.contains("--> Cargo.toml:12:10\n"), "{printed}");
}

#[test]
fn files_of_the_author_in_the_folder_stay() {
    let package = package(&manifest("2024", "json"));
    let root = package.path();
    real::write(root, "src/main.rs", "mod errors;\n");
    real::write(root, "src/errors/mod.rs", "// by hand\n");
    let refused = printed("gen", 1, root);
    assert!(
        refused.contains(
            "error[hand-made-file]: src/errors/mod.rs isn't a generated file, and would be overwritten"
        ),
        "{refused}"
    );
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a file");
    assert_eq!(read("src/errors/mod.rs"), "// by hand\n");
    assert!(!root.join("src/errors/shop").exists());
    std::fs::remove_file(root.join("src/errors/mod.rs")).expect("it can be deleted");
    for path in ["src/errors/own.rs", "src/errors/shop/own.rs"] {
        real::write(root, path, "// by hand\n");
    }
    printed("gen", 0, root);
    printed("check", 0, root);
    // A table that is new, and then gone.
    let table = "title: New\nerrors:\n  closed: { status: 403, envelope: none, message: Closed }\n";
    real::write(root, "catalog/bank/new.yaml", table);
    let report = printed("check", 1, root);
    for finding in
        ["error[missing-file]: src/errors/bank/new.rs", "error[stale-file]: src/errors/bank/mod.rs"]
    {
        assert!(report.contains(finding), "{finding}:\n{report}");
    }
    printed("gen", 0, root);
    printed("check", 0, root);
    std::fs::remove_file(root.join("catalog/bank/new.yaml")).expect("it can be deleted");
    printed("gen --accept-all", 0, root);
    assert!(!root.join("src/errors/bank/new.rs").exists());
    assert!(["src/errors/own.rs", "src/errors/shop/own.rs"].iter().all(|path| read(path) == "// by hand\n"));
}

#[test]
fn a_folder_that_a_setting_no_longer_names_is_cleared() {
    let module = manifest("2024", "json");
    let package = package(&module.replace("rust = \"src/errors\"", "rust = \"crates/api-errors\""));
    let root = package.path();
    real::write(root, "src/main.rs", "mod errors;\n");
    // The record of runs is here.
    std::fs::create_dir_all(root.join("target")).expect("it can be created");
    printed("gen", 0, root);
    let old = "crates/api-errors/src/generated";
    real::write(root, &format!("{old}/own.rs"), "// by hand\n");
    real::write(root, &format!("{old}/bank/mod.rs"), "// an edit\n");
    let record = std::fs::read(root.join("target/errcat/last-run")).expect("the record");

    real::write(root, "Cargo.toml", &module);
    let orphan = format!("error[orphaned-file]: {old}/shop/orders.rs");
    let report = printed("check", 1, root);
    assert!(report.contains(&orphan) && !report.contains("abandoned-folder"), "{report}");
    assert!(printed("gen --check", 1, root).contains(&format!("orphaned   {old}/shop/orders.rs")));
    let report = printed("gen", 0, root);
    assert!(
        report.contains(&format!("[edited-orphan]: {old}/bank/mod.rs is no longer generated")),
        "{report}"
    );
    assert!(root.join("src/errors/shop/orders.rs").is_file());
    // What isn't recorded, and what has been edited, stays; so does the author's part of the crate.
    assert!(!root.join(old).join("shop").exists() && !root.join(old).join("mod.rs").exists());
    for path in ["own.rs", "bank/mod.rs", ".errcat-manifest", "../lib.rs", "../../Cargo.toml"] {
        assert!(root.join(old).join(path).is_file(), "{path}");
    }
    std::fs::remove_dir_all(root.join("crates")).expect("it can be deleted");
    printed("check", 0, root);

    // The record of another workspace, in which the folder isn't in this one.
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join(".errcat-manifest"), "").expect("it can be written");
    let record = String::from_utf8(record).expect("text");
    let outside = format!("watched {}\nwatched ../", elsewhere.path().display());
    real::write(root, "target/errcat/last-run", &record.replacen("watched ", &outside, 1));
    printed("gen", 0, root);
    assert!(elsewhere.path().join(".errcat-manifest").is_file());
}

#[test]
fn a_folder_that_nothing_is_generated_into_is_reported() {
    let package = package(&manifest("2024", "json"));
    let root = package.path();
    real::write(root, "src/main.rs", "mod errors;\nmod old;\n");
    printed("gen", 0, root);
    // There is no record of runs without a folder `target`, as in CI.
    std::fs::rename(root.join("src/errors"), root.join("src/old")).expect("it can be renamed");
    printed("gen", 0, root);
    let report = printed("check", 0, root);
    assert!(
        report.contains("warning[abandoned-folder]: nothing is generated into `src/old` anymore\n--> src/old/.errcat-manifest:1:1\n"),
        "{report}"
    );
    assert!(root.join("src/old/mod.rs").is_file());
}

#[test]
fn a_former_folder_of_the_site_is_removed_unless_it_has_other_files() {
    let settings = manifest("2024", "json");
    let package = package(&settings);
    let root = package.path();
    real::write(root, "src/main.rs", "mod errors;\n");
    std::fs::create_dir_all(root.join("target")).expect("it can be created");
    printed("gen", 0, root);
    assert!(root.join("target/site/index.html").is_file());
    let with_site = |site: &str| {
        let rust = "rust = \"src/errors\"";
        real::write(root, "Cargo.toml", &settings.replace(rust, &format!("{rust}\nsite = \"{site}\"")));
        printed("gen", 0, root);
    };
    with_site("public");
    assert!(root.join("public/index.html").is_file() && !root.join("target/site").exists());
    real::write(root, "public/own.txt", "by hand\n");
    with_site("docs");
    let names = std::fs::read_dir(root.join("public"))
        .expect("a folder")
        .map(|entry| entry.expect("a name").file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["own.txt"]);
}
