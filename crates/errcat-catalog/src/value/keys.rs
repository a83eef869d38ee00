//! The keys of a body that have placeholders: `"{table}Error": "{code}"`.

use std::borrow::Cow;

use super::parts;
use crate::raw::RawEnvelope;
use crate::template::{self, RawPiece};
use crate::yaml::{Kind, Node};

/// The placeholders that a key can have in addition to public facts. Their values are the same in every
/// response of an error.
pub const KEY_SLOTS: [&str; 3] = ["table", "code", "kind"];

/// A key with braces, in one of the objects of a body.
pub struct BracedKey<'a> {
    /// The key.
    pub text: &'a str,
    /// The node of the key.
    pub node: &'a Node,
    /// The value of the member.
    pub value: &'a Node,
    /// All members of the object.
    pub members: &'a [(Node, Node)],
}

/// Returns the keys that have placeholders or escaped braces.
pub fn braced_keys(envelope: &RawEnvelope) -> Vec<BracedKey<'_>> {
    let mut keys = Vec::new();
    parts(envelope).for_each(|part| collect(part, &mut keys));
    keys
}

fn collect<'a>(node: &'a Node, keys: &mut Vec<BracedKey<'a>>) {
    match &node.kind {
        Kind::Scalar { .. } => {}
        Kind::List(items) => items.iter().for_each(|item| collect(item, keys)),
        Kind::Map(members) => {
            for (node, value) in members {
                if let Some(text) = key_text(node).filter(|text| text.contains(['{', '}'])) {
                    keys.push(BracedKey { text, node, value, members });
                }
                collect(value, keys);
            }
        }
    }
}

/// Returns a key as it is written in the catalog.
pub fn key_text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// Returns the placeholders in the keys of a body, without duplicates.
pub fn key_slots(envelope: &RawEnvelope) -> Vec<&str> {
    let mut slots = Vec::new();
    for slot in braced_keys(envelope).iter().flat_map(|key| template::placeholders(key.text)) {
        if !slots.contains(&slot) {
            slots.push(slot);
        }
    }
    slots
}

/// Returns a key with the values of its placeholders. `None` if one has no value.
pub fn filled_key<'v>(key: &str, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    let fill = |piece| match piece {
        RawPiece::Text(text) => Some(Cow::Owned(text)),
        RawPiece::Placeholder(name, _) => value(name),
    };
    template::parse(key).ok()?.into_iter().map(fill).collect()
}
