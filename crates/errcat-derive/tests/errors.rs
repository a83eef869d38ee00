//! What is wrong with a type is reported at the token that is wrong, with the mend, all at once.

mod catalog;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::catalog::CATALOG;

/// The errors that a derive on this item reports: the text they are at, and what they say.
fn errors(item: &str) -> Vec<(String, String)> {
    let item: TokenStream = item.parse().expect("tokens");
    let output: Vec<TokenTree> = errcat_derive::derive(item, &CATALOG).into_iter().collect();
    let is = |tree: &TokenTree, text: &str| tree.to_string() == text;
    output
        .windows(3)
        .filter(|it| is(&it[0], "compile_error") && is(&it[1], "!"))
        .map(|it| {
            let TokenTree::Group(group) = &it[2] else { panic!("compile_error! takes a text") };
            assert_eq!(group.delimiter(), Delimiter::Brace);
            let message = group.stream().to_string();
            // The first token of what is wrong, up to the last.
            let place = it[0].span().join(group.span()).and_then(|span| span.source_text());
            let message: syn::LitStr = syn::parse_str(&message).expect("a text");
            (place.unwrap_or_default(), message.value())
        })
        .collect()
}

/// Checks the errors of the variants of an enum of the API `kakunin`.
#[track_caller]
fn check(variants: &str, expected: &[(&str, &str)]) {
    check_item(&format!("#[catalog(kakunin)] enum E {{ {variants} }}"), expected);
}

