//! Attributes that can't be parsed, or that are in the wrong place.

use crate::{check, check_item};

#[test]
fn catalog_attribute_must_be_valid() {
    check_item(
        "#[catalog(\"kakunin\")] enum E {}",
        &[("\"kakunin\"", "write the API without quotes: `#[catalog(kakunin)]`")],
    );
    check_item(
        "#[catalog(kakunin, operatoin = \"x\")] enum E {}",
        &[(
            "operatoin",
            "expected `operation = \"…\"`, `crate = path`, `axum`, `actix`, `tonic`, `utoipa` or `miette`",
        )],
    );
    check_item("#[catalog(kakunin, axum, actix, axum)] enum E {}", &[("axum", "duplicate `axum`")]);
    check_item(
        "#[catalog(\"the shop\")] enum E {}",
        &[("\"the shop\"", "write the API without quotes: `#[catalog(…)]`")],
    );
    check_item(
        "#[catalog(type axum)] enum E {}",
        &[("axum", "separate the API and its options by commas: `#[catalog(type, …)]`")],
    );
    for (options, location) in
        [("type, 3", "3"), ("type, \"axum\"", "\"axum\""), ("type, axm", "axm"), ("type, , axum", ",")]
    {
        let message =
            "expected `operation = \"…\"`, `crate = path`, `axum`, `actix`, `tonic`, `utoipa` or `miette`";
        check_item(&format!("#[catalog({options})] enum E {{}}"), &[(location, message)]);
    }
    for (options, location) in [("operation = \"x\"", "operation"), ("3", "3")] {
        let message = "the first argument is the API: `#[catalog(api, …)]`";
        check_item(&format!("#[catalog({options})] enum E {{}}"), &[(location, message)]);
    }
    for (option, location) in [
        ("operation", "operation"),
        ("operation =", "operation"),
        ("operation = POST", "POST"),
        ("operation(\"x\")", "("),
    ] {
        let message = "write the operation in quotes: `operation = \"…\"`";
        check_item(&format!("#[catalog(type, {option})] enum E {{}}"), &[(location, message)]);
    }
    for (option, location) in [("crate", "crate"), ("crate = \"x\"", "\"x\""), ("crate, axum", ",")] {
        let message = "write the path of the generated crate without quotes: `crate = path`";
        check_item(&format!("#[catalog(type, {option})] enum E {{}}"), &[(location, message)]);
    }
    check_item(
        "#[catalog(kakunin)] #[catalog(type)] enum E {}",
        &[("#[catalog(type)]", "duplicate `#[catalog]`: a type can only have the codes of one API")],
    );
}

#[test]
fn code_attribute_must_be_valid() {
    check(
        "#[code(KAK-0409)] A, #[code(1.5)] B, #[code] C, #[code = \"x\"] D, #[code()] F, \
         #[code(broken, transparent)] H(X), #[code(transparent, broken)] I(X), #[code(broken, axum)] J, \
         #[code(agent_not_found)] #[code(\"30036\")] G",
        &[
            ("KAK-0409", "a code that isn't an identifier needs quotes: `#[code(\"KAK-0409\")]`"),
            ("1.5", "a code that isn't an identifier needs quotes: `#[code(\"1.5\")]`"),
            ("#[code]", "missing code: write `#[code(…)]`"),
            ("#[code = \"x\"]", "missing code: write `#[code(…)]`"),
            ("#[code()]", "missing code: write `#[code(…)]`"),
            (
                "broken, transparent",
                "write either `#[code(broken)]` or `#[code(transparent)]`, which uses the code of the only field",
            ),
            (
                "transparent, broken",
                "write either `#[code(broken)]` or `#[code(transparent)]`, which uses the code of the only field",
            ),
            ("broken, axum", "`#[code(…)]` has one argument: write `#[code(broken)]`"),
            ("#[code(\"30036\")]", "duplicate `#[code]`: an error has exactly one code"),
        ],
    );
}

#[test]
fn attributes_must_be_on_the_right_item() {
    check_item(
        "#[catalog(kakunin)] #[code(agent_not_found)] #[from] enum E { \
         #[code(agent_not_found)] #[catalog(kakunin)] #[param(x)] A(#[code(x)] u8, #[catalog(x)] u8), \
         #[code(agent_not_found)] B(#[source(x)] Io) }",
        &[
            ("#[catalog(kakunin)]", "`#[catalog]` belongs on the type, not on a variant"),
            ("#[param(x)]", "`#[param]` belongs on a field"),
            ("#[code(x)]", "`#[code]` belongs on the variant, not on a field"),
            ("#[catalog(x)]", "`#[catalog]` belongs on the type, not on a field"),
            ("(", "unexpected token in attribute"),
            ("#[code(agent_not_found)]", "`#[code]` belongs on the variants, not on the enum"),
            ("#[from]", "`#[from]` belongs on a field"),
        ],
    );
}

#[test]
fn attributes_of_thiserror_are_reported_once() {
    let message = "`#[error]` belongs to `thiserror::Error`, which implements `Display` and `Error` like this \
                   derive: remove `thiserror::Error` and every `#[error]`, because the messages are in the catalog";
    check(
        r#"#[code(agent_not_found)] #[error("not found")] A, #[code(agent_not_found)] #[error("gone")] B"#,
        &[("error", message)],
    );
    check_item(
        r#"#[catalog(kakunin)] #[error("not found")] #[code(agent_not_found)] struct S;"#,
        &[("error", message)],
    );
}
