//! Every mistake in a type is reported at the token that is wrong, with a fix, in one run.

mod attributes;
#[path = "../catalog/mod.rs"]
mod catalog;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::catalog::CATALOG;

/// Returns the errors that the derive reports for an item: the text at their location, and the message.
fn errors(item: &str) -> Vec<(String, String)> {
    let item: TokenStream = item.parse().expect("tokens");
    let output: Vec<TokenTree> = errcat_derive::derive(item, &CATALOG).into_iter().collect();
    let is = |tree: &TokenTree, text: &str| tree.to_string() == text;
    output
        .windows(3)
        .filter(|it| is(&it[0], "compile_error") && is(&it[1], "!"))
        .map(|it| {
            let TokenTree::Group(group) = &it[2] else { panic!("compile_error! takes a string") };
            assert_eq!(group.delimiter(), Delimiter::Brace);
            let message = group.stream().to_string();
            // Spans from the first wrong token to the last.
            let location = it[0].span().join(group.span()).and_then(|span| span.source_text());
            let message: syn::LitStr = syn::parse_str(&message).expect("a string");
            (location.unwrap_or_default(), message.value())
        })
        .collect()
}

/// Checks the errors of variants of an enum with the API `kakunin`.
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
fn valid_types_have_no_errors() {
    check("", &[]);
    check(
        r#"
        #[code(agent_not_found)] NotFound { agent_id: AgentId },
        #[code(insufficient_balance)] LowBalance { balance: &'static str, #[param(cost)] price: u32 },
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
fn api_is_required() {
    check_item(
        "enum E { #[code(nope)] A }",
        &[(
            "E",
            "`E` has no API: add `#[catalog(api)]`; the catalog's APIs are \
             `kakunin`, `many` and `type`",
        )],
    );
}

#[test]
fn api_must_exist() {
    check_item(
        "#[catalog(kakunim)] enum E { #[code(nope)] A }",
        &[("kakunim", "the catalog has no API `kakunim`: did you mean `kakunin`?")],
    );
    check_item(
        "#[catalog(stripe)] enum E {}",
        &[("stripe", "the catalog has no API `stripe`; its APIs are `kakunin`, `many` and `type`")],
    );
}

#[test]
fn code_must_exist() {
    check(
        "#[code(agent_not_fond)] A, #[code(AgentNotFound)] B, #[code(\"teapot\")] C, \
         #[code(AGENT_ERROR)] D, #[code(AGENT_EROR)] F",
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
                "`kakunin` has no code `teapot` among its 7 codes; add it to the catalog, and \
                 generate the code again",
            ),
            ("AGENT_ERROR", "`kakunin` has no code `AGENT_ERROR` among its 7 codes; it is a code of `type`"),
            (
                "AGENT_EROR",
                "`kakunin` has no code `AGENT_EROR` among its 7 codes: did you mean `AGENT_ERROR` of `type`?",
            ),
        ],
    );
}

#[test]
fn code_of_several_errors_needs_their_table() {
    check_item(
        "#[catalog(many)] enum E { #[code(NOT_ENABLED)] A, #[code(\"agents/NOT_ENABLED\")] B }",
        &[(
            "NOT_ENABLED",
            "several errors of `many` have the code `NOT_ENABLED`: write `#[code(\"agents/NOT_ENABLED\")]` or \
             `#[code(\"certificates/NOT_ENABLED\")]`",
        )],
    );
}

