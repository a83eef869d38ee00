//! What is asked of the derive whatever it stands on: tokens that parse as items, and never a panic. The bounded test asks it,
//! and the fuzz target in `xtask/fuzz`.

use errcat_derive::Catalog;
use proc_macro2::TokenStream;

/// Items that are right, or nearly.
pub(crate) const ITEMS: &[&str] = &[
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

/// The derive on a text. What isn't tokens never reaches one.
pub(crate) fn parses(text: &str, catalog: &Catalog) {
    let Ok(item) = text.parse::<TokenStream>() else { return };
    let output = errcat_derive::derive(item, catalog);
    assert!(syn::parse2::<Items>(output.clone()).is_ok(), "{text}\n{output}");
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
