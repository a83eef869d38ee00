//! The catalog as plain data: what templates of targets see.
//!
//! Everything is resolved: codes, tables, headers and params appear by name. What the data of the site (`errors.json`) has
//! too is called the same here. Two differences: a member without a value is there, null or empty, so that a template can
//! ask for it; and nothing is shortened.
//!
//! # Invariants
//!
//! - **Only what is public.** Internal and secret params, `log`, `security` and the `sources` of errors are left out here, so
//!   no template can publish them.
//! - **Nothing is forgotten silently.** Structs of the model are destructured exhaustively: a new field doesn't compile until
//!   it is passed on, or left out with a reason.

mod text;
pub(crate) mod words;

pub(crate) mod sample;

mod example;
mod param;

pub(crate) mod fields;

mod body;
mod retry;

mod error;
mod table;

mod api;

pub(crate) use self::api::ApiView;
pub(crate) use self::error::ErrorView;
pub(crate) use self::param::{ParamView, example_text, operators_params};
