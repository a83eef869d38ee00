//! Responses of an API that differ from the catalog in a way that clients have to expect.

use std::cell::Cell;

use errcat_catalog::model::{Api, Entry, Envelope, Identity, Node, Slot};
use serde_json::{Map, Value as Json};

use super::expected::{Expected, retry_after, waits};
use super::vector::Vector;

/// A code that no catalog has.
const UNKNOWN_CODE: &str = "ERRCAT_UNKNOWN_CODE";

/// Returns the changed responses: each change is applied to the first response of each envelope to which it
/// applies.
pub(super) fn vectors(api: &Api, sent: &[Vector]) -> Vec<Vector> {
    let changes: [(&str, Change); 7] = [
        ("an additional member", additional_member),
        ("members in another order", reordered_members),
        ("cut off", cut_off),
        ("an unknown code", unknown_code),
        ("the message is null", null_message),
        ("without the header Retry-After", missing_wait),
        ("a malformed Retry-After", malformed_wait),
    ];
    let mut changed = Vec::new();
    for envelope in api.envelopes.iter().filter(|envelope| envelope.is_json()) {
        for (name, change) in changes {
            let of_envelope = sent.iter().filter_map(|vector| {
                let entry = &api[vector.entry?];
                let is_sent = entry.envelope.is_some_and(|id| std::ptr::eq(&api[id], envelope));
                let body = serde_json::from_str(&vector.body).ok().filter(|_| is_sent)?;
                Some(Sent { api, envelope, entry, vector, body })
            });
            let vector = of_envelope.filter_map(|sent| change(sent)).next();
            changed
                .extend(vector.map(|vector| Vector { name: format!("{}, {name}", vector.name), ..vector }));
        }
    }
    changed
}

/// Changes a response. `None` if the change doesn't apply.
type Change = fn(Sent<'_>) -> Option<Vector>;

/// A response with a JSON body.
struct Sent<'a> {
    api: &'a Api,
    envelope: &'a Envelope,
    entry: &'a Entry,
    vector: &'a Vector,
    body: Map<String, Json>,
}

impl Sent<'_> {
    /// Returns `true` if the code alone identifies errors in every JSON envelope of the API. Then no other
    /// change makes the response one of another error.
    fn is_known_by_code(&self) -> bool {
        let json = self.api.envelopes.iter().filter(|envelope| envelope.is_json());
        let is_lone = |slot: &Slot| matches!(slot, Slot::Code | Slot::CodeNumber);
        self.envelope.body.has_slot(&is_lone)
            && json.clone().all(|envelope| envelope.identify_by == [Identity::Code])
    }

    fn with_body(&self, body: Map<String, Json>) -> Vector {
        Vector { body: Json::Object(body).to_string(), ..self.vector.clone() }
    }

    fn is_own(&self) -> bool {
        self.vector.expected.code.as_ref() == Some(&self.api[self.entry.code].code)
    }
}

fn additional_member(sent: Sent<'_>) -> Option<Vector> {
    let mut body = sent.body.clone();
    body.insert("errcat_additional".to_owned(), Json::Bool(true));
    Some(sent.with_body(body))
}

fn reordered_members(sent: Sent<'_>) -> Option<Vector> {
    let body: Map<String, Json> = sent.body.clone().into_iter().rev().collect();
    (body.len() > 1).then(|| sent.with_body(body))
}

fn cut_off(sent: Sent<'_>) -> Option<Vector> {
    // Without a content type, a text envelope could have the body.
    let has_type = sent.vector.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Type"));
    let end = sent.vector.body.char_indices().nth(sent.vector.body.chars().count() / 2)?.0;
    (has_type && !sent.vector.says_how_to_retry()).then(|| Vector {
        body: sent.vector.body[..end].to_owned(),
        expected: Expected::unreadable().with_wait_of(sent.api, &sent.vector.headers),
        ..sent.vector.clone()
    })
}

