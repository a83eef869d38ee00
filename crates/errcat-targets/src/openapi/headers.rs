//! The headers of responses.

use errcat_catalog::model::{Api, EntryId};
use heck::ToUpperCamelCase;
use serde_json::{Value as Json, json};

use super::names::Names;
use super::types::{Object, data_type, describe, description, object, reference};
use crate::docs::links::PageContext;

/// The headers of an API, as components.
pub(super) struct Headers {
    /// The names of headers, with their components.
    names: Vec<(String, String)>,
    pub(super) components: Vec<(String, Json)>,
}

impl Headers {
    pub(super) fn new(cx: &PageContext<'_>, api: &Api, names: &mut Names) -> Self {
        let mut headers = Headers { names: Vec::new(), components: Vec::new() };
        for header in &api.headers {
            let mut component = Object::new();
            describe(&mut component, &description(cx, &header.value));
            component.insert("schema".to_owned(), Json::Object(data_type(&header.value.ty)));
            component.insert("example".to_owned(), header.value.example.clone());
            headers.add(api, &header.name, component, names);
        }
        for header in api.envelopes.iter().flat_map(|envelope| &envelope.headers) {
            let schema = json!({ "type": "string" });
            headers.add(api, &header.name, object("schema", schema), names);
        }
        headers
    }

    fn add(&mut self, api: &Api, header: &str, mut component: Object, names: &mut Names) {
        if self.names.iter().any(|(known, _)| known.eq_ignore_ascii_case(header)) {
            return;
        }
        component.insert("x-errcat".to_owned(), json!({ "api": api.name }));
        let name = names.add(&[&header.to_upper_camel_case()]);
        self.names.push((header.to_owned(), name.clone()));
        self.components.push((name, Json::Object(component)));
    }

    /// Returns the headers that responses of some entries can have.
    pub(super) fn of_entries(&self, api: &Api, entries: &[EntryId]) -> Object {
        let mut headers = Object::new();
        for entry in entries.iter().map(|id| &api[*id]) {
            let of_envelope = entry.envelope.iter().flat_map(|envelope| &api[*envelope].headers);
            let own = entry.headers.iter().map(|header| api[*header].name.as_str());
            for header in own.chain(of_envelope.map(|header| header.name.as_str())) {
                let known = self.names.iter().find(|(known, _)| known.eq_ignore_ascii_case(header));
                if let Some((name, component)) = known {
                    headers.entry(name.clone()).or_insert_with(|| reference("headers", component));
                }
            }
        }
        headers
    }
}
