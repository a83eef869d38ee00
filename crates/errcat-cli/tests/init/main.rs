//! Tests of `errcat init` with real cargo: afterwards everything builds, and a test reports each drift.

#[path = "../foreign/mod.rs"]
mod foreign;
mod missing;
mod page;
mod taken;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use foreign::ForeignWorkspace;

const PROGRAM: &str = "fn main() {\n    println!(\"Hello, world!\");\n}\n";

#[test]
fn a_program() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("report-tool", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    let printed = check_adoption(&workspace, &["init"], "catalog/report_tool/commands.yaml");
    assert!(printed.contains("use crate::errors::report_tool::commands::Error in your code"), "{printed}");
    assert_eq!(workspace.read("src/main.rs"), format!("mod errors;\n\n{PROGRAM}"));
    // Without a repository, there are no workflows.
    assert!(!workspace.root().join(".github").exists());
}

#[test]
fn a_library_with_axum() {
    let workspace = ForeignWorkspace::new();
    let dependencies = "[dependencies]\naxum = { version = \"0.8\", default-features = false }\n";
    workspace.write("Cargo.toml", &package("shop", "2021", dependencies));
    workspace
        .write("src/lib.rs", "//! A shop.\n#![deny(warnings)]\n\nuse axum as web;\npub use web::Router;\n");
    check_adoption(&workspace, &["init"], "catalog/shop/requests.yaml");
    let manifest = workspace.read("Cargo.toml");
    assert!(manifest.contains("features = [\"derive\", \"axum\"]"), "{manifest}");
    let handler = "pub async fn handler() -> Result<(), errors::shop::requests::Error> {
        Err(errors::shop::requests::Error::ItemNotFound { item: \"itm_1\".into() })
    }
    pub fn router() -> Router { Router::new().route(\"/\", axum::routing::get(handler)) }\n";
    workspace.edit("src/lib.rs", "pub mod errors;\n", &format!("pub mod errors;\n{handler}"));
    workspace.cargo(&["check"]).expect("handlers can return errors");
}

#[test]
fn a_virtual_workspace() {
    let workspace = ForeignWorkspace::new();
    workspace.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"2\"\nmembers = [\n    \"app\", # the program\n    \"libs/*\",\n]\n",
    );
    workspace.write("app/Cargo.toml", &package("app", "2021", ""));
    workspace.write("app/src/main.rs", PROGRAM);
    workspace.write("libs/core/Cargo.toml", &package("core-types", "2021", ""));
    workspace.write("libs/core/src/lib.rs", "");
    let printed = check_adoption(&workspace, &["init", "--api", "shop"], "catalog/shop/requests.yaml");
    assert!(printed.contains("in packages that use the errors, add the dependency api-errors"), "{printed}");
    let manifest = workspace.read("Cargo.toml");
    assert!(
        manifest.contains("\n    \"app\", # the program\n    \"libs/*\",\n    \"crates/api-errors\",\n]\n"),
        "{manifest}"
    );
}

#[test]
fn a_module_of_a_member() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"libs/*\"]\n");
    for name in ["shop", "bank"] {
        workspace.write(&format!("libs/{name}/Cargo.toml"), &package(name, "2021", ""));
        workspace.write(&format!("libs/{name}/src/lib.rs"), "");
    }
    let failure = workspace.errcat(&["init", "--module"]).expect_err("several packages");
    assert!(failure.contains("run it in the folder of the package"), "{failure}");
    workspace.errcat_in("libs/shop", &["init", "--module", "--yes"]).expect("it is set up");
    assert_eq!(workspace.read("libs/shop/src/lib.rs"), "pub mod errors;\n");
    assert!(workspace.read("Cargo.toml").contains("\nrust = \"libs/shop/src/errors\"\n"));
    workspace.cargo(&["test", "--workspace"]).expect("everything is in sync");
}

#[test]
fn a_workspace_with_a_package_in_its_root() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop-server", "2024", "[workspace]\n"));
    workspace.write("src/main.rs", PROGRAM);
    let printed = check_adoption(&workspace, &["init"], "catalog/shop_server/commands.yaml");
    assert!(printed.contains("use api_errors::shop_server::commands::Error"), "{printed}");
    assert!(workspace.read("Cargo.toml").contains("api-errors = { path = \"crates/api-errors\""));
}

#[test]
fn a_crate_next_to_a_single_package() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/main.rs", PROGRAM);
    check_adoption(&workspace, &["init", "--crate"], "catalog/shop/commands.yaml");
}

#[test]
fn an_empty_folder_in_a_repository() {
    let workspace = ForeignWorkspace::new();
    git_init(&workspace.root());
    fs::remove_file(workspace.root().join("Cargo.lock")).expect("it is there");
    workspace.write("services/shop/.keep", "");
    let lock = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).expect("a lock file");
    fs::write(workspace.root().join("services/shop/Cargo.lock"), lock).expect("it can be written");
    let workspace = workspace.below("services/shop");
    check_adoption(&workspace, &["init"], "catalog/shop/requests.yaml");
    assert_eq!(workspace.read(".gitignore"), "/target\n");
    let workflow = workspace.read("../../.github/workflows/errors.yml");
    assert!(workflow.contains("working-directory: \"services/shop\"\n"), "{workflow}");
    assert!(workflow.contains("run: cargo install errcat-cli --locked --version "), "{workflow}");
    for file in ["errors.yml", "errors-site.yml"] {
        let text = workspace.read(&format!("../../.github/workflows/{file}"));
        let parsed: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        assert!(parsed["jobs"].is_object(), "{text}");
        assert!(
            !text.contains("xtask") && !text.replace("${{", "").replace("{}", "").contains('{'),
            "{text}"
        );
    }
}

