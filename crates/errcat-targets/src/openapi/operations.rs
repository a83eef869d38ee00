//! The operations of an API, with the errors that each can return.

use std::collections::BTreeSet;

use errcat_catalog::model::{Api, EntryId, Id, StatusWord, Table};

/// The methods that OpenAPI has, in the order of its specification.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation of the catalog.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method in lower case: `post`.
    pub method: String,
    /// The path with its params: `/v1/agents/{id}`.
    pub path: String,
    /// The entries that only some operations return.
    pub(super) own: Vec<EntryId>,
}

/// An operation with its responses.
#[derive(Debug, Clone)]
pub struct DescribedOperation {
    /// The method and the path.
    pub operation: Operation,
    /// The statuses, and the names of their responses in the components.
    pub responses: Vec<(String, String)>,
}

impl DescribedOperation {
    /// Returns the responses, without those that may be successes: only the team knows their bodies.
    pub fn errors(&self) -> Vec<(String, String)> {
        without_successes(&self.responses)
    }
}

/// Returns the responses with an error status. Successes can have the others, too.
pub(super) fn without_successes(responses: &[(String, String)]) -> Vec<(String, String)> {
    let is_error = |(status, _): &&(String, String)| !status.starts_with(['2', '3']);
    responses.iter().filter(is_error).cloned().collect()
}

/// The entries of an API that are sent as responses.
#[derive(Debug, Default)]
pub(super) struct Operations {
    pub(super) list: Vec<Operation>,
    /// The entries that any operation can return.
    pub(super) shared: Vec<EntryId>,
    /// `true` if any error is a response, even if OpenAPI can't describe its operations.
    pub(super) has_responses: bool,
}

impl Operations {
    pub(super) fn new(api: &Api) -> Self {
        let mut operations = Operations::default();
        for (table_id, table) in Id::enumerate(&api.tables) {
            for (entry_id, entry) in Id::enumerate(&table.entries) {
                let id = EntryId { table: table_id, entry: entry_id };
                // Servers don't send retired errors.
                if entry.statuses.is_none() || api.owner(entry.code).retired.is_some() {
                    continue;
                }
                operations.has_responses = true;
                match table.operations_of(entry) {
                    [] => operations.shared.push(id),
                    texts => texts.iter().for_each(|text| operations.add(text, id)),
                }
            }
        }
        operations
    }

    fn add(&mut self, text: &str, entry: EntryId) {
        let Some((method, path)) = parse(text) else { return };
        let shape = shape(path);
        let known =
            |operation: &&mut Operation| operation.method == method && self::shape(&operation.path) == shape;
        if let Some(operation) = self.list.iter_mut().find(known) {
            if operation.own.last() != Some(&entry) {
                operation.own.push(entry);
            }
            return;
        }
        // Two paths that differ only in the names of their params are the same one.
        let path =
            self.list.iter().map(|operation| &operation.path).find(|known| self::shape(known) == shape);
        let path = path.map_or_else(|| path_of(text), Clone::clone);
        self.list.push(Operation { method, path, own: vec![entry] });
    }

    /// Returns all entries that an operation can return, in the order of the docs.
    pub(super) fn entries(&self, operation: &Operation) -> Vec<EntryId> {
        let mut all: Vec<EntryId> = self.shared.iter().chain(&operation.own).copied().collect();
        // The stable sort merges two sorted lists in linear time.
        all.sort();
        all.dedup();
        all
    }
}

/// Returns the statuses of entries, in the order of a description: numbers, ranges, `default`.
pub(super) fn statuses(api: &Api, entries: &[EntryId]) -> BTreeSet<StatusWord> {
    entries.iter().flat_map(|id| api[*id].statuses.words()).collect()
}

/// Returns the entries that can be sent with a status.
pub(super) fn with_status(api: &Api, entries: &[EntryId], status: StatusWord) -> Vec<EntryId> {
    let has_status = |id: &&EntryId| api[**id].statuses.words().any(|word| word.contains(status));
    entries.iter().filter(has_status).copied().collect()
}

/// Returns the first table that lists an operation.
pub(super) fn table_of<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Table> {
    operation.own.iter().map(|id| &api[id.table]).find(|table| {
        let is_it = |text: &String| {
            parse(text).is_some_and(|(method, path)| {
                method == operation.method && shape(path) == shape(&operation.path)
            })
        };
        table.operations.iter().any(is_it)
    })
}

/// Parses an operation. `None` if OpenAPI can't describe it: it has other methods, no queries, and braces
/// only around the names of params.
fn parse(text: &str) -> Option<(String, &str)> {
    let (method, path) = text.split_once(' ')?;
    let method = method.to_ascii_lowercase();
    let is_path = path.starts_with('/') && !path.contains(['?', '#']) && params(path).is_some();
    (METHODS.contains(&method.as_str()) && is_path).then_some((method, path))
}

fn path_of(text: &str) -> String {
    text.split_once(' ').map_or(text, |(_, path)| path).to_owned()
}

/// Returns the names of the params in a path. `None` if a brace isn't part of a param, or if two params have
/// the same name.
pub(super) fn params(path: &str) -> Option<Vec<&str>> {
    let mut names: Vec<&str> = Vec::new();
    let mut rest = path;
    while let Some(start) = rest.find(['{', '}']) {
        let (name, after) = rest[start..].strip_prefix('{')?.split_once('}')?;
        if name.is_empty() || name.contains(['{', '/']) || names.contains(&name) {
            return None;
        }
        names.push(name);
        rest = after;
    }
    Some(names)
}

/// Returns a path without the names of its params, which don't distinguish paths.
pub fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(before);
        shape.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_those_that_openapi_has() {
        assert_eq!(parse("POST /v1/a/{id}:run"), Some(("post".to_owned(), "/v1/a/{id}:run")));
        for other in [
            "PURGE /a",
            "GET /a?b=c",
            "GET /a#b",
            "GET /{",
            "GET /}",
            "GET /{}",
            "GET /{a}/{a}",
            "GET /{a{b}}",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn names_of_params_are_no_difference() {
        assert_eq!(shape("/a/{id}/b/{x}.json"), "/a/{}/b/{}.json");
        assert_eq!(shape("/a"), "/a");
    }
}
