//! Whatever a derive stands on: `impl`s or errors, as tokens that parse, and never a panic.

mod catalog;
#[path = "../../errcat-cli/tests/mutation/mod.rs"]
mod mutation;
mod output;

use proptest::prelude::*;

use crate::catalog::CATALOG;

proptest! {
    #![proptest_config(mutation::config(2_000))]

    #[test]
    fn items((_, text) in mutation::mistaken_text(output::ITEMS.iter().map(ToString::to_string).collect())) {
        output::parses(&text, &CATALOG);
    }
}
