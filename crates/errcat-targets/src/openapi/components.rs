//! The components of a description that errors need: schemas of their bodies, and examples.

use std::collections::HashMap;

use errcat_catalog::model::{Api, ApiId, CodeId, Entry, EntryId, EnvelopeId, Id};
use heck::ToUpperCamelCase;
use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::errors::ErrorText;
use super::names::Names;
use super::refine::{Constants, Refinement, refine};
use super::schema::EnvelopeSchema;
use super::types::{Object, describe, reference};
use crate::docs::links::PageContext;
use crate::view::{ApiView, sample};

/// The named parts of a description, by section. Names are in the order of the docs.
#[derive(Debug, Clone, Default)]
pub struct Components {
    /// The schemas of envelopes and errors.
    pub schemas: Vec<(String, Json)>,
    /// The responses of operations.
    pub responses: Vec<(String, Json)>,
    /// The headers of responses.
    pub headers: Vec<(String, Json)>,
    /// An example of each error's body.
    pub examples: Vec<(String, Json)>,
}

impl Components {
    /// Returns the sections with their names, in the order of a description.
    pub fn sections(&self) -> [(&'static str, &[(String, Json)]); 4] {
        let Components { schemas, responses, headers, examples } = self;
        [("schemas", schemas), ("responses", responses), ("headers", headers), ("examples", examples)]
    }
}

/// The body of an error in one of its envelopes.
pub(super) struct ErrorBody {
    /// The name of its schema, and of its example.
    pub(super) name: String,
    pub(super) constants: Constants,
    /// The error on one line.
    pub(super) summary: String,
}

/// The bodies of an API's errors.
pub(super) struct Bodies {
    errors: HashMap<(CodeId, EnvelopeId), ErrorBody>,
    /// The names of the schemas of envelopes.
    pub(super) envelopes: Vec<EnvelopeNames>,
    /// The summaries of errors without a body.
    bodiless: HashMap<CodeId, String>,
}

/// The names of an envelope's schemas.
pub(super) struct EnvelopeNames {
    /// The schema of the body.
    pub(super) body: String,
    /// The schema of an item, if the body has a list of errors.
    item: Option<String>,
}

/// A body whose name is known.
struct Named {
    code: CodeId,
    envelope: EnvelopeId,
    entry: EntryId,
    name: String,
}

impl Bodies {
    /// Creates the schemas and examples of an API, and adds them to the components.
    pub(super) fn new(cx: &PageContext<'_>, id: ApiId, components: &mut Components) -> Self {
        let api = cx.site.api(id);
        let mut names = Names::new(&api.name);
        let envelopes = add_envelopes(cx, id, &mut names, components);
        let named = named_bodies(api, &mut names);
        type Built = ((CodeId, EnvelopeId), ErrorBody, Json, Option<Json>);
        let build = |Named { code, envelope, entry, name }: Named| -> Built {
            let text = ErrorText::new(cx, id, code);
            let refinement = refine(cx, api, &api[entry], &api[envelope]);
            let EnvelopeNames { body, item } = &envelopes[envelope.index()];
            let Refinement { schema, constants } = refinement;
            let schema = error_schema(&text, item.as_ref().unwrap_or(body), schema);
            let example = example(api, &api[entry], &text);
            ((code, envelope), ErrorBody { name, constants, summary: text.summary() }, schema, example)
        };
        let built: Vec<Built> = named.into_par_iter().map(build).collect();
        let mut errors = HashMap::new();
        for (key, body, schema, example) in built {
            components.schemas.push((body.name.clone(), schema));
            components.examples.extend(example.map(|example| (body.name.clone(), example)));
            errors.insert(key, body);
        }
        let without = |code: &CodeId| api[*code].entries().any(|id| api[id].envelope.is_none());
        let bodiless = Id::all(&api.codes)
            .filter(without)
            .map(|code| (code, ErrorText::new(cx, id, code).summary()))
            .collect();
        Bodies { errors, envelopes, bodiless }
    }

    /// Returns the body of an entry. `None` if it has none.
    pub(super) fn of(&self, entry: &Entry) -> Option<&ErrorBody> {
        self.errors.get(&(entry.code, entry.envelope?))
    }

    /// Returns an entry on one line.
    pub(super) fn summary(&self, entry: &Entry) -> &str {
        let of_body = self.of(entry).map(|body| body.summary.as_str());
        of_body.or(self.bodiless.get(&entry.code).map(String::as_str)).unwrap_or_default()
    }
}

/// Adds the schemas of envelopes that errors have. Returns their names.
fn add_envelopes(
    cx: &PageContext<'_>,
    id: ApiId,
    names: &mut Names,
    components: &mut Components,
) -> Vec<EnvelopeNames> {
    let api = cx.site.api(id);
    let view = ApiView::new(cx, id);
    let is_used = |envelope: EnvelopeId| {
        api.tables
            .iter()
            .flat_map(|table| &table.entries)
            .any(|entry| entry.envelope == Some(envelope) && api.owner(entry.code).retired.is_none())
    };
    Id::enumerate(&api.envelopes)
        .zip(&view.envelopes)
        .map(|((envelope_id, envelope), view)| {
            let kind = envelope.name.to_upper_camel_case();
            let body = names.add(&[&kind, "Body"]);
            let item = envelope.is_list().then(|| names.add(&[&kind, "Item"]));
            if is_used(envelope_id) {
                let schema = EnvelopeSchema::new(cx, api, envelope, view, item.as_deref());
                components.schemas.push((body.clone(), Json::Object(schema.body())));
                components.schemas.extend(item.clone().zip(schema.each().map(Json::Object)));
            }
            EnvelopeNames { body, item }
        })
        .collect()
}

/// Returns the bodies of all errors, one for each envelope that an error has.
fn named_bodies(api: &Api, names: &mut Names) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for (code_id, code) in Id::enumerate(&api.codes) {
        if api.owner(code_id).retired.is_some() {
            continue;
        }
        let first = named.len();
        for entry in code.entries() {
            let Some(envelope) = api[entry].envelope else { continue };
            if named[first..].iter().any(|body| body.envelope == envelope) {
                continue;
            }
            let other = api[envelope].name.to_upper_camel_case();
            let suffix = if named.len() == first { "" } else { other.as_str() };
            let name = names.add(&[&code.variant, suffix]);
            named.push(Named { code: code_id, envelope, entry, name });
        }
    }
    named
}

fn error_schema(text: &ErrorText<'_>, base: &str, refinement: Object) -> Json {
    let mut all = vec![reference("schemas", base)];
    if !refinement.is_empty() {
        all.push(Json::Object(refinement));
    }
    let mut schema = Object::new();
    schema.insert("title".to_owned(), text.title().into());
    describe(&mut schema, &text.description());
    if text.is_deprecated() {
        schema.insert("deprecated".to_owned(), true.into());
    }
    schema.insert("allOf".to_owned(), all.into());
    schema.insert("x-errcat".to_owned(), Json::Object(text.facts()));
    Json::Object(schema)
}

/// Returns the example of an error's body.
fn example(api: &Api, entry: &Entry, text: &ErrorText<'_>) -> Option<Json> {
    let envelope = &api[entry.envelope?];
    let body = sample::response(api, entry)?.body;
    let value = match envelope.is_json() {
        true => serde_json::from_str(&body).ok()?,
        false => Json::String(body),
    };
    Some(json!({ "summary": text.title(), "value": value, "x-errcat": { "api": api.name } }))
}
