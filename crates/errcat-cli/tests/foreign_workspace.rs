//! errcat in a workspace that isn't its own: the runtime is found, and another format is reported.

mod foreign;

use foreign::ForeignWorkspace;

/// The version that the manifests of generated crates require.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn generated_crates_depend_on_the_release_of_the_program() {
    let workspace = ForeignWorkspace::with_catalog();
    workspace.errcat(&["gen"]).expect("it generates");
    let manifest = workspace.read("crates/api-errors/Cargo.toml");
    assert!(manifest.contains(&format!("\nerrcat = \"{VERSION}\"\n")), "{manifest}");
    let manifest = workspace.read("crates/api-errors-derive/Cargo.toml");
    assert!(manifest.contains(&format!("\nerrcat-derive = \"{VERSION}\"\n")), "{manifest}");
    workspace.cargo(&["check", "--workspace", "--features", "api-errors/derive"]).expect("it compiles");
}

#[test]
fn the_settings_of_the_workspace_come_first() {
    let workspace = ForeignWorkspace::with_catalog();
    let crates = format!("{}/..", env!("CARGO_MANIFEST_DIR"));
    let runtime = format!("[workspace.metadata.errcat]\nruntime = {{ path = {crates:?} }}\n");
    workspace
        .write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n{runtime}"));
    // Nothing else says where the packages are.
    workspace.edit(".cargo/config.toml", "[patch.crates-io]", "[patch.'https://crates.example']");
    workspace.errcat(&["gen"]).expect("it generates");
    let manifest = workspace.read("crates/api-errors-derive/Cargo.toml");
    assert!(
        manifest.contains(&format!("errcat-derive = {{ path = \"{crates}/errcat-derive\" }}")),
        "{manifest}"
    );
    workspace.cargo(&["check", "--workspace", "--features", "api-errors/derive"]).expect("it compiles");
}

#[test]
fn the_dependencies_of_the_workspace_come_before_its_settings() {
    let workspace = ForeignWorkspace::with_catalog();
    workspace.write(
        "Cargo.toml",
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\
             [workspace.metadata.errcat]\nruntime = {{ version = \"7\" }}\n\
             [workspace.dependencies]\nerrcat = \"{VERSION}\"\n"
        ),
    );
    workspace.errcat(&["gen"]).expect("it generates");
    let manifest = workspace.read("crates/api-errors/Cargo.toml");
    assert!(manifest.contains("\nerrcat.workspace = true\n"), "{manifest}");
    let manifest = workspace.read("crates/api-errors-derive/Cargo.toml");
    assert!(manifest.contains(&format!("\nerrcat-derive = \"{VERSION}\"\n")), "{manifest}");
    workspace.cargo(&["check", "--workspace", "--features", "api-errors/derive"]).expect("it compiles");
}

/// The message is the only error, at the line that states the format.
#[test]
fn code_of_another_format_is_one_error() {
    let workspace = ForeignWorkspace::with_catalog();
    workspace.errcat(&["gen"]).expect("it generates");
    for (file, call, fix) in [
        ("crates/api-errors/src/generated/mod.rs", "::errcat::check_format!", "cargo update -p errcat"),
        (
            "crates/api-errors-derive/src/generated/mod.rs",
            "errcat_derive::check_format!",
            "cargo update -p errcat-derive",
        ),
    ] {
        let original = workspace.read(file);
        workspace.edit(file, &format!("{call}(1);"), &format!("{call}(7);"));
        let failure = workspace
            .cargo(&["check", "--workspace", "--features", "api-errors/derive"])
            .expect_err("another format");
        workspace.write(file, &original);
        let errors =
            failure.lines().filter(|line| line.starts_with("error: ") && !line.contains("could not"));
        let package = fix.rsplit(' ').next().expect("a package");
        let expected = format!(
            "error: this code was generated for format 7, but this version of `{package}` implements format 1: \
             run `{fix}`"
        );
        assert_eq!(errors.collect::<Vec<_>>(), [expected], "{failure}");
        assert!(failure.contains(&format!("--> {file}:")), "{failure}");
    }
}

#[test]
fn cargo_runs_errcat() {
    let workspace = ForeignWorkspace::with_catalog();
    let printed = workspace.cargo(&["errcat", "gen"]).expect("it generates");
    assert!(printed.contains("\n  cargo errcat explain CODE\n"), "{printed}");
    let help = workspace.cargo(&["errcat", "gen", "--help"]).expect("a help text");
    assert!(help.contains("Usage: cargo errcat gen "), "{help}");
    assert!(help.contains("\n  cargo errcat gen --check "), "{help}");
    let usage = workspace.cargo(&["errcat", "--chekc"]).expect_err("an unknown option");
    assert!(usage.contains("Usage: cargo errcat "), "{usage}");
    workspace.edit("catalog/shop/orders.yaml", "{left}", "{lft}");
    let findings = workspace.cargo(&["errcat", "gen"]).expect_err("an undeclared param");
    assert!(findings.contains("run `cargo errcat explain RULE` for more"), "{findings}");
}

#[test]
fn a_single_package_has_settings_of_its_own() {
    let workspace = ForeignWorkspace::with_catalog();
    let package =
        "[package]\nname = \"app\"\nedition = \"2024\"\n[package.metadata.errcat]\nrust = \"errors\"\n";
    workspace.write("Cargo.toml", &format!("{package}[dependencies]\nerrors = {{ path = \"errors\" }}\n"));
    workspace.write("src/main.rs", "fn main() { println!(\"{}\", errors::shop::Code::OutOfStock); }\n");
    workspace.errcat(&["gen"]).expect("it generates");
    assert_eq!(workspace.cargo(&["run", "--quiet"]).as_deref(), Ok("out_of_stock\n"));
    // With a workspace, the settings of the package would be those of one of several packages.
    workspace.write("Cargo.toml", &format!("[workspace]\n{package}"));
    let failure = workspace.errcat(&["gen"]).expect_err("settings that aren't read");
    assert!(failure.contains("settings in [package.metadata.errcat] aren't read"), "{failure}");
    assert!(failure.contains("name the table [workspace.metadata.errcat]"), "{failure}");
}

#[test]
fn a_catalog_in_a_member_is_named() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"services/*\"]\n");
    workspace.write("services/shop/Cargo.toml", "[package]\nname = \"shop\"\n");
    workspace.write("services/shop/catalog/shop/api.yaml", "title: Shop\nsummary: Sells things.\n");
    let failure = workspace.errcat(&["gen"]).expect_err("no catalog here");
    assert!(failure.contains("the package in services/shop has a catalog: run it there"), "{failure}");
    assert!(failure.contains("set `catalog = \"services/shop/catalog\"`"), "{failure}");
}

