//! The errors of our APIs, generated from the error catalog.
//!
//! Each API is a module. It contains an enum `Code`, an enum `Error` of all its errors, and a module with an
//! enum `Error` for each table of the catalog. Every error has its message, status, causes, fixes and link to
//! the docs.
//!
//! ```
//! use api_errors::CatalogError;
//! use api_errors::zazmic::{Code, http};
//!
//! let error = http::Error::BalanceTooLow { balance: "$5.00".into(), cost: "$10.00".into() };
//! assert_eq!(
//!     error.to_string(),
//!     "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits."
//! );
//! assert_eq!(error.status(), Some(403));
//! assert_eq!(error.code(), Code::BalanceTooLow);
//! assert_eq!("BALANCE-TOO-LOW".parse(), Ok(Code::BalanceTooLow));
//! assert_eq!(error.entry().fixes, ["Add credits to the account"]);
//! ```
//!
//! # Features
//!
//! | feature | enables |
//! |---|---|
//! | `derive` | `#[derive(CatalogError)]` for your own error types |
//! | `json` | writing and decoding bodies |
//! | `xml` | decoding bodies that are XML |
//! | `http`, `axum`, `actix`, `tonic` | errors as responses |
//! | `utoipa` | errors as responses in a description of the API |
//! | `tracing` | an event for each error that is sent |
//! | `terminal`, `miette` | errors in the terminal, for command-line tools |
//!
//! The crate [`errcat`] documents the methods of errors and entries.
//!
//! The modules are generated. This file was created once by errcat and is yours to edit.

mod generated;

#[cfg(feature = "derive")]
#[doc(inline)]
pub use api_errors_derive::CatalogError;
pub use errcat::{self, error::CatalogError};
pub use generated::*;
