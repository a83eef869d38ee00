//! Generates the envelopes of an API.

use heck::ToShoutySnakeCase;
use serde_json::Value as Json;

use super::param;
use super::rustdoc;
use crate::rust_code::data::{self, Literal};
use errcat_catalog::model::{
    Api, BodyPiece, Envelope, EnvelopeHeader, EnvelopeId, Id, Identity, KeyPattern, Node, Slot,
};

/// Returns the name of an envelope's static, such as `HTTP_ENVELOPE`.
pub(super) fn path(api: &Api, envelope: EnvelopeId) -> String {
    format!("{}_ENVELOPE", api[envelope].name.to_shouty_snake_case())
}

/// Returns the statics of all envelopes.
pub(super) fn statics(api: &Api) -> String {
    let is_used = |(id, envelope): &(EnvelopeId, &Envelope)| !api.is_pattern(*id) || is_read(envelope);
    let envelopes = Id::enumerate(&api.envelopes).filter(is_used).map(|(id, envelope)| {
        let Envelope {
            name,
            summary,
            content_type,
            body,
            identify_by,
            headers,
            context,
            fields: _, // only in the docs
            pattern,
            key_patterns,
            line: _,
        } = envelope;
        let header = |header: &EnvelopeHeader| {
            Literal::flat("EnvelopeHeader")
                .text("name", &header.name)
                .field("value", pieces(&header.value))
                .complete()
        };
        let identify_by = identify_by.iter().map(|identity| match identity {
            Identity::Status => "Identity::Status".to_owned(),
            Identity::Code => "Identity::Code".to_owned(),
            Identity::Title => "Identity::Title".to_owned(),
            Identity::Message => "Identity::Message".to_owned(),
            Identity::Type => "Identity::Type".to_owned(),
            Identity::Table => "Identity::Table".to_owned(),
            Identity::Fact(name) => format!("Identity::Fact({})", data::text(name)),
        });
        let context: Vec<String> = context.iter().map(param::param).collect();
        let mut literal = Literal::tall("Envelope");
        literal
            .text("name", name)
            .text("content_type", content_type)
            .field("body", node(body))
            .list("identify_by", identify_by.collect())
            .list("headers", headers.iter().map(header).collect())
            .list("context", context)
            .list("key_patterns", key_patterns.iter().map(key_pattern).collect());
        if pattern.is_some() && is_read(&api[api.as_written(id)]) {
            literal.field("general", format_args!("Some(&{})", self::path(api, api.as_written(id))));
        }
        format!(
            "/// The envelope `{name}`: {summary}\n#[rustfmt::skip]\npub static {path}: Envelope<'static> = {literal};\n",
            summary = rustdoc::plain(summary),
            path = path(api, id),
            literal = literal.rest_empty().replace("\n    ", "\n"),
        )
    });
    envelopes.collect::<Vec<_>>().join("\n")
}

/// Returns `true` if clients recognize unknown errors by a pattern of envelopes.
fn is_read(pattern: &Envelope) -> bool {
    !pattern.key_patterns.is_empty()
}

fn key_pattern(KeyPattern { name, start, end }: &KeyPattern) -> String {
    Literal::flat("KeyPattern").text("name", name).text("start", start).text("end", end).complete()
}

fn node(node: &Node) -> String {
    match node {
        Node::Literal(json) => literal(json),
        Node::Slot(slot) => format!("Node::Slot({})", self::slot(slot)),
        Node::SlotAsText(slot) => format!("Node::SlotAsText({})", self::slot(slot)),
        Node::Text(pieces) => format!("Node::Text({})", self::pieces(pieces)),
        Node::Each(item) => format!("Node::Each(&{})", self::node(item)),
        Node::List(items) => {
            format!("Node::List({})", data::flat_list(&items.iter().map(self::node).collect::<Vec<_>>()))
        }
        Node::Object(members) => object(
            members.iter().map(|member| (member.name.as_str(), self::node(&member.value), member.optional)),
        ),
    }
}

fn pieces(pieces: &[BodyPiece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        BodyPiece::Text(text) => format!("BodyPiece::Text({})", data::text(text)),
        BodyPiece::Slot(slot) => format!("BodyPiece::Slot({})", self::slot(slot)),
    });
    data::flat_list(&pieces.collect::<Vec<_>>())
}

fn object<'a>(members: impl Iterator<Item = (&'a str, String, bool)>) -> String {
    let member = |(name, value, optional): (&str, String, bool)| {
        Literal::flat("Member")
            .text("name", name)
            .field("value", value)
            .field("optional", optional)
            .complete()
    };
    format!("Node::Object({})", data::flat_list(&members.map(member).collect::<Vec<_>>()))
}

fn literal(json: &Json) -> String {
    match json {
        Json::Null => "Node::Null".to_owned(),
        Json::Bool(value) => format!("Node::Boolean({value})"),
        Json::String(text) => format!("Node::String({})", data::text(text)),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => format!("Node::Integer({integer})"),
            None => format!("Node::Number({:?})", number.as_f64().unwrap_or_default()),
        },
        Json::Array(items) => {
            format!("Node::List({})", data::flat_list(&items.iter().map(literal).collect::<Vec<_>>()))
        }
        Json::Object(members) => {
            object(members.iter().map(|(name, value)| (name.as_str(), literal(value), false)))
        }
    }
}

fn slot(slot: &Slot) -> String {
    match slot {
        Slot::Code => "Slot::Code".to_owned(),
        Slot::CodeNumber => "Slot::CodeNumber".to_owned(),
        Slot::Title => "Slot::Title".to_owned(),
        Slot::Message => "Slot::Message".to_owned(),
        Slot::Status => "Slot::Status".to_owned(),
        Slot::DocsUrl => "Slot::DocsUrl".to_owned(),
        Slot::Type => "Slot::Type".to_owned(),
        Slot::Params => "Slot::Params".to_owned(),
        Slot::Extensions => "Slot::Extensions".to_owned(),
        Slot::Context(name) => format!("Slot::Context({})", data::text(name)),
        Slot::Param(name) => format!("Slot::Param({})", data::text(name)),
        Slot::Fact(name) => format!("Slot::Fact({})", data::text(name)),
        Slot::Constant(constant) => format!("Slot::Constant(Constant::{constant:?})"),
    }
}
