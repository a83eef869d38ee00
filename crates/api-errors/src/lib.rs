//! The errors of our APIs, from the catalog. Written once by `cargo xtask gen`; yours to edit.

mod generated;

#[cfg(feature = "derive")]
pub use api_errors_derive::CatalogError;
pub use errcat::{self, CatalogError};
pub use generated::*;
