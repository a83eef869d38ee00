//! Tests of [`find`] on small Rust files.

use super::{File, UseKind, find};
use errcat_catalog::{InputFile, Inputs};

const FILES: &[(&str, &str)] = &[
    ("shop/api.yaml", "title: Shop\nsummary: Sells.\n"),
    (
        "shop/orders.yaml",
        "title: Orders\nstatus: none\nerrors:\n  order_gone: { message: Gone }\n  order_late: { message: Late }\n",
    ),
    ("shop/http.yaml", "title: HTTP\nstatus: none\nerrors:\n  not_found: { message: Not found }\n"),
    ("bank/api.yaml", "title: Bank\nsummary: Lends.\n"),
    ("bank/http.yaml", "title: HTTP\nstatus: none\nerrors:\n  not_found: { message: Not found }\n"),
];

/// Returns the uses as kind, code and line, such as `constructed shop/order_gone 3`, with `test` if a test
/// does it. Also returns the files that can't be parsed.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let input = |(path, text): &(&str, &str)| InputFile::new(format!("catalog/{path}"), *text);
    let mut inputs: Vec<InputFile> = FILES.iter().map(input).collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let checked =
        errcat_catalog::read(&Inputs::of(&inputs)).unwrap_or_else(|report| panic!("{:?}", report.findings));
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
        is_rust: true,
        literals: Vec::new(),
    };
    let files: Vec<File> = files.iter().map(file).collect();
    let found = find(&checked.catalog, &[], &files);
    let unparsed = found.unparsed.iter().map(|file| format!("unparsed {}", files[*file].path));
    let mut lines: Vec<String> = unparsed.collect();
    for id in checked.catalog.codes() {
        let (api, code) = (&checked.catalog[id.api].name, &checked.catalog[id].code);
        for usage in found.uses(id) {
            let kind = match usage.kind {
                UseKind::Constructed => "constructed",
                UseKind::Derived => "derived",
                UseKind::Literal => "literal",
                UseKind::Handled => "handled",
                UseKind::Mentioned => "mentioned",
            };
            let before = &files[usage.file].text[..usage.range.start];
            let line = before.matches('\n').count() + 1;
            let test = if usage.is_test { " test" } else { "" };
            lines.push(format!("{kind} {api}/{code} {line}{test}"));
        }
    }
    lines
}

#[track_caller]
fn assert_found(text: &str, expected: &[&str]) {
    assert_eq!(found(&[("src/lib.rs", text)]), expected, "{text}");
}

#[test]
fn errors_are_found_with_any_imports() {
    for text in [
        "fn f() -> E { api_errors::shop::orders::Error::OrderGone }",
        "fn f() -> E { errors::orders::Error::OrderGone }",
        "use api_errors::shop; fn f() -> E { shop::orders::Error::OrderGone }",
        "use api_errors::shop as s; fn f() -> E { s::orders::Error::OrderGone }",
        "use api_errors::shop::{self, orders as o}; fn f() -> E { o::Error::OrderGone }",
        "use api_errors::{bank, shop::{http, orders::{self, Error as Gone}}}; fn f() -> E { Gone::OrderGone }",
        "use api_errors::shop::orders::Error; fn f() -> Error { Error::OrderGone }",
        "use api_errors::shop::orders::*; fn f() -> Error { Error::OrderGone }",
        "use api_errors::shop::*; fn f() -> orders::Error { orders::Error::OrderGone }",
        "use api_errors::shop::orders::Error::*; fn f() -> E { OrderGone }",
        "use api_errors::shop::orders::Error::OrderGone as Lost; fn f() -> E { Lost }",
        "use api_errors::shop; use shop::orders; type E = orders::Error; fn f() -> E { E::OrderGone }",
        "fn f() { use api_errors::shop::orders as o; return Err(o::Error::OrderGone); }",
        "use api_errors::shop::orders; mod inner { use super::*; fn f() -> E { orders::Error::OrderGone } }",
        "use api_errors::shop::orders; mod inner { fn f() -> E { super::orders::Error::OrderGone } }",
        "impl From<X> for shop::orders::Error { fn from(_: X) -> Self { Self::OrderGone } }",
        "fn f() -> E { <shop::orders::Error>::OrderGone }",
        "fn f() -> E { shop::orders::Error::OrderGone { id: 1 } }",
        "fn f() -> E { g().map_err(|_| shop::orders::Error::OrderGone)? }",
        "fn f() { bail!(shop::orders::Error::OrderGone) }",
        "fn f() { select! { a = b => Err(shop::orders::Error::OrderGone), else => {} } }",
        "macro_rules! gone { () => { shop::orders::Error::OrderGone } }",
        "fn f() { vec![shop::orders::Error::OrderGone; 3] }",
    ] {
        assert_found(text, &["constructed shop/order_gone 1"]);
    }
}

