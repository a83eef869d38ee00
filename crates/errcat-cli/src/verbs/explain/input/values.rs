//! Reads the values of params from the members of a body.

use errcat_catalog::model::{Audience, Catalog, Entry, Node, ParamType, Slot};
use serde_json::Value as Json;

use super::segments::Segment;
use super::{FoundError, Values};

/// Adds the values of public params that the messages don't contain: from the members of the params' object,
/// and from members that consist of a param.
pub(super) fn add(catalog: &Catalog, segment: &Segment<'_>, found: &mut [FoundError]) {
    for FoundError { code, values } in found {
        let api = &catalog[code.api];
        let entry = api.owner(code.code);
        let body = entry.envelope.map(|envelope| &api[envelope].body);
        segment.json.iter().for_each(|json| add_from(entry, body, json, values));
    }
}

/// Adds the values in a body, or in an item of a list of errors. `node` is its form.
pub(super) fn add_from(entry: &Entry, node: Option<&Node>, json: &Json, values: &mut Values) {
    for (at, param) in entry.params.iter().enumerate() {
        if param.audience != Audience::Public || values.contains_key(&at) {
            continue;
        }
        let value = match param.in_body {
            true => member(json, &param.wire),
            false => node.and_then(|node| in_slot(node, json, &param.name)),
        };
        values.extend(value.map(|value| (at, text(value, &param.ty))));
    }
}

/// Returns the value of the first member with a name, at any depth.
fn member<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    match json {
        Json::Object(members) => {
            let own = members.get(name).filter(|value| !value.is_null());
            own.or_else(|| members.values().find_map(|value| member(value, name)))
        }
        Json::Array(items) => items.iter().find_map(|item| member(item, name)),
        _ => None,
    }
}

/// Returns the value at the placeholder of a param in a body.
fn in_slot<'j>(node: &Node, json: &'j Json, param: &str) -> Option<&'j Json> {
    match (node, json) {
        (Node::Slot(Slot::Param(name)) | Node::SlotAsText(Slot::Param(name)), value)
            if name == param && !value.is_null() =>
        {
            Some(value)
        }
        (Node::Object(members), Json::Object(values)) => {
            members.iter().find_map(|member| in_slot(&member.value, values.get(&member.name)?, param))
        }
        (Node::Each(item), Json::Array(values)) => {
            values.iter().find_map(|value| in_slot(item, value, param))
        }
        (Node::List(items), Json::Array(values)) => {
            items.iter().zip(values).find_map(|(item, value)| in_slot(item, value, param))
        }
        _ => None,
    }
}

/// Returns a value as a message contains it.
fn text(value: &Json, ty: &ParamType) -> String {
    match (ty, value) {
        (_, Json::String(text)) => text.clone(),
        (ParamType::List(item), Json::Array(items)) => {
            items.iter().map(|value| text(value, item)).collect::<Vec<_>>().join(", ")
        }
        (ParamType::Map(item), Json::Object(items)) => {
            let items = items.iter().map(|(key, value)| format!("{key}: {}", text(value, item)));
            items.collect::<Vec<_>>().join(", ")
        }
        (_, value) => value.to_string(),
    }
}
