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
