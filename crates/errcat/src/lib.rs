//! What a generated error catalog stands on.
//!
//! `errcat-targets` generates Rust from a catalog's tables that is almost only data: an enum of codes, a static
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
//! | [`find`](mod@find) | a catalog error somewhere in a chain of sources |
//! | [`field`], [`source`] | what `#[derive(CatalogError)]` calls on the fields of a hand-written error |
//! | `body` | feature `json`: an error as its API's JSON body |
//! | `decode`, `response`, `headers` | feature `json`: from a response to an error |
//! | `owned`, `values` | feature `json`: values as JSON has them, on their way into an error's fields |
//! | `http`, `axum`, `actix` | a feature each: errors as responses |
//! | `answer` | with one of these: what a server fills in besides the error |
//! | `tracing` | feature `tracing`: what the log is told |
//!
//! Without features, there is neither JSON in it nor HTTP.
//!
//! # Invariants
//!
//! - **A secret is never shown**, neither in a message nor in a log, a header or a body.
//! - **Only public params leave the process.** A body and a header hold those and what the catalog's
//!   entry says, never a source's text.
//! - **Nothing here panics on a value**: not on a time before 1970, nor `Duration::MAX`, nor NaN.
//! - **Nothing here trusts a response**: decoding takes any bytes, in linear time and bounded memory.

pub mod code;
pub mod entries;
pub mod entry;
pub mod envelope;
pub mod error;
pub mod field;
pub mod find;
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
pub mod decodable;
#[cfg(feature = "json")]
pub mod decode;
#[cfg(feature = "json")]
pub mod headers;
#[cfg(feature = "json")]
pub mod owned;
#[cfg(feature = "json")]
pub mod response;
#[cfg(feature = "json")]
pub mod values;

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(any(feature = "http", feature = "actix"))]
pub mod answer;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "tracing")]
pub mod tracing;

#[cfg(feature = "json")]
mod indent;
#[cfg(feature = "json")]
mod unfill;

mod time;

#[cfg(any(feature = "http", feature = "actix"))]
pub use crate::answer::Context;
pub use crate::code::{CodeIndex, UnknownCode};
pub use crate::entries::{Entries, Tables};
pub use crate::entry::{Entry, Severity};
pub use crate::envelope::{BodyPiece, Envelope, Identity, Member, Node, Slot};
pub use crate::error::{CatalogError, WithStatus, with_status};
pub use crate::find::{find, find_any};
pub use crate::header::Header;
pub use crate::json::Json;
pub use crate::message::{Message, Piece};
pub use crate::param::{Audience, Param, ParamType};
pub use crate::retry::{Backoff, Retry, RetryAfter, RetryPolicy};
pub use crate::value::{IntoValue, Value};
#[cfg(feature = "json")]
pub use crate::{
    body::Body,
    decodable::Decode,
    decode::decode,
    headers::Headers,
    owned::OwnedValue,
    response::{ErrorResponse, Found, RateLimit},
    values::{FromValue, Values},
};

#[cfg(test)]
mod sample;
