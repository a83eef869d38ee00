//! The parts of an envelope that a body must contain.
//!
//! The values in `identify_by` are required. If that is only the status, only the shape of the body
//! distinguishes the API's errors from those of a proxy, so that every member is required that isn't
//! optional. Literals, links and other facts are never required: they choose between envelopes, but may
//! change.

use crate::{BodyPiece, Constant, Envelope, Identity, Node, Slot};

/// Returns `true` if a body without this part isn't of the envelope.
pub(crate) fn must_exist(envelope: &Envelope<'_>, node: &Node<'_>) -> bool {
    match node {
        Node::Slot(slot) | Node::SlotAsText(slot) => is_required_slot(envelope, slot),
        Node::Each(item) => must_exist(envelope, item),
        Node::Text(pieces) => pieces.iter().any(|piece| match piece {
            BodyPiece::Text(_) => false,
            BodyPiece::Slot(slot) => is_required_slot(envelope, slot),
        }),
        Node::List(nodes) => nodes.iter().any(|node| must_exist(envelope, node)),
        Node::Object(members) => {
            members.iter().any(|member| !member.optional && must_exist(envelope, &member.value))
        }
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::String(_) => false,
    }
}

/// Returns `true` if a body with a value of another type in this part isn't of the envelope.
pub(super) fn must_fit(envelope: &Envelope<'_>, node: &Node<'_>) -> bool {
    let is_value = matches!(node, Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_));
    must_exist(envelope, node) && !(is_value && is_identified_by_status(envelope))
}

/// Returns `true` if a body without this slot isn't of the envelope.
pub(super) fn is_required_slot(envelope: &Envelope<'_>, slot: &Slot<'_>) -> bool {
    if is_identified_by_status(envelope) {
        return matches!(
            slot,
            Slot::Code
                | Slot::CodeNumber
                | Slot::Title
                | Slot::Message
                | Slot::Status
                | Slot::Params
                | Slot::Param(_)
        );
    }
    envelope.identify_by.iter().any(|by| is_read_from(*by, slot))
}

fn is_identified_by_status(envelope: &Envelope<'_>) -> bool {
    envelope.identify_by.iter().all(|by| *by == Identity::Status)
}

/// Returns `true` if the slot holds what identifies the error.
fn is_read_from(by: Identity<'_>, slot: &Slot<'_>) -> bool {
    match by {
        Identity::Status => false,
        Identity::Code => matches!(slot, Slot::Code | Slot::CodeNumber),
        Identity::Title => *slot == Slot::Title,
        Identity::Message => *slot == Slot::Message,
        Identity::Type => matches!(slot, Slot::Type | Slot::DocsUrl),
        Identity::Table => *slot == Slot::Constant(Constant::Table),
        Identity::Fact(name) => *slot == Slot::Fact(name),
    }
}
