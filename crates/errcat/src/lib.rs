//! The runtime of generated error catalogs.
//!
//! A catalog describes the errors of an API in tables: codes, messages, statuses, fixes. `errcat` generates
//! a Rust crate or module from it that is almost only data: an enum of codes, a static [`Entry`] for each
//! code, an error enum for each table. This crate contains the code behind that data. It fills in messages,
//! looks up codes, writes and decodes error bodies, and builds HTTP responses.
//!
//! Every error implements [`CatalogError`]: it returns its [`Entry`], the catalog's data about it, and
//! exposes the values of its params. Everything else is derived from these two.
//!
//! ```
//! use std::fmt;
//!
//! use errcat::{CatalogError, Entry, IntoValue, Message, Param, Piece, Value};
//!
//! // Generated code looks like this; hand-written errors use `#[derive(CatalogError)]`.
//! static BALANCE_TOO_LOW: Entry = Entry {
//!     code: "balance_too_low",
//!     name: "BalanceTooLow",
//!     statuses: &[403],
//!     message: Message(&[Piece::Text("Your balance ("), Piece::Param(0), Piece::Text(") is too low")]),
//!     params: &[Param { name: "balance", ..Param::EMPTY }],
//!     ..Entry::EMPTY
//! };
//!
//! struct BalanceTooLow {
//!     balance: String,
//! }
//!
//! impl CatalogError for BalanceTooLow {
//!     fn entry(&self) -> &'static Entry {
//!         &BALANCE_TOO_LOW
//!     }
//!
//!     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
//!         visit(&[self.balance.value()]);
//!     }
//! }
//!
//! impl fmt::Display for BalanceTooLow {
//!     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
//!         errcat::fmt::display(self, f)
//!     }
//! }
//!
//! impl fmt::Debug for BalanceTooLow {
//!     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
//!         errcat::fmt::debug(self, f)
//!     }
//! }
//!
//! impl std::error::Error for BalanceTooLow {}
//!
//! let error = BalanceTooLow { balance: "$5.00".into() };
//! assert_eq!(error.to_string(), "Your balance ($5.00) is too low");
//! assert_eq!(format!("{error:?}"), "BalanceTooLow { balance: \"$5.00\" }");
//! assert_eq!(error.status(), Some(403));
//! assert_eq!(error.entry().code, "balance_too_low");
//! ```
//!
//! # Where to go next
//!
//! - To send errors from a server, see the modules `axum`, `actix` and `http`, and [`failure`] for the
//!   failures that the web framework answers.
//! - To decode errors in a client, see the module `decode`.
//! - To write a command-line tool, see the modules `terminal` and `explain`.
//! - To retry requests, see [`retry`].
//! - To find a catalog error behind other errors, see [`find()`].
//! - To write errors by hand, see the derive macro `CatalogError`, with the feature `derive`.
//! - To give an error a source, see [`CatalogError::with_source`].
//!
//! # Modules
//!
//! | module | contents |
//! |---|---|
//! | [`entry`], [`entries`] | the catalog's data about an error, and the format in which it is embedded |
//! | [`param`], [`value`], [`json`], [`retry`], [`header`], [`envelope`] | the parts of an entry |
//! | [`message`] | message templates and filled messages |
//! | [`prose`] | causes and fixes with the values of params |
//! | [`code`] | lookup of codes by their text |
//! | [`mod@format`] | the version of generated code that fits |
//! | [`error`], [`mod@fmt`] | the trait, and the `Display` and `Debug` of errors that implement it |
//! | [`find`](mod@find) | catalog errors in a chain of sources |
//! | [`field`], [`source`] | traits for the fields of errors with `#[derive(CatalogError)]` |
//! | `body` | feature `json`: error bodies |
//! | `decode`, `decodable`, `response`, `headers` | feature `json`: decoding of responses |
//! | `owned`, `values` | feature `json`: owned values, and how errors are built from them |
//! | `http`, `axum`, `actix` | a feature each: errors as responses |
//! | `context` | with one of these features: values that a server adds to a body |
//! | [`failure`] | failures that a web framework answers, and the errors that are sent for them |
//! | `tonic` | feature `tonic`: errors as statuses of gRPC |
//! | `utoipa` | feature `utoipa`: the responses of errors in an OpenAPI description |
//! | `tracing` | feature `tracing`: logging |
//! | [`mod@explain`] | explanations of codes |
//! | `terminal` | feature `terminal`: codes and errors in a terminal, and exit codes |
//! | `miette` | feature `miette`: errors as reports of miette |
//!
//! # Features
//!
//! None is enabled by default; the crate then contains neither JSON nor HTTP.
//!
//! | feature | enables |
//! |---|---|
//! | `derive` | `#[derive(CatalogError)]` for hand-written errors of a generated module |
//! | `json` | writing and decoding bodies: JSON, and texts of other types |
//! | `xml` | decoding XML bodies. Without it, they are unreadable; writing them needs no feature |
//! | `http` | errors as `http::Response`; decoding from `http::HeaderMap` |
//! | `axum` | errors as responses of axum handlers, and a layer for all other failures |
//! | `actix` | errors as responses of actix-web handlers, and a middleware for all other failures |
//! | `tonic` | errors as statuses of gRPC, with `google.rpc.ErrorInfo` |
//! | `utoipa` | the responses of errors in an OpenAPI description |
//! | `tracing` | an event for each error that is sent |
//! | `terminal` | errors and explanations of codes in a terminal, for command-line tools |
//! | `miette` | errors as reports of miette |
//!
//! # Invariants
//!
//! - **Secrets are never shown**, neither in a message nor in a log, a header or a body.
//! - **Only public params leave the process.** Headers and bodies contain public params and the catalog's
//!   data, never the text of a source.
//! - **No value causes a panic**: not a time before 1970, nor `Duration::MAX`, nor NaN.
//! - **No response is trusted**: decoding accepts any bytes, in linear time and bounded memory.

