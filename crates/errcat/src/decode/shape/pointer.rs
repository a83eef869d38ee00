//! The paths of slots in an envelope.

use crate::difference::Path;
use crate::{BodyPiece, Node, Slot};

/// Returns the path of the first value that is a slot, or that contains it in a text.
pub(crate) fn pointer(node: &Node<'_>, is_it: &dyn Fn(&Slot<'_>) -> bool) -> Option<String> {
    match node {
        Node::Slot(slot) | Node::SlotAsText(slot) => is_it(slot).then(String::new),
        Node::Each(item) => Some(format!("/0{}", pointer(item, is_it)?)),
        Node::Text(pieces) => {
            let contains = |piece: &BodyPiece<'_>| matches!(piece, BodyPiece::Slot(slot) if is_it(slot));
            pieces.iter().any(contains).then(String::new)
        }
        Node::List(nodes) => {
            let below = |(at, node)| Some(format!("/{at}{}", pointer(node, is_it)?));
            nodes.iter().enumerate().find_map(below)
        }
        Node::Object(members) => members.iter().find_map(|member| {
            let below = pointer(&member.value, is_it)?;
            // Extensions are members of the object that contains them.
            let is_extensions = member.value.slot() == Some(Slot::Extensions);
            Some(if is_extensions {
                below
            } else {
                format!("{}{below}", Path::Member(&Path::Root, member.name))
            })
        }),
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::String(_) => None,
    }
}
