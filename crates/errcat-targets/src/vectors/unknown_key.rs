//! Responses with a key that the catalog doesn't have, in place of one with placeholders: errors of a topic
//! that was added later.

use errcat_catalog::model::{Api, Envelope, Node, Slot};
use serde_json::Value as Json;

use super::foreign;
use super::vector::Vector;

/// The part of a key that no catalog has.
const UNKNOWN_TEXT: &str = "errcatUnknown";

/// Returns the first response of each envelope with such keys, with other keys.
pub(super) fn vectors(api: &Api, sent: &[Vector]) -> Vec<Vector> {
    let patterns = api.envelopes.iter().filter(|envelope| !envelope.key_patterns.is_empty());
    patterns
        .filter_map(|pattern| sent.iter().find_map(|vector| with_unknown_key(api, pattern, vector)))
        .collect()
}

fn with_unknown_key(api: &Api, pattern: &Envelope, vector: &Vector) -> Option<Vector> {
    let entry = &api[vector.entry?];
    let own =
        entry.envelope.map(|own| &api[own]).filter(|own| own.pattern.as_ref() == Some(&pattern.name))?;
    let mut body: Json = serde_json::from_str(&vector.body).ok()?;
    rename_keys(&mut body, pattern, &pattern.body, &own.body);
    let is_of_another = |envelope: &Envelope| {
        envelope.pattern.is_none()
            && !std::ptr::eq(envelope, pattern)
            && foreign::required_members(envelope).all(|member| body.get(&member.name).is_some())
    };
    let has_type = vector.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Type"));
    let is_ambiguous =
        api.envelopes.iter().any(|it| if it.is_json() { is_of_another(it) } else { !has_type });
    if is_ambiguous || vector.says_how_to_retry() {
        return None;
    }
    let has_code = own.body.has_slot(&|slot| matches!(slot, Slot::Code | Slot::CodeNumber));
    let code = has_code.then(|| api[entry.code].wire.as_str());
    Some(Vector {
        name: format!("{}, an unknown key", vector.name),
        body: body.to_string(),
        expected: vector.expected.as_unknown(own, code).with_wait_of(api, &vector.headers),
        ..vector.clone()
    })
}

/// Renames the members whose keys have placeholders. `own` is the part of the body's envelope that
/// corresponds to `node`.
fn rename_keys(body: &mut Json, pattern: &Envelope, node: &Node, own: &Node) {
    match (node, own, body) {
        (Node::Object(members), Node::Object(own), Json::Object(body)) => {
            for (member, own) in members.iter().zip(own) {
                let Some(mut value) = body.shift_remove(&own.name) else { continue };
                rename_keys(&mut value, pattern, &member.value, &own.value);
                let key = pattern.key_patterns.iter().find(|key| key.name == member.name);
                let name = key.map(|key| format!("{}{UNKNOWN_TEXT}{}", key.start, key.end));
                body.insert(name.unwrap_or_else(|| own.name.clone()), value);
            }
        }
        (Node::Each(item), Node::Each(own), Json::Array(items)) => {
            items.iter_mut().for_each(|body| rename_keys(body, pattern, item, own));
        }
        (Node::List(nodes), Node::List(own), Json::Array(items)) => {
            for ((node, own), body) in nodes.iter().zip(own).zip(items) {
                rename_keys(body, pattern, node, own);
            }
        }
        _ => {}
    }
}
