//! The differences between the body of an error and that of other errors with its envelope.

use std::collections::BTreeMap;

use errcat_catalog::model::{
    Api, Audience, BodyPiece, Constant, Entry, Envelope, Member, Node, Param, ParamType, Slot, StatusRange,
};
use serde_json::{Value as Json, json};

use super::schema::json_object;
use super::types::{Object, allow_null, object, param};
use crate::docs::links::PageContext;
use crate::view::sample;

/// The constants that a body always contains, by JSON pointer. They tell errors apart.
pub(super) type Constants = BTreeMap<String, Json>;

/// The part of an error's schema that its envelope doesn't have.
#[derive(Debug, Clone, Default)]
pub(super) struct Refinement {
    /// Empty if the error's body is like that of any other.
    pub(super) schema: Object,
    pub(super) constants: Constants,
}

/// Compares a body, or the item of a list of errors, with the schema of the envelope.
pub(super) fn refine(cx: &PageContext<'_>, api: &Api, entry: &Entry, envelope: &Envelope) -> Refinement {
    let mut refiner = Refiner { cx, api, entry, envelope, constants: Constants::new() };
    let root = match super::schema::find_each("", &envelope.body) {
        Some((_, item)) => item,
        None => &envelope.body,
    };
    // A text isn't a part of a JSON body.
    let schema = match envelope.is_json() {
        true => refiner.node("", root, true).unwrap_or_default(),
        false => Object::new(),
    };
    Refinement { schema, constants: refiner.constants }
}

struct Refiner<'a> {
    cx: &'a PageContext<'a>,
    api: &'a Api,
    entry: &'a Entry,
    envelope: &'a Envelope,
    constants: Constants,
}

