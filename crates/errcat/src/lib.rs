//! What a generated error catalog stands on.
//!
//! `errcat-gen` turns a catalog's tables into Rust that is almost only data: an enum of codes, a static
//! [`Entry`] for each, an error enum for each table. Everything that those *do* is written here, by hand
//! and once: filling a message, finding a code, writing a body.
//!
//! The one trait to know is [`CatalogError`]. An error that implements it knows its [`Entry`], what the
//! catalog says about it, and shows the values of its params. All else follows from those two.
//!
//! | module | for |
//! |---|---|
//! | [`entry`] | what the catalog says about an error |
//! | [`param`], [`value`], [`json`], [`retry`], [`header`], [`envelope`] | what an entry is made of |
//! | [`message`] | templates, and what they become |
//! | [`code`] | from a text to a code |
//! | [`error`], [`mod@fmt`] | the trait, and the `Display` and `Debug` of those that implement it |
//! | [`field`], [`source`] | what `#[derive(CatalogError)]` calls on the fields of a hand-written error |
//! | `body`, `owned` | feature `json`: an error as its API's JSON body, and values as JSON has them |
//!
//! # Invariants
//!
//! - **A secret is never shown**, neither in a message nor in a log, a header or a body.
//! - **Only public params leave the process.** A body and a header hold those and what the catalog's
//!   entry says, never a source's text.
//! - **Nothing here panics on a value**: not on a time before 1970, nor `Duration::MAX`, nor NaN.

pub mod code;
pub mod entry;
pub mod envelope;
pub mod error;
pub mod field;
pub mod fmt;
pub mod header;
pub mod json;
pub mod message;
pub mod param;
pub mod retry;
pub mod source;
pub mod value;

#[cfg(feature = "json")]
pub mod body;

#[cfg(feature = "json")]
pub mod owned;

#[cfg(feature = "json")]
mod indent;

mod time;

#[cfg(feature = "json")]
pub use crate::body::Body;
pub use crate::code::{CodeIndex, UnknownCode};
pub use crate::entry::{Entry, Severity};
pub use crate::envelope::{BodyPiece, Envelope, Identity, Member, Node, Slot};
pub use crate::error::CatalogError;
pub use crate::header::Header;
pub use crate::json::Json;
pub use crate::message::{Message, Piece};
#[cfg(feature = "json")]
pub use crate::owned::OwnedValue;
pub use crate::param::{Audience, Param, ParamType};
pub use crate::retry::{Backoff, Retry, RetryAfter, RetryPolicy};
pub use crate::value::{IntoValue, Value};

#[cfg(test)]
mod sample;