/// Cargo would say that the crate "believes it's in a workspace when it's not".
#[test]
fn a_crate_that_is_no_member_is_reported_before_cargo_does() {
    let workspace = ForeignWorkspace::with_catalog();
    let is_reported = |manifest: &str| {
        workspace.write("Cargo.toml", manifest);
        let printed = workspace.errcat(&["gen"]).expect("it generates");
        printed.contains("set members = ")
    };
    let app = "[package]\nname = \"app\"\nedition = \"2024\"\n";
    workspace.write("app/Cargo.toml", app);
    workspace.write("app/src/lib.rs", "");
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\n");
    let printed = workspace.errcat(&["gen"]).expect("it generates");
    let line = "set members = [\"app\", \"crates/api-errors\"] in ";
    assert!(printed.contains(line), "{printed}");
    assert!(workspace.cargo(&["check", "--manifest-path", "crates/api-errors/Cargo.toml"]).is_err());

    // What it says to write is enough.
    assert!(!is_reported("[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"crates/api-errors\"]\n"));
    workspace.cargo(&["check", "--manifest-path", "crates/api-errors/Cargo.toml"]).expect("it is a member");
    assert!(!is_reported("[workspace]\nmembers = [\"app\", \"crates/*\"]\n"));
    assert!(!is_reported("[workspace]\nmembers = [\"app\"]\nexclude = [\"crates\"]\n"));
    assert!(!is_reported(
        "[workspace]\n[package]\nname = \"root\"\n[dependencies]\napi-errors = { path = \"crates/api-errors\" }\n"
    ));
    assert!(!is_reported(app), "each package is a workspace of its own");
    workspace.write(
        "app/Cargo.toml",
        &format!("{app}[dependencies]\napi-errors = {{ path = \"../crates/api-errors\" }}\n"),
    );
    assert!(!is_reported("[workspace]\nmembers = [\"app\"]\n"));
}

#[test]
fn only_tests_that_exist_are_suggested() {
    let workspace = ForeignWorkspace::with_catalog();
    let printed = workspace.errcat(&["gen"]).expect("it generates");
    assert!(printed.ends_with("\n  cargo check\n"), "{printed}");
    workspace.write("crates/app/tests/orders.rs", "");
    let printed = workspace.errcat(&["gen"]).expect("it generates");
    assert!(printed.ends_with("\n  cargo test\n"), "{printed}");
}
