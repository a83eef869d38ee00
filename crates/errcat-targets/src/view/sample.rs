//! Sample responses: the bytes of the encoder that servers use, with the params' examples as values.

mod values;

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Range;

use errcat::{Constant, ConstantValue, IntoValue, OwnedValue, Severity};
use serde_json::Value as Json;

use super::param::fills;
use super::words;
use errcat_catalog::model::{
    Api, Audience, BodyPiece, Entry, Envelope, Node, Param, ParamType, Piece, Retry, Slot,
};

/// A sample response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The status. `None` if the body is sent in a stream or inside another response.
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<(String, String)>,
    /// The body, indented.
    pub(crate) body: String,
}

/// Returns the message of an error, with the params' examples as values.
pub(crate) fn message(entry: &Entry) -> String {
    let params: Vec<_> = entry.params.iter().map(param).collect();
    let examples: Vec<_> = entry.params.iter().map(example).collect();
    let values: Vec<_> = examples.iter().map(IntoValue::value).collect();
    let pieces: Vec<_> = entry.message.pieces.iter().map(piece).collect();
    errcat::Message(&pieces).with(&params, &values).to_string()
}

/// Returns the response of an error. `None` if it is never a body.
pub(crate) fn response(api: &Api, entry: &Entry) -> Option<Sample> {
    encode(api, entry, false)
}

/// Returns the parts of a response's text that are values of params.
pub(crate) fn values(api: &Api, entry: &Entry, response: &str) -> Vec<Range<usize>> {
    let is_shown = |param: &Param| param.audience == Audience::Public;
    let marked = entry.params.iter().any(is_shown).then(|| encode(api, entry, true)).flatten();
    marked.map_or_else(Vec::new, |marked| values::ranges(response, &marked.to_string()))
}

/// Encodes the response of an error, with or without marks around the values of params.
fn encode(api: &Api, entry: &Entry, has_marks: bool) -> Option<Sample> {
    let envelope = &api[entry.envelope?];
    let params: Vec<_> = entry.params.iter().map(param).collect();
    let example_of = if has_marks { values::marked_example } else { example };
    let examples: Vec<_> = entry.params.iter().map(example_of).collect();
    let values: Vec<_> = examples.iter().map(IntoValue::value).collect();
    let context: Vec<_> = envelope.context.iter().map(example).collect();
    let fields: Vec<_> = envelope.context.iter().map(param).collect();

    let arena = NodeArena::for_body(&envelope.body);
    let shape = shape(envelope, &fields, &arena);
    let pieces: Vec<_> = entry.message.pieces.iter().map(piece).collect();
    let docs_url = api.docs_url(entry.code);
    let causes: Vec<_> = entry.cause_texts().collect();
    let fixes: Vec<_> = entry.all_fixes().collect();
    let table = &api[api[entry.code].owner.table];
    let body = errcat::Body {
        envelope: &shape,
        code: &api[entry.code].wire,
        title: &entry.title,
        status: entry.statuses.first(),
        docs_url: docs_url.as_deref(),
        message: errcat::Value::Display(&errcat::Message(&pieces).with(&params, &values)),
        facts: &|name| {
            let mut facts = api.public_facts(entry);
            facts.find(|(fact, _)| fact.name == name).map_or(errcat::Value::Absent, |(_, it)| fact(&it.value))
        },
        constants: &|constant| match constant {
            Constant::Retryable => entry.retry.as_ref().map_or(ConstantValue::Absent, |retry| {
                ConstantValue::Boolean(matches!(retry, Retry::Later(_)))
            }),
            Constant::Severity => text(entry.severity.map(Severity::as_str)),
            Constant::Kind => text(entry.kind.map(|kind| &*api[kind].wire)),
            Constant::Answer => text(entry.answer.as_deref()),
            Constant::Meaning => text(entry.meaning.as_deref()),
            Constant::Causes => ConstantValue::List(&causes),
            Constant::Fixes => ConstantValue::List(&fixes),
            Constant::Table => text(Some(&table.name)),
            Constant::Api => text(Some(&api.name)),
        },
        params: &params,
        values: &values,
        context: &|name| {
            let position = envelope.context.iter().position(|field| field.name == name);
            position.map_or(errcat::Value::Absent, |position| context[position].value())
        },
        others: &[],
    };
    let mut headers = headers(api, entry, envelope, has_marks);
    if body.status.is_some() {
        headers.extend(envelope.headers.iter().filter_map(|header| {
            let pieces: Vec<_> = header.value.iter().map(body_piece).collect();
            Some((header.name.clone(), body.header(&pieces)?))
        }));
    }
    Some(Sample { status: body.status, headers, body: body.to_string_pretty() })
}

