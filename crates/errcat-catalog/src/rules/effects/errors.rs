//! Keys of errors and their params that have no effect.

use std::collections::HashSet;

use errcat::Audience;

use super::{finding, tables};
use crate::finding::{Findings, Span};
use crate::scope::{Entry, Origin, Scope};
use crate::suggest::quoted;
use crate::value;

/// Checks `operations`, `wire`, `headers` and `related`.
pub(super) fn check(scope: &Scope<'_>, findings: &mut Findings) {
    let written = wires_in_bodies(scope);
    let responses = possible_responses(scope);
    scope.entries.iter().for_each(|entry| check_operations(scope, entry, findings));
    for (index, entry) in scope.entries.iter().enumerate().filter(|(index, _)| scope.is_owner(*index)) {
        let raw = entry.raw;
        for word in raw.related.0.iter().filter(|word| word.value == entry.code.value) {
            let message = format!("{} is related to itself", quoted(&word.value));
            findings.push(finding(word.span, message, "remove it"));
        }
        if let Some(place) = raw.keys.place("headers").filter(|_| !responses.contains(&index)) {
            let message = format!("{} is never a response, so its headers aren't sent", quoted(entry.code));
            findings.push(finding(
                place,
                message,
                "remove `headers`, or set the status with which it is sent",
            ));
        }
        for (name, param) in &raw.params.0 {
            let Some(wire) = param.wire.as_ref().filter(|wire| !written.contains(&wire.span)) else {
                continue;
            };
            let audience = param.audience.filter(|audience| *audience != Audience::Public);
            let reason = match audience {
                Some(Audience::Secret) => "it is secret, and bodies contain only public params",
                Some(_) => "it is internal, and bodies contain only public params",
                None => "no body with `{params}` contains it",
            };
            let message = format!("the name of `{}` on the wire is never used: {reason}", name.value);
            findings.push(finding(wire.span, message, "remove `wire`"));
        }
    }
}

/// Checks that the operations of an error aren't those of its table, and that none is in both keys.
fn check_operations(scope: &Scope<'_>, entry: &Entry<'_>, findings: &mut Findings) {
    let (raw, table) = (entry.raw, scope[entry.table].raw);
    tables::check_operations(raw.operation.as_ref(), &raw.operations, findings);
    let key = ["operation", "operations"].into_iter().find_map(|key| Some((key, raw.keys.place(key)?)));
    let own: HashSet<&str> = raw.own_operations().map(|operation| operation.value.as_str()).collect();
    let of_table: HashSet<&str> = table.all_operations().map(|operation| operation.value.as_str()).collect();
    if let Some((key, place)) = key.filter(|_| !own.is_empty() && own == of_table) {
        let message = format!("{} has the operations of its table", quoted(entry.code));
        findings.push(finding(place, message, format!("remove `{key}`")));
    }
}

/// Returns the locations of each `wire` that a body uses, or that may be used because of findings that are
/// already reported.
fn wires_in_bodies(scope: &Scope<'_>) -> HashSet<Span> {
    let slots: Vec<Vec<String>> =
        scope.api.envelopes.0.iter().map(|(_, envelope)| value::slots(envelope)).collect();
    let mut written = HashSet::new();
    for (index, entry) in scope.entries.iter().enumerate() {
        let envelope = scope.envelope(index);
        let slots: Vec<&str> =
            envelope.map_or(Vec::new(), |(at, _)| slots[at.index()].iter().map(String::as_str).collect());
        let is_unknown = match envelope {
            Some((_, envelope)) => envelope.has_unknown_body() || has_unknown_slot(scope, index, &slots),
            None => may_have_envelope(scope, index),
        };
        for param in &entry.params {
            let Origin::Declared(raw) = param.origin else { continue };
            let is_reported = is_unknown || raw.keys.is_reported("audience") || raw.keys.is_reported("wire");
            if is_reported || scope.in_body(index, param, &slots) {
                written.extend(raw.wire.as_ref().map(|wire| wire.span));
            }
        }
    }
    written
}

/// Returns `true` if a body has a placeholder that isn't known, which may be meant to be `{params}`.
fn has_unknown_slot(scope: &Scope<'_>, index: usize, slots: &[&str]) -> bool {
    let Some((_, envelope)) = scope.envelope(index) else { return false };
    slots.iter().any(|slot| {
        !scope.may_be_known_slot(envelope, slot)
            && scope.entries[index].params.iter().all(|param| param.name != *slot)
    })
}

/// Returns `true` if an error may have an envelope that isn't known.
fn may_have_envelope(scope: &Scope<'_>, index: usize) -> bool {
    let is_none = scope.envelope_word(index).is_some_and(|word| word.value == "none");
    !is_none && (scope.has_unknown_envelope(index) || scope.envelope_word(index).is_some())
}

/// Returns the entries that are, or may be, sent as a response, and those that they inherit from.
fn possible_responses(scope: &Scope<'_>) -> HashSet<usize> {
    let is_sent = |index: &usize| {
        let statuses = scope.statuses(*index);
        scope.has_unknown_status(*index) || statuses.is_none_or(|statuses| !statuses.known().is_none())
    };
    (0..scope.entries.len())
        .filter(is_sent)
        .flat_map(|index| scope.entries[index].chain.iter().copied())
        .collect()
}
