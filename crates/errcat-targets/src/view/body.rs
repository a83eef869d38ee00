//! Envelopes: the formats of error bodies.

use errcat::BodyFormat;
use errcat_catalog::model::{
    Api, BodyPiece, Envelope, EnvelopeHeader, Identity, KeyPattern, Member, Node, Slot,
};
use serde::Serialize;
use serde_json::Value as Json;

use super::fields::{FieldView, fields};
use super::param::{ParamView, public};
use super::text::CatalogText;
use crate::docs::links::PageContext;

/// The format of an error body.
#[derive(Debug, Serialize)]
pub(crate) struct EnvelopeView<'a> {
    /// `http`.
    pub(crate) name: &'a str,
    /// Markdown.
    pub(crate) summary: CatalogText<'a>,
    /// `application/json`.
    pub(crate) content_type: &'a str,
    /// The format of the body: `json`, `xml` or `text`.
    pub(crate) format: &'static str,
    /// The values that identify errors: `status`, `code`, `title`, `message`, `type`, or the name of a fact.
    pub(crate) identify_by: Vec<&'a str>,
    /// The headers of every response with this format.
    pub(crate) headers: Vec<EnvelopeHeaderView<'a>>,
    /// The members of the body, by path.
    pub(crate) fields: Vec<FieldView<'a>>,
    /// `true` if no error has it, and clients recognize errors by it that the catalog doesn't have. A key in
    /// its body has a `pattern`.
    pub(crate) recognizes_unknown: bool,
    /// The body as a tree.
    pub(crate) body: NodeView<'a>,
    /// The fields that the server fills in for every error.
    pub(crate) context: Vec<ParamView<'a>>,
}

/// A header of every response with an envelope.
#[derive(Debug, Serialize)]
pub(crate) struct EnvelopeHeaderView<'a> {
    /// `X-Error-Code`.
    pub(crate) name: &'a str,
    /// The value. The header is left out if one of its slots has no value.
    pub(crate) pieces: Vec<BodyPieceView<'a>>,
}

/// A part of a body. `kind` determines which other members it has.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum NodeView<'a> {
    /// A constant value.
    Literal {
        /// Any JSON.
        value: &'a Json,
    },
    /// A slot with its type.
    Slot(SlotView<'a>),
    /// A slot whose value is written as a string.
    SlotAsText(SlotView<'a>),
    /// A text that contains values.
    Text {
        /// In their order.
        pieces: Vec<BodyPieceView<'a>>,
    },
    /// A list.
    List {
        /// In their order.
        items: Vec<NodeView<'a>>,
    },
    /// A list of errors.
    Each {
        /// The form of an item.
        item: Box<NodeView<'a>>,
    },
    /// An object.
    Object {
        /// The members, in the catalog's order.
        members: Vec<MemberView<'a>>,
    },
}

/// The value that fills a part of a body.
#[derive(Debug, Serialize)]
pub(crate) struct SlotView<'a> {
    /// `code`, `code_number` (the code as a number), `title`, `message`, `status`, `docs_url`, `type`,
    /// `params` (an object with the error's params), `extensions` (the params as members of the surrounding
    /// object), `context`, `param`, `fact` or `constant`.
    pub(crate) slot: &'static str,
    /// The name of the param, of the context's field, of the fact or of the constant: `retryable`,
    /// `severity`, `kind`, `meaning`, `causes`, `fixes`, `table`, `api`. Null for the other slots.
    pub(crate) name: Option<&'a str>,
}

/// A piece of a text in a body. One of the members is null.
#[derive(Debug, Serialize)]
pub(crate) struct BodyPieceView<'a> {
    /// Literal text.
    pub(crate) text: Option<&'a str>,
    /// The value.
    pub(crate) slot: Option<SlotView<'a>>,
}

/// A member of an object in a body.
#[derive(Debug, Serialize)]
pub(crate) struct MemberView<'a> {
    /// The key. Empty for `extensions`, which have their own keys.
    pub(crate) name: &'a str,
    /// `true` if it is left out when it has no value.
    pub(crate) optional: bool,
    /// The constant text around the placeholders in the key. Only in envelopes of errors that the catalog
    /// doesn't have, of which `name` is only for people: `{table}Error`.
    pub(crate) pattern: Option<KeyPatternView<'a>>,
    /// The value of the member.
    pub(crate) value: NodeView<'a>,
}