#[test]
fn code_is_required() {
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
fn code_must_not_be_retired() {
    check(
        "#[code(agent_gone)] A",
        &[("agent_gone", "`agent_gone` is retired (since 2.0): use `agent_not_found`")],
    );
}

#[test]
fn code_must_be_declared_by_the_operation() {
    check_item(
        "#[catalog(kakunin, operation = \"GET /agents/{id}\", operation = \"GET /agent/{id}\")] \
         enum E { #[code(agent_not_found)] A, #[code(kms_not_configured)] B, #[code(transparent)] C(X), \
         #[code(insufficient_balance)] D { balance: String, cost: f64 } }",
        &[
            (
                "\"GET /agent/{id}\"",
                "no code of `kakunin` declares the operation `GET /agent/{id}`: did you mean \
                 `GET /agents/{id}`?",
            ),
            (
                "kms_not_configured",
                "`kms_not_configured` isn't declared for `GET /agents/{id}`, only for \
                 `POST /agents/{id}/certify`: return `agent_not_found`, which is declared for it, or add the operation to the code's table",
            ),
        ],
    );
    check_item(
        "#[catalog(many, operation = \"POST /agents\")] enum E { #[code(agent_not_ready)] A }",
        &[(
            "agent_not_ready",
            "`agent_not_ready` isn't declared for `POST /agents`, only for `GET /agents`: return one that is declared for it \
             (`agent_not_found`, `agent_retired`, `agent_gone`, `agent_not_active`, `rate_limited`, \
             `internal_error`, `kms_not_configured`, `unprocessable` and 3 more), or add the operation to the code's table",
        )],
    );
}

#[test]
fn required_params_must_have_a_field() {
    check(
        "#[code(insufficient_balance)] A, \
         #[code(insufficient_balance)] B { balance: String }, \
         #[code(insufficient_balance)] C { balances: String, cost: f64 }, \
         #[code(insufficient_balance)] D(#[param(balance)] String, f64), \
         #[code(insufficient_balance)] F(String, f64)",
        &[
            (
                "A",
                "`insufficient_balance` requires `balance: String` and `cost: f64`, missing in `A`: add \
                 the fields, or add `#[param(…)]` to the fields that have them",
            ),
            (
                "B",
                "`insufficient_balance` requires `cost: f64`, missing in `B`: add the field, or add \
                 `#[param(…)]` to the field that has it",
            ),
            (
                "C",
                "`insufficient_balance` requires `balance: String`, missing in `C`: if it is `balances`, \
                 add `#[param(balance)]` to that field",
            ),
            ("D", "`insufficient_balance` requires `cost: f64`, missing in `D`: write `#[param(cost)] f64`"),
            (
                "F",
                "`insufficient_balance` requires `balance: String` and `cost: f64`, missing in `F`: write \
                 `#[param(balance)] String` and `#[param(cost)] f64`",
            ),
        ],
    );
}

#[test]
fn structs_are_checked_like_variants() {
    check_item(
        "#[catalog(kakunin)] #[code(insufficient_balance)] struct LowBalance { balance: String }",
        &[(
            "LowBalance",
            "`insufficient_balance` requires `cost: f64`, missing in `LowBalance`: add the field, or add \
             `#[param(…)]` to the field that has it",
        )],
    );
}

#[test]
fn named_params_must_exist() {
    check(
        "#[code(insufficient_balance)] A { balance: String, #[param(cots)] price: f64 }, \
         #[code(insufficient_balance)] B { balance: String, cost: f64, #[param(teapot)] x: f64 }, \
         #[code(agent_not_found)] C(#[param(x)] u8), \
         #[code(agent_not_found)] D(#[param] u8)",
        &[
            ("#[param]", "missing param: write `#[param(…)]`"),
            ("cots", "`insufficient_balance` has no param `cots`: did you mean `cost`?"),
            (
                "teapot",
                "`insufficient_balance` has no param `teapot`; its params are `balance`, `cost`, \
                 `retry_after` and `account`",
            ),
            ("x", "`agent_not_found` has no param `x`; it has no params"),
        ],
    );
}

#[test]
fn params_are_filled_by_one_field() {
    check(
        "#[code(insufficient_balance)] A { balance: String, cost: f64, #[param(cost)] price: f64 }, \
         #[code(insufficient_balance)] B(#[param(balance)] #[param(cost)] String)",
        &[
            ("#[param(cost)]", "duplicate `#[param]`: a field can only fill one param"),
            ("price", "`price` and `cost` both fill the param `cost`"),
            ("B", "`insufficient_balance` requires `cost: f64`, missing in `B`: write `#[param(cost)] f64`"),
        ],
    );
}

#[test]
fn only_optional_params_can_be_options() {
    check(
        "#[code(insufficient_balance)] A \
         { balance: std::option::Option<String>, cost: f64, retry_after: Option<Duration> }",
        &[(
            "std::option::Option<String>",
            "`insufficient_balance` requires `balance`: make the field a `String`, or set \
             `optional: true` on the param in the catalog",
        )],
    );
}

#[test]
fn secrets_must_not_be_in_the_message() {
    check(
        "#[code(bad_token)] A { token: String }",
        &[("token", "`token` is secret, but `bad_token` shows it in its message")],
    );
}

#[test]
fn errors_have_at_most_one_source() {
    check(
        "#[code(agent_not_found)] A(#[source] Io, #[source] Io), \
         #[code(agent_not_found)] B(#[source] Io, #[from] Fmt), \
         #[code(agent_not_found)] C { source: Io, #[source] other: Io }",
        &[
            ("source", "an error has only one source, which is already `0`"),
            (
                "from",
                "`From` can't fill the other fields: use `#[source]` instead, or remove the other fields",
            ),
            ("from", "an error has only one source, which is already `0`"),
        ],
    );
}

#[test]
fn sources_are_errors() {
    let message = |ty: &str, fix: &str| {
        format!(
            "a source is an error, which `{ty}` isn't: {fix}, or use a type such as `Box<dyn Error + Send + Sync>`"
        )
    };
    check(
        "#[code(agent_not_found)] A { source: String }, #[code(agent_not_found)] B(#[source] Option<u32>), \
         #[code(agent_not_found)] C(#[from] &'static str), #[code(agent_not_found)] D { source: Io }, \
         #[code(\"30036\")] F { source: String }",
        &[
            ("String", &message("String", "rename the field")),
            ("Option<u32>", &message("u32", "remove the attribute")),
            ("&'static str", &message("& 'static str", "remove the attribute")),
        ],
    );
}

#[test]
fn from_types_must_be_unique() {
    check(
        "#[code(agent_not_found)] A(#[from] Io), #[code(kms_not_configured)] B(#[from] Io)",
        &[("from", "another variant already has `#[from]` for this type: remove one of them")],
    );
}

#[test]
fn transparent_errors_have_one_plain_field() {
    check(
        "#[code(transparent)] A, #[code(transparent)] B(X, Y), #[code(transparent)] C(#[source] X), \
         #[code(transparent)] D(#[param(x)] X)",
        &[
            (
                "transparent",
                "a transparent error has exactly one field, the error that it wraps; this one has 0",
            ),
            (
                "transparent",
                "a transparent error has exactly one field, the error that it wraps; this one has 2",
            ),
            ("source", "a transparent error has the source of the error it wraps: remove `#[source]`"),
            ("x", "a transparent error has the params of the error it wraps: remove `#[param]`"),
        ],
    );
}

#[test]
fn unions_are_rejected() {
    check_item(
        "#[catalog(kakunin)] union U { a: u8 }",
        &[("U", "a union can't be an error: use an enum or a struct")],
    );
}
