//! The catalog's facts as plain data: a single view for target templates, `errors.json`, pages and the
//! search.
//!
//! Everything is resolved: codes, tables, headers and params appear by name. Templates see all members; a
//! member without a value is null or empty, so that templates can test it. `errors.json` is the public form
//! of the view: it contains the members in `errors.schema.json`, without empty ones. Pages build their
//! templates' data from the view.
//!
//! A view is built for a [`PageContext`](crate::docs::links::PageContext). Its texts are rendered in that
//! file's format when they are used. As data, they are Markdown with references replaced by links.
//!
//! # Invariants
//!
//! - **Facts are named and worded here**, and nowhere else.
//! - **Only public facts.** Internal and secret params, `log`, `security` and the `sources` of errors are
//!   left out, so templates can't publish them. Only [`LogView`] contains some of them, and no other view
//!   contains a `LogView`.
//! - **No field is forgotten.** The model's structs are destructured exhaustively: a new field doesn't
//!   compile until it is passed on, or left out with a reason. A test compares the members with the schema.

mod named;
mod serialize;
mod text;
pub(crate) mod words;

pub(crate) mod sample;

mod carried;
mod data_type;
mod example;
mod param;

mod fields;

mod body;
mod retry;

mod cause;
mod code_example;
mod decoded_from;
mod error;
mod lifecycle;
mod log;
mod table;

mod api;

pub(crate) use self::api::{ApiView, FactView, SuccessView};
pub(crate) use self::body::{
    BodyPieceView, EnvelopeHeaderView, EnvelopeView, KeyPatternView, MemberView, NodeView, SlotView,
    body_format,
};
pub(crate) use self::carried::carried_params;
pub(crate) use self::cause::CauseView;
pub(crate) use self::code_example::{CodeExampleView, MarkView};
pub(crate) use self::decoded_from::DecodedFromView;
pub(crate) use self::error::{ErrorView, OccurrenceView, PieceView};
pub(crate) use self::example::{BodyView, Encoded, ExampleView, MessageView};
pub(crate) use self::fields::FieldView;
pub(crate) use self::lifecycle::Lifecycle;
pub(crate) use self::log::LogView;
pub(crate) use self::named::Named;
pub(crate) use self::param::{HeaderView, ParamView, example_text, fills};
pub(crate) use self::retry::{RetryView, is_retryable};
pub(crate) use self::table::TableView;
pub(crate) use self::text::CatalogText;
