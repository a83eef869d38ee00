//! The schema of an envelope: what the bodies of all errors have in common.

use std::collections::HashMap;

use errcat_catalog::model::{Api, Constant, Entry, Envelope, Node, Slot};
use serde_json::{Value as Json, json};

use super::texts::line;
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
        let doc = |text: &crate::view::CatalogText<'_>| super::texts::render(cx, text);
        let docs = view.fields.iter().filter_map(|row| Some((row.path.as_str(), doc(row.doc.as_ref()?))));
        EnvelopeSchema { cx, api, envelope, docs: docs.collect(), item }
    }

    /// Returns the schema of the body.
    pub(super) fn body(&self) -> Object {
        let schema = match self.envelope.is_json() {
            true => self.node("", &self.envelope.body, false),
            false => object("type", "string"),
        };
        let mut described = object("description", line(self.cx, &self.envelope.summary));
        described.extend(schema);
        let identities: Vec<&str> =
            self.envelope.identify_by.iter().map(|identity| identity.name()).collect();
        let facts =
            json!({ "api": self.api.name, "envelope": self.envelope.name, "identify_by": identities });
        described.insert("x-errcat".to_owned(), facts);
        described
    }

    /// Returns the schema of an item. `None` if there is no list of errors.
    pub(super) fn each(&self) -> Option<Object> {
        let (path, item) = find_each("", &self.envelope.body)?;
        let mut schema = self.node(&format!("{path}[]"), item, false);
        let facts = json!({ "api": self.api.name, "envelope": self.envelope.name });
        schema.insert("x-errcat".to_owned(), facts);
        Some(schema)
    }

    /// Returns the schema of a part. `is_omitted` is `true` if the body doesn't contain it without a value.
    fn node(&self, path: &str, node: &Node, is_omitted: bool) -> Object {
        match node {
            Node::Literal(value) => object("const", value.clone()),
            Node::Slot(slot) => {
                let mut schema = self.slot(slot);
                if !is_omitted && self.can_be_absent(slot) {
                    allow_null(&mut schema);
                }
                schema
            }
            Node::SlotAsText(Slot::Params | Slot::Extensions) => {
                json_object(json!({ "type": "object", "additionalProperties": { "type": "string" } }))
            }
            Node::SlotAsText(slot) => {
                let mut schema = object("type", "string");
                if !is_omitted && self.can_be_absent(slot) {
                    allow_null(&mut schema);
                }
                schema
                    .extend(self.slot(slot).remove("description").map(|doc| ("description".to_owned(), doc)));
                schema
            }
            Node::Text(_) => object("type", "string"),
            Node::Each(_) => {
                let item = self.item.map_or(json!({}), |name| reference("schemas", name));
                json_object(json!({ "type": "array", "minItems": 1, "items": item }))
            }
            Node::List(items) => {
                let path = format!("{path}[]");
                let items: Vec<Object> = items.iter().map(|item| self.node(&path, item, false)).collect();
                json_object(
                    json!({ "type": "array", "minItems": items.len(), "prefixItems": items, "items": {} }),
                )
            }
            Node::Object(members) => {
                let mut properties = Object::new();
                for member in members.iter().filter(|member| !member.name.is_empty()) {
                    let path = member_path(path, &member.name);
                    let mut schema = self.node(&path, &member.value, member.optional);
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

    /// Returns the schema of a value.
    fn slot(&self, slot: &Slot) -> Object {
        match slot {
            Slot::Code | Slot::Title | Slot::Message => object("type", "string"),
            Slot::CodeNumber | Slot::Status => object("type", "integer"),
            Slot::DocsUrl => json_object(json!({ "type": "string", "format": "uri" })),
            Slot::Type => json_object(json!({ "type": "string", "format": "uri-reference" })),
            Slot::Params | Slot::Extensions => {
                json_object(json!({ "type": "object", "additionalProperties": true }))
            }
            Slot::Context(name) => {
                let field = self.envelope.context.iter().find(|field| field.name == *name);
                field.map_or_else(Object::new, |field| param(self.cx, field))
            }
            // Errors can have different types for it: see `refine`.
            Slot::Param(_) => Object::new(),
            Slot::Fact(name) => {
                let fact = self.api.facts.iter().find(|fact| fact.name == *name);
                fact.map_or_else(Object::new, |fact| data_type(&fact.ty))
            }
            Slot::Constant(constant) => match constant {
                Constant::Retryable => object("type", "boolean"),
                Constant::Causes | Constant::Fixes => {
                    json_object(json!({ "type": "array", "items": { "type": "string" } }))
                }
                Constant::Table
                | Constant::Api
                | Constant::Severity
                | Constant::Kind
                | Constant::Answer
                | Constant::Meaning => object("type", "string"),
            },
        }
    }

    /// Returns `true` if an error with the envelope has no value for a placeholder.
    fn can_be_absent(&self, slot: &Slot) -> bool {
        let any = |is_absent: &dyn Fn(&Entry) -> bool| self.entries().any(is_absent);
        match slot {
            Slot::Context(_) => true,
            Slot::Status => any(&|entry| entry.statuses.is_none()),
            Slot::DocsUrl => self.api.docs_url.is_none(),
            Slot::Fact(name) => {
                any(&|entry| !self.api.public_facts(entry).any(|(fact, _)| fact.name == *name))
            }
            Slot::Constant(constant) => match constant {
                Constant::Retryable => any(&|entry| entry.retry.is_none()),
                Constant::Severity => any(&|entry| entry.severity.is_none()),
                Constant::Kind => any(&|entry| entry.kind.is_none()),
                Constant::Answer => any(&|entry| entry.answer.is_none()),
                Constant::Meaning => any(&|entry| entry.meaning.is_none()),
                Constant::Causes | Constant::Fixes | Constant::Table | Constant::Api => false,
            },
            Slot::Code
            | Slot::CodeNumber
            | Slot::Title
            | Slot::Message
            | Slot::Type
            | Slot::Params
            | Slot::Extensions
            | Slot::Param(_) => false,
        }
    }

    /// Returns the errors that have the envelope.
    fn entries(&self) -> impl Iterator<Item = &Entry> {
        let all = self.api.tables.iter().flat_map(|table| &table.entries);
        all.filter(|entry| entry.envelope.is_some_and(|id| std::ptr::eq(&self.api[id], self.envelope)))
    }
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
