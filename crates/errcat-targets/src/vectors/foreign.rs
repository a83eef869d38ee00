//! Responses that aren't the API's, such as those of a proxy.

use errcat_catalog::model::{Api, Envelope, Identity, Member, Node, Slot};

use super::expected::Expected;
use super::vector::Vector;

const HTML: &str =
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>\n";

/// Returns responses of others, as far as none of the API's envelopes fits them.
pub(super) fn vectors(api: &Api, sent: &[Vector]) -> Vec<Vector> {
    let mut vectors = Vec::new();
    let used = |envelope: &&Envelope| {
        let mut entries = api.tables.iter().flat_map(|table| &table.entries);
        entries.any(|entry| entry.envelope.is_some_and(|id| std::ptr::eq(&api[id], *envelope)))
    };
    let mut envelopes = api.envelopes.iter().filter(used);
    if sent.is_empty() {
        return vectors;
    }
    let foreign = |name: &str, status, content_type: &str, body: &str| Vector {
        name: name.to_owned(),
        status,
        headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
        body: body.to_owned(),
        expected: Expected::unreadable(),
        entry: None,
    };
    if envelopes.clone().all(|envelope| !envelope.content_type.starts_with("text/html")) {
        vectors.push(foreign("a proxy: HTML", 502, "text/html", HTML));
    }
    if envelopes.all(|envelope| !envelope.is_json() || is_recognized(envelope)) {
        let body = r#"{"errcat_proxy":"no route"}"#;
        vectors.push(foreign("a proxy: its own JSON", 404, "application/json", body));
        vectors.push(foreign("a proxy: no body", 504, "application/json", ""));
    }
    vectors
}

/// Returns `true` if a body has to have a member, so that the body of another sender isn't the envelope's.
fn is_recognized(envelope: &Envelope) -> bool {
    required_members(envelope).next().is_some()
}

/// Returns the members without which a body isn't of an envelope.
pub(super) fn required_members(envelope: &Envelope) -> impl Iterator<Item = &Member> {
    let is_status = |by: &Identity| *by == Identity::Status;
    let by_status = envelope.identify_by.iter().all(is_status);
    let identity = move |slot: &Slot| match by_status {
        true => {
            matches!(slot, Slot::Code | Slot::CodeNumber | Slot::Title | Slot::Message | Slot::Status)
        }
        false => envelope.identify_by.iter().any(|by| by.name() == slot.name()),
    };
    let members: &[Member] = match &envelope.body {
        Node::Object(members) => members,
        _ => &[],
    };
    members.iter().filter(move |member| !member.optional && member.value.has_slot(&identity))
}