/// Returns the headers of a response. Bodies in a stream or inside another response have none.
fn headers(api: &Api, entry: &Entry, envelope: &Envelope, has_marks: bool) -> Vec<(String, String)> {
    if entry.statuses.is_none() {
        return Vec::new();
    }
    let mut headers = vec![("Content-Type".to_owned(), envelope.content_type.clone())];
    for header in entry.headers.iter().map(|header| &api[*header]) {
        let fills = |param: &&Param| param.audience == Audience::Public && fills(&param.name, header);
        let source = if header.constant { Some(&header.value) } else { entry.params.iter().find(fills) };
        let Some(source) = source else { continue };
        if let Some(text) = errcat::header::header_text(param_type(&source.ty), example(source).value()) {
            let text = text.to_string();
            let is_marked = has_marks && !header.constant;
            headers.push((header.name.clone(), if is_marked { values::marked(&text) } else { text }));
        }
    }
    headers
}

fn text(text: Option<&str>) -> ConstantValue<'_> {
    text.map_or(ConstantValue::Absent, ConstantValue::Text)
}

fn fact(value: &Json) -> errcat::Value<'_> {
    match value {
        Json::String(text) => errcat::Value::Text(text),
        Json::Bool(boolean) => errcat::Value::Boolean(*boolean),
        Json::Number(number) => number.as_i64().map_or_else(
            || errcat::Value::Number(number.as_f64().unwrap_or_default()),
            errcat::Value::Integer,
        ),
        Json::Null | Json::Array(_) | Json::Object(_) => errcat::Value::Absent,
    }
}

fn param(param: &Param) -> errcat::Param<'_> {
    errcat::Param {
        name: &param.name,
        ty: param_type(&param.ty),
        values: &[],
        wire: &param.wire,
        in_body: param.in_body,
        audience: param.audience,
        optional: param.optional,
        doc: "",
        example: "",
    }
}

fn param_type(ty: &ParamType) -> errcat::ParamType {
    match ty {
        ParamType::String | ParamType::Enum(_) => errcat::ParamType::String,
        ParamType::Integer => errcat::ParamType::Integer,
        ParamType::Number => errcat::ParamType::Number,
        ParamType::Boolean => errcat::ParamType::Boolean,
        ParamType::DurationSeconds => errcat::ParamType::DurationSeconds,
        ParamType::DurationMilliseconds => errcat::ParamType::DurationMilliseconds,
        ParamType::TimestampRfc3339 => errcat::ParamType::TimestampRfc3339,
        ParamType::TimestampSeconds => errcat::ParamType::TimestampSeconds,
        ParamType::TimestampMilliseconds => errcat::ParamType::TimestampMilliseconds,
        ParamType::Json => errcat::ParamType::Json,
        ParamType::Rust(_) => errcat::ParamType::Rust,
        ParamType::List(item) => errcat::ParamType::List(item_type(item)),
        ParamType::Map(item) => errcat::ParamType::Map(item_type(item)),
    }
}

/// Returns the type of the items of a list or a map, which the encoder borrows.
fn item_type(ty: &ParamType) -> &'static errcat::ParamType {
    match ty {
        ParamType::Integer => &errcat::ParamType::Integer,
        ParamType::Number => &errcat::ParamType::Number,
        ParamType::Boolean => &errcat::ParamType::Boolean,
        ParamType::DurationSeconds => &errcat::ParamType::DurationSeconds,
        ParamType::DurationMilliseconds => &errcat::ParamType::DurationMilliseconds,
        ParamType::TimestampRfc3339 => &errcat::ParamType::TimestampRfc3339,
        ParamType::TimestampSeconds => &errcat::ParamType::TimestampSeconds,
        ParamType::TimestampMilliseconds => &errcat::ParamType::TimestampMilliseconds,
        ParamType::Json => &errcat::ParamType::Json,
        ParamType::Rust(_) => &errcat::ParamType::Rust,
        // The language has no lists of lists.
        ParamType::String | ParamType::Enum(_) | ParamType::List(_) | ParamType::Map(_) => {
            &errcat::ParamType::String
        }
    }
}

/// Returns the example as a value. Rules have already checked that it has the right type.
pub(crate) fn example(param: &Param) -> OwnedValue {
    OwnedValue::from_json(&param.example, param_type(&param.ty)).unwrap_or(OwnedValue::Absent)
}

fn piece(piece: &Piece) -> errcat::Piece<'_> {
    match piece {
        Piece::Text(text) => errcat::Piece::Text(text),
        // The rules allow 64 params.
        Piece::Param(param) => {
            u8::try_from(param.index()).map_or(errcat::Piece::Text(""), errcat::Piece::Param)
        }
    }
}

fn shape<'a>(
    envelope: &'a Envelope,
    context: &'a [errcat::Param<'a>],
    arena: &'a NodeArena<'a>,
) -> errcat::Envelope<'a> {
    errcat::Envelope {
        name: &envelope.name,
        content_type: &envelope.content_type,
        body: node(&envelope.body, arena),
        identify_by: &[],
        headers: &[],
        context,
        general: None,
        key_patterns: &[],
    }
}

