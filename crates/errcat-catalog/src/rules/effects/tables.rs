//! Defaults of tables and APIs that no error uses.

use std::collections::HashSet;

use super::finding;
use crate::finding::{Findings, Span};
use crate::scope::Scope;
use crate::shape::{Keys, Text};
use crate::suggest::quoted;

/// Checks that errors use the defaults of their table, and that no operation is listed twice.
pub(super) fn check(scope: &Scope<'_>, findings: &mut Findings) {
    let uses_status: HashSet<usize> =
        (0..scope.entries.len()).filter_map(|index| status_table(scope, index)).collect();
    let owners = (0..scope.entries.len()).filter(|index| scope.is_owner(*index));
    let taken_facts: HashSet<Span> =
        owners.flat_map(|index| scope.facts(index)).map(|(_, value)| value.span).collect();
    for (at, table) in scope.tables.iter().enumerate() {
        let entries = || scope.entries.iter().enumerate().filter(move |(_, entry)| entry.table.index() == at);
        let raw = table.raw;
        // An empty table isn't finished.
        if entries().next().is_none() || raw.errors.0.iter().any(|(_, error)| error.0.is_none()) {
            continue;
        }
        let is_set = |keys: &Keys, key: &str| keys.place(key).is_some();
        let uses_is = |(index, _): (usize, _)| !is_set(&scope.entries[index].raw.keys, "is");
        let uses_operations = entries().any(|(index, _)| !scope.entries[index].raw.has_operations());
        let uses_envelope = |(index, _): (usize, _)| !is_set(&scope.entries[index].raw.keys, "envelope");
        let is_needed = [
            ("is", entries().filter(|(index, _)| scope.is_owner(*index)).any(uses_is)),
            ("status", uses_status.contains(&at)),
            ("envelope", entries().any(uses_envelope)),
            ("operation", uses_operations),
            ("operations", uses_operations),
        ];
        for (key, is_needed) in is_needed {
            let Some(place) = raw.keys.place(key).filter(|_| !is_needed && !raw.keys.is_reported(key)) else {
                continue;
            };
            let message = format!("no error in this table uses its `{key}`");
            let help = match key {
                "status" => "remove it: each error has or inherits one",
                _ => "remove it: each error has its own",
            };
            findings.push(finding(place, message, help));
        }
        for (name, value) in raw.facts.0.iter().filter(|(name, _)| scope.api.facts.get(&name.value).is_some())
        {
            if !taken_facts.contains(&value.span) {
                let message = format!("no error takes the {} of this table", quoted(&name.value));
                let help = "remove it: each error has its own, and unique facts aren't inherited";
                findings.push(finding(name.span, message, help));
            }
        }
        check_operations(raw.operation.as_ref(), &raw.operations, findings);
    }
    check_api(scope, findings);
}

/// Checks that no operation is in both keys.
pub(super) fn check_operations(single: Option<&Text>, list: &[Text], findings: &mut Findings) {
    let is_in_both = |operation: &&Text| single.is_some_and(|single| single.value == operation.value);
    for operation in list.iter().filter(is_in_both) {
        let message = format!("{} is in `operation` too", quoted(&operation.value));
        findings.push(finding(operation.span, message, "remove one of them"));
    }
}

/// Returns the table whose status an error uses; `None` if the error has or inherits one, or if it isn't
/// known.
fn status_table(scope: &Scope<'_>, index: usize) -> Option<usize> {
    let chain = &scope.entries[index].chain;
    let has_own = |link: &usize| scope.entries[*link].raw.keys.place("status").is_some();
    if chain.iter().any(has_own) {
        return None;
    }
    let tables = chain.iter().map(|link| scope.entries[*link].table);
    tables.map(|table| table.index()).find(|table| scope.tables[*table].raw.keys.place("status").is_some())
}

/// Checks that at least one error uses the API's envelope.
fn check_api(scope: &Scope<'_>, findings: &mut Findings) {
    let Some(envelope) = &scope.api.envelope else { return };
    let is_unset = |keys: &Keys| keys.place("envelope").is_none();
    let uses = |index: usize| {
        let entry = &scope.entries[index];
        is_unset(&entry.raw.keys) && is_unset(&scope[entry.table].raw.keys)
    };
    if scope.is_whole() && !scope.entries.is_empty() && !(0..scope.entries.len()).any(uses) {
        let message = "no error uses the envelope of the API";
        findings.push(finding(envelope.span, message, "remove it: each table or error has its own"));
    }
}
