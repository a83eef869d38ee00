//! Tests Rust that is generated as a module of an existing crate. They run cargo in packages outside of this
//! repository.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

mod compiler_messages;
#[path = "../real/mod.rs"]
mod real;
mod settings;

/// A catalog with links between APIs and tables, a deprecated code, a secret and an internal param.
const CATALOG: [(&str, &str); 4] = [
    (
        "catalog/shop/api.yaml",
        "title: Shop\nsummary: Sells things.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
         body: { code: \"{code}\", message: \"{message}\", details: \"{params}\" }\n    identify_by: code\n",
    ),
    (
        "catalog/shop/orders.yaml",
        "title: Orders\noperations: [POST /orders]\nerrors:\n  \
         sold_out:\n    status: 409\n    message: Only {left} of {sku} are left\n    \
         meaning: See [order_gone], [bank/broke] and [table:orders].\n    \
         params: { left: { type: integer }, sku: {} }\n  \
         order_gone: { status: 410, message: Gone, deprecated: No more, use: sold_out }\n  \
         no_token: { status: 401, message: No token, params: { token: { audience: secret } } }\n",
    ),
    ("catalog/bank/api.yaml", "title: Bank\nsummary: Moves money.\n"),
    (
        "catalog/bank/http.yaml",
        "title: Everything\nerrors:\n  broke: { status: 402, envelope: none, message: Broke }\n",
    ),
];

/// Lints of a strict crate, most of which are off by default.
const STRICT: &str = "#![deny(
    warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused, let_underscore_drop,
    missing_debug_implementations, meta_variable_misuse, non_ascii_idents, single_use_lifetimes,
    trivial_casts, trivial_numeric_casts, unnameable_types, unsafe_code, unused_lifetimes,
    unused_qualifications, variant_size_differences, clippy::all, clippy::pedantic, clippy::nursery
)]\n";

/// A library with a public module.
const LIBRARY: &str = "//! A shop.
pub mod errors;

