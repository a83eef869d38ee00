//! An envelope's members, each with its type and what it is: what the catalog says of it, or what fills it.

use serde::Serialize;
use serde_json::Value as Json;

use super::words;
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use errcat_catalog::model::{Api, Envelope, Node, Slot};

/// A member of a body, by its path.
#[derive(Debug, Serialize)]
pub(crate) struct FieldRow {
    /// `error.code`, `detail[].loc`.
    pub(crate) path: String,
    /// Nothing where only an example could tell.
    pub(crate) type_name: Option<String>,
    pub(crate) optional: bool,
    pub(crate) doc: Option<Markup>,
    /// What a context field may hold.
    pub(crate) example: Option<String>,
}

/// The members in the order of the body; then those that the catalog explains although the body only has a place
/// for whatever holds them.
pub(crate) fn fields(place: &Place<'_>, api: &Api, envelope: &Envelope) -> Vec<FieldRow> {
    let mut walk = Walk { place, api, envelope, rows: Vec::new() };
    walk.node("", &envelope.body, false);
    let mut rows = walk.rows;
    for (path, doc) in &envelope.fields {
        if !rows.iter().any(|row| row.path == *path) {
            let (path, doc) = (path.clone(), Some(place.line(doc)));
            rows.push(FieldRow { path, type_name: None, optional: false, doc, example: None });
        }
    }
    rows
}

struct Walk<'a> {
    place: &'a Place<'a>,
    api: &'a Api,
    envelope: &'a Envelope,
    rows: Vec<FieldRow>,
}

impl Walk<'_> {
    fn node(&mut self, path: &str, node: &Node, optional: bool) {
        if !path.is_empty() {
            self.row(path, node, optional);
        }
        match node {
            Node::Object(members) => {
                for member in members {
                    // What spreads has no name of its own.
                    let name = if member.name.is_empty() { "…" } else { &member.name };
                    let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                    self.node(&path, &member.value, member.optional);
                }
            }
            // All items of a list are alike; the first tells.
            Node::List(items) => {
                if let Some(item @ Node::Object(_)) = items.first() {
                    self.node(&format!("{path}[]"), item, false);
                }
            }
            _ => {}
        }
    }

    fn row(&mut self, path: &str, node: &Node, optional: bool) {
        let explained = self.envelope.fields.iter().find(|(explained, _)| explained == path);
        let (type_name, doc, example) = self.filled_by(node);
        let doc = explained.map(|(_, doc)| doc.clone()).or(doc);
        let doc = doc.map(|doc| self.place.line(&doc));
        let example = example.map(|example| super::param::example_text(&example));
        self.rows.push(FieldRow { path: path.to_owned(), type_name, optional, doc, example });
    }

    /// Type, doc and example of what fills a part of the body.
    fn filled_by(&self, node: &Node) -> (Option<String>, Option<String>, Option<Json>) {
        let named = |type_name: &str, doc: &str| (Some(type_name.to_owned()), Some(doc.to_owned()), None);
        match node {
            Node::Literal(value) => {
                let doc = match value {
                    Json::Array(_) | Json::Object(_) => None,
                    value => Some(format!("Always `{}`", value.to_string().replace('`', ""))),
                };
                (Some(json_type(value).to_owned()), doc, None)
            }
            Node::Slot(Slot::Code) => named("string", "The error’s code"),
            Node::Slot(Slot::Title) => named("string", "The error’s title"),
            Node::Slot(Slot::Message) => named("string", "What went wrong, for people"),
            Node::Slot(Slot::Status) => named("integer", "The HTTP status"),
            Node::Slot(Slot::DocsUrl) => named("string", "The address of the error’s page"),
            Node::Slot(Slot::Type) => named("string", "The address of the error’s page"),
            Node::Slot(Slot::Extensions) => named("any", "The error’s params, each as a member of its own"),
            Node::Slot(Slot::Params) => named("object", "The error’s params"),
            Node::Slot(Slot::Context(name)) => match self.envelope.context.iter().find(|p| p.name == *name) {
                Some(param) => {
                    let example = Some(param.example.clone());
                    (Some(words::param_type(&param.ty)), Some(param.doc.clone()), example)
                }
                None => (None, None, None),
            },
            Node::Slot(Slot::Param(name)) => match self.any_param(name) {
                Some(param) => (Some(words::param_type(&param.ty)), Some(param.doc.clone()), None),
                None => (None, None, None),
            },
            Node::Text(_) => (Some("string".to_owned()), None, None),
            Node::List(_) => (Some("array".to_owned()), None, None),
            Node::Object(_) => (Some("object".to_owned()), None, None),
        }
    }

    /// A param that every error with this envelope has, as the first of them has it.
    fn any_param(&self, name: &str) -> Option<&errcat_catalog::model::Param> {
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
