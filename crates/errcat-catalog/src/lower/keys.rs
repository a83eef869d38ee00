//! Fills the placeholders in the keys of bodies.
//!
//! Their values are the same in every response of an error. So an envelope with such a key is a pattern for
//! several: one for each combination of values that its errors have. After lowering, the pattern is no
//! error's envelope. The docs show it instead of the others, and clients recognize unknown errors by it.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{Entry, Envelope, EnvelopeId, KeyPattern, Node};
use crate::names;
use crate::raw::RawEnvelope;
use crate::scope::Scope;
use crate::template::{self, RawPiece};
use crate::value;

/// Splits envelopes that have keys with placeholders. `entries` are those of the scope.
pub(super) fn fill_keys(scope: &Scope<'_>, envelopes: &mut Vec<Envelope>, entries: &mut [Option<Entry>]) {
    for (at, (_, raw)) in scope.api.envelopes.0.iter().enumerate() {
        if value::braced_keys(raw).is_empty() {
            continue;
        }
        let (slots, in_values) = (value::key_slots(raw), value::slots(raw));
        let pattern = envelopes[at].clone();
        let mut split: HashMap<Vec<Cow<'_, str>>, EnvelopeId> = HashMap::new();
        for (index, entry) in entries.iter_mut().enumerate() {
            let Some(envelope) = entry.as_mut().and_then(|entry| entry.envelope.as_mut()) else { continue };
            if envelope.index() != at {
                continue;
            }
            let value = |name: &str| scope.key_value(index, name);
            let values: Vec<_> = slots.iter().map(|slot| value(slot).expect("rule invalid-key")).collect();
            *envelope = *split.entry(values).or_insert_with_key(|values| {
                let name = name(&pattern.name, values, envelopes);
                let mut filled =
                    Envelope { name, pattern: Some(pattern.name.clone()), ..filled(&pattern, &value) };
                // A value that is only in a key is the same in all bodies of the envelope.
                let is_in_value = |name: &str| in_values.iter().any(|slot| slot == name);
                filled.identify_by.retain(|by| !slots.contains(&by.name()) || is_in_value(by.name()));
                envelopes.push(filled);
                EnvelopeId::new(envelopes.len() - 1)
            });
        }
        let key_patterns = if split.is_empty() { Vec::new() } else { key_patterns(raw) };
        envelopes[at] = Envelope { key_patterns, ..filled(&pattern, &as_written) };
    }
}

/// Returns the keys with placeholders. Empty if one of them has no text of its own: any key would match it,
/// so that bodies of other senders could be errors of the API.
fn key_patterns(raw: &RawEnvelope) -> Vec<KeyPattern> {
    let mut patterns: Vec<KeyPattern> = Vec::new();
    for key in value::braced_keys(raw) {
        let pieces = template::parse(key.text).unwrap_or_default();
        if pieces.iter().all(|piece| matches!(piece, RawPiece::Text(_))) {
            continue;
        }
        let text = |piece: Option<&RawPiece<'_>>| match piece {
            Some(RawPiece::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let (start, end) = (text(pieces.first()), text(pieces.last()));
        if start.is_empty() && end.is_empty() {
            return Vec::new();
        }
        let name = value::filled_key(key.text, &as_written).unwrap_or_default();
        patterns.push(KeyPattern { name, start, end });
    }
    patterns
}

/// Returns a placeholder as the author wrote it.
#[allow(clippy::unnecessary_wraps, reason = "it stands for a value that may be missing")]
fn as_written(name: &str) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(format!("{{{name}}}")))
}

/// Returns the name of one of the envelopes that a pattern stands for, such as `failure_budget`.
fn name(pattern: &str, values: &[Cow<'_, str>], known: &[Envelope]) -> String {
    let words = values.iter().map(|value| names::ascii_words(value)).filter(|words| !words.is_empty());
    let name = std::iter::once(pattern.to_owned()).chain(words).collect::<Vec<_>>().join("_");
    let is_free = |name: &String| known.iter().all(|envelope| envelope.name != *name);
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name)
}

fn filled<'v>(pattern: &Envelope, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> Envelope {
    let fill = |text: &str| value::filled_key(text, value).unwrap_or_else(|| text.to_owned());
    let mut envelope = pattern.clone();
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