#[test]
fn patterns_and_codes_do_not_raise_an_error() {
    assert_kind("match e { orders::Error::OrderGone => {} _ => {} }", "handled");
    assert_kind("match e { orders::Error::OrderGone { id, .. } => {} _ => {} }", "handled");
    assert_kind("if let Err(orders::Error::OrderGone) = e {}", "handled");
    assert_kind("matches!(e, orders::Error::OrderGone)", "handled");
    assert_kind("select! { orders::Error::OrderGone => 1 ; }", "handled");
    assert_kind("if e.code() == shop::Code::OrderGone {}", "mentioned");
    assert_kind("let x: u8 = match e { _ if e == orders::Error::OrderGone => 1 };", "constructed");

    fn assert_kind(body: &str, kind: &str) {
        let text = format!("use api_errors::shop::{{self, orders}};\nfn f() {{ {body}; }}");
        assert_found(&text, &[&format!("{kind} shop/order_gone 2")]);
    }
}

#[test]
fn similar_names_of_other_crates_are_not_found() {
    for text in [
        "enum Error { OrderGone } fn f() -> Error { Error::OrderGone }",
        "use std::io::Error; fn f() { Error::NotFound }",
        "fn f() { std::io::ErrorKind::NotFound }",
        "use tonic::Code; fn f() { Code::NotFound }",
        "fn f() { mine::Error::OrderGone }",
        "/// shop::orders::Error::OrderGone\nfn f() {}",
        "fn f() { g(\"order_gone\") }",
        "fn f() { OrderGone }",
    ] {
        assert_found(text, &[]);
    }
}

#[test]
fn a_path_without_an_api_matches_every_api() {
    let both = ["constructed bank/not_found 1", "constructed shop/not_found 1"];
    assert_found("fn f() -> E { http::Error::NotFound }", &both);
    assert_found("fn f() { use api_errors::bank::http; Err(http::Error::NotFound) }", &both[..1]);
}

const DERIVED: &str = "\
#[derive(Debug, CatalogError)]
#[catalog(shop, operation = \"GET /\")]
pub enum Mine {
    #[code(order_gone)]
    Gone,
    #[code(\"order_late\")]
    Late { days: u8 },
    #[code(transparent)]
    Other(Inner),
}
#[derive(CatalogError)]
#[catalog(bank)]
#[code(not_found)]
pub struct Missing;
";

const DERIVED_USES: [&str; 3] =
    ["derived bank/not_found 13", "derived shop/order_gone 4", "derived shop/order_late 6"];

#[test]
fn derived_codes_are_found() {
    assert_found(DERIVED, &DERIVED_USES);
}

