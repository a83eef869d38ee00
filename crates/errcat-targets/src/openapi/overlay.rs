//! Overlays (OpenAPI Overlay 1.0), which add the errors to the description that a team already has.
//!
//! Targets use only what RFC 9535 and older implementations of `JSONPath` read alike: names, `*`, and lists
//! of names. `$.paths.*.*` would also select the `parameters` and `servers` of a path, so targets name the
//! methods.

use errcat_catalog::model::Api;
use errcat_catalog::yaml::block;
use serde_json::{Value as Json, json};

use super::document::{self, Document};
use super::operations::{METHODS, Operation};
use super::types::{Object, object, reference};
use super::yaml;

/// The two overlays of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlay {
    /// Replaces the responses of all operations that the catalog describes.
    Replace,
    /// Adds to the operations that the catalog lists, and keeps the descriptions of the team's responses.
    /// OpenAPI 3.0 doesn't allow that, so whole responses are replaced.
    Add,
}

/// The members of a response that its reference replaces.
const REPLACED_MEMBERS: [&str; 3] = ["content", "headers", "links"];

impl Overlay {
    /// Writes the overlay. `components` are those of the description, indented by two spaces.
    pub(super) fn to_yaml(self, api: &Api, document: &Document, components: &str) -> String {
        let keeps_descriptions = document.version.has_described_references();
        let what = match self {
            Overlay::Replace => "replace the responses",
            Overlay::Add if keeps_descriptions => "keep the descriptions of responses",
            Overlay::Add => "replace the responses of operations that the catalog lists",
        };
        let head = json!({
            "overlay": "1.0.0",
            "info": { "title": format!("The errors of {}: {what}", api.title), "version": document::version(api) },
        });
        let mut text = block(&head, 0);
        text.push_str("actions:\n");
        for action in self.removals(document) {
            text.push_str(&block(&json!([action]), 0));
        }
        text.push_str("- target: $\n  update:\n    components:\n");
        text.push_str(&yaml::indent(components, 4));
        for action in self.updates(document) {
            text.push_str(&block(&json!([action]), 0));
        }
        text
    }

    /// Returns the actions that remove what would otherwise be merged with the catalog's responses.
    fn removals(self, document: &Document) -> Vec<Json> {
        let keeps_descriptions = document.version.has_described_references();
        let removal = |target: String, statuses: &[(String, String)]| {
            let statuses = names(statuses.iter().map(|(status, _)| status.as_str()));
            let members = match self {
                Overlay::Add if keeps_descriptions => names(REPLACED_MEMBERS),
                Overlay::Add | Overlay::Replace => String::new(),
            };
            json!({ "target": format!("{target}.responses{statuses}{members}"), "remove": true })
        };
        self.targets(document).into_iter().map(|(target, statuses)| removal(target, &statuses)).collect()
    }

    fn updates(self, document: &Document) -> Vec<Json> {
        let update = |(target, responses): (String, Vec<(String, String)>)| {
            let responses: Object =
                responses.into_iter().map(|(status, name)| (status, reference("responses", &name))).collect();
            json!({ "target": target, "update": object("responses", Json::Object(responses)) })
        };
        self.targets(document).into_iter().map(update).collect()
    }

    /// Returns the operations to change, each with its responses.
    fn targets(self, document: &Document) -> Vec<(String, Vec<(String, String)>)> {
        let mut targets: Vec<(String, Vec<(String, String)>)> = Vec::new();
        // Without a list of operations, the catalog describes all.
        let is_for_all = self == Overlay::Replace || document.operations.is_empty();
        if is_for_all {
            targets.push((format!("$.paths.*{}", names(METHODS)), document.shared_errors()));
        }
        for described in &document.operations {
            let mut responses = described.errors();
            if is_for_all {
                responses.retain(|response| !document.shared.contains(response));
            }
            targets.push((target(&described.operation), responses));
        }
        targets.retain(|(_, responses)| !responses.is_empty());
        targets
    }
}

/// Returns the `JSONPath` of an operation.
fn target(Operation { method, path, .. }: &Operation) -> String {
    format!("$.paths{}.{method}", names([path.as_str()]))
}

/// Returns the selector of members.
fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names
        .into_iter()
        .map(|name| format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'")))
        .collect();
    format!("[{}]", quoted.join(","))
}
