//! Adds responses to the operations of a file.

use errcat_catalog::yaml::Node;
use errcat_targets::openapi::{METHODS, shape};
use serde_json::{Value as Json, json};

use super::merger::{Merger, Mistake};
use super::node::{is_empty, is_written_here, member, member_text, members, text};

/// The start of references to responses.
const RESPONSES: &str = "#/components/responses/";

/// The members of a response that its reference replaces. Its description stays: OpenAPI 3.1 allows it next
/// to a reference.
const REPLACED_MEMBERS: [&str; 3] = ["content", "headers", "links"];

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

/// Removes references to responses that the catalog no longer has, unless another response replaces them.
fn remove_stale(merger: &mut Merger<'_>, operation: &Node, replaced: &[(String, String)]) {
    let Some((_, key, responses)) = member(operation, "responses") else { return };
    if !is_written_here(key, responses) {
        return;
    }
    let is_stale = |key: &Node, response: &Node| {
        if replaced.iter().any(|(status, _)| text(key) == Some(status)) {
            return false;
        }
        let name = member_text(response, "$ref").and_then(|reference| reference.strip_prefix(RESPONSES));
        name.is_some_and(|name| merger.stale_responses.contains(&name))
    };
    let all = members(responses);
    let stale = all.iter().enumerate().filter(|(_, (key, response))| is_stale(key, response));
    let (whole, described): (Vec<_>, Vec<_>) = stale
        .map(|(index, (key, response))| (index, key, response))
        .partition(|(.., response)| members(response).len() == 1);
    if !whole.is_empty() && whole.len() == all.len() {
        return merger.note(key, "all responses are references to components that the catalog no longer has");
    }
    let whole: Vec<usize> = whole.into_iter().map(|(index, ..)| index).collect();
    for (_, _, response) in described.into_iter().filter(|(_, key, response)| is_written_here(key, response))
    {
        let reference: Vec<usize> = member(response, "$ref").map(|(index, ..)| index).into_iter().collect();
        merger.edits.remove(response, &reference);
    }
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

/// A response of the file.
struct Response<'n> {
    /// `the response 404 of POST /v1/events`.
    name: String,
    /// The responses that contain it.
    map: &'n Node,
    index: usize,
    key: &'n Node,
    node: &'n Node,
}

impl Response<'_> {
    fn merge(&self, merger: &mut Merger<'_>, component: &str) -> Result<(), Mistake> {
        let Response { name, map, index, key, node } = self;
        if is_empty(node) {
            let status = text(key).unwrap_or_default().to_owned();
            merger.edits.replace(map, *index, &(status, reference(component)));
            return Ok(());
        }
        if !is_written_here(key, node) {
            merger.note(key, format!("{name} is an alias or has `<<`: left as it is"));
            return Ok(());
        }
        if members(node).is_empty() {
            return Err(Mistake::at(node, format!("{name} isn't a map"), "write a map with a `description`"));
        }
        if let Some((_, key, known)) = member(node, "$ref") {
            self.merge_reference(merger, key, known, component);
            return Ok(());
        }
        if !has_content(merger, component) {
            return Ok(());
        }
        let reference = ("$ref".to_owned(), json!(format!("{RESPONSES}{component}")));
        let mut replaced: Vec<usize> =
            REPLACED_MEMBERS.iter().filter_map(|member| Some(self::member(node, member)?.0)).collect();
        replaced.sort_unstable();
        match replaced.as_slice() {
            [] => merger.edits.append(node, &[reference]),
            [first, others @ ..] => {
                merger.edits.replace(node, *first, &reference);
                merger.edits.remove(node, others);
            }
        }
        Ok(())
    }

    /// Replaces the reference `known`, unless it is right, or leads to a response that the file knows better.
    fn merge_reference(&self, merger: &mut Merger<'_>, key: &Node, known: &Node, component: &str) {
        let wanted = format!("{RESPONSES}{component}");
        let known_text = text(known).unwrap_or_default();
        let known_component = known_text.strip_prefix(RESPONSES).unwrap_or_default();
        if known_text == wanted {
            return;
        }
        if is_of_catalog(merger, known_component) {
            merger.edits.set_text(known, &wanted);
        } else if has_content(merger, component) {
            merger.edits.set_text(known, &wanted);
            merger.note(key, format!("{} was a reference to {known_text}, which is replaced", self.name));
            self.keep_description(merger, known_component);
        }
    }

    /// Adds the description of a component of the file, whose reference is replaced.
    fn keep_description(&self, merger: &mut Merger<'_>, component: &str) {
        let component = ["components", "responses", component]
            .iter()
            .try_fold(merger.root, |node, name| Some(member(node, name)?.2));
        let description = component.and_then(|component| member_text(component, "description"));
        if let Some(description) = description.filter(|_| member(self.node, "description").is_none()) {
            merger.edits.append(self.node, &[("description".to_owned(), json!(description))]);
        }
    }
}

/// Returns `true` if the catalog describes the body of a response. Without one, the file knows more about it.
fn has_content(merger: &Merger<'_>, component: &str) -> bool {
    let mut all = merger.document.components.responses.iter();
    all.any(|(name, response)| name == component && response.get("content").is_some())
}

/// Returns `true` if the catalog has a response component with this name, or had it in an earlier run.
fn is_of_catalog(merger: &Merger<'_>, component: &str) -> bool {
    let mut known = merger.document.components.responses.iter().map(|(name, _)| name.as_str());
    known.any(|name| name == component) || merger.stale_responses.contains(&component)
}

fn reference(component: &str) -> Json {
    json!({ "$ref": format!("{RESPONSES}{component}") })
}
