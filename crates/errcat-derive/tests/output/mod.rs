//! The requirements on the derive for any input: its output are tokens that parse as items, and it never
//! panics. Shared by the bounded test and the fuzz target in `xtask/fuzz`.

use errcat_derive::Catalog;
use proc_macro2::TokenStream;

/// Valid items, as seeds for mutations.
pub(crate) const ITEMS: &[&str] = &[
    r#"#[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
enum CertifyError<'a, T: std::fmt::Debug>
where
    T: 'a,
{
    #[code(agent_not_found)]
    NotFound { agent_id: &'a T },
    #[code(insufficient_balance)]
    LowBalance { balance: &'static str, #[param(cost)] price: u32 },
    #[code(insufficient_balance)]
    Tuple(#[param(balance)] String, #[param(cost)] f64),
    #[code("30036")]
    Odd { #[source] source: std::io::Error },
    #[code(transparent)]
    Store(#[from] StoreError),
}
"#,
    "#[catalog(kakunin, axum, actix, tonic, utoipa, crate = ::my_errors)]\n#[code(agent_not_found)]\nstruct Missing {\n    agent_id: u8,\n}\n",
    "#[catalog(kakunin)]\n#[code(kms_not_configured)]\npub(crate) struct Kms;\n",
    "#[catalog(kakunin)]\n#[code(transparent)]\nstruct All(#[source] Box<dyn std::error::Error>);\n",
];

/// Checks the output of the derive for a text. Texts that aren't tokens are skipped, because they never reach
/// a derive.
pub(crate) fn check(text: &str, catalog: &Catalog) {
    let Ok(item) = text.parse::<TokenStream>() else { return };
    let output = errcat_derive::derive(item, catalog);
    assert!(syn::parse2::<Items>(output.clone()).is_ok(), "{text}\n{output}");
}

/// A sequence of `impl`s, other items and macro calls.
struct Items;

impl syn::parse::Parse for Items {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        while !input.is_empty() {
            input.parse::<syn::Item>()?;
        }
        Ok(Items)
    }
}
