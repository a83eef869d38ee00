//! Adds what the catalog knows to a response of a file.

use errcat_catalog::edit::Members;
use errcat_catalog::yaml::Node;
use serde_json::{Value as Json, json};

use super::components::{MARK, is_marked};
use super::merger::{Merger, Mistake};
use super::node::{is_empty, is_written_here, member, member_text, members, text};

/// The start of references to responses.
const RESPONSES: &str = "#/components/responses/";

/// The members of a response that those of the catalog replace. Its description stays.
const REPLACED_MEMBERS: [&str; 4] = ["content", "headers", "links", MARK];

/// A response of the file.
pub(super) struct Response<'n> {
    /// `the response 404 of POST /v1/events`.
    pub(super) name: String,
    /// The responses that contain it.
    pub(super) map: &'n Node,
    pub(super) index: usize,
    pub(super) key: &'n Node,
    pub(super) node: &'n Node,
}

impl Response<'_> {
    pub(super) fn merge(&self, merger: &mut Merger<'_>, component: &str) -> Result<(), Mistake> {
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
        if has_content(merger, component) || is_marked(merger.api, node) {
            match merger.document.version.has_described_references() {
                true => self.add_reference(merger, component),
                false => self.add_members(merger, component),
            }
        }
        Ok(())
    }

    /// Replaces members with a reference.
    fn add_reference(&self, merger: &mut Merger<'_>, component: &str) {
        let reference = ("$ref".to_owned(), json!(format!("{RESPONSES}{component}")));
        match positions(self.node, &REPLACED_MEMBERS).as_slice() {
            [] => merger.edits.append(self.node, &[reference]),
            [first, others @ ..] => {
                merger.edits.replace(self.node, *first, &reference);
                merger.edits.remove(self.node, others);
            }
        }
    }

    /// Replaces members with those of a component, because a reference would hide the description.
    fn add_members(&self, merger: &mut Merger<'_>, component: &str) {
        let Some(Json::Object(component)) = find(merger, component).cloned() else { return };
        let is_described = member(self.node, "description").is_some();
        let wanted: Members =
            component.into_iter().filter(|(name, _)| !is_described || name != "description").collect();
        let mut unwanted = positions(self.node, &REPLACED_MEMBERS);
        let mut missing = Members::new();
        for wanted in wanted {
            let Some((index, ..)) = member(self.node, &wanted.0) else {
                missing.push(wanted);
                continue;
            };
            unwanted.retain(|other| *other != index);
            if !merger.edits.is_equal(self.node, index, &wanted) {
                merger.edits.replace(self.node, index, &wanted);
            }
        }
        merger.edits.remove(self.node, &unwanted);
        merger.edits.append(self.node, &missing);
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
            if merger.document.version.has_described_references() {
                self.keep_description(merger, known_component);
            }
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

/// Returns the positions of members that an earlier run added to a response, if the catalog no longer has it:
/// a reference, or those of the component if a reference would hide the description.
pub(super) fn generated_members(merger: &Merger<'_>, response: &Node) -> Vec<usize> {
    let component = member_text(response, "$ref").and_then(|reference| reference.strip_prefix(RESPONSES));
    match component {
        Some(component) if merger.stale_responses.contains(&component) => positions(response, &["$ref"]),
        None if is_marked(merger.api, response) => positions(response, &REPLACED_MEMBERS),
        _ => Vec::new(),
    }
}

pub(super) fn reference(component: &str) -> Json {
    json!({ "$ref": format!("{RESPONSES}{component}") })
}

/// Returns the positions of members, in ascending order.
fn positions(map: &Node, names: &[&str]) -> Vec<usize> {
    let mut positions: Vec<usize> = names.iter().filter_map(|name| Some(member(map, name)?.0)).collect();
    positions.sort_unstable();
    positions
}

/// Returns a response component of the catalog.
fn find<'m>(merger: &'m Merger<'_>, component: &str) -> Option<&'m Json> {
    let mut all = merger.document.components.responses.iter();
    all.find(|(name, _)| name == component).map(|(_, response)| response)
}

/// Returns `true` if the catalog describes the body of a response. Without one, the file knows more about it.
fn has_content(merger: &Merger<'_>, component: &str) -> bool {
    find(merger, component).is_some_and(|response| response.get("content").is_some())
}

/// Returns `true` if the catalog has a response component with this name, or had it in an earlier run.
fn is_of_catalog(merger: &Merger<'_>, component: &str) -> bool {
    find(merger, component).is_some() || merger.stale_responses.contains(&component)
}