fn unknown_code(sent: Sent<'_>) -> Option<Vector> {
    let is_list = sent.api.envelopes.iter().any(Envelope::is_list);
    if !sent.is_known_by_code() || is_list || sent.vector.says_how_to_retry() {
        return None;
    }
    // The known code in another place would contradict the unknown one.
    if count_codes(sent.envelope) > 1 {
        return None;
    }
    let mut body = Json::Object(sent.body.clone());
    let is_code = |node: &Node| matches!(node, Node::Slot(Slot::Code) | Node::SlotAsText(Slot::Code));
    *slot_mut(&mut body, &sent.envelope.body, &is_code)? = Json::String(UNKNOWN_CODE.to_owned());
    // A body that contains the code in several places would contradict itself.
    if body.to_string().contains(&sent.api[sent.entry.code].wire) {
        return None;
    }
    let expected = sent.vector.expected.as_unknown(sent.envelope, Some(UNKNOWN_CODE));
    let expected = expected.with_wait_of(sent.api, &sent.vector.headers);
    Some(Vector { body: body.to_string(), expected, ..sent.vector.clone() })
}

/// Returns the number of places in a response that contain the code.
fn count_codes(envelope: &Envelope) -> usize {
    let count = Cell::new(0);
    envelope.has_slot(&|slot| {
        count.set(count.get() + usize::from(matches!(slot, Slot::Code | Slot::CodeNumber)));
        false
    });
    count.get()
}

fn null_message(sent: Sent<'_>) -> Option<Vector> {
    let has_params = !sent.entry.params.is_empty();
    if !sent.is_known_by_code() || !sent.is_own() || has_params {
        return None;
    }
    let mut body = Json::Object(sent.body.clone());
    *slot_mut(&mut body, &sent.envelope.body, &|node| *node == Node::Slot(Slot::Message))? = Json::Null;
    let expected = Expected { differs: Some(true), ..sent.vector.expected.clone() };
    Some(Vector { body: body.to_string(), expected, ..sent.vector.clone() })
}

fn missing_wait(sent: Sent<'_>) -> Option<Vector> {
    with_wait(&sent, None)
}

fn malformed_wait(sent: Sent<'_>) -> Option<Vector> {
    with_wait(&sent, Some("soon"))
}

/// Returns a response with another `Retry-After`, or without it. `None` if the response has none, or if the
/// body has its value too.
fn with_wait(sent: &Sent<'_>, text: Option<&str>) -> Option<Vector> {
    let is_wait = |name: &str| name.eq_ignore_ascii_case("Retry-After");
    let header = sent.entry.headers.iter().map(|header| &sent.api[*header]).find(|it| is_wait(&it.name))?;
    let param = sent.entry.params.iter().find(|param| !header.constant && param.name == header.value.name)?;
    let is_elsewhere = sent.envelope.has_slot(&|slot| match slot {
        Slot::Message => true,
        Slot::Params | Slot::Extensions => param.in_body,
        Slot::Param(name) => *name == param.name,
        _ => false,
    }) && sent.entry.message.text.contains(&format!("{{{}}}", param.name));
    let is_in_body = param.in_body || is_elsewhere;
    if !sent.is_own() || is_in_body || sent.vector.expected.found != Some("error") {
        return None;
    }
    let mut headers = sent.vector.headers.clone();
    let position = headers.iter().position(|(name, _)| is_wait(name))?;
    match text {
        Some(text) => headers[position].1 = text.to_owned(),
        None => drop(headers.remove(position)),
    }
    let mut expected = sent.vector.expected.clone();
    if param.optional {
        expected.params.as_mut()?.remove(&param.name);
    } else {
        expected.found = Some("partial");
        expected.params = None;
        // The catalog's message needs the param.
        expected.message =
            expected.message.filter(|_| sent.envelope.has_slot(&|slot| *slot == Slot::Message));
    }
    expected.retry_after = retry_after(sent.api, Some(sent.entry), &headers);
    expected.waits = waits(sent.entry, expected.retry_after);
    Some(Vector { headers, expected, ..sent.vector.clone() })
}

/// Returns the part of a body where a node of its envelope is.
fn slot_mut<'b>(body: &'b mut Json, node: &Node, is_node: &dyn Fn(&Node) -> bool) -> Option<&'b mut Json> {
    if is_node(node) {
        return Some(body);
    }
    let Node::Object(members) = node else { return None };
    let member = members.iter().find(|member| member.value.has_node(is_node))?;
    slot_mut(body.get_mut(&member.name)?, &member.value, is_node)
}
