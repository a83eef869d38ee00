//! Checks hand-written error types against an error catalog: the implementation of `#[derive(CatalogError)]`.
//!
//! The derive gives your own error type a code of the catalog for each variant. It generates `Display` with
//! the catalog's message, `Error` with its `source`, `From`, and `CatalogError`. At compile time, it checks
//! that the codes exist, that the fields fill the params of the messages, and that an operation declares the
//! codes it returns.
//!
//! ```
//! use api_errors::CatalogError;
//!
//! #[derive(Debug, CatalogError)]
//! #[catalog(zazmic)]
//! enum TaskError {
//!     #[code(balance_too_low)]
//!     LowBalance {
//!         balance: String,
//!         #[param(cost)]
//!         price: String,
//!     },
//!     #[code(unauthorized)]
//!     NoToken(#[source] std::env::VarError),
//! }
//!
//! let error = TaskError::LowBalance { balance: "$5.00".into(), price: "$10.00".into() };
//! assert_eq!(error.status(), Some(403));
//! assert_eq!(
//!     error.to_string(),
//!     "Your balance ($5.00) is insufficient for this task ($10.00). Please add credits."
//! );
//! ```
//!
//! # Where to go next
//!
//! - The attributes are described in [`attributes`], the [generated code](#generated-code) below.
//! - The methods of a catalog error are in the trait `CatalogError` of the crate `errcat`.
//! - To build a derive macro for a catalog of your own, see [`derive()`].
//!
//! # Generated code
//!
//! The derive implements `Display`, `Error`, `From` for fields with `#[from]`, and the generated crate's
//! `CatalogError`, which provides `entry`, `status`, `retry`, `docs_url` and `params`. With the option `axum`
//! it also implements `IntoResponse`, with `actix` `ResponseError`. Both require the feature of the same name
//! in the generated crate. Without the option, handlers that return the error don't compile: axum reports
//! that `Handler<_, _>` isn't implemented for them. `errcat check` reports the handler and what is missing.
//!
//! If a package depends on the generated crate under another name, every type needs the option `crate`. The
//! compiler reports that it can't find the crate's own name otherwise, and `errcat check` prints the
//! attribute to write.
//!
//! A type with secret params also gets a `Debug` that hides them. Derive the standard library's `Debug` for
//! all other types, and remove it once the catalog makes a param secret: the compiler then reports
//! conflicting implementations of `Debug`.
//!
//! A type without transparent variants also gets a method `code()`. With a transparent variant there is none,
//! because the inner error may belong to another API; use the text `entry().code` instead.
//!
//! The derive reports all mistakes in a type at once, each at the token that is wrong. It generates
//! placeholder `impl`s even then, so that one mistake doesn't cause further errors.
//!
//! # Phases
//!
//! `module` finds the catalog of a generated module, and `table` parses it.
//!
//! `ast` parses the item, `attr` its attributes. `check` compares them with the [`Catalog`]. `expand`,
//! `debug` and `responses` generate the `impl`s, `fallback` generates them for a type with mistakes.

pub use crate::catalog::{Api, Audience, Catalog, Code, Param, ParamType};
pub use crate::derive::derive;
pub use crate::format::FORMAT;
pub use crate::module::{derive_in_module, pass_to_module};

#[macro_use]
mod attribute_docs;

mod ast;
mod attr;
mod bounds;
mod catalog;
mod check;
mod debug;
mod derive;
mod errors;
mod expand;
mod fallback;
mod format;
mod module;
mod paths;
mod pattern;
mod responses;
mod suggest;
mod table;

#[doc = attribute_docs!()]
pub mod attributes {}