#[track_caller]
fn check_item(item: &str, expected: &[(&str, &str)]) {
    let found = errors(item);
    let found: Vec<_> = found.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn nothing_wrong() {
    check("", &[]);
    check(
        r#"
        #[code(agent_not_found)] NotFound { agent_id: AgentId },
        #[code(insufficient_balance)] Poor { balance: &'static str, #[param(cost)] price: u32 },
        #[code(insufficient_balance)] Tuple(#[param(balance)] String, #[param(cost)] f64),
        #[code("30036")] Odd { source: String },
        #[code("transparent")] Named,
        #[code(transparent)] Other(#[from] Inner),
        "#,
        &[],
    );
    check_item("#[catalog(type)] #[code(AGENT_ERROR)] struct S<T: Clone>(#[source] T);", &[]);
}

#[test]
fn the_api_is_said() {
    check_item(
        "enum E { #[code(nope)] A }",
        &[(
            "E",
            "`E` doesn't say which API it belongs to: add `#[catalog(api)]`, where api is one of \
             `kakunin`, `many` and `type`",
        )],
    );
}

#[test]
fn the_api_exists() {
    check_item(
        "#[catalog(kakunim)] enum E { #[code(nope)] A }",
        &[("kakunim", "the catalog has no API `kakunim`: did you mean `kakunin`?")],
    );
    check_item(
        "#[catalog(stripe)] enum E {}",
        &[("stripe", "the catalog has no API `stripe`; it has `kakunin`, `many` and `type`")],
    );
}

#[test]
fn the_catalog_attribute_is_well_formed() {
    check_item(
        "#[catalog(\"kakunin\")] enum E {}",
        &[("\"kakunin\"", "an API is written without quotes: `#[catalog(kakunin)]`")],
    );
    check_item(
        "#[catalog(kakunin, operatoin = \"x\")] enum E {}",
        &[("operatoin", "expected `operation = \"…\"`, `crate = path`, `axum` or `actix`")],
    );
    check_item(
        "#[catalog(kakunin, axum, actix, axum)] enum E {}",
        &[("axum", "a second `axum`: once is enough")],
    );
    check_item(
        "#[catalog(kakunin)] #[catalog(type)] enum E {}",
        &[("#[catalog(type)]", "a second `#[catalog]`: a type has the codes of one API")],
    );
}

#[test]
fn the_code_exists() {
    check(
        "#[code(agent_not_fond)] A, #[code(AgentNotFound)] B, #[code(\"teapot\")] C, \
         #[code(AGENT_ERROR)] D",
        &[
            (
                "agent_not_fond",
                "`kakunin` has no code `agent_not_fond` among its 7 codes: did you mean \
                 `agent_not_found`?",
            ),
            (
                "AgentNotFound",
                "`kakunin` has no code `AgentNotFound` among its 7 codes: did you mean \
                 `agent_not_found`?",
            ),
            (
                "\"teapot\"",
                "`kakunin` has no code `teapot` among its 7 codes; add it to the catalog and run \
                 `cargo xtask gen`",
            ),
            ("AGENT_ERROR", "`kakunin` has no code `AGENT_ERROR` among its 7 codes; it is a code of `type`"),
        ],
    );
}

#[test]
fn the_code_is_said() {
    check(
        "AgentNotFound, Teapot, Code30036",
        &[
            ("AgentNotFound", "`AgentNotFound` has no code: add `#[code(agent_not_found)]`"),
            ("Teapot", "`Teapot` has no code: add `#[code(…)]`"),
            ("Code30036", "`Code30036` has no code: add `#[code(\"30036\")]`"),
        ],
    );
}

#[test]
fn the_code_is_well_formed() {
    check(
        "#[code(KAK-0409)] A, #[code(30036)] B, #[code] C, #[code = \"x\"] D, #[code()] F, \
         #[code(agent_not_found)] #[code(\"30036\")] G",
        &[
            ("KAK-0409", "a code that is no identifier is written in quotes: `#[code(\"KAK-0409\")]`"),
            ("30036", "a code that is no identifier is written in quotes: `#[code(\"30036\")]`"),
            ("#[code]", "which code? write `#[code(…)]`"),
            ("#[code = \"x\"]", "which code? write `#[code(…)]`"),
            ("#[code()]", "which code? write `#[code(…)]`"),
            ("#[code(\"30036\")]", "a second `#[code]`: an error has one code"),
        ],
    );
}

#[test]
fn the_code_isnt_retired() {
    check(
        "#[code(agent_gone)] A",
        &[("agent_gone", "`agent_gone` is retired (since 2.0): use `agent_not_found`")],
    );
}

#[test]
fn the_operation_declares_the_code() {
    check_item(
        "#[catalog(kakunin, operation = \"GET /agents/{id}\", operation = \"GET /agent/{id}\")] \
         enum E { #[code(agent_not_found)] A, #[code(kms_not_configured)] B, #[code(transparent)] C(X), \
         #[code(insufficient_balance)] D { balance: String, cost: f64 } }",
        &[
            (
                "\"GET /agent/{id}\"",
                "no code of `kakunin` is declared for `GET /agent/{id}`: did you mean \
                 `GET /agents/{id}`?",
            ),
            (
                "kms_not_configured",
                "`kms_not_configured` isn't declared for `GET /agents/{id}`, only for \
                 `POST /agents/{id}/certify`: raise `agent_not_found`, which is, or add the operation to its table",
            ),
        ],
    );
    check_item(
        "#[catalog(many, operation = \"POST /agents\")] enum E { #[code(agent_not_ready)] A }",
        &[(
            "agent_not_ready",
            "`agent_not_ready` isn't declared for `POST /agents`, only for `GET /agents`: raise one of those that \
             are (`agent_not_found`, `agent_retired`, `agent_gone`, `agent_not_active`, `rate_limited`, \
             `internal_error`, `kms_not_configured`, `unprocessable` and 3 more), or add the operation to its table",
        )],
    );
}

#[test]
fn needed_params_are_there() {
    check(
        "#[code(insufficient_balance)] A, \
         #[code(insufficient_balance)] B { balance: String }, \
         #[code(insufficient_balance)] C { balances: String, cost: f64 }",
        &[
            (
                "A",
                "`insufficient_balance` needs `balance: String` and `cost: f64`, which `A` lacks: add \
                 the fields, or `#[param(…)]` to those that have them",
            ),
            (
                "B",
                "`insufficient_balance` needs `cost: f64`, which `B` lacks: add the field, or \
                 `#[param(…)]` to the one that has it",
            ),
            (
                "C",
                "`insufficient_balance` needs `balance: String`, which `C` lacks: if `balances` is it, \
                 add `#[param(balance)]` there",
            ),
        ],
    );
}

#[test]
fn a_struct_is_held_against_its_code_too() {
    check_item(
        "#[catalog(kakunin)] #[code(insufficient_balance)] struct Poor { balance: String }",
        &[(
            "Poor",
            "`insufficient_balance` needs `cost: f64`, which `Poor` lacks: add the field, or \
             `#[param(…)]` to the one that has it",
        )],
    );
}

#[test]
fn named_params_exist() {
    check(
        "#[code(insufficient_balance)] A { balance: String, #[param(cots)] price: f64 }, \
         #[code(insufficient_balance)] B { balance: String, cost: f64, #[param(teapot)] x: f64 }, \
         #[code(agent_not_found)] C(#[param(x)] u8), \
         #[code(agent_not_found)] D(#[param] u8)",
        &[
            ("#[param]", "which param? write `#[param(…)]`"),
            ("cots", "`insufficient_balance` has no param `cots`: did you mean `cost`?"),
            (
                "teapot",
                "`insufficient_balance` has no param `teapot`; it has `balance`, `cost`, \
                 `retry_after` and `account`",
            ),
            ("x", "`agent_not_found` has no param `x`; it has none"),
        ],
    );
}

#[test]
fn a_param_is_filled_once() {
    check(
        "#[code(insufficient_balance)] A { balance: String, cost: f64, #[param(cost)] price: f64 }, \
         #[code(insufficient_balance)] B(#[param(balance)] #[param(cost)] String)",
        &[
            ("#[param(cost)]", "a second `#[param]`: a field fills one param"),
            ("price", "`price` and `cost` both fill the param `cost`"),
            (
                "B",
                "`insufficient_balance` needs `cost: f64`, which `B` lacks: add the field, or \
                 `#[param(…)]` to the one that has it",
            ),
        ],
    );
}

#[test]
fn only_optional_params_are_options() {
    check(
        "#[code(insufficient_balance)] A \
         { balance: std::option::Option<String>, cost: f64, retry_after: Option<Duration> }",
        &[(
            "std::option::Option<String>",
            "`insufficient_balance` always has `balance`: make the field a `String`, or the param \
             `optional: true` in the catalog",
        )],
    );
}

#[test]
fn a_secret_isnt_shown() {
    check(
        "#[code(bad_token)] A { token: String }",
        &[("token", "`token` is secret, but `bad_token` shows it in its message")],
    );
}

#[test]
fn an_error_has_one_source() {
    check(
        "#[code(agent_not_found)] A(#[source] Io, #[source] Io), \
         #[code(agent_not_found)] B(#[source] Io, #[from] Fmt), \
         #[code(agent_not_found)] C { source: Io, #[source] other: Io }",
        &[
            ("source", "an error has one source, and `0` is it"),
            ("from", "`From` can't fill the other fields: use `#[source]`, or have this field only"),
            ("from", "an error has one source, and `0` is it"),
        ],
    );
}

#[test]
fn from_has_one_target() {
    check(
        "#[code(agent_not_found)] A(#[from] Io), #[code(kms_not_configured)] B(#[from] Io)",
        &[("from", "another variant has `#[from]` of this type: keep one of them")],
    );
}

#[test]
fn a_transparent_error_is_its_field() {
    check(
        "#[code(transparent)] A, #[code(transparent)] B(X, Y), #[code(transparent)] C(#[source] X), \
         #[code(transparent)] D(#[param(x)] X)",
        &[
            ("transparent", "a transparent error has one field, the error that answers for it; here are 0"),
            ("transparent", "a transparent error has one field, the error that answers for it; here are 2"),
            ("source", "a transparent error is this field, and has its source: remove `#[source]`"),
            ("x", "a transparent error has the params of this field: remove `#[param]`"),
        ],
    );
}

#[test]
fn attributes_are_where_they_belong() {
    check_item(
        "#[catalog(kakunin)] #[code(agent_not_found)] #[from] enum E { \
         #[code(agent_not_found)] #[catalog(kakunin)] #[param(x)] A(#[code(x)] u8, #[catalog(x)] u8), \
         #[code(agent_not_found)] B(#[source(x)] Io) }",
        &[
            ("#[catalog(kakunin)]", "`#[catalog]` belongs on the type"),
            ("#[param(x)]", "`#[param]` belongs on a field"),
            ("#[code(x)]", "`#[code]` belongs on the variant"),
            ("#[catalog(x)]", "`#[catalog]` belongs on the type"),
            ("(", "unexpected token in attribute"),
            ("#[code(agent_not_found)]", "`#[code]` belongs on the variants"),
            ("#[from]", "`#[from]` belongs on a field"),
        ],
    );
}

#[test]
fn a_union_is_no_error() {
    check_item(
        "#[catalog(kakunin)] union U { a: u8 }",
        &[("U", "a union can't be an error: make it an enum or a struct")],
    );
}
