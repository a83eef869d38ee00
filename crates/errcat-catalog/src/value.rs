//! The types of params, and the bodies that contain their values.

mod keys;
mod types;

use std::borrow::Cow;

use errcat::BodyFormat;
use serde_json::Value as Json;

use crate::finding::Span;
use crate::model::{BodyPiece, CodeType, Constant, Member, Node as BodyNode, ParamType, Slot};
use crate::raw::{RawEnvelope, RawFactValue};
use crate::shape::{BodyTemplate, Word, to_json};
use crate::template::{self, BodyPlaceholder, RawPiece};
use crate::yaml::{Kind, Node};

pub use self::keys::{BracedKey, KEY_SLOTS, braced_keys, filled_key, key_slots, key_text};
pub use self::types::{
    ENUMS_MODULE, KINDS, LIST_OF, MAP_OF, declared_type, enum_name, example_of, fits, item_word, kind,
    misfit_item, param_type,
};

/// The placeholders with a fixed meaning in every body. Those of a [`Constant`] have one too, unless they are
/// params of the errors.
pub const RESERVED: [&str; 8] = ["code", "title", "message", "status", "docs_url", "type", "params", "each"];

/// The placeholders of each [`Constant`].
pub const CONSTANTS: [&str; 9] =
    ["retryable", "severity", "kind", "answer", "meaning", "causes", "fixes", "table", "api"];

/// The only item of a list of errors.
pub const EACH: &str = "{each}";

/// The type of a cast: `{status:string}`.
pub const CAST: &str = "string";

/// The key of a member that is replaced by the members of its value.
pub const SPREAD: &str = "...";

/// The names of the types that a fact can have.
pub const FACT_KINDS: [&str; 4] = ["string", "integer", "number", "boolean"];

/// Returns the type of a fact; `None` if the word isn't one.
pub fn fact_type(word: Option<&Word>) -> Option<ParamType> {
    let is_fact = word.is_none_or(|word| FACT_KINDS.contains(&word.value.as_str()));
    param_type(word, None).filter(|_| is_fact)
}

/// Returns the value of a fact of a type. The error describes what it should be.
pub fn fact(raw: &RawFactValue, ty: &ParamType) -> Result<Json, Cow<'static, str>> {
    let parsed: Option<Json> = match ty {
        ParamType::Integer => raw.text.parse::<i64>().ok().map(Json::from),
        ParamType::Number => raw.text.parse::<serde_json::Number>().ok().map(Json::Number),
        ParamType::Boolean => raw.text.parse::<bool>().ok().map(Json::Bool),
        _ => return Ok(Json::String(raw.text.clone())),
    };
    // `0500` is a number in YAML 1.1, but not 500.
    let is_exact = |value: &Json| {
        let written = value.to_string();
        raw.is_plain && written == raw.text
    };
    let value = parsed.filter(is_exact).unwrap_or_default();
    fits(&value, ty).map(|()| value)
}

/// Parses a range of numbers: `1000-1999`, `-32099--32000`, `7`.
pub fn range(text: &str) -> Option<(i64, i64)> {
    if let Ok(number) = text.parse() {
        return Some((number, number));
    }
    let at = text.get(1..)?.find('-')? + 1;
    let range = (text[..at].trim().parse().ok()?, text[at + 1..].trim().parse().ok()?);
    (range.0 <= range.1).then_some(range)
}

/// Returns a description of a value for messages.
pub fn describe(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "a boolean",
        Json::Number(number) if number.as_f64().is_some_and(|n| n < 0.0) => "a negative number",
        Json::Number(number) if number.is_f64() => "a number with a fraction",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a map",
    }
}

/// Returns the placeholders of an envelope, without duplicates.
pub fn slots(envelope: &RawEnvelope) -> Vec<String> {
    let mut slots = Vec::new();
    for (text, _) in texts(envelope) {
        for BodyPlaceholder { name, .. } in template::in_body(text) {
            if !slots.iter().any(|known| known == name) {
                slots.push(name.to_owned());
            }
        }
    }
    slots
}

/// Returns the body of an envelope, and the form of the items of its list of errors.
pub fn parts(envelope: &RawEnvelope) -> impl Iterator<Item = &Node> {
    [Some(&envelope.body), envelope.each.as_ref()].into_iter().flatten().map(|BodyTemplate(part)| part)
}

/// Returns the texts of an envelope that can have placeholders, with their locations: those in the body,
/// except keys, and the values of headers.
pub fn texts(envelope: &RawEnvelope) -> Vec<(&str, Span)> {
    let mut texts = Vec::new();
    for part in parts(envelope) {
        for_each_text(part, &mut |text, node| texts.push((text, node.span)));
    }
    texts.extend(envelope.headers.0.iter().map(|(_, text)| (text.value.as_str(), text.span)));
    texts
}

/// Returns `true` if a JSON body contains a placeholder on its own and without a cast, so that clients can
/// read any value from it.
pub fn is_data_slot(envelope: &RawEnvelope, name: &str) -> bool {
    let mut found = false;
    let placeholder = format!("{{{name}}}");
    parts(envelope).for_each(|part| for_each_text(part, &mut |text, _| found |= text == placeholder));
    found && format(envelope) == BodyFormat::Json
}

/// Calls `visit` for each text in a body, except keys.
pub fn for_each_text<'a>(body: &'a Node, visit: &mut impl FnMut(&'a str, &'a Node)) {
    match &body.kind {
        Kind::Scalar { text, .. } => visit(text, body),
        Kind::List(items) => items.iter().for_each(|item| for_each_text(item, visit)),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, value)| for_each_text(value, visit)),
    }
}

