//! Lists of errors whose items have several formats, because they are of several envelopes.

use errcat_catalog::model::{Api, Envelope, Identity, Node};
use serde_json::Value as Json;

use super::vector::Vector;

/// Returns a list for each envelope with a list: its first error, followed by one of the next such envelope.
/// An error with an unknown key is once the first, and once the last.
pub(super) fn vectors(api: &Api, sent: &[Vector], unknown_keys: &[Vector]) -> Vec<Vector> {
    let mut firsts: Vec<(&Envelope, &Vector)> = Vec::new();
    for vector in sent {
        let envelope = vector.entry.and_then(|entry| api[entry].envelope).map(|envelope| &api[envelope]);
        let Some(envelope) = envelope.filter(|envelope| may_be_item(api, envelope, vector)) else { continue };
        if !firsts.iter().any(|(known, _)| std::ptr::eq(*known, envelope)) {
            firsts.push((envelope, vector));
        }
    }
    let next = firsts.iter().cycle().skip(1);
    let mixed = firsts.iter().zip(next).map(|((_, first), (_, second))| (*first, *second));
    let first = firsts.first().map(|(_, vector)| *vector);
    let unknown =
        unknown_keys.iter().zip(first).flat_map(|(unknown, known)| [(unknown, known), (known, unknown)]);
    mixed.chain(unknown).filter_map(|(first, second)| list(api, first, second)).collect()
}

/// Returns `true` if the item of a response identifies its error in any list, whatever the status and the
/// headers of the response are.
fn may_be_item(api: &Api, envelope: &Envelope, vector: &Vector) -> bool {
    let Some(entry) = vector.entry.map(|id| &api[id]) else { return false };
    let is_lone = api[entry.code].entries().count() == 1 && entry.headers.is_empty();
    let by_status = envelope.identify_by.contains(&Identity::Status);
    envelope.is_json()
        && envelope.is_list()
        && envelope.headers.is_empty()
        && vector.expected.code.as_ref() == Some(&api[entry.code].code)
        && vector.expected.found == Some("error")
        && is_lone
        && !by_status
}

/// Returns the first response with the items of the second one. `None` if their lists aren't in the same
/// place.
fn list(api: &Api, first: &Vector, second: &Vector) -> Option<Vector> {
    let is_same = first.name == second.name || first.says_how_to_retry();
    let path = |vector: &Vector| list_path(&api[api[vector.entry?].envelope?].body);
    if is_same || path(first) != path(second) {
        return None;
    }
    let [mut body, other]: [Json; 2] =
        [serde_json::from_str(&first.body).ok()?, serde_json::from_str(&second.body).ok()?];
    let path = path(first)?;
    let more = other.pointer(&path)?.as_array()?.clone();
    body.pointer_mut(&path)?.as_array_mut()?.extend(more);
    let mut expected = first.expected.clone();
    expected.others = Some(vec![second.expected.as_other()]);
    Some(Vector {
        name: format!("{}, with {}", first.name, second.name),
        body: body.to_string(),
        expected,
        ..first.clone()
    })
}

/// Returns the JSON pointer of the list of errors in a body.
fn list_path(node: &Node) -> Option<String> {
    let below = |step: &str, node| Some(format!("/{step}{}", list_path(node)?));
    match node {
        Node::Each(_) => Some(String::new()),
        Node::List(items) => items.iter().enumerate().find_map(|(at, item)| below(&at.to_string(), item)),
        Node::Object(members) => members
            .iter()
            .find_map(|member| below(&member.name.replace('~', "~0").replace('/', "~1"), &member.value)),
        Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => None,
    }
}