#[test]
fn constructing_a_derived_error_raises_it() {
    let raised = [
        "derived bank/not_found 13",
        "constructed shop/order_gone 15",
        "derived shop/order_gone 4",
        "derived shop/order_late 6",
    ];
    for code in [
        "fn f() -> Mine { Mine::Gone }",
        "fn f() -> Mine { self::Mine::Gone }",
        "impl Mine { fn f() -> Self { Self::Gone } }",
        "impl From<X> for Mine { fn from(_: X) -> Self { Mine::Gone } }",
        "type M = Mine; fn f() -> M { M::Gone }",
        "fn f() -> Mine { use Mine::*; Gone }",
        "fn f() -> Mine { use Mine::Gone; Gone }",
        "fn f() -> Mine { use Mine::Gone as Lost; Lost }",
        "mod inner { fn f() -> super::Mine { super::Mine::Gone } }",
        "mod inner { use super::*; fn f() -> Mine { Mine::Gone } }",
        "fn f() -> Result<(), Mine> { g().map_err(|_| Mine::Gone)? }",
        "fn f() { bail!(Mine::Gone) }",
    ] {
        let mut found = found(&[("src/lib.rs", &format!("{DERIVED}{code}"))]);
        found.sort();
        let mut raised = raised;
        raised.sort_unstable();
        assert_eq!(found, raised, "{code}");
    }
    let late = "fn f() -> Mine { Mine::Late { days: 1 } }";
    assert!(
        found(&[("src/lib.rs", &format!("{DERIVED}{late}"))])
            .contains(&"constructed shop/order_late 15".to_owned())
    );
    for missing in [
        "fn f() -> Missing { Missing }",
        "impl Missing { fn f() -> Self { Self } }",
        "impl Missing { fn f() -> Self { Self {} } }",
    ] {
        let found = found(&[("src/lib.rs", &format!("{DERIVED}{missing}"))]);
        assert!(found.contains(&"constructed bank/not_found 15".to_owned()), "{missing}: {found:?}");
    }
}

