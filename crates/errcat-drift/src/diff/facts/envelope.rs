//! Compares envelopes: the shape of the bodies that clients read.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::diff::fact::{Fact, join};
use crate::diff::pairs::by_name;
use crate::diff::{Effect, Rating};
use errcat_catalog::model::{BodyPiece, Envelope, EnvelopeHeader, Identity, Node};

pub(super) fn facts(old: Option<&Envelope>, new: Option<&Envelope>) -> Vec<Fact> {
    match (old, new) {
        (Some(old), Some(new)) => changed(old, new),
        // The crate has a static for each envelope. The errors that use it are compared in `error`.
        (None, Some(new)) => {
            vec![Fact::new("added", Effect::only_rust(Rating::Additive)).after(Some(&*new.content_type))]
        }
        (Some(old), None) => {
            vec![Fact::new("removed", Effect::only_rust(Rating::Breaking)).before(Some(&*old.content_type))]
        }
        (None, None) => Vec::new(),
    }
}

fn changed(old: &Envelope, new: &Envelope) -> Vec<Fact> {
    let Envelope {
        name: _, // both sides have it
        summary,
        content_type: _, // content_type()
        body,
        identify_by: _, // identify_by()
        headers: _,     // headers()
        context: _,     // context()
        fields,
        pattern: _,      // the author's envelope is compared itself
        key_patterns: _, // its members are compared
        line: _,         // not visible to clients
    } = new;
    let mut facts = members(&old.body, body);
    facts.extend(content_type(old, new));
    facts.extend(identify_by(old, new));
    facts.extend(headers(old, new));
    facts.extend(context(old, new));
    facts.extend(Fact::if_changed("summary", Some(&old.summary), Some(summary), || Effect::TEXT));
    if old.fields != *fields {
        facts.push(Fact::new("docs of its members", Effect::TEXT));
    }
    facts
}

/// Returns `true` if an error has the same body in both envelopes.
pub(super) fn is_same(old: &Envelope, new: &Envelope) -> bool {
    old.content_type == new.content_type && members(&old.body, &new.body).is_empty()
}

/// Another content type is breaking, because clients choose a parser by it.
fn content_type(old: &Envelope, new: &Envelope) -> Option<Fact> {
    let effect = || Effect::wire(Rating::Breaking);
    Fact::if_changed("content type", Some(&old.content_type), Some(&new.content_type), effect)
}

/// An added identity is breaking, because clients don't compare it yet. Removing one is additive, because
/// clients may go on comparing it.
fn identify_by(old: &Envelope, new: &Envelope) -> Option<Fact> {
    let is_less = new.identify_by.iter().all(|identity| old.identify_by.contains(identity));
    if is_less && old.identify_by.len() == new.identify_by.len() {
        return None;
    }
    let rating = if is_less { Rating::Additive } else { Rating::Breaking };
    let words = |envelope: &Envelope| join(envelope.identify_by.iter().map(Identity::name));
    let fact = Fact::new("identified by", Effect::wire(rating).with_rust(rating));
    Some(fact.before(words(old)).after(words(new)))
}

/// A header that was removed or has another value breaks the clients that read it.
fn headers(old: &Envelope, new: &Envelope) -> Vec<Fact> {
    let value = |header: Option<&EnvelopeHeader>| header.map(|header| shown_text(&header.value));
    let compare = |(old, new): (Option<&EnvelopeHeader>, Option<&EnvelopeHeader>)| {
        let rating = if old.is_some() { Rating::Breaking } else { Rating::Additive };
        let name = &new.or(old)?.name;
        let (before, after) = (value(old), value(new));
        let fact = Fact::if_changed("value", before.as_deref(), after.as_deref(), || Effect::wire(rating))?;
        Some(fact.part("header", name))
    };
    by_name(&old.headers, &new.headers, |header| &header.name).into_iter().filter_map(compare).collect()
}

