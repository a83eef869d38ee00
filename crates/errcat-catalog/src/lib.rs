//! The catalog language: YAML text in, findings and a checked [`Catalog`] out.
//!
//! [`read()`] is the whole flow: files become raw records, whose every value knows its place ([`parse`]); the rules look at those
//! in a [`scope::Scope`], with references followed ([`rules::check`]); what passes becomes a [`model::Catalog`] ([`lower`]).
//!
//! # Invariants
//!
//! - **Parse, then check, then lower; never mixed.** There is no [`Catalog`] with an error in it.
//! - **No IO.** The same [`Inputs`] give the same catalog and the same findings, whatever the machine, the clock, the environment
//!   or the number of threads.
//! - **One run reports everything**, each finding with its location and a fix.

pub mod finding;
pub mod rule;
pub mod span;
pub mod suggest;

pub mod inputs;
pub mod lint_levels;

pub mod yaml;

pub mod shape;

pub mod raw;

pub mod names;
pub mod source;
pub mod template;
pub mod value;

pub mod links;
pub mod parse;
pub mod scope;

pub mod rules;

pub mod lower;
pub mod model;

pub mod read;
pub mod report;
pub mod schema;

pub use self::finding::Report;
pub use self::inputs::{InputFile, Inputs};
pub use self::model::Catalog;
pub use self::read::{Checked, read, read_with};
