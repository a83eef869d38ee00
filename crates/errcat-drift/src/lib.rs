//! Compares a catalog with the rest of the world: with what was published, with another revision, and with
//! code.
//!
//! ```
//! use errcat_catalog::{Catalog, InputFile, Inputs, read};
//! use errcat_drift::diff::{diff, show};
//!
//! fn catalog(status: u16) -> Catalog {
//!     let table = format!("title: Orders\nenvelope: none\nerrors:\n  out_of_stock: {{ status: {status}, message: Out of stock }}\n");
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
//! | [`lock`] | what was published, in `catalog.lock` |
//! | [`diff`] | another revision |
//! | [`code`] | the code that raises the errors |
//! | [`sources`] | the code that `sources` refer to, in `sources.lock` |
//!
//! [`accept`] are the changes that the author intends, and [`settings`] define which code is read. `errcat-cli` reads the files and
//! prints the results.
//!
//! # Invariants
//!
//! - **No IO.** Files are passed in, findings and texts are returned.
//! - **Everything is located**: a change refers to the catalog, a finding to both sides.

pub mod accept;
mod fingerprint;
pub mod settings;

pub mod code;
pub mod diff;
pub mod lock;
pub mod sources;

use errcat_catalog::finding::Rule;

/// The rules of this crate.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    lock::RULES.iter().chain(code::RULES).chain(sources::RULES).copied()
}
