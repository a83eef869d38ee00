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

mod named;
mod serialize;
mod text;
pub(crate) mod words;

pub(crate) mod sample;

mod example;
mod param;

mod fields;

mod body;
mod retry;

mod error;
mod lifecycle;
mod log;
mod table;

mod api;

pub(crate) use self::api::{ApiView, SuccessView};
pub(crate) use self::body::{BodyPieceView, EnvelopeView, MemberView, NodeView, SlotView};
pub(crate) use self::error::{ErrorView, OccurrenceView, PieceView};
pub(crate) use self::example::{BodyView, Encoded, ExampleView, MessageView};
pub(crate) use self::fields::FieldView;
pub(crate) use self::lifecycle::Lifecycle;
pub(crate) use self::log::LogView;
pub(crate) use self::named::Named;
pub(crate) use self::param::{HeaderView, ParamView, example_text, fills};
pub(crate) use self::retry::{RetryView, again};
pub(crate) use self::table::TableView;
pub(crate) use self::text::Text;