/// Compares the types and docs of context fields. Added and removed ones are reported as members of the body.
fn context(old: &Envelope, new: &Envelope) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (old, new) in by_name(&old.context, &new.context, |param| &param.name) {
        let (Some(old), Some(new)) = (old, new) else { continue };
        let (before, after) = (old.ty.words(), new.ty.words());
        let with_part = |fact: Option<Fact>| fact.map(|fact| fact.part("context", &new.name));
        facts.extend(with_part(Fact::if_changed("type", Some(&before), Some(&after), || {
            Effect::wire(Rating::Breaking)
        })));
        facts.extend(with_part(Fact::if_changed("doc", Some(&old.doc), Some(&new.doc), || Effect::TEXT)));
        let (before, after) = (old.example.to_string(), new.example.to_string());
        facts.extend(with_part(Fact::if_changed("example", Some(&before), Some(&after), || Effect::TEXT)));
    }
    facts
}

/// A member that was removed, has another value, or became optional breaks the clients that read it. One that
/// was added or became required is additive, because clients ignore unknown members. The order of members
/// doesn't matter.
fn members(old: &Node, new: &Node) -> Vec<Fact> {
    let (before, after) = (leaves(old), leaves(new));
    let breaking = Effect::wire(Rating::Breaking);
    let additive = Effect::wire(Rating::Additive);
    let removed = before.iter().filter(|(path, _)| !after.contains_key(*path));
    let removed = removed
        .map(|(path, leaf)| Fact::new("removed", breaking).before(Some(&*leaf.value)).part("member", path));
    let still = after.iter().flat_map(|(path, leaf)| {
        let mut facts = Vec::new();
        match before.get(path) {
            None => facts.push(Fact::new("added", additive).after(Some(&*leaf.value))),
            Some(was) => {
                let value = (Some(&*was.value), Some(&*leaf.value));
                facts.extend(Fact::if_changed("value", value.0, value.1, || breaking));
                let word = |leaf: &Leaf| if leaf.optional { "optional" } else { "required" };
                let effect = || if leaf.optional { breaking } else { additive };
                facts.extend(Fact::if_changed("presence", Some(word(was)), Some(word(leaf)), effect));
            }
        }
        facts.into_iter().map(|fact| fact.part("member", path))
    });
    removed.chain(still).collect()
}

/// A value in a body.
struct Leaf {
    value: String,
    optional: bool,
}

/// Returns the values of a body by path, such as `error.code` or `detail[0].loc`. The path is empty if the
/// whole body is one value.
fn leaves(body: &Node) -> BTreeMap<String, Leaf> {
    let mut leaves = BTreeMap::new();
    collect(body, String::new(), false, &mut leaves);
    leaves
}

fn collect(node: &Node, path: String, optional: bool, leaves: &mut BTreeMap<String, Leaf>) {
    match node {
        Node::Object(members) if !members.is_empty() => {
            for member in members {
                let name = if member.name.is_empty() { "..." } else { &member.name };
                let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                collect(&member.value, below, optional || member.optional, leaves);
            }
        }
        Node::Each(item) => collect(item, format!("{path}[]"), optional, leaves),
        Node::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{path}[{index}]"), optional, leaves);
            }
        }
        Node::Literal(Json::Object(members)) if !members.is_empty() => {
            for (name, value) in members {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(&Node::Literal(value.clone()), below, optional, leaves);
            }
        }
        Node::Literal(Json::Array(items)) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect(&Node::Literal(item.clone()), format!("{path}[{index}]"), optional, leaves);
            }
        }
        leaf => {
            leaves.insert(path, Leaf { value: shown(leaf), optional });
        }
    }
}

/// Returns a value in the syntax of the catalog.
fn shown(node: &Node) -> String {
    match node {
        Node::Literal(value) => value.to_string(),
        Node::Slot(slot) => format!("{{{}}}", slot.name()),
        Node::SlotAsText(slot) => format!("{{{}:string}}", slot.name()),
        Node::Text(pieces) => shown_text(pieces),
        Node::List(_) | Node::Each(_) => "[]".to_owned(),
        Node::Object(_) => "{}".to_owned(),
    }
}

fn shown_text(pieces: &[BodyPiece]) -> String {
    let piece = |piece: &BodyPiece| match piece {
        BodyPiece::Text(text) => text.clone(),
        BodyPiece::Slot(slot) => format!("{{{}}}", slot.name()),
    };
    pieces.iter().map(piece).collect()
}