/// A key with placeholders. Any key with this start and end, and a text between them, is a case of it.
#[derive(Debug, Serialize)]
pub(crate) struct KeyPatternView<'a> {
    /// The text before the first placeholder.
    pub(crate) start: &'a str,
    /// The text after the last placeholder: `Error`.
    pub(crate) end: &'a str,
}

impl<'a> EnvelopeView<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, api: &'a Api, envelope: &'a Envelope) -> Self {
        let Envelope {
            name,
            summary,
            content_type,
            body,
            identify_by,
            headers,
            context,
            fields: _,  // fields()
            pattern: _, // for the docs
            key_patterns,
            line: _, // the location in the catalog
        } = envelope;
        EnvelopeView {
            name,
            summary: CatalogText::new(cx, summary),
            content_type,
            format: body_format(envelope),
            identify_by: identify_by.iter().map(Identity::name).collect(),
            headers: headers.iter().map(header).collect(),
            fields: fields(cx, api, envelope),
            recognizes_unknown: !key_patterns.is_empty(),
            body: node(body, key_patterns),
            context: public(cx, context),
        }
    }
}

/// Returns the format of a body. Only a body that is a text isn't JSON.
pub(crate) fn body_format(envelope: &Envelope) -> &'static str {
    match (&envelope.body, BodyFormat::of(&envelope.content_type)) {
        (Node::Text(_), BodyFormat::Xml) => "xml",
        (Node::Text(_), BodyFormat::Text) => "text",
        _ => "json",
    }
}

fn node<'a>(node: &'a Node, patterns: &'a [KeyPattern]) -> NodeView<'a> {
    let inner = |node| self::node(node, patterns);
    match node {
        Node::Literal(value) => NodeView::Literal { value },
        Node::Slot(value) => NodeView::Slot(slot(value)),
        Node::SlotAsText(value) => NodeView::SlotAsText(slot(value)),
        Node::Text(pieces) => NodeView::Text { pieces: pieces.iter().map(piece).collect() },
        Node::Each(item) => NodeView::Each { item: Box::new(inner(item)) },
        Node::List(items) => NodeView::List { items: items.iter().map(inner).collect() },
        Node::Object(members) => {
            NodeView::Object { members: members.iter().map(|it| member(it, patterns)).collect() }
        }
    }
}

fn header(header: &EnvelopeHeader) -> EnvelopeHeaderView<'_> {
    let EnvelopeHeader { name, value } = header;
    EnvelopeHeaderView { name, pieces: value.iter().map(piece).collect() }
}

fn member<'a>(member: &'a Member, patterns: &'a [KeyPattern]) -> MemberView<'a> {
    let Member { name, value, optional } = member;
    let pattern = patterns.iter().find(|pattern| pattern.name == *name);
    let pattern = pattern.map(|KeyPattern { name: _, start, end }| KeyPatternView { start, end });
    MemberView { name, optional: *optional, pattern, value: node(value, patterns) }
}

fn piece(piece: &BodyPiece) -> BodyPieceView<'_> {
    match piece {
        BodyPiece::Text(text) => BodyPieceView { text: Some(text), slot: None },
        BodyPiece::Slot(value) => BodyPieceView { text: None, slot: Some(slot(value)) },
    }
}

fn slot(slot: &Slot) -> SlotView<'_> {
    let (slot, name) = match slot {
        Slot::Code => ("code", None),
        Slot::CodeNumber => ("code_number", None),
        Slot::Title => ("title", None),
        Slot::Message => ("message", None),
        Slot::Status => ("status", None),
        Slot::DocsUrl => ("docs_url", None),
        Slot::Type => ("type", None),
        Slot::Extensions => ("extensions", None),
        Slot::Params => ("params", None),
        Slot::Context(name) => ("context", Some(name.as_str())),
        Slot::Param(name) => ("param", Some(name.as_str())),
        Slot::Fact(name) => ("fact", Some(name.as_str())),
        Slot::Constant(_) => ("constant", Some(slot.name())),
    };
    SlotView { slot, name }
}
