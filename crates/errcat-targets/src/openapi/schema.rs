//! The schema of an envelope: what the bodies of all errors have in common.

use std::collections::HashMap;

use errcat_catalog::model::{Api, Constant, Envelope, Node, Slot};
use serde_json::{Value as Json, json};

use super::errors::line;
use super::types::{Object, allow_null, data_type, describe, object, param, reference};
use crate::docs::links::PageContext;
use crate::view::EnvelopeView;

/// Creates the schema of an envelope.
pub(super) struct EnvelopeSchema<'a> {
    cx: &'a PageContext<'a>,
    api: &'a Api,
    envelope: &'a Envelope,
    /// The descriptions of members, by path.
    docs: HashMap<&'a str, String>,
    /// The name of the schema of an item, if the envelope has a list of errors.
    item: Option<&'a str>,
}

impl<'a> EnvelopeSchema<'a> {
    pub(super) fn new(
        cx: &'a PageContext<'a>,
        api: &'a Api,
        envelope: &'a Envelope,
        view: &'a EnvelopeView<'a>,
        item: Option<&'a str>,
    ) -> Self {
        let doc = |text: &crate::view::CatalogText<'_>| super::errors::render(cx, text);
        let docs = view.fields.iter().filter_map(|row| Some((row.path.as_str(), doc(row.doc.as_ref()?))));
        EnvelopeSchema { cx, api, envelope, docs: docs.collect(), item }
    }

    /// Returns the schema of the body.
    pub(super) fn body(&self) -> Object {
        let schema = match self.envelope.is_json() {
            true => self.node("", &self.envelope.body),
            false => object("type", "string"),
        };
        let mut described = object("description", line(self.cx, &self.envelope.summary));
        described.extend(schema);
        let identities: Vec<&str> = self.envelope.identify_by.iter().map(|identity| identity.name()).collect();
        let facts = json!({ "api": self.api.name, "envelope": self.envelope.name, "identify_by": identities });
        described.insert("x-errcat".to_owned(), facts);
        described
    }

    /// Returns the schema of an item. `None` if there is no list of errors.
    pub(super) fn each(&self) -> Option<Object> {
        let (path, item) = find_each("", &self.envelope.body)?;
        let mut schema = self.node(&format!("{path}[]"), item);
        let facts = json!({ "api": self.api.name, "envelope": self.envelope.name });
        schema.insert("x-errcat".to_owned(), facts);
        Some(schema)
    }

    fn node(&self, path: &str, node: &Node) -> Object {
        match node {
            Node::Literal(value) => object("const", value.clone()),
            Node::Slot(slot) => self.slot(slot),
            Node::SlotAsText(Slot::Params | Slot::Extensions) => {
                json_object(json!({ "type": "object", "additionalProperties": { "type": "string" } }))
            }
            Node::SlotAsText(slot) => as_text(&self.slot(slot)),
            Node::Text(_) => object("type", "string"),
            Node::Each(_) => {
                let item = self.item.map_or(json!({}), |name| reference("schemas", name));
                json_object(json!({ "type": "array", "minItems": 1, "items": item }))
            }
            Node::List(items) => {
                let path = format!("{path}[]");
                let items: Vec<Object> = items.iter().map(|item| self.node(&path, item)).collect();
                json_object(json!({ "type": "array", "minItems": items.len(), "prefixItems": items }))
            }
            Node::Object(members) => {
                let mut properties = Object::new();
                for member in members.iter().filter(|member| !member.name.is_empty()) {
                    let path = member_path(path, &member.name);
                    let mut schema = self.node(&path, &member.value);
                    if let Some(doc) = self.docs.get(path.as_str())
                        && !schema.contains_key("description")
                    {
                        describe(&mut schema, doc);
                    }
                    properties.insert(member.name.clone(), Json::Object(schema));
                }
                let named = members.iter().filter(|member| !member.name.is_empty());
                let required: Vec<&str> =
                    named.filter(|member| !member.optional).map(|member| member.name.as_str()).collect();
                let mut schema = object("type", "object");
                if !required.is_empty() {
                    schema.insert("required".to_owned(), json!(required));
                }
                schema.insert("properties".to_owned(), Json::Object(properties));
                schema
            }
        }
    }

    fn slot(&self, slot: &Slot) -> Object {
        let text = || object("type", "string");
        let or_null = |mut schema: Object| {
            allow_null(&mut schema);
            schema
        };
        match slot {
            Slot::Code | Slot::Title | Slot::Message => text(),
            Slot::CodeNumber => object("type", "integer"),
            Slot::Status => or_null(object("type", "integer")),
            Slot::DocsUrl => or_null(json_object(json!({ "type": "string", "format": "uri" }))),
            Slot::Type => json_object(json!({ "type": "string", "format": "uri-reference" })),
            Slot::Params | Slot::Extensions => object("type", "object"),
            Slot::Context(name) => {
                let field = self.envelope.context.iter().find(|field| field.name == *name);
                let is_optional =
                    self.envelope.body.has_node(&|node| is_omitted_if_absent(node, slot));
                let schema = field.map_or_else(Object::new, |field| param(self.cx, field));
                if is_optional { schema } else { or_null(schema) }
            }
            // Errors can have different types for it: see `refine`.
            Slot::Param(_) => Object::new(),
            Slot::Fact(name) => {
                let fact = self.api.facts.iter().find(|fact| fact.name == *name);
                fact.map_or_else(Object::new, |fact| or_null(data_type(&fact.ty)))
            }
            Slot::Constant(constant) => match constant {
                Constant::Retryable => or_null(object("type", "boolean")),
                Constant::Causes | Constant::Fixes => {
                    json_object(json!({ "type": "array", "items": { "type": "string" } }))
                }
                Constant::Table | Constant::Api => text(),
                Constant::Severity | Constant::Kind | Constant::Answer | Constant::Meaning => or_null(text()),
            },
        }
    }
}

/// Returns `true` if an object omits a member with this placeholder when it has no value.
fn is_omitted_if_absent(node: &Node, slot: &Slot) -> bool {
    let Node::Object(members) = node else { return false };
    members.iter().any(|member| member.optional && member.value.slot() == Some(slot))
}

/// Returns the schema of a value that is written as a string, or as `null` if it is absent.
fn as_text(schema: &Object) -> Object {
    let mut text = object("type", "string");
    let is_nullable = schema.get("type").is_none_or(Json::is_array);
    if is_nullable {
        allow_null(&mut text);
    }
    if let Some(description) = schema.get("description") {
        text.insert("description".to_owned(), description.clone());
    }
    text
}

/// Returns the list of errors and its path, as descriptions of members spell it.
pub(super) fn find_each<'n>(path: &str, node: &'n Node) -> Option<(String, &'n Node)> {
    match node {
        Node::Each(item) => Some((path.to_owned(), item)),
        Node::Object(members) => {
            members.iter().find_map(|member| find_each(&member_path(path, &member.name), &member.value))
        }
        Node::List(_) | Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => None,
    }
}

fn member_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Returns a value that is known to be an object.
pub(super) fn json_object(value: Json) -> Object {
    match value {
        Json::Object(object) => object,
        other => panic!("{other} isn't an object"),
    }
}
