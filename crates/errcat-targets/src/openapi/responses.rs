//! The responses of operations. Operations with the same errors share them.

use std::collections::{BTreeMap, HashMap, HashSet};

use errcat_catalog::model::{Api, EntryId, EnvelopeId, StatusRange, StatusWord};
use errcat_catalog::status::reason;
use heck::ToUpperCamelCase;
use serde_json::{Value as Json, json};

use super::components::{Bodies, Components};
use super::headers::Headers;
use super::names::Names;
use super::operations::{Operation, Operations, statuses, with_status};
use super::refine::Constants;
use super::schema::find_each;
use super::types::{Object, object, reference};
use super::union::{Alternative, union};

/// The maximum number of errors that the description of a response lists. `x-errcat` has all codes.
const MAX_LISTED: usize = 50;

/// The statuses of an operation, with the names of their responses.
pub(super) type StatusResponses = Vec<(StatusWord, String)>;

/// Creates the responses of an API.
pub(super) struct Responses<'a> {
    api: &'a Api,
    operations: &'a Operations,
    bodies: &'a Bodies,
    headers: &'a Headers,
    components: &'a mut Components,
    names: Names,
    /// The names of responses, by status, by the entries that can be sent with it, and by the entries that
    /// lists of errors can contain.
    known: HashMap<(StatusWord, Vec<EntryId>, Vec<EntryId>), String>,
}

impl<'a> Responses<'a> {
    pub(super) fn new(
        api: &'a Api,
        operations: &'a Operations,
        bodies: &'a Bodies,
        headers: &'a Headers,
        components: &'a mut Components,
    ) -> Self {
        let names = Names::new(&api.name);
        Responses { api, operations, bodies, headers, components, names, known: HashMap::new() }
    }

    /// Returns the responses that any operation can have.
    pub(super) fn shared(&mut self) -> StatusResponses {
        let entries = &self.operations.shared;
        let all = statuses(self.api, entries).into_iter();
        all.map(|status| (status, self.response(status, entries, ""))).collect()
    }

    /// Returns the responses of an operation. `shared` are those that any operation can have.
    pub(super) fn of(&mut self, operation: &Operation, shared: &StatusResponses) -> StatusResponses {
        let entries = self.operations.entries(operation);
        let has_list = operation.own.iter().any(|id| self.list_of(*id).is_some());
        let own = with_own_status(self.api, operation);
        let name = |status: StatusWord| shared.iter().find(|(known, _)| *known == status);
        let all = statuses(self.api, &entries).into_iter();
        all.map(|status| match name(status) {
            Some((_, shared)) if !has_list && !own(status) => (status, shared.clone()),
            _ => (status, self.response(status, &entries, &owner_name(self.api, operation))),
        })
        .collect()
    }

    /// Returns the name of the response that has a status and these entries. `owner` is part of the name of
    /// a new response.
    fn response(&mut self, status: StatusWord, entries: &[EntryId], owner: &str) -> String {
        let sent = with_status(self.api, entries, status);
        let lists: Vec<EnvelopeId> = sent.iter().filter_map(|id| self.list_of(*id)).collect();
        let in_list = |id: &&EntryId| self.list_of(**id).is_some_and(|envelope| lists.contains(&envelope));
        let listed: Vec<EntryId> = entries.iter().filter(in_list).copied().collect();
        let key = (status, sent, listed);
        if let Some(name) = self.known.get(&key) {
            return name.clone();
        }
        let name = self.names.add(&[owner, &status_key(status).replace("default", "Default")]);
        let response = self.build(status, &key.1, &key.2);
        self.components.responses.push((name.clone(), response));
        self.known.insert(key, name.clone());
        name
    }

    fn build(&self, status: StatusWord, sent: &[EntryId], listed: &[EntryId]) -> Json {
        let mut by_type: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for id in sent {
            let Some(envelope) = self.api[*id].envelope else { continue };
            by_type.entry(&self.api[envelope].content_type).or_default().push(*id);
        }
        let mut response = object("description", self.description(status, sent));
        let headers = self.headers.of_entries(self.api, sent);
        if !headers.is_empty() {
            response.insert("headers".to_owned(), Json::Object(headers));
        }
        if !by_type.is_empty() {
            let content = by_type.into_iter().map(|(content_type, entries)| {
                (content_type.to_owned(), self.media_type(status, &entries, listed))
            });
            response.insert("content".to_owned(), content.collect());
        }
        let codes = unique(sent.iter().map(|id| self.api[self.api[*id].code].code.as_str()));
        response.insert("x-errcat".to_owned(), json!({ "api": self.api.name, "codes": codes }));
        Json::Object(response)
    }