#[test]
fn derived_errors_are_found_in_other_files() {
    for (text, expected) in [
        ("fn f() -> E { crate::errors::Mine::Gone }", "constructed shop/order_gone 1"),
        ("use crate::errors::Mine; fn f() -> E { Mine::Gone }", "constructed shop/order_gone 1"),
        ("use crate::errors::*; fn f() -> E { Mine::Gone }", "constructed shop/order_gone 1"),
        (
            "use crate::errors::Mine as M; impl M { fn f() -> Self { Self::Gone } }",
            "constructed shop/order_gone 1",
        ),
        ("use crate::errors::Missing as M; fn f() -> M { M }", "constructed bank/not_found 1"),
        ("use crate::errors::Renamed; fn f() -> Renamed { Renamed::Gone }", "constructed shop/order_gone 1"),
        ("fn f(e: Mine) { match e { Mine::Gone => {} _ => {} } }", "handled shop/order_gone 1"),
        ("#[test]\nfn f() { Mine::Gone; }", "constructed shop/order_gone 2 test"),
    ] {
        let errors = format!("{DERIVED}pub use Mine as Renamed;");
        let mut found = found(&[("src/errors.rs", &errors), ("src/a.rs", text)]);
        found.retain(|line| !line.starts_with("derived"));
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn types_of_the_same_name_are_not_derived_errors() {
    for text in [
        "enum Mine { Gone } fn f() -> Mine { Mine::Gone }",
        "struct Missing; fn f() -> Missing { Missing }",
        "fn f() { Missing::new() }",
        "fn f() { Gone }",
        "fn f() { Other::Gone }",
        "fn f(x: Mine) -> Mine { x }",
    ] {
        assert_eq!(found(&[("src/errors.rs", DERIVED), ("src/a.rs", text)]), DERIVED_USES, "{text}");
    }
}

/// No expression names them.
#[test]
fn errors_that_other_derives_construct_are_raised() {
    for (attributes, variant) in [
        ("#[derive(CatalogError)]", "#[code(order_gone)] Gone(#[from] std::io::Error)"),
        ("#[derive(CatalogError, Default)]", "#[default] #[code(order_gone)] Gone"),
        ("#[derive(CatalogError, serde::Deserialize)]", "#[code(order_gone)] Gone"),
        ("#[derive(CatalogError)] #[cfg_attr(test, derive(Arbitrary))]", "#[code(order_gone)] Gone"),
    ] {
        let text = format!("{attributes} #[catalog(shop)] enum Mine {{ {variant} }}");
        assert_found(&text, &["constructed shop/order_gone 1"]);
    }
    for attributes in ["#[derive(Debug, thiserror::Error, CatalogError)]", "#[derive(CatalogError, Default)]"]
    {
        let text = format!("{attributes} #[catalog(shop)] enum Mine {{ #[code(order_gone)] Gone }}");
        assert_found(&text, &["derived shop/order_gone 1"]);
    }
}

#[test]
fn uses_in_tests_are_marked() {
    let text = "\
use api_errors::shop::orders;
#[tokio::test]
async fn a() { assert_eq!(f(), orders::Error::OrderGone); }
#[cfg(test)]
mod tests {
    use super::*;
    fn b() { orders::Error::OrderGone; assert_eq!(body[\"code\"], \"order_late\"); }
}
#[cfg(not(test))]
fn c() { orders::Error::OrderGone; }
";
    let expected = [
        "constructed shop/order_gone 3 test",
        "constructed shop/order_gone 7 test",
        "constructed shop/order_gone 10",
        "mentioned shop/order_late 7 test",
    ];
    assert_found(text, &expected);
    let raise = "fn f() -> E { shop::orders::Error::OrderGone }";
    let files =
        [("src/lib.rs", "#[cfg(test)]\nmod mock;\n"), ("src/mock/a.rs", raise), ("tests/api.rs", raise)];
    assert_eq!(found(&files), ["constructed shop/order_gone 1 test"; 2]);
}

#[test]
fn names_that_other_files_export_are_resolved() {
    let errors =
        "pub use api_errors::shop::orders::Error as OrderError;\npub use api_errors::shop::orders as o;\n";
    let user =
        "use crate::errors::{OrderError, o};\nfn f() { OrderError::OrderGone; o::Error::OrderLate; }\n";
    let expected = ["constructed shop/order_gone 2", "constructed shop/order_late 2"];
    assert_eq!(found(&[("src/errors.rs", errors), ("src/a.rs", user)]), expected);
    let parent = "mod child;\nuse api_errors::shop::orders::Error;\n";
    for child in ["use super::*;\nfn f() { Error::OrderGone }", "\nfn f() { super::Error::OrderGone }"] {
        assert_eq!(found(&[("src/a.rs", parent), ("src/a/child.rs", child)]), expected[..1]);
    }
    // Private imports aren't names for other files.
    assert_eq!(found(&[("src/a.rs", parent), ("src/b.rs", "fn f() { crate::Error::OrderGone }")]), [""; 0]);
}

#[test]
fn code_that_is_nested_too_deep_is_unparsed_and_does_not_overflow_the_stack() {
    const MANY: usize = 5_000;
    let deep = |count: usize| -> [String; 8] {
        [
            format!("{}1{}", "(".repeat(count), ")".repeat(count)),
            format!("{}1{}", "match 1 { _ => f(".repeat(count), ")}".repeat(count)),
            format!("{}1{}", "vec![".repeat(count), "]".repeat(count)),
            format!("1 as {}u8", "&".repeat(count)),
            format!("1{}", "+1".repeat(count)),
            format!("if a {{}} {}", "else if a {}".repeat(count)),
            format!("a{}", ".a()?".repeat(count)),
            format!("!{}1", "-!".repeat(count)),
        ]
    };
    let read = |code: &String| {
        let text = format!("fn f() -> E {{ {code}; shop::orders::Error::OrderGone }}");
        found(&[("src/lib.rs", &text)])
    };
    for code in deep(MANY) {
        assert_eq!(read(&code), ["unparsed src/lib.rs"], "{code:.40}");
    }
    for code in deep(50) {
        assert_eq!(read(&code), ["constructed shop/order_gone 1"], "{code:.40}");
    }
    // Long code isn't deep.
    let long =
        format!("{}g([{}])", "f(1); if a { b } else { c } let d = E {}; ".repeat(MANY), "1,".repeat(MANY));
    assert_eq!(read(&long), ["constructed shop/order_gone 1"]);
}

#[test]
fn a_byte_order_mark_or_a_shebang_does_not_shift_locations() {
    let code = "fn f() -> E {\n    shop::orders::Error::OrderGone\n}\n";
    for before in [
        "",
        "\u{feff}",
        "#!/usr/bin/env cargo\n",
        "\u{feff}#!/bin/x\n",
        "#![allow(unused)]\n",
        "#! [allow(unused)]\n",
    ] {
        let line = before.matches('\n').count() + 2;
        assert_found(&format!("{before}{code}"), &[&format!("constructed shop/order_gone {line}")]);
    }
}