/// The names that a placeholder may refer to, apart from params.
pub struct Named<'a> {
    /// Returns `true` for the names of context fields.
    pub is_context: &'a dyn Fn(&str) -> bool,
    /// Returns `true` for the names of context fields that are null if the server has no value.
    pub is_nullable: &'a dyn Fn(&str) -> bool,
    /// Returns `true` for the names of public facts.
    pub is_fact: &'a dyn Fn(&str) -> bool,
    /// The type of the codes.
    pub code_type: CodeType,
    /// Returns the part of the error that a name refers to.
    pub constant: &'a dyn Fn(&str) -> Option<Constant>,
}

/// Returns the format of an envelope's body.
pub fn format(envelope: &RawEnvelope) -> BodyFormat {
    envelope
        .content_type
        .as_ref()
        .map_or(BodyFormat::Json, |content_type| BodyFormat::of(&content_type.value))
}

/// Converts a body that has passed the rules. `optional` contains paths.
pub fn body(envelope: &RawEnvelope, optional: &[&str], named: &Named<'_>) -> BodyNode {
    if let (false, Kind::Scalar { text, .. }) = (format(envelope) == BodyFormat::Json, &envelope.body.0.kind)
    {
        return BodyNode::Text(pieces(text, named));
    }
    let each = envelope.each.as_ref().map(|BodyTemplate(item)| item);
    Template { each, optional, named }.node(&envelope.body.0, "")
}

/// Returns `true` if a node is a list of errors: `["{each}"]`.
pub fn is_each(node: &Node) -> bool {
    let Kind::List(items) = &node.kind else { return false };
    matches!(items.as_slice(), [Node { kind: Kind::Scalar { text, .. }, .. }] if text == EACH)
}

/// The context of converting a body.
struct Template<'a> {
    each: Option<&'a Node>,
    optional: &'a [&'a str],
    named: &'a Named<'a>,
}

impl Template<'_> {
    fn node(&self, node: &Node, path: &str) -> BodyNode {
        match &node.kind {
            Kind::List(_)
                if is_each(node)
                    && let Some(each) = self.each =>
            {
                BodyNode::Each(Box::new(self.node(each, &format!("{path}[]"))))
            }
            Kind::List(items) => {
                let path = format!("{path}[]");
                BodyNode::List(items.iter().map(|item| self.node(item, &path)).collect())
            }
            Kind::Map(pairs) => {
                let member = |(key, value): &(Node, Node)| {
                    let Kind::Scalar { text: name, .. } = &key.kind else {
                        unreachable!("keys are texts: rule wrong-type")
                    };
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    let is_optional = self.optional.contains(&path.as_str());
                    let value = self.node(value, &path);
                    if name == SPREAD {
                        let value = match value {
                            BodyNode::SlotAsText(_) => BodyNode::SlotAsText(Slot::Extensions),
                            _ => BodyNode::Slot(Slot::Extensions),
                        };
                        return Member { name: String::new(), value, optional: true };
                    }
                    // A server may have no value for a context field.
                    let is_omitted = match &value {
                        BodyNode::Slot(Slot::Context(field)) | BodyNode::SlotAsText(Slot::Context(field)) => {
                            !(self.named.is_nullable)(field)
                        }
                        _ => false,
                    };
                    Member { name: name.clone(), value, optional: is_optional || is_omitted }
                };
                BodyNode::Object(pairs.iter().map(member).collect())
            }
            Kind::Scalar { text, .. } if text.contains(['{', '}']) => text_value(text, self.named),
            Kind::Scalar { .. } => BodyNode::Literal(to_json(node, &mut crate::finding::Findings::default())),
        }
    }
}

fn text_value(text: &str, named: &Named<'_>) -> BodyNode {
    let pieces = template::parse_body(text).unwrap_or_default();
    if let [RawPiece::Placeholder(name, range)] = pieces.as_slice() {
        let BodyPlaceholder { name, cast, .. } = BodyPlaceholder::new(name, range.clone());
        return match (named.slot(name), cast) {
            (slot, Some(_)) => BodyNode::SlotAsText(slot),
            (Slot::Code, None) if named.code_type == CodeType::Integer => BodyNode::Slot(Slot::CodeNumber),
            (slot, None) => BodyNode::Slot(slot),
        };
    }
    if let [RawPiece::Text(text)] = pieces.as_slice() {
        return BodyNode::Literal(Json::String(text.clone()));
    }
    BodyNode::Text(self::pieces(text, named))
}

/// Converts a text with placeholders that has passed the rules: a text in a body, or the value of a header.
pub fn pieces(text: &str, named: &Named<'_>) -> Vec<BodyPiece> {
    let piece = |piece| match piece {
        RawPiece::Text(text) => BodyPiece::Text(text),
        RawPiece::Placeholder(name, range) => {
            BodyPiece::Slot(named.slot(BodyPlaceholder::new(name, range).name))
        }
    };
    template::parse_body(text).unwrap_or_default().into_iter().map(piece).collect()
}

impl Named<'_> {
    fn slot(&self, name: &str) -> Slot {
        match name {
            "code" => Slot::Code,
            "title" => Slot::Title,
            "message" => Slot::Message,
            "status" => Slot::Status,
            "docs_url" => Slot::DocsUrl,
            "type" => Slot::Type,
            "params" => Slot::Params,
            name if (self.is_context)(name) => Slot::Context(name.to_owned()),
            name if (self.is_fact)(name) => Slot::Fact(name.to_owned()),
            name => match (self.constant)(name) {
                Some(constant) => Slot::Constant(constant),
                None => Slot::Param(name.to_owned()),
            },
        }
    }
}
