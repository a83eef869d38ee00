//! The catalog's facts as plain data: one view for the templates of targets, `errors.json`, pages and the search.
//!
//! Everything is resolved: codes, tables, headers and params appear by name. Templates see all members; one without a value
//! is there, null or empty, so that a template can ask for it. `errors.json` is the view's public form: it has the members
//! that `errors.schema.json` names, without the ones that say nothing. Pages build what their templates get from it.
//!
//! A view is built for a [`Place`](crate::docs::links::Place), and its texts take that place's form when they are asked for.
//! As data, they are Markdown in which references have become links.
//!
//! # Invariants
//!
//! - **A fact is named and put into words here**, and nowhere else.
//! - **Only what is public.** Internal and secret params, `log`, `security` and the `sources` of errors are left out, so no
//!   template can publish them. [`LogView`] alone has some of it, and no other view has a `LogView`.
//! - **Nothing is forgotten silently.** Structs of the model are destructured exhaustively: a new field doesn't compile until
//!   it is passed on, or left out with a reason. A test compares the members with the schema's.

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
