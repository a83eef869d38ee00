//! Compares a catalog with its published codes, with another revision, and with code.
//!
//! ```
//! use errcat_catalog::{Catalog, InputFile, Inputs, read};
//! use errcat_drift::diff::{diff, show};
//!
//! fn catalog(status: u16) -> Catalog {
//!     let orders = "title: Orders\nenvelope: none\nerrors:\n";
//!     let table = format!("{orders}  out_of_stock: {{ status: {status}, message: Out of stock }}\n");
//!     let files = [
//!         InputFile::new("catalog/shop/api.yaml", "title: Shop\nsummary: Sells things.\n"),
//!         InputFile::new("catalog/shop/orders.yaml", table),
//!     ];
//!     read(&Inputs::of(&files)).expect("a catalog without mistakes").catalog
//! }
//!
//! let diff = diff(&catalog(404), &catalog(409));
//! assert!(diff.breaks_unannounced());
//! assert!(show::human(&diff, "v1.0", false).contains("breaking  out_of_stock: status: 404 → 409"));
//! ```
//!
//! # Where to go next
//!
//! | module | compares the catalog with |
//! |---|---|
//! | [`lock`] | the published codes, in `catalog.lock` and in its version at an earlier revision |
//! | [`diff`] | another revision |
//! | [`code`] | the code that raises the errors |
//! | [`sources`] | the code that `sources` refer to, in `sources.lock` |
//!
//! [`accept`] defines the changes that the author intends, and [`settings`] define which code is read.
//! `errcat-cli` reads the files and prints the results.
//!
//! # Invariants
//!
//! - **No IO.** Callers pass files in, and get findings and texts back.
//! - **Everything is located**: a change refers to the catalog, a finding to both sides.

pub mod accept;
pub mod settings;

pub mod code;
pub mod diff;
pub mod lock;
pub mod sources;

use errcat_catalog::finding::Rule;

/// Returns the rules of this crate.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    lock::RULES.iter().chain(code::RULES).chain(sources::RULES).chain(diff::RULES).copied()
}