    /// Returns the errors, one per line.
    fn description(&self, status: StatusWord, sent: &[EntryId]) -> String {
        let lines = unique(sent.iter().map(|id| self.bodies.summary(&self.api[*id])));
        if let [line] = lines.as_slice() {
            return (*line).to_owned();
        }
        let list: String = lines.iter().take(MAX_LISTED).map(|line| format!("\n- {line}")).collect();
        let others = match lines.len().saturating_sub(MAX_LISTED) {
            0 => String::new(),
            count => format!("\n- and {count} others"),
        };
        format!("{}:\n{list}{others}", status_words(status))
    }

    fn media_type(&self, status: StatusWord, sent: &[EntryId], listed: &[EntryId]) -> Json {
        let none = Constants::new();
        let (mut alternatives, mut examples) = (Vec::new(), Object::new());
        let mut lists: Vec<EnvelopeId> = Vec::new();
        for id in sent {
            let Some(body) = self.bodies.of(&self.api[*id]) else { continue };
            if examples.insert(body.name.clone(), reference("examples", &body.name)).is_some() {
                continue;
            }
            match self.list_of(*id) {
                None => alternatives.push(Alternative {
                    schema: reference("schemas", &body.name),
                    constants: &body.constants,
                }),
                Some(envelope) if lists.contains(&envelope) => {}
                Some(envelope) => {
                    lists.push(envelope);
                    alternatives
                        .push(Alternative { schema: self.list_schema(envelope, listed), constants: &none });
                }
            }
        }
        // Other bodies with this status are successes.
        let mut schema = union(&alternatives);
        if matches!(status, StatusWord::Number(..400)) {
            let success = json!({ "description": "A success. The catalog only describes errors." });
            let mut schemas: Vec<Json> =
                alternatives.iter().map(|alternative| alternative.schema.clone()).collect();
            schemas.push(success);
            schema = json!({ "anyOf": schemas });
        }
        json!({ "schema": schema, "examples": examples })
    }

    /// Returns the schema of a body that lists errors. A list can contain errors with other statuses.
    fn list_schema(&self, envelope: EnvelopeId, listed: &[EntryId]) -> Json {
        let of_envelope = listed.iter().map(|id| &self.api[*id]).filter(|it| it.envelope == Some(envelope));
        let mut names = HashSet::new();
        let bodies = of_envelope.filter_map(|entry| self.bodies.of(entry));
        let alternatives: Vec<Alternative<'_>> = bodies
            .filter(|body| names.insert(&body.name))
            .map(|body| Alternative { schema: reference("schemas", &body.name), constants: &body.constants })
            .collect();
        let items = json!({ "type": "array", "items": union(&alternatives) });
        let path = find_each("", &self.api[envelope].body).map(|(path, _)| path).unwrap_or_default();
        let body = reference("schemas", &self.bodies.envelopes[envelope.index()].body);
        // The names of members don't contain dots if a list of errors is inside of them.
        let nested = path
            .rsplit('.')
            .filter(|name| !name.is_empty())
            .fold(items, |schema, name| json!({ "type": "object", "properties": { name: schema } }));
        json!({ "allOf": [body, nested] })
    }

    /// Returns the envelope of an entry, if its bodies list errors.
    fn list_of(&self, id: EntryId) -> Option<EnvelopeId> {
        self.api[id].envelope.filter(|envelope| self.api[*envelope].is_list())
    }
}

/// Returns a function that returns `true` for statuses of errors that only some operations return.
fn with_own_status<'a>(api: &'a Api, operation: &'a Operation) -> impl Fn(StatusWord) -> bool + 'a {
    move |status| !with_status(api, &operation.own, status).is_empty()
}

/// Returns the part of a response's name that stands for the operation: its table, or the operation itself.
fn owner_name(api: &Api, operation: &Operation) -> String {
    let table = super::operations::table_of(api, operation);
    let is_only = |name: &&str| operation.own.iter().all(|id| api[id.table].name == **name);
    match table.map(|table| table.name.as_str()).filter(is_only) {
        Some(name) => name.to_upper_camel_case(),
        None => {
            format!("{}_{}", operation.method, operation.path.replace(['{', '}'], "")).to_upper_camel_case()
        }
    }
}

/// Returns texts without repetitions, in their order.
fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(*text)).collect()
}

/// Returns a status as a key of OpenAPI.
pub(super) fn status_key(status: StatusWord) -> String {
    match status {
        StatusWord::Number(status) => status.to_string(),
        StatusWord::Range(StatusRange::Any) => "default".to_owned(),
        StatusWord::Range(range) => range.as_str().to_ascii_uppercase(),
    }
}

fn status_words(status: StatusWord) -> String {
    match status {
        StatusWord::Number(status) => match reason(status) {
            "" => format!("Status {status}"),
            reason => reason.to_owned(),
        },
        StatusWord::Range(StatusRange::ClientError) => "Client errors".to_owned(),
        StatusWord::Range(StatusRange::ServerError) => "Server errors".to_owned(),
        StatusWord::Range(StatusRange::Any) => "Errors".to_owned(),
    }
}
