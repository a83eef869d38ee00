//! Whatever a derive stands on: `impl`s or errors, as tokens that parse, and never a panic.

mod catalog;
#[path = "../../errcat-gen/tests/mutation/mod.rs"]
mod mutation;

use proc_macro2::TokenStream;
use proptest::prelude::*;

use crate::catalog::CATALOG;

const ITEMS: &[&str] = &[
    r#"#[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
enum CertifyError<'a, T: std::fmt::Debug>
where
    T: 'a,
{
    #[code(agent_not_found)]
    NotFound { agent_id: &'a T },
    #[code(insufficient_balance)]
    Poor { balance: &'static str, #[param(cost)] price: u32 },
    #[code(insufficient_balance)]
    Tuple(#[param(balance)] String, #[param(cost)] f64),
    #[code("30036")]
    Odd { #[source] source: std::io::Error },
    #[code(transparent)]
    Store(#[from] StoreError),
}
"#,
    "#[catalog(kakunin, axum, actix, crate = ::my_errors)]\n#[code(agent_not_found)]\nstruct Missing {\n    agent_id: u8,\n}\n",
    "#[catalog(kakunin)]\n#[code(kms_not_configured)]\npub(crate) struct Kms;\n",
    "#[catalog(kakunin)]\n#[code(transparent)]\nstruct All(#[source] Box<dyn std::error::Error>);\n",
];

proptest! {
    #![proptest_config(mutation::config(2_000))]

    #[test]
    fn items((_, text) in mutation::mistaken_text(ITEMS.iter().map(ToString::to_string).collect())) {
        // What isn't tokens never reaches a derive.
        let Ok(item) = text.parse::<TokenStream>() else { return Ok(()) };
        let output = errcat_derive::derive(item, &CATALOG);
        prop_assert!(syn::parse2::<Items>(output.clone()).is_ok(), "{}\n{}", text, output);
    }
}

/// `impl`s, other items and macro calls, to the end.
struct Items;

impl syn::parse::Parse for Items {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        while !input.is_empty() {
            input.parse::<syn::Item>()?;
        }
        Ok(Items)
    }
}
