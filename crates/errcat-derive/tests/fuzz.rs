//! For any item, the derive generates `impl`s or errors, as tokens that parse, and never panics.

mod catalog;
#[path = "../../errcat-cli/tests/mutation/mod.rs"]
mod mutation;
mod output;

use proptest::prelude::*;

use crate::catalog::CATALOG;

proptest! {
    #![proptest_config(mutation::config(2_000))]

    #[test]
    fn mutated_items_never_panic((_, text) in mutation::mistaken_text(output::ITEMS.iter().map(ToString::to_string).collect())) {
        output::check(&text, &CATALOG);
    }
}
