//! The members of an envelope's body, with the catalog's descriptions or those of their values.

use std::borrow::Cow;

use errcat_catalog::model::{Api, Constant, Envelope, Node, Param, Slot};
use serde::Serialize;
use serde_json::Value as Json;

use super::param::example_text;
use super::text::CatalogText;
use super::words;
use crate::docs::links::PageContext;

/// A member of a body.
#[derive(Debug, Serialize)]
pub(crate) struct FieldView<'a> {
    /// The path, such as `error.code` or `detail[].loc`.
    pub(crate) path: String,
    /// The type for people. Null if it can't be derived from the catalog.
    #[serde(rename = "type")]
    pub(crate) type_name: Option<String>,
    /// `true` if it may be absent.
    pub(crate) optional: bool,
    /// Markdown.
    #[serde(serialize_with = "CatalogText::serialize_line")]
    pub(crate) doc: Option<CatalogText<'a>>,
    /// An example of the value.
    pub(crate) example: Option<String>,
}

/// Returns the members in the order of the body, followed by members that the catalog describes but that are
/// inside of a value.
pub(super) fn fields<'a>(
    cx: &'a PageContext<'a>,
    api: &'a Api,
    envelope: &'a Envelope,
) -> Vec<FieldView<'a>> {
    let mut walk = FieldWalker { cx, api, envelope, rows: Vec::new() };
    walk.node("", &envelope.body, false);
    let mut rows = walk.rows;
    for (path, doc) in &envelope.fields {
        if !rows.iter().any(|row| row.path == *path) {
            let (path, doc) = (path.clone(), Some(CatalogText::new(cx, doc)));
            rows.push(FieldView { path, type_name: None, optional: false, doc, example: None });
        }
    }
    rows
}

struct FieldWalker<'a> {
    cx: &'a PageContext<'a>,
    api: &'a Api,
    envelope: &'a Envelope,
    rows: Vec<FieldView<'a>>,
}

/// The description of a part of a body by its value.
#[derive(Default)]
struct FilledBy<'a> {
    type_name: Option<String>,
    doc: Option<Cow<'a, str>>,
    example: Option<String>,
}

impl<'a> FieldWalker<'a> {
    fn node(&mut self, path: &str, node: &Node, optional: bool) {
        if !path.is_empty() {
            self.row(path, node, optional);
        }
        match node {
            Node::Object(members) => {
                for member in members {
                    // Extensions have no key of their own.
                    let name = if member.name.is_empty() { "…" } else { &member.name };
                    let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                    self.node(&path, &member.value, member.optional);
                }
            }
            Node::Each(item) => self.node(&format!("{path}[]"), item, false),
            // All items of a list have the same format.
            Node::List(items) => {
                if let Some(item @ Node::Object(_)) = items.first() {
                    self.node(&format!("{path}[]"), item, false);
                }
            }
            Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => {}
        }
    }

    fn row(&mut self, path: &str, node: &Node, optional: bool) {
        let documented = self.envelope.fields.iter().find(|(documented, _)| documented == path);
        let FilledBy { type_name, doc, example } = self.filled_by(node);
        let doc = documented.map(|(_, doc)| doc.into()).or(doc).map(|doc| CatalogText::new(self.cx, doc));
        self.rows.push(FieldView { path: path.to_owned(), type_name, optional, doc, example });
    }

    fn filled_by(&self, node: &Node) -> FilledBy<'a> {
        let of_type = |name: &str| FilledBy { type_name: Some(name.to_owned()), ..FilledBy::default() };
        match node {
            Node::Literal(value) => {
                let doc = match value {
                    Json::Array(_) | Json::Object(_) => None,
                    value => Some(format!("Always `{}`", value.to_string().replace('`', "")).into()),
                };
                FilledBy { doc, ..of_type(json_type(value)) }
            }
            Node::Slot(slot) => self.slot(slot),
            Node::SlotAsText(slot @ (Slot::Params | Slot::Extensions)) => self.slot(slot),
            Node::SlotAsText(slot) => FilledBy { type_name: Some("string".to_owned()), ..self.slot(slot) },
            Node::Text(_) => of_type("string"),
            Node::List(_) => of_type("array"),
            Node::Each(_) => FilledBy { doc: Some("The errors".into()), ..of_type("array") },
            Node::Object(_) => of_type("object"),
        }
    }

    fn slot(&self, slot: &Slot) -> FilledBy<'a> {
        let named = |name: &str, doc: &'static str| FilledBy {
            type_name: Some(name.to_owned()),
            doc: Some(doc.into()),
            example: None,
        };
        match slot {
            Slot::Code => named("string", "The error’s code"),
            Slot::CodeNumber => named("integer", "The error’s code"),
            Slot::Title => named("string", "The error’s title"),
            Slot::Message => named("string", "A human-readable explanation"),
            Slot::Status => named("integer", "The HTTP status"),
            Slot::DocsUrl | Slot::Type => named("string", "The URL of the error’s page"),
            Slot::Extensions => named("any", "The error’s parameters, each as a separate member"),
            Slot::Params => named("object", "The error’s parameters"),
            Slot::Context(name) => {
                let param = self.envelope.context.iter().find(|param| param.name == *name);
                let example = param.map(|param| example_text(&param.example));
                FilledBy { example, ..self.param(param) }
            }
            Slot::Param(name) => self.param(self.any_param(name)),
            Slot::Fact(name) => self.fact(name),
            Slot::Constant(constant) => match constant {
                Constant::Retryable => named("boolean", "`true` if the same request may succeed later"),
                Constant::Severity => named("string", "The severity"),
                Constant::Kind => named("string", "The more general code that the error is a kind of"),
                Constant::Answer => named("string", "What to do"),
                Constant::Meaning => named("string", "The meaning of the error"),
                Constant::Causes => named("array", "The causes of the error"),
                Constant::Fixes => named("array", "How to fix the error"),
                Constant::Table => named("string", "The group of errors that the error belongs to"),
                Constant::Api => named("string", "The name of the API"),
            },
        }
    }

    fn fact(&self, name: &str) -> FilledBy<'a> {
        let fact = self.api.facts.iter().find(|fact| fact.name == name);
        let type_name = fact.map(|fact| words::param_type(&fact.ty));
        FilledBy { type_name, doc: fact.map(|fact| (&fact.doc).into()), example: None }
    }

    fn param(&self, param: Option<&'a Param>) -> FilledBy<'a> {
        let type_name = param.map(|param| words::param_type(&param.ty));
        let described = param.filter(|param| !param.doc.is_empty());
        FilledBy { type_name, doc: described.map(|param| (&param.doc).into()), example: None }
    }

    /// Returns a param that every error with this envelope has, taken from the first of them.
    fn any_param(&self, name: &str) -> Option<&'a Param> {
        let entries = self.api.tables.iter().flat_map(|table| &table.entries);
        let mut entries = entries.filter(|entry| {
            entry.envelope.is_some_and(|envelope| {
                let written = self.api.as_written(envelope);
                [envelope, written].iter().any(|it| self.api[*it].name == self.envelope.name)
            })
        });
        entries.next()?.params.iter().find(|param| param.name == name)
    }
}

fn json_type(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}