impl Refiner<'_> {
    /// Returns the schema of a part. `None` if the schema of the envelope describes it completely.
    /// `is_certain` is `true` if every body contains the part.
    fn node(&mut self, pointer: &str, node: &Node, is_certain: bool) -> Option<Object> {
        match node {
            Node::Literal(value) => {
                self.add_constant(pointer, value, is_certain);
                None
            }
            Node::Slot(Slot::Params) => self.params(false),
            Node::SlotAsText(Slot::Params) => self.params(true),
            Node::Slot(slot) => match self.constant(slot) {
                Some(value) => Some(self.add_constant(pointer, &value, is_certain)),
                None => self.slot(slot),
            },
            Node::SlotAsText(slot) => {
                let text = match self.constant(slot)? {
                    Json::Null => Json::Null,
                    Json::String(text) => Json::String(text),
                    other => Json::String(other.to_string()),
                };
                Some(self.add_constant(pointer, &text, is_certain))
            }
            Node::Text(pieces) => {
                let text = self.constant_text(pieces)?;
                Some(self.add_constant(pointer, &Json::String(text), is_certain))
            }
            Node::Each(_) => None,
            Node::List(items) => {
                let items: Vec<Option<Object>> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.node(&format!("{pointer}/{index}"), item, is_certain))
                    .collect();
                let is_refined = items.iter().any(Option::is_some);
                let items: Vec<Object> = items.into_iter().map(Option::unwrap_or_default).collect();
                is_refined.then(|| json_object(json!({ "type": "array", "prefixItems": items, "items": {} })))
            }
            Node::Object(members) => {
                let (mut required, mut properties) = (Vec::new(), Object::new());
                let is_extensions = |member: &&Member| member.value.slot() == Some(&Slot::Extensions);
                if let Some(extensions) = members.iter().find(is_extensions) {
                    let is_text = matches!(extensions.value, Node::SlotAsText(_));
                    self.add_members(&mut properties, &mut required, is_text);
                    // Members of the envelope take precedence.
                    let is_free = |name: &String| !members.iter().any(|member| member.name == *name);
                    properties.retain(|name, _| is_free(name));
                    required.retain(is_free);
                }
                for member in members {
                    if member.name.is_empty() || member.optional && self.is_absent(&member.value) {
                        continue;
                    }
                    let identifies = member.optional && self.identifies(&member.value);
                    if identifies {
                        required.push(member.name.clone());
                    }
                    let pointer = format!("{pointer}/{}", member.name.replace('~', "~0").replace('/', "~1"));
                    let is_certain = is_certain && (!member.optional || identifies);
                    if let Some(schema) = self.node(&pointer, &member.value, is_certain) {
                        properties.insert(member.name.clone(), Json::Object(schema));
                    }
                }
                (!properties.is_empty()).then(|| object_schema(properties, &required))
            }
        }
    }

    /// Returns the schema of a placeholder whose value isn't constant.
    fn slot(&self, slot: &Slot) -> Option<Object> {
        match slot {
            Slot::Message => {
                let example = sample::message(self.entry);
                Some(json_object(json!({ "type": "string", "examples": [example] })))
            }
            Slot::Status => Some(self.status()),
            Slot::Param(name) => {
                let declared = self.entry.params.iter().find(|param| param.name == *name)?;
                let mut schema = param(self.cx, declared);
                if declared.optional {
                    allow_null(&mut schema);
                }
                Some(schema)
            }
            Slot::Code
            | Slot::CodeNumber
            | Slot::Title
            | Slot::DocsUrl
            | Slot::Type
            | Slot::Params
            | Slot::Extensions
            | Slot::Context(_)
            | Slot::Fact(_)
            | Slot::Constant(_) => None,
        }
    }

    /// Returns the statuses that the error can have. There are several: one is a constant.
    fn status(&self) -> Object {
        match self.entry.statuses.range() {
            Some(range) => {
                let bounds = StatusRange::bounds(range);
                json_object(json!({ "minimum": bounds.start(), "maximum": bounds.end() }))
            }
            None => object("enum", json!(self.entry.statuses.numbers())),
        }
    }

    /// Returns a value that is the same in every response. Texts for people aren't: they may be reworded.
    fn constant(&self, slot: &Slot) -> Option<Json> {
        let (api, entry) = (self.api, self.entry);
        let wire = &api[entry.code].wire;
        match slot {
            Slot::Code => Some(json!(wire)),
            Slot::CodeNumber => wire.parse::<i64>().ok().map(|code| json!(code)),
            Slot::Status => match entry.statuses.numbers() {
                [status] => Some(json!(status)),
                [] if entry.statuses.is_none() => Some(Json::Null),
                _ => None,
            },
            Slot::Fact(name) => {
                let value = api.public_facts(entry).find(|(fact, _)| fact.name == *name);
                Some(value.map_or(Json::Null, |(_, value)| value.value.clone()))
            }
            Slot::Constant(Constant::Table) => Some(json!(api[api[entry.code].owner.table].name)),
            Slot::Constant(Constant::Api) => Some(json!(api.name)),
            Slot::Title if self.is_identity(slot) => Some(json!(entry.title)),
            Slot::Type if self.is_identity(slot) => {
                Some(json!(api.docs_url(entry.code).unwrap_or_else(|| "about:blank".to_owned())))
            }
            Slot::Title
            | Slot::Type
            | Slot::Message
            | Slot::DocsUrl
            | Slot::Params
            | Slot::Extensions
            | Slot::Context(_)
            | Slot::Param(_)
            | Slot::Constant(_) => None,
        }
    }

    /// Returns a text whose placeholders all have constant values.
    fn constant_text(&self, pieces: &[BodyPiece]) -> Option<String> {
        let text = |piece: &BodyPiece| match piece {
            BodyPiece::Text(text) => Some(text.clone()),
            BodyPiece::Slot(slot) => match self.constant(slot)? {
                Json::String(text) => Some(text),
                Json::Number(number) => Some(number.to_string()),
                _ => None,
            },
        };
        pieces.iter().map(text).collect()
    }

    /// Returns `true` if a member with this value can be omitted because the error never has a value for it.
    fn is_absent(&self, node: &Node) -> bool {
        node.slot().is_some_and(|slot| match slot {
            Slot::Param(name) => !self.entry.params.iter().any(|param| param.name == *name),
            slot => self.constant(slot) == Some(Json::Null),
        })
    }

    fn identifies(&self, node: &Node) -> bool {
        node.slot().is_some_and(|slot| self.is_identity(slot))
    }

    fn is_identity(&self, slot: &Slot) -> bool {
        self.envelope.identify_by.iter().any(|identity| identity.name() == slot.name())
    }

    fn add_constant(&mut self, pointer: &str, value: &Json, is_certain: bool) -> Object {
        if is_certain {
            self.constants.insert(pointer.to_owned(), value.clone());
        }
        object("const", value.clone())
    }

    /// Returns the schema of the object that contains all params. `None` if there are none.
    fn params(&self, is_text: bool) -> Option<Object> {
        let (mut properties, mut required) = (Object::new(), Vec::new());
        self.add_members(&mut properties, &mut required, is_text);
        (!properties.is_empty()).then(|| object_schema(properties, &required))
    }

    /// Adds the params that the body contains as members of an object.
    fn add_members(&self, properties: &mut Object, required: &mut Vec<String>, is_text: bool) {
        for param in self.members() {
            let mut schema = super::types::param(self.cx, param);
            if is_text {
                schema.retain(|key, _| key == "description");
                schema.insert("type".to_owned(), "string".into());
            }
            properties.entry(param.wire.clone()).or_insert(Json::Object(schema));
            if !param.optional && is_always_sent(param) {
                required.push(param.wire.clone());
            }
        }
    }

    fn members(&self) -> impl Iterator<Item = &Param> {
        self.entry.params.iter().filter(|param| param.in_body && param.audience == Audience::Public)
    }
}

/// Returns `false` for a type whose values can be absent: the data of a `json` param can be `null`.
fn is_always_sent(param: &Param) -> bool {
    !matches!(param.ty, ParamType::Json)
}

fn object_schema(properties: Object, required: &[String]) -> Object {
    let mut schema = object("type", "object");
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Json::Object(properties));
    }
    schema
}
