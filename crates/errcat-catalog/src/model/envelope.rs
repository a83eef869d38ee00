//! The formats of an API's error bodies.

use errcat::BodyFormat;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Constant, Identity, Param, words};
use crate::shape::Choice;

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
    /// The values by which clients identify errors.
    pub identify_by: Vec<Identity>,
    /// The headers of every response.
    pub headers: Vec<EnvelopeHeader>,
    /// The values that the server supplies for every error.
    pub context: Vec<Param>,
    /// The paths of members (`error.code`, `detail[].loc`) and their descriptions, Markdown.
    pub fields: Vec<(String, String)>,
    /// The name of the envelope as the author wrote it, if that has keys with placeholders. It stands for
    /// several envelopes, one of which is this one.
    pub pattern: Option<String>,
    /// The keys with placeholders by which clients recognize errors that the catalog doesn't have. No error
    /// has such an envelope.
    pub key_patterns: Vec<KeyPattern>,
    /// The line in [`Api::path`](super::Api::path), from 1.
    pub line: usize,
}

/// A key with placeholders, such as `{table}Error`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPattern {
    /// The name of the [`Member`]: `{table}Error`.
    pub name: String,
    /// The text before the first placeholder.
    pub start: String,
    /// The text after the last placeholder: `Error`.
    pub end: String,
}

/// A header of every response with an envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnvelopeHeader {
    /// `X-Amzn-ErrorType`.
    pub name: String,
    /// The value. An error without a value for one of the placeholders doesn't send the header.
    pub value: Vec<BodyPiece>,
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// Anything without a placeholder in it.
    Literal(#[serde(with = "super::json_text")] Json),
    /// A value that is only a placeholder, which keeps its type.
    Slot(Slot),
    /// A value that is only a placeholder, written as a string: `{status:string}`.
    SlotAsText(Slot),
    /// Placeholders inside a text.
    Text(Vec<BodyPiece>),
    /// A list.
    List(Vec<Node>),
    /// A list of errors, with the form of an item. A response with a single error has one item.
    Each(Box<Node>),
    /// An object.
    Object(Vec<Member>),
}

/// A member of an object in a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The key; empty for [`Slot::Extensions`], which has none.
    pub name: String,
    /// The value.
    pub value: Node,
    /// `true` if the member is omitted if it would be empty: an absent value, or `{params}` without any.
    pub optional: bool,
}

/// A piece of a text in a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BodyPiece {
    /// Literal text.
    Text(String),
    /// A placeholder.
    Slot(Slot),
}

/// The value of a placeholder in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// `{code}`.
    Code,
    /// `{code}` as a number, in an API whose codes are integers.
    CodeNumber,
    /// `{title}`.
    Title,
    /// `{message}`, with the values of its params.
    Message,
    /// `{status}`, a number.
    Status,
    /// `{docs_url}`.
    DocsUrl,
    /// `{type}`: the URL of the error's page, or `about:blank` (RFC 9457, section 3.1.1).
    Type,
    /// `...: "{params}"`: the same params as members of the surrounding object.
    Extensions,
    /// `{params}`: an object of those params whose [`Param::in_body`] is true.
    Params,
    /// A context field of the envelope.
    Context(String),
    /// A param that every error with this envelope has.
    Param(String),
    /// A public fact of the API. An error that doesn't have it sends `null`, or omits an optional member.
    Fact(String),
    /// A part of the error, the same in every response.
    Constant(#[serde(with = "words")] Constant),
}

impl Node {
    /// Returns the placeholder, if it is the whole value.
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Node::Slot(slot) | Node::SlotAsText(slot) => Some(slot),
            Node::Literal(_) | Node::Text(_) | Node::List(_) | Node::Each(_) | Node::Object(_) => None,
        }
    }

    /// Returns `true` if any placeholder matches.
    pub fn has_slot(&self, is_match: &dyn Fn(&Slot) -> bool) -> bool {
        self.has_node(&|node| match node {
            Node::Text(pieces) => {
                pieces.iter().any(|piece| matches!(piece, BodyPiece::Slot(slot) if is_match(slot)))
            }
            node => node.slot().is_some_and(is_match),
        })
    }

    /// Returns `true` if this part, or any part of it, matches.
    pub fn has_node(&self, is_match: &dyn Fn(&Node) -> bool) -> bool {
        let is_inside = || match self {
            Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => false,
            Node::List(items) => items.iter().any(|item| item.has_node(is_match)),
            Node::Each(item) => item.has_node(is_match),
            Node::Object(members) => members.iter().any(|member| member.value.has_node(is_match)),
        };
        is_match(self) || is_inside()
    }

    /// Returns the form of the items, if there is a list of errors.
    pub fn each(&self) -> Option<&Node> {
        match self {
            Node::Each(item) => Some(item),
            Node::List(items) => items.iter().find_map(Node::each),
            Node::Object(members) => members.iter().find_map(|member| member.value.each()),
            Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => None,
        }
    }
}

impl Envelope {
    /// Returns `true` if the body is JSON, rather than a text of another type.
    pub fn is_json(&self) -> bool {
        BodyFormat::of(&self.content_type) == BodyFormat::Json
    }

    /// Returns `true` if a response can contain several errors.
    pub fn is_list(&self) -> bool {
        self.body.each().is_some()
    }

    /// Returns `true` if the body or a header has a placeholder that matches.
    pub fn has_slot(&self, is_match: &dyn Fn(&Slot) -> bool) -> bool {
        let is_piece = |piece: &BodyPiece| matches!(piece, BodyPiece::Slot(slot) if is_match(slot));
        self.body.has_slot(is_match) || self.headers.iter().any(|header| header.value.iter().any(is_piece))
    }

    /// Returns the header that contains a value by which clients identify errors, if the body doesn't.
    pub fn identifying_header(&self, identity: &Identity) -> Option<&EnvelopeHeader> {
        let is_identity = |slot: &Slot| slot.name() == identity.name();
        if self.body.has_slot(&is_identity) {
            return None;
        }
        let is_piece = |piece: &BodyPiece| matches!(piece, BodyPiece::Slot(slot) if is_identity(slot));
        self.headers.iter().find(|header| header.value.iter().any(is_piece))
    }
}

impl Slot {
    /// Returns the name of the placeholder.
    pub fn name(&self) -> &str {
        match self {
            Slot::Code | Slot::CodeNumber => "code",
            Slot::Title => "title",
            Slot::Message => "message",
            Slot::Status => "status",
            Slot::DocsUrl => "docs_url",
            Slot::Type => "type",
            Slot::Extensions | Slot::Params => "params",
            Slot::Context(name) | Slot::Param(name) | Slot::Fact(name) => name,
            Slot::Constant(constant) => constant.word(),
        }
    }
}
