//! Fills the placeholders in the keys of bodies.
//!
//! Their values are the same in every response of an error. So an envelope with such a key stands for
//! several: one for each combination of values that its errors have. After lowering, all keys are constants.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{Entry, Envelope, EnvelopeId, Node};
use crate::names;
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::value;

/// Splits envelopes that have keys with placeholders. `entries` are those of the scope.
pub(super) fn fill_keys(scope: &Scope<'_>, envelopes: &mut Vec<Envelope>, entries: &mut [Option<Entry>]) {
    for (at, (_, raw)) in scope.api.envelopes.0.iter().enumerate() {
        if value::braced_keys(raw).is_empty() {
            continue;
        }
        let slots = value::key_slots(raw);
        let pattern = envelopes[at].clone();
        let mut split: HashMap<Vec<Cow<'_, str>>, EnvelopeId> = HashMap::new();
        for (index, entry) in entries.iter_mut().enumerate() {
            let Some(envelope) = entry.as_mut().and_then(|entry| entry.envelope.as_mut()) else { continue };
            if envelope.index() != at {
                continue;
            }
            let value = |name: &str| scope.key_value(index, name);
            let values: Vec<_> = slots.iter().map(|slot| value(slot).expect("rule invalid-key")).collect();
            let is_first = split.is_empty();
            *envelope = *split.entry(values).or_insert_with_key(|values| {
                let name = name(&pattern.name, values, envelopes);
                let filled = Envelope { name, ..filled(&pattern, raw, &value) };
                if is_first {
                    envelopes[at] = filled;
                    return EnvelopeId::new(at);
                }
                envelopes.push(filled);
                EnvelopeId::new(envelopes.len() - 1)
            });
        }
    }
}

/// Returns the name of one of the envelopes that a pattern stands for, such as `failure_budget`.
fn name(pattern: &str, values: &[Cow<'_, str>], known: &[Envelope]) -> String {
    let words = values.iter().map(|value| names::ascii_words(value)).filter(|words| !words.is_empty());
    let name = std::iter::once(pattern.to_owned()).chain(words).collect::<Vec<_>>().join("_");
    let is_free = |name: &String| known.iter().all(|envelope| envelope.name != *name);
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name)
}

fn filled<'v>(
    pattern: &Envelope,
    raw: &RawEnvelope,
    value: &dyn Fn(&str) -> Option<Cow<'v, str>>,
) -> Envelope {
    let fill = |text: &str| value::filled_key(text, value).unwrap_or_else(|| text.to_owned());
    // A value that is only in a key is the same in all bodies of the envelope.
    let (in_keys, in_values) = (value::key_slots(raw), value::slots(raw));
    let mut envelope = pattern.clone();
    envelope.identify_by.retain(|identity| {
        let name = identity.name();
        !in_keys.contains(&name) || in_values.iter().any(|slot| slot == name)
    });
    fill_node(&mut envelope.body, &fill);
    envelope.fields.iter_mut().for_each(|(path, _)| *path = fill(path));
    envelope
}

fn fill_node(node: &mut Node, fill: &dyn Fn(&str) -> String) {
    match node {
        Node::Literal(_) | Node::Slot(_) | Node::SlotAsText(_) | Node::Text(_) => {}
        Node::List(items) => items.iter_mut().for_each(|item| fill_node(item, fill)),
        Node::Each(item) => fill_node(item, fill),
        Node::Object(members) => {
            for member in members {
                member.name = fill(&member.name);
                fill_node(&mut member.value, fill);
            }
        }
    }
}
