//! Tests the findings of `check` in code that uses the errors.

use std::fs;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

const SETTINGS: &str = "\
[workspace]
[workspace.metadata.errcat]
lints = { never-raised = 'deny' }
";

/// The pattern for codes in TypeScript.
const LITERALS: &str = "\
[[workspace.metadata.errcat.code.literals]]
api = 'shop'
files = 'web/**/*.ts'
pattern = 'code: \"([^\"]+)\"'
";

const TABLE: &str = "\
title: Orders
status: none
errors:
  order_gone: { message: Gone }
  order_late: { message: Late, reserved: The courier raises it }
  order_old: { message: Old, retired: Since 2.0, use: order_gone }
";

/// Creates a workspace. The given files replace default ones with the same path.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn with(files: &[(&str, &str)]) -> Self {
        let workspace = Workspace(tempfile::tempdir().unwrap());
        let own = [
            ("Cargo.toml", SETTINGS),
            ("catalog/shop/api.yaml", "title: Shop\nsummary: Sells.\n"),
            ("catalog/shop/orders.yaml", TABLE),
        ];
        for (path, text) in own.iter().chain(files) {
            let path = workspace.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        workspace
    }

    fn errcat(&self, words: &str) -> OutputAssert {
        Command::new(cargo_bin("errcat"))
            .args(words.split(' '))
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
            .assert()
    }
}

/// Returns the rules and locations of the findings of `check` in a workspace with these files.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let workspace = Workspace::with(files);
    workspace.errcat("gen").code(0);
    let check = workspace.errcat("check --format github");
    let printed = String::from_utf8(check.get_output().stdout.clone()).unwrap();
    printed.lines().map(str::to_owned).collect()
}

#[track_caller]
fn assert_found(files: &[(&str, &str)], expected: &[[&str; 2]]) {
    let found = findings(files);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (line, words) in found.iter().zip(expected) {
        assert!(words.iter().all(|word| line.contains(word)), "{line}");
    }
}

const RAISED: (&str, &str) = ("src/lib.rs", "fn f() -> E { shop::orders::Error::OrderGone }\n");

#[test]
fn an_error_that_nothing_raises_is_reported() {
    assert_found(&[RAISED], &[]);
    assert_found(&[], &[["never-raised", "orders.yaml,line=4"]]);
    let test = ("tests/api.rs", RAISED.1);
    assert_found(&[test], &[["never-raised", "orders.yaml,line=4"]]);
    let ignored = [(".gitignore", "/src\n"), RAISED];
    assert_found(&ignored, &[["never-raised", "orders.yaml,line=4"]]);
    let settings = format!("{SETTINGS}{LITERALS}");
    assert_found(&[("Cargo.toml", &*settings), ("web/a.ts", "{ code: \"order_gone\" }")], &[]);
}

#[test]
fn an_unneeded_suppression_is_reported() {
    let late = ("src/late.rs", "fn f() -> E { shop::orders::Error::OrderLate }\n");
    assert_found(&[RAISED, late], &[["needless-reserved", "orders.yaml,line=5"]]);
}

#[test]
fn raising_a_retired_code_is_reported() {
    let old = ("src/old.rs", "\nfn f() -> E { shop::orders::Error::OrderOld }\n");
    assert_found(&[RAISED, old], &[["retired-raised", "src/old.rs,line=2"]]);
}

/// The manifest of a package with axum, and with a dependency on the generated crate.
fn app(dependency: &str) -> String {
    format!("[package]\nname = \"app\"\n[dependencies]\naxum = \"0.8\"\n{dependency}\n")
}

