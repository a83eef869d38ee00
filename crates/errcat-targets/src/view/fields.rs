//! The members of an envelope's body, with the catalog's descriptions or those of their values.

use std::borrow::Cow;

use errcat_catalog::model::{Api, Envelope, Node, Param, Slot};
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
            // All items of a list have the same format.
            Node::List(items) => {
                if let Some(item @ Node::Object(_)) = items.first() {
                    self.node(&format!("{path}[]"), item, false);
                }
            }
            Node::Literal(_) | Node::Slot(_) | Node::Text(_) => {}
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
        let named = |name: &str, doc: &'static str| FilledBy { doc: Some(doc.into()), ..of_type(name) };
        match node {
            Node::Literal(value) => {
                let doc = match value {
                    Json::Array(_) | Json::Object(_) => None,
                    value => Some(format!("Always `{}`", value.to_string().replace('`', "")).into()),
                };
                FilledBy { doc, ..of_type(json_type(value)) }
            }
            Node::Slot(Slot::Code) => named("string", "The error’s code"),
            Node::Slot(Slot::Title) => named("string", "The error’s title"),
            Node::Slot(Slot::Message) => named("string", "A human-readable explanation"),
            Node::Slot(Slot::Status) => named("integer", "The HTTP status"),
            Node::Slot(Slot::DocsUrl | Slot::Type) => named("string", "The URL of the error’s page"),
            Node::Slot(Slot::Extensions) => named("any", "The error’s parameters, each as a separate member"),
            Node::Slot(Slot::Params) => named("object", "The error’s parameters"),
            Node::Slot(Slot::Context(name)) => {
                let param = self.envelope.context.iter().find(|param| param.name == *name);
                let example = param.map(|param| example_text(&param.example));
                FilledBy { example, ..self.param(param) }
            }
            Node::Slot(Slot::Param(name)) => self.param(self.any_param(name)),
            Node::Slot(Slot::Fact(name)) => self.fact(name),
            Node::Text(_) => of_type("string"),
            Node::List(_) => of_type("array"),
            Node::Object(_) => of_type("object"),
        }
    }

    fn fact(&self, name: &str) -> FilledBy<'a> {
        let fact = self.api.facts.iter().find(|fact| fact.name == name);
        let type_name = fact.map(|fact| words::param_type(&fact.ty));
        FilledBy { type_name, doc: fact.map(|fact| (&fact.doc).into()), example: None }
    }

    fn param(&self, param: Option<&'a Param>) -> FilledBy<'a> {
        let type_name = param.map(|param| words::param_type(&param.ty));
        FilledBy { type_name, doc: param.map(|param| (&param.doc).into()), example: None }
    }

    /// Returns a param that every error with this envelope has, taken from the first of them.
    fn any_param(&self, name: &str) -> Option<&'a Param> {
        let entries = self.api.tables.iter().flat_map(|table| &table.entries);
        let mut entries = entries.filter(|entry| {
            entry.envelope.is_some_and(|envelope| self.api[envelope].name == self.envelope.name)
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
