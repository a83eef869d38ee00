//! The shape of an API's error bodies.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Identity, Param};

/// A body as data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Envelope {
    /// `http`.
    pub name: String,
    /// Markdown.
    pub summary: String,
    /// `application/json`.
    pub content_type: String,
    /// The body.
    pub body: Node,
    /// What a client tells errors apart by.
    #[serde(with = "super::words")]
    pub identify_by: Vec<Identity>,
    /// What the server fills in.
    pub context: Vec<Param>,
    /// Member path (`error.code`, `detail[].loc`) and its explanation, Markdown.
    pub fields: Vec<(String, String)>,
    /// The line it starts at in [`Api::path`](super::Api::path), from 1.
    pub line: usize,
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// Anything without a placeholder in it.
    Literal(#[serde(with = "super::json_text")] Json),
    /// A lone placeholder: keeps its type.
    Slot(Slot),
    /// Placeholders inside a text.
    Text(Vec<BodyPiece>),
    /// A list.
    List(Vec<Node>),
    /// An object.
    Object(Vec<Member>),
}

/// A member of an object in a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its key; empty for [`Slot::Extensions`], which has none.
    pub name: String,
    /// Its value.
    pub value: Node,
    /// Whether it is left out when it would be empty: an absent value, or `{params}` without any.
    pub optional: bool,
}

/// A piece of a text in a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BodyPiece {
    /// As it is.
    Text(String),
    /// Filled in.
    Slot(Slot),
}

/// What fills a place in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// `{code}`.
    Code,
    /// `{title}`.
    Title,
    /// `{message}`, filled.
    Message,
    /// `{status}`, a number.
    Status,
    /// `{docs_url}`.
    DocsUrl,
    /// `{type}`: the address of its page, or `about:blank` (RFC 9457, section 3.1.1).
    Type,
    /// `...: "{params}"`: the same params as members of the object that it stands in.
    Extensions,
    /// `{params}`: an object of those params whose [`Param::in_body`] is true.
    Params,
    /// A context field of the envelope.
    Context(String),
    /// A param that every error with this envelope has.
    Param(String),
}