/// An error of an order.
#[derive(Debug, errcat::CatalogError)]
#[catalog(errors::shop, operation = \"POST /orders\")]
pub enum OrderError {
    /// The item is sold out.
    #[code(sold_out)]
    SoldOut {
        /// The number of items.
        left: u32,
        /// The item.
        sku: &'static str,
    },
    /// The token is missing.
    #[code(no_token)]
    NoToken(#[source] std::env::VarError),
}

/// An error of the account.
#[derive(Debug, errcat::CatalogError)]
#[catalog(bank)]
#[code(broke)]
pub struct Broke;
";

/// A program that uses the module of its package's library.
const PROGRAM: &str = "//! A program.
use errcat::CatalogError;
use shopctl::errors::shop::orders;

#[derive(Debug, CatalogError)]
#[catalog(shopctl::errors::shop)]
enum Failure {
    #[code(transparent)]
    Order(orders::Error),
}

fn main() {
    let error = Failure::Order(orders::Error::SoldOut { left: 2, sku: \"tea\".into() });
    println!(\"{error}\");
}
";

#[test]
fn a_strict_package_with_a_module_is_published() {
    for edition in ["2021", "2024"] {
        let package = package(&manifest(edition, "derive"));
        let root = package.path();
        real::write(root, "src/lib.rs", &format!("{STRICT}{LIBRARY}"));
        real::write(root, "src/main.rs", &format!("{STRICT}{PROGRAM}"));
        // Settings with which rustfmt would rewrite everything.
        real::write(root, "rustfmt.toml", "hard_tabs = true\nmax_width = 60\n");
        real::generate(root);
        let before = contents(&root.join("src/errors"));
        cargo(&["fmt"], root);
        assert_eq!(contents(&root.join("src/errors")), before, "rustfmt changes generated files");
        cargo(&["clippy", "--offline", "--", "-Dwarnings"], root);
        let mut docs = cargo_command(&["doc", "--offline", "--no-deps"]);
        real::run(docs.env("RUSTDOCFLAGS", "-Dwarnings"), root);
        assert_eq!(cargo(&["run", "--offline", "--quiet"], root), "Only 2 of tea are left\n");
        cargo(&["package", "--offline", "--allow-dirty"], root);
    }
}

/// The features of the runtime decide what a module contains, whatever features its crate has.
#[test]
fn a_module_has_the_features_of_the_runtime() {
    for (features, code, compiles) in [
        ("json", "errors::shop::decode(409, &[(\"\", \"\")], b\"\");", true),
        ("derive", "errors::shop::decode(409, &[(\"\", \"\")], b\"\");", false),
        (
            "derive\", \"axum\", \"actix\", \"tonic\", \"utoipa",
            "is::<errors::shop::Error>(); is::<errors::shop::orders::Error>(); \
             fn is<T: errcat::axum::IntoResponse + errcat::actix::ResponseError>() \
             where T: errcat::utoipa::IntoResponses, errcat::tonic::Status: From<T> {} \
             #[derive(Debug, errcat::CatalogError)] \
             #[catalog(errors::bank, axum, actix, tonic, utoipa)] \
             #[code(broke)] struct Broke; \
             #[derive(Debug, errcat::CatalogError)] \
             #[catalog(errors::bank, axum, actix, tonic, utoipa)] \
             #[allow(dead_code)] \
             enum Any<T: errcat::CatalogError + errcat::utoipa::IntoResponses> { \
             #[code(transparent)] One(T), #[code(broke)] Two } \
             is::<Broke>(); is::<Any<Broke>>();",
            true,
        ),
    ] {
        // Features of the crate with the same names.
        let own = "[features]\njson = []\naxum = []\nactix = []\ntonic = []\nutoipa = []\n";
        let package = package(&format!("{}{own}", manifest("2024", features)));
        let root = package.path();
        real::write(
            root,
            "src/main.rs",
            &format!("#![deny(warnings)]\nmod errors;\nfn main() {{ {code} }}\n"),
        );
        real::generate(root);
        let output = run_cargo(&["check", "--offline"], root);
        assert_eq!(output.status.success(), compiles, "{features}: {}", stderr(&output));
    }
}

#[test]
fn the_example_of_the_readme_works() {
    const CALLS: &str = "
fn main() {}

#[test]
fn errors_are_encoded_and_decoded() {
    let error = OrderError::SoldOut { sku: \"tea\".into(), left: 2 };
    let encode = |body: &errcat::Body<'_>| body.to_vec();
    let body = errcat::Body::with(&error, &|_| errcat::Value::Absent, encode).expect(\"an envelope\");
    let response = shop::decode(409, &[(\"content-type\", \"application/json\")], &body);
    let decoded = response.error().expect(\"the error\");
    assert_eq!(decoded.code(), shop::Code::SoldOut);
    assert_eq!(decoded.to_string(), error.to_string());
    let other = OrderError::Other(orders::Error::OrderGone);
    assert_eq!((other.status(), other.to_string()), (Some(410), \"Gone\".to_owned()));
}
";
    let readme = fs::read_to_string(real::repository().join("README.md")).expect("the README");
    let (_, section) = readme.split_once("### A module of your crate\n").expect("the section");
    let block = |language: &str| {
        let (_, rest) = section.split_once(&format!("```{language}\n")).expect("a block");
        rest.split("```").next().expect("its text").to_owned()
    };
    let manifest = format!("[package]\nname = \"shopctl\"\nedition = \"2024\"\n{}", block("toml"));
    let package = package(&manifest);
    let root = package.path();
    real::write(root, "src/main.rs", &format!("{}{CALLS}", block("rust")));
    real::generate(root);
    cargo(&["test", "--offline", "--quiet"], root);
    // What the program raises is found.
    let coverage =
        real::run(Command::new(env!("CARGO_BIN_EXE_errcat")).args(["coverage", "--unraised"]), root);
    assert!(coverage.contains("no_token") && !coverage.contains("order_gone"), "{coverage}");
}

/// Returns the manifest of a package with a module, and with some features of the runtime.
fn manifest(edition: &str, features: &str) -> String {
    format!(
        "[package]\nname = \"shopctl\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n\
         description = \"Sells things\"\nlicense = \"MIT\"\nrepository = \"https://errcat.example\"\n\
         [dependencies]\nerrcat = {{ version = \"0.1\", features = [\"{features}\"] }}\n\
         [package.metadata.errcat]\nrust = \"src/errors\"\n"
    )
}

/// Creates a package with a catalog. It uses this repository's crates, by settings that aren't part of it.
fn package(manifest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    real::write(root, "Cargo.toml", manifest);
    let patch = |name: &str| {
        let path = real::repository().join("crates").join(name);
        format!("{name} = {{ path = {:?} }}\n", path.display().to_string())
    };
    let patches: String = ["errcat", "errcat-derive", "errcat-macros"].map(patch).concat();
    real::write(root, ".cargo/config.toml", &format!("[patch.crates-io]\n{patches}"));
    // Use the same versions, which are downloaded already.
    fs::copy(real::repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    CATALOG.iter().for_each(|(path, text)| real::write(root, path, text));
    folder
}

/// Runs cargo, which must succeed, with the target folder of all packages of these tests.
fn cargo(arguments: &[&str], root: &Path) -> String {
    real::run(&mut cargo_command(arguments), root)
}

fn run_cargo(arguments: &[&str], root: &Path) -> Output {
    cargo_command(arguments).current_dir(root).output().expect("it runs")
}

fn cargo_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("module"));
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns the files below a folder, with their paths.
fn contents(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in real::entries(folder) {
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.push((path.display().to_string(), fs::read_to_string(&path).expect("a text")));
        }
    }
    files
}