#[test]
fn a_handler_whose_error_is_no_response_is_reported() {
    const WORKSPACE: (&str, &str) = ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n");
    let handler = "use api_errors::shop::orders;
fn router() -> Router { Router::new().route(\"/\", routing::get(order)) }
async fn order() -> Result<(), orders::Error> { Err(orders::Error::OrderGone) }
async fn check() -> Result<(), orders::Error> { Err(orders::Error::OrderGone) }
";
    let handler = ("app/src/main.rs", handler);
    for (dependency, is_enabled) in [
        ("api-errors = { path = \"x\" }", false),
        ("api-errors.path = \"x\"\n[features]\nderive = [\"api-errors/derive\"]", false),
        ("api-errors = { path = \"x\", features = [\"axum\"] }", true),
        ("api-errors.path = \"x\"\n[features]\ndefault = [\"api-errors/axum\"]", true),
    ] {
        let manifest = app(dependency);
        let expected: &[[&str; 2]] = &[["app/src/main.rs,line=3,endLine=3,col=32", "no-response"]];
        assert_found(
            &[WORKSPACE, ("app/Cargo.toml", &manifest), handler],
            if is_enabled { &[] } else { expected },
        );
    }

    // A hand-written type needs the option too.
    let manifest = app("api-errors = { path = \"x\", features = [\"axum\", \"derive\"] }");
    let code = "#[derive(Debug, CatalogError)]
#[catalog(shop)]
struct Lost;
async fn order() -> Result<(), Lost> { Err(Lost) }
fn router() -> Router { Router::new().fallback(order) }
";
    let workspace = Workspace::with(&[WORKSPACE, ("app/Cargo.toml", &manifest), ("app/src/main.rs", code)]);
    workspace.errcat("gen").code(0);
    workspace.errcat("check").code(0).stderr_eq("").stdout_eq(str![[r#"
warning[no-response]: the handler `order` returns an error that isn't a response
 --> app/src/main.rs:4:32
  |
4 | async fn order() -> Result<(), Lost> { Err(Lost) }
  |                                ^^^^
  |
  = help: add the option: `#[catalog(shop, axum)]`

1 warning in 1 file; run `errcat explain RULE` for more

"#]]);
    for responding in
        [code.replace("(shop)", "(shop, axum)"), format!("{code}impl IntoResponse for Lost {{}}\n")]
    {
        assert_found(&[WORKSPACE, ("app/Cargo.toml", &manifest), ("app/src/main.rs", &responding)], &[]);
    }
}

#[test]
fn a_handler_with_a_generated_module_needs_a_feature_of_the_runtime() {
    let settings = "[package.metadata.errcat]\nrust = \"src/errors\"\n";
    let code = "mod errors;
use errors::shop::orders;
async fn order() -> Result<(), orders::Error> { Err(orders::Error::OrderGone) }
fn router() -> Router { Router::new().fallback(order) }
";
    let manifest = format!("{}{settings}", app("errcat = \"0.1\""));
    assert_found(
        &[("Cargo.toml", &*manifest), ("src/main.rs", code)],
        &[["src/main.rs,line=3", "enable the feature `axum` of `errcat` in Cargo.toml"]],
    );
}

#[test]
fn a_derive_that_cannot_find_its_crate_is_reported() {
    let workspace = ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n");
    let code = |catalog: &str| format!("#[derive(CatalogError)]\n#[catalog({catalog})]\nstruct Lost;\n");
    let renamed = "[package]\nname = \"app\"\n[dependencies]\n\
                   shop-errors = { package = \"api-errors\", path = \"x\" }\n";
    for (manifest, catalog, is_found) in [
        (renamed, "shop", true),
        (renamed, "shop, axum", true),
        (renamed, "shop, crate = ::shop_errors", false),
        (renamed, "shop_errors::shop", false),
        (&app("api-errors = { path = \"x\" }"), "shop", false),
    ] {
        let expected: &[[&str; 2]] = &[["renamed-dependency", "crate = ::shop_errors)"]];
        assert_found(
            &[workspace, ("app/Cargo.toml", manifest), ("app/src/lib.rs", &code(catalog))],
            if is_found { expected } else { &[] },
        );
    }
}

#[test]
fn a_server_without_errors_for_failures_is_reported() {
    let table = "\
title: General
status: 500
errors:
  no_route: { message: No route, status: 404, fallback_for: [unknown_path, unknown_method] }
  bad_request: { message: Bad, status: 400, fallback_for: [malformed_request, invalid_request] }
  too_large: { message: Too large, status: 413, fallback_for: body_too_large }
  failed: { message: Failed, fallback_for: [internal_error, unsupported_media_type] }
";
    let general = ("catalog/shop/general.yaml", table);
    let less = table.replace(", invalid_request", "").replace(", unsupported_media_type", "");
    let less = ("catalog/shop/general.yaml", &*less);
    let settings = SETTINGS.replace("never-raised = 'deny'", "missing-fallback = 'deny'");
    let settings = ("Cargo.toml", &*settings);
    let missing: &[[&str; 2]] =
        &[["missing-fallback", "no error for invalid_request, unsupported_media_type"]];
    for server in [
        "use api::shop;\nfn f() { r.layer(errcat::axum::CatalogLayer::<shop::Error>::new()); }",
        "use api::shop::Error as E;\ntype Layer = CatalogLayer<E>;",
        "use api::shop;\nfn f() -> CatalogMiddleware<shop::Error> { todo!() }",
    ] {
        assert_found(&[settings, less, ("src/main.rs", server)], missing);
        assert_found(&[settings, general, ("src/main.rs", server)], &[]);
        assert_found(&[settings, less, ("tests/api.rs", server)], &[]);
    }
    let client = ("src/main.rs", "use api::shop;\nfn f() { errcat::decode::<shop::Error>(a, b, c); }");
    assert_found(&[settings, less, client], &[]);

    // An `allow` must silence something.
    let allowed = "title: Shop\nsummary: Sells.\nlints: { missing-fallback: { allow: A proxy answers } }\n";
    let allowed = ("catalog/shop/api.yaml", allowed);
    let server = ("src/main.rs", "use api::shop;\ntype Layer = CatalogLayer<shop::Error>;");
    assert_found(&[settings, less, allowed, server], &[]);
    assert_found(&[settings, less, allowed], &[["needless-allow", "api.yaml,line=3"]]);
}

#[test]
fn a_fallback_counts_as_raised() {
    let table = TABLE.replace("message: Gone", "message: Gone, status: 404, fallback_for: unknown_path");
    assert_found(&[("catalog/shop/orders.yaml", &*table)], &[]);
}

#[test]
fn a_literal_that_is_not_a_code_is_reported() {
    let web = ("web/a/b.ts", "\nthrow { code: \"order_gon\" }");
    let settings = format!("{SETTINGS}{LITERALS}");
    assert_found(&[("Cargo.toml", &*settings), RAISED, web], &[["undocumented-code", "web/a/b.ts,line=2"]]);
}

#[test]
fn an_allow_is_reported_only_if_code_does_not_need_it() {
    let allowed =
        |lints: &str| TABLE.replace("message: Gone", &format!("message: Gone, lints: {{ {lints} }}"));
    for lints in ["never-raised: { allow: Soon }", "all: { allow: Soon }"] {
        let table = allowed(lints);
        assert_found(&[("catalog/shop/orders.yaml", &*table)], &[]);
    }
    let table = allowed("never-raised: { allow: Soon }");
    let needless = [["needless-allow", "orders.yaml,line=4"]];
    assert_found(&[("catalog/shop/orders.yaml", &*table), RAISED], &needless);
}

#[test]
fn code_that_cannot_be_parsed_is_reported_but_is_not_an_error() {
    let deep = format!(
        "fn f() {{ shop::orders::Error::OrderGone; {}1{} }}",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    let workspace = Workspace::with(&[("src/deep.rs", &*deep), ("src/wrong.rs", "fn OrderGone {")]);
    workspace.errcat("coverage --unraised").code(0).stdout_eq(str![[r#"
API   CODE        RAISED   TESTS  PAGE LACKS
shop  order_gone  nowhere  -      meaning, cause, fix, retry

shop: 3 codes, 0 raised, 1 reserved, 0 in tests, 1 fully documented
2 Rust files couldn't be parsed, beginning with src/deep.rs

"#]]);
    let printed = "2 Rust files couldn't be parsed, beginning with src/deep.rs\n";
    workspace.errcat("check").code(1).stderr_eq(printed);
}

#[test]
fn coverage_shows_where_errors_are_raised_and_tested_and_what_pages_lack() {
    let table = "\
title: Orders
status: none
errors:
  order_failed:
    message: Failed
    meaning: The order couldn't be placed.
    causes: [It is gone]
    fixes: [Order again]
    retry: never
  order_gone: { is: order_failed, message: Gone, fixes: [Order another] }
  order_late: { message: Late, reserved: The courier raises it }
  order_lost: { message: Lost }
  order_old: { message: Old, retired: Since 2.0, use: order_gone }
";
    let test = "#[test]\nfn gone() { assert_eq!(f(), shop::orders::Error::OrderGone); assert_eq!(code(), \"order_gone\"); }\n";
    let handled = "fn g() { match f() { shop::orders::Error::OrderLost => {} } }";
    let files = [
        ("catalog/shop/orders.yaml", table),
        RAISED,
        ("src/more.rs", "fn f() {}\nfn g() -> E { shop::orders::Error::OrderGone }\n"),
        ("src/handled.rs", handled),
        ("tests/api.rs", test),
    ];
    let workspace = Workspace::with(&files);
    workspace.errcat("coverage").code(0).stderr_eq("").stdout_eq(str![[r#"
API   CODE          RAISED              TESTS             PAGE LACKS
shop  order_failed  kind of order_gone  -                 -
shop  order_gone    2 src/lib.rs:1      2 tests/api.rs:2  meaning, cause
shop  order_late    reserved            -                 meaning, cause, fix, retry
shop  order_lost    nowhere             -                 meaning, cause, fix, retry
shop  order_old     retired             -                 -

shop: 5 codes, 2 raised, 1 reserved, 1 in tests, 2 fully documented

"#]]);
    workspace.errcat("coverage --unraised --format json").code(0).stdout_eq(str![[r#"
{
  "codes": [
    {
      "api": "shop",
      "code": "order_lost",
      "state": "nowhere",
      "kind_of": null,
      "raised": [],
      "tests": [],
      "others": [
        {
          "kind": "handled",
          "path": "src/handled.rs",
          "line": 1,
          "column": 22
        }
      ],
      "lacks": [
        "meaning",
        "cause",
        "fix",
        "retry"
      ]
    }
  ],
  "totals": [
    {
      "api": "shop",
      "codes": 5,
      "raised": 2,
      "reserved": 1,
      "in_tests": 1,
      "complete": 2
    }
  ],
  "unparsed": []
}

"#]]);
    workspace.errcat("coverage --api shpo").code(2).stderr_eq(str![[r#"
error: no API is named `shpo`
  = help: did you mean `shop`?

"#]]);
}

#[test]
fn mistakes_in_settings_of_code_are_reported_at_their_location() {
    let printed = |from: &str, to: &str| {
        let settings = format!("{SETTINGS}{LITERALS}").replace(from, to);
        Workspace::with(&[("Cargo.toml", &*settings)]).errcat("check")
    };
    printed("'shop'", "'shpo'").code(1).stdout_eq(str![[r#"
...
error[unknown-api]: there is no API `shpo` in the catalog
 --> Cargo.toml:5:7
  |
5 | api = 'shpo'
  |       ^^^^^^
  |
  = help: did you mean `shop`?
...
"#]]);
    printed("web/**/*.ts", "web/{a").code(2).stderr_eq(str![[r#"
error: `web/{a`: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
 --> Cargo.toml:6:9
  |
6 | files = 'web/{a'
  |         ^^^^^^^^

"#]]);
    printed("([^\"]+)", "([^\"]+").stderr_eq(str![[r#"
error: `code: "([^"]+"`: unclosed group
 --> Cargo.toml:7:11
  |
7 | pattern = 'code: "([^"]+"'
  |           ^^^^^^^^^^^^^^^^

"#]]);
    printed("([^\"]+)", "[^\"]+").stderr_eq(str![[r#"
error: `code: "[^"]+"` has no group: put the code in parentheses
 --> Cargo.toml:7:11
  |
7 | pattern = 'code: "[^"]+"'
  |           ^^^^^^^^^^^^^^^

"#]]);
}