fn node<'a>(node: &'a Node, arena: &'a NodeArena<'a>) -> errcat::Node<'a> {
    let convert = |value| self::node(value, arena);
    match node {
        Node::Literal(json) => literal(json, arena),
        Node::Slot(slot) => errcat::Node::Slot(self::slot(slot)),
        Node::SlotAsText(slot) => errcat::Node::SlotAsText(self::slot(slot)),
        Node::Text(pieces) => arena.alloc(ArenaNode::Text(pieces.iter().map(body_piece).collect())),
        // A list with an item for the only error.
        Node::Each(item) => arena.alloc(ArenaNode::List(vec![convert(item)])),
        Node::List(items) => arena.alloc(ArenaNode::List(items.iter().map(convert).collect())),
        Node::Object(members) => {
            let members = members.iter().map(|member| errcat::Member {
                name: &member.name,
                value: convert(&member.value),
                optional: member.optional,
            });
            arena.alloc(ArenaNode::Object(members.collect()))
        }
    }
}

fn body_piece(piece: &BodyPiece) -> errcat::BodyPiece<'_> {
    match piece {
        BodyPiece::Text(text) => errcat::BodyPiece::Text(text),
        BodyPiece::Slot(slot) => errcat::BodyPiece::Slot(self::slot(slot)),
    }
}

fn literal<'a>(json: &'a Json, arena: &'a NodeArena<'a>) -> errcat::Node<'a> {
    match json {
        Json::Null => errcat::Node::Null,
        Json::Bool(boolean) => errcat::Node::Boolean(*boolean),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => errcat::Node::Integer(integer),
            None => errcat::Node::Number(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => errcat::Node::String(text),
        Json::Array(items) => {
            arena.alloc(ArenaNode::List(items.iter().map(|item| literal(item, arena)).collect()))
        }
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| errcat::Member {
                name,
                value: literal(value, arena),
                optional: false,
            });
            arena.alloc(ArenaNode::Object(members.collect()))
        }
    }
}

fn slot(slot: &Slot) -> errcat::Slot<'_> {
    match slot {
        Slot::Code => errcat::Slot::Code,
        Slot::CodeNumber => errcat::Slot::CodeNumber,
        Slot::Title => errcat::Slot::Title,
        Slot::Message => errcat::Slot::Message,
        Slot::Status => errcat::Slot::Status,
        Slot::DocsUrl => errcat::Slot::DocsUrl,
        Slot::Type => errcat::Slot::Type,
        Slot::Params => errcat::Slot::Params,
        Slot::Extensions => errcat::Slot::Extensions,
        Slot::Context(name) => errcat::Slot::Context(name),
        Slot::Param(name) => errcat::Slot::Param(name),
        Slot::Fact(name) => errcat::Slot::Fact(name),
        Slot::Constant(constant) => errcat::Slot::Constant(*constant),
    }
}

/// Owns the parts of a body while it is encoded. The encoder's tree borrows all parts, and parts can't be
/// borrowed from a growing list, so all slots are allocated at the start.
struct NodeArena<'a> {
    slots: Vec<OnceCell<ArenaNode<'a>>>,
    next: Cell<usize>,
}

enum ArenaNode<'a> {
    Text(Vec<errcat::BodyPiece<'a>>),
    List(Vec<errcat::Node<'a>>),
    Object(Vec<errcat::Member<'a>>),
}

impl<'a> NodeArena<'a> {
    fn for_body(body: &Node) -> Self {
        NodeArena { slots: (0..count_nested(body)).map(|_| OnceCell::new()).collect(), next: Cell::new(0) }
    }

    fn alloc(&'a self, node: ArenaNode<'a>) -> errcat::Node<'a> {
        let place = self.next.replace(self.next.get() + 1);
        match self.slots[place].get_or_init(|| node) {
            ArenaNode::Text(pieces) => errcat::Node::Text(pieces),
            ArenaNode::List(items) => errcat::Node::List(items),
            ArenaNode::Object(members) => errcat::Node::Object(members),
        }
    }
}

/// Returns the number of parts that contain other parts.
fn count_nested(node: &Node) -> usize {
    match node {
        Node::Literal(json) => count_nested_in_literal(json),
        Node::Slot(_) | Node::SlotAsText(_) => 0,
        Node::Text(_) => 1,
        Node::Each(item) => 1 + count_nested(item),
        Node::List(items) => 1 + items.iter().map(count_nested).sum::<usize>(),
        Node::Object(members) => 1 + members.iter().map(|member| count_nested(&member.value)).sum::<usize>(),
    }
}

fn count_nested_in_literal(json: &Json) -> usize {
    match json {
        Json::Array(items) => 1 + items.iter().map(count_nested_in_literal).sum::<usize>(),
        Json::Object(members) => 1 + members.values().map(count_nested_in_literal).sum::<usize>(),
        _ => 0,
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            writeln!(f, "HTTP/1.1 {}", words::status_line(status))?;
        }
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        if self.status.is_some() || !self.headers.is_empty() {
            writeln!(f)?;
        }
        f.write_str(&self.body)
    }
}