pub mod code;
pub mod entries;
pub mod entry;
pub mod envelope;
pub mod error;
pub mod explain;
mod fact;
pub mod failure;
pub mod field;
pub mod find;
pub mod fmt;
pub mod format;
pub mod header;
pub mod items;
pub mod json;
pub mod message;
pub mod open_enum;
pub mod param;
pub mod prose;
pub mod retry;
pub mod source;
pub mod status_range;
pub mod value;

#[cfg(feature = "json")]
pub mod body;
#[cfg(feature = "json")]
pub mod decodable;
#[cfg(feature = "json")]
pub mod decode;
#[cfg(feature = "json")]
mod difference;
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
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(any(feature = "http", feature = "actix"))]
#[cfg_attr(
    not(any(feature = "axum", feature = "actix")),
    allow(dead_code, reason = "only middleware enters a context")
)]
pub mod context;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "miette")]
pub mod miette;
#[cfg(feature = "miette")]
mod snippet;
#[cfg(any(feature = "tracing", feature = "terminal"))]
mod source_text;
#[cfg(feature = "terminal")]
pub mod terminal;
#[cfg(feature = "tonic")]
pub mod tonic;
#[cfg(feature = "tracing")]
pub mod tracing;
#[cfg(feature = "utoipa")]
pub mod utoipa;

#[cfg(feature = "json")]
mod extract;
#[cfg(any(feature = "axum", feature = "actix"))]
mod fallback;
#[cfg(feature = "json")]
mod indent;
#[cfg(any(feature = "axum", feature = "actix"))]
mod negotiation;
#[cfg(any(feature = "axum", feature = "actix"))]
mod panic;
#[cfg(any(feature = "http", feature = "actix"))]
mod raw_response;

mod gate;
mod time;

pub use crate::code::{CodeIndex, UnknownCode};
#[cfg(any(feature = "http", feature = "actix"))]
pub use crate::context::Context;
pub use crate::entries::{Entries, Tables};
pub use crate::entry::{Entry, Severity};
pub use crate::envelope::{
    BodyFormat, BodyPiece, Constant, ConstantValue, Envelope, EnvelopeHeader, Identity, KeyPattern, Member,
    Node, Slot,
};
pub use crate::error::{CatalogError, ErrorList, WithSource, WithStatus, with_status};
pub use crate::explain::{Explanation, explain};
pub use crate::fact::{Fact, FactValue};
pub use crate::failure::{Failure, Fallback};
pub use crate::find::{find, find_any};
pub use crate::format::FORMAT;
pub use crate::header::Header;
pub use crate::json::Json;
pub use crate::message::{Message, Piece};
pub use crate::param::{Audience, Param, ParamType};
pub use crate::retry::{Backoff, Retry, RetryAfter, RetryPolicy};
pub use crate::status_range::StatusRange;
pub use crate::value::{IntoValue, Items, RustType, Value};
#[cfg(feature = "json")]
pub use crate::{
    body::Body,
    decodable::Decode,
    decode::{Difference, decode, decode_strict},
    headers::Headers,
    owned::OwnedValue,
    response::{DecodedError, ErrorResponse, RateLimit},
    values::{FromValue, Values},
};
#[cfg(feature = "derive")]
#[doc(inline)]
pub use errcat_macros::CatalogError;
#[cfg(feature = "derive")]
#[doc(hidden)]
pub use errcat_macros::expand_catalog_error as __expand_catalog_error;

#[cfg(test)]
mod sample;
