//! The catalog language: reads the YAML of an error catalog, and returns a checked [`Catalog`] or all of its
//! mistakes.
//!
//! ```
//! use errcat_catalog::{InputFile, Inputs, read, report};
//!
//! let api = "title: Shop\nsummary: Sells things.\n";
//! let table = "
//! title: Orders
//! status: 409
//! envelope: none
//! errors:
//!   out_of_stock:
//!     message: '{sku} is out of stock'
//!     params: { sku: { doc: The article, example: A-1 } }
//! ";
//! let file = |path, text: &str| InputFile::new(path, text);
//! let files = [file("catalog/shop/api.yaml", api), file("catalog/shop/orders.yaml", table)];
//! let checked = read(&Inputs::of(&files)).expect("a catalog without mistakes");
//! assert_eq!(checked.catalog.apis[0].codes[0].variant, "OutOfStock");
//!
//! let table = table.replace("{sku}", "{skew}");
//! let files = [file("catalog/shop/api.yaml", api), file("catalog/shop/orders.yaml", &table)];
//! let mistakes = read(&Inputs::of(&files)).expect_err("an unknown param");
//! let text = report::human(&mistakes, false);
//! assert!(text.contains("error[undeclared-param]"));
//! assert!(text.contains("--> catalog/shop/orders.yaml:7:"));
//! ```
//!
//! # Where to go next
//!
//! - `catalog/README.md` in the repository describes the language for authors.
//! - [`model`] is the checked catalog.
//! - [`report`] prints findings, for people and for programs.
//! - [`rules::all`] lists the rules; each is a static next to its check.
//! - [`schema`] is the JSON Schema for editors.
//! - The crate `errcat-targets` generates files from a catalog, `errcat-drift` compares it, and `errcat-cli`
//!   is the command line.
//!
//! # Phases
//!
//! [`read()`] is the whole flow. [`parse`] turns files into raw records, in which every value has its
//! location. [`rules::check`] applies the rules to a [`scope::Scope`], an API with its references resolved.
//! [`lower`] turns an API without errors into the [`model`].
//!
//! # Invariants
//!
//! - **Parse, then check, then lower; never mixed.** A [`Catalog`] contains no errors.
//! - **No IO.** The same [`Inputs`] give the same catalog and the same findings, on any machine, at any time,
//!   in any environment and with any number of threads.
//! - **One run reports everything**, each finding with its location and a fix.

pub mod finding;
pub mod fingerprint;
pub mod invisible;
pub mod languages;
pub mod rule;
pub mod span;
pub mod suggest;

pub mod inputs;
pub mod lint_levels;

pub mod yaml;

pub mod shape;

pub mod raw;

pub mod names;
mod page_path;
pub mod source;
pub mod status;
pub mod template;
pub mod value;

pub mod links;
pub mod parse;
pub mod scope;

pub mod rules;

pub mod edit;

pub mod lower;
pub mod model;

pub mod stored;

pub mod read;
pub mod report;
pub mod schema;

pub use errcat::prose;

pub use self::finding::Report;
pub use self::inputs::{InputFile, Inputs};
pub use self::model::Catalog;
pub use self::read::{Checked, read, read_with};