#[test]
fn an_imported_catalog_is_used() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop", "2024", ""));
    workspace.write("src/lib.rs", "");
    workspace.write("errors.csv", "code,message\nlost,The parcel {parcel} is lost\n");
    let printed = workspace.errcat(&["import", "csv", "errors.csv", "--api", "parcels"]).expect("a catalog");
    assert!(printed.ends_with("Next:\n  errcat init\n"), "{printed}");
    let failure = workspace.errcat(&["init", "--api", "shop"]).expect_err("a catalog exists");
    assert!(failure.contains("there is a catalog already, so `shop` isn't the first API"), "{failure}");

    workspace.write("catalog/parcels/errors.yaml", "title: Errors\n\nerrors:\n  lost: { messag: Lost }\n");
    let before = contents(&workspace.root());
    let failure = workspace.errcat(&["init"]).expect_err("the catalog has an error");
    assert!(failure.contains("--> catalog/parcels/errors.yaml:4:"), "{failure}");
    assert!(contents(&workspace.root()) == before, "nothing was written");

    workspace.edit("catalog/parcels/errors.yaml", "messag: Lost", "message: Lost, status: 404");
    let printed = workspace.errcat(&["init"]).expect("it is set up");
    assert!(printed.starts_with("Set up errcat for the catalog `catalog`: wrote "), "{printed}");
    assert!(printed.contains("use crate::errors::parcels::errors::Error in your code"), "{printed}");
    assert!(!printed.contains("added   catalog/"), "{printed}");
    workspace.cargo(&["test", "--quiet"]).expect("everything is in sync");
    let printed = workspace.errcat(&["import", "csv", "errors.csv", "--api", "others"]).expect("another API");
    assert!(printed.ends_with("Next:\n  errcat gen\n"), "{printed}");
}

#[test]
fn enums_that_were_rewritten_before() {
    let workspace = ForeignWorkspace::new();
    workspace.write("Cargo.toml", &package("shop", "2024", "[dependencies]\nthiserror = \"2\"\n"));
    workspace.write(
        "src/main.rs",
        "mod error;\nfn main() {\n    let error = error::OrderError::Lost { parcel: 7 };\n    \
         println!(\"{} {error}\", error.number());\n}\n",
    );
    workspace.write(
        "src/error.rs",
        "#[derive(Debug, thiserror::Error)]\npub enum OrderError {\n    #[error(\"parcel {parcel} is lost\")]\n    \
         Lost { parcel: u64 },\n}\nimpl OrderError {\n    pub fn number(&self) -> u16 {\n        \
         match self {\n            OrderError::Lost { .. } => 404,\n        }\n    }\n}\n",
    );
    workspace
        .errcat(&["import", "thiserror", "src/error.rs", "--api", "shop", "--rewrite"])
        .expect("a catalog");
    assert!(
        workspace.read("src/error.rs").contains("#[derive(Debug, errcat::CatalogError)]\n#[catalog(shop)]\n")
    );
    assert!(workspace.read("catalog/shop/order.yaml").contains("  lost:\n    status: 404\n"));
    workspace.errcat(&["init"]).expect("it is set up");
    let printed = workspace.cargo(&["run", "--quiet"]).expect("it compiles");
    assert_eq!(printed, "404 parcel 7 is lost\n");
}

/// Sets up errcat, changes the catalog, and generates again. Returns what `init` prints.
fn check_adoption(workspace: &ForeignWorkspace, arguments: &[&str], table: &str) -> String {
    let before = contents(&workspace.root());
    let dry: Vec<&str> = arguments.iter().copied().chain(["--dry-run"]).collect();
    let diff = workspace.errcat(&dry).expect("a diff");
    assert!(diff.contains(&format!("+++ b/{table}\n")) && diff.contains("+++ b/Cargo.toml\n"), "{diff}");
    assert!(contents(&workspace.root()) == before, "a dry run writes nothing");

    let printed = workspace.errcat(arguments).expect("it is set up");
    assert!(printed.contains(&format!("\n  added   {table}\n")), "{printed}");
    workspace.cargo(&["build", "--quiet"]).expect("it builds");
    workspace.cargo(&["test", "--quiet"]).expect("everything is in sync");
    let set_up = contents(&workspace.root());
    let again = workspace.errcat(arguments).expect("nothing to do");
    assert!(again.contains("errcat is set up already") && again.contains("Nothing was changed"), "{again}");
    assert!(contents(&workspace.root()) == set_up, "a second run changes nothing");

    workspace.edit(table, "title: Invalid ", "title: Wrong ");
    let failure = workspace.cargo(&["test", "--quiet"]).expect_err("the catalog has drifted");
    assert!(failure.contains("errors, code and documentation have drifted apart"), "{failure}");
    assert!(failure.contains("error[stale-file]"), "{failure}");
    workspace.errcat(&["gen"]).expect("it generates");
    workspace.cargo(&["test", "--quiet"]).expect("everything is in sync again");
    printed
}

/// Returns a manifest.
fn package(name: &str, edition: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n\n{rest}")
}

fn git_init(folder: &Path) {
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(folder).status();
    assert!(git.expect("git runs").success());
}

/// Returns all files of a folder, without those of cargo and git.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.file_name().and_then(|name| name.to_str()) {
                Some("Cargo.lock" | ".git") => {}
                _ if path.is_dir() => folders.push(path),
                _ => drop(files.insert(path.display().to_string(), fs::read(&path).expect("a file"))),
            }
        }
    }
    files
}
