//! Adds responses to the operations of a file.

use errcat_catalog::yaml::Node;
use errcat_targets::openapi::{METHODS, shape};
use serde_json::{Value as Json, json};

use super::merger::{Merger, Mistake};
use super::node::{is_empty, is_written_here, member, members, text};
use super::response::{Response, generated_members, reference};

/// Adds the responses of all operations that the catalog describes.
pub(super) fn merge(merger: &mut Merger<'_>, root: &Node) -> Result<(), Mistake> {
    let mut merged: Vec<(String, String)> = Vec::new();
    let paths = member(root, "paths");
    for (path_key, item) in paths.map_or(&[][..], |(_, _, paths)| members(paths)) {
        let Some(path) = text(path_key).filter(|path| path.starts_with('/')) else { continue };
        if let Some((_, key, _)) = member(item, "$ref") {
            if is_described(merger, path) {
                merger.note(key, format!("{path} is a reference: left as it is"));
            }
            continue;
        }
        for (key, operation) in members(item) {
            let Some(method) = text(key).filter(|method| METHODS.contains(method)) else { continue };
            let responses = responses_of(merger, method, path);
            remove_stale(merger, operation, &responses);
            if responses.is_empty() {
                continue;
            }
            merged.push((method.to_owned(), shape(path)));
            let name = format!("{} {path}", method.to_uppercase());
            Operation { name: &name, item, key, node: operation }.merge(merger, &responses)?;
        }
    }
    let is_missing = |method: &str, path: &str| !merged.contains(&(method.to_owned(), shape(path)));
    let operations = merger.document.operations.iter().map(|described| &described.operation);
    let missing: Vec<String> = operations
        .filter(|operation| is_missing(&operation.method, &operation.path))
        .map(|operation| format!("{} {}", operation.method.to_uppercase(), operation.path))
        .collect();
    for operation in missing {
        merger.note(paths.map_or(root, |(_, key, _)| key), format!("{operation} isn't in the file"));
    }
    Ok(())
}

/// Removes what an earlier run added to responses that the catalog no longer has, unless another response
/// replaces it.
fn remove_stale(merger: &mut Merger<'_>, operation: &Node, replaced: &[(String, String)]) {
    let Some((_, key, responses)) = member(operation, "responses") else { return };
    if !is_written_here(key, responses) {
        return;
    }
    let is_replaced = |key: &Node| replaced.iter().any(|(status, _)| text(key) == Some(status));
    let all = members(responses);
    let stale = all.iter().enumerate().filter(|(_, (key, _))| !is_replaced(key));
    let (whole, described): (Vec<_>, Vec<_>) = stale
        .map(|(index, (key, response))| (index, key, response, generated_members(merger, response)))
        .filter(|(.., generated)| !generated.is_empty())
        .partition(|(_, _, response, generated)| members(response).len() == generated.len());
    if !whole.is_empty() && whole.len() == all.len() {
        return merger.note(key, "all responses are references to components that the catalog no longer has");
    }
    for (_, _, response, generated) in
        described.iter().filter(|(_, key, response, _)| is_written_here(key, response))
    {
        merger.edits.remove(response, generated);
    }
    let whole: Vec<usize> = whole.into_iter().map(|(index, ..)| index).collect();
    merger.edits.remove(responses, &whole);
}

/// Returns `true` if the catalog describes an operation of a path.
fn is_described(merger: &Merger<'_>, path: &str) -> bool {
    let operations = &merger.document.operations;
    operations.is_empty() || operations.iter().any(|it| shape(&it.operation.path) == shape(path))
}

/// Returns the responses of an operation: statuses and names of components.
fn responses_of(merger: &Merger<'_>, method: &str, path: &str) -> Vec<(String, String)> {
    let operations = &merger.document.operations;
    if operations.is_empty() {
        return merger.document.shared_errors();
    }
    let is_it = |it: &&errcat_targets::openapi::DescribedOperation| {
        it.operation.method == method && shape(&it.operation.path) == shape(path)
    };
    operations.iter().find(is_it).map(|it| it.errors()).unwrap_or_default()
}

/// An operation of the file.
struct Operation<'n> {
    /// `POST /v1/events`.
    name: &'n str,
    /// The path item that contains it.
    item: &'n Node,
    key: &'n Node,
    node: &'n Node,
}

impl Operation<'_> {
    fn merge(&self, merger: &mut Merger<'_>, responses: &[(String, String)]) -> Result<(), Mistake> {
        let Operation { name, item, key, node } = self;
        let references =
            || responses.iter().map(|(status, name)| (status.clone(), reference(name))).collect();
        let all = ("responses".to_owned(), Json::Object(references()));
        if is_empty(node) {
            let position = member(item, text(key).unwrap_or_default()).map_or(0, |(index, _, _)| index);
            let operation = json!({ "responses": all.1 });
            merger.edits.replace(item, position, &(text(key).unwrap_or_default().to_owned(), operation));
            return Ok(());
        }
        if members(node).is_empty() {
            return Err(Mistake::at(node, format!("{name} isn't a map"), "write a map with `responses`"));
        }
        if !is_written_here(key, node) {
            merger.note(key, format!("{name} is an alias or has `<<`: left as it is"));
            return Ok(());
        }
        match member(node, "responses") {
            None => merger.edits.append(node, &[all]),
            Some((index, _, value)) if is_empty(value) => merger.edits.replace(node, index, &all),
            Some((_, key, value)) if !is_written_here(key, value) => {
                merger.note(
                    key,
                    format!("the responses of {name} are an alias or have `<<`: left as they are"),
                );
            }
            Some((_, _, value)) if members(value).is_empty() => {
                let message = format!("the responses of {name} aren't a map");
                return Err(Mistake::at(value, message, "write a map of statuses"));
            }
            Some((_, _, value)) => self.merge_responses(merger, value, responses)?,
        }
        Ok(())
    }

    fn merge_responses(
        &self,
        merger: &mut Merger<'_>,
        map: &Node,
        responses: &[(String, String)],
    ) -> Result<(), Mistake> {
        let mut missing = Vec::new();
        for (status, name) in responses {
            match member(map, status) {
                None => missing.push((status.clone(), reference(name))),
                Some((index, key, response)) => {
                    let existing = Response {
                        name: format!("the response {status} of {}", self.name),
                        map,
                        index,
                        key,
                        node: response,
                    };
                    existing.merge(merger, name)?;
                }
            }
        }
        merger.edits.append(map, &missing);
        Ok(())
    }
}
