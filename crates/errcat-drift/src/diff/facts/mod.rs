//! Compares an API that is in both catalogs. Each property that may change has a function, whose docs explain
//! how the change is rated and why.
//!
//! The new side is destructured exhaustively. So a field that is added to the model is a compiler error until
//! it is compared, or a comment explains why it isn't.

mod api;
mod code;
mod envelope;
mod error;
mod header;
mod operations;
mod param;
mod retry;
mod table;

use super::pairs::{ApiPair, by_name};
use super::{Change, ChangeLocation, Fact, Subject};
use errcat_catalog::model::Api;

/// Returns every change, in the order of the docs.
pub(super) fn compare(apis: &ApiPair<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let name = &apis.new.name;
    let in_api = |line: usize| ChangeLocation { path: apis.new.path.clone(), line, is_old: false };
    let mut add = |subject: Subject, location: ChangeLocation, facts: Vec<Fact>| {
        let change = |fact: Fact| fact.into_change(name, subject.clone(), location.clone());
        changes.extend(facts.into_iter().map(change));
    };

    add(Subject::Api, in_api(1), api::facts(apis));
    // An envelope with keys that have placeholders is compared as its author wrote it, once.
    let [old, new] = [apis.old, apis.new]
        .map(|api| api.envelopes.iter().filter(|envelope| envelope.pattern.is_none()).collect::<Vec<_>>());
    for (old, new) in by_name(&old, &new, |envelope| &envelope.name) {
        let (old, new) = (old.copied(), new.copied());
        let facts = envelope::facts(old, new);
        let (Some(envelope), line) = (new.or(old), new.map(|envelope| envelope.line)) else { continue };
        let location = line.map_or_else(|| in_old_api(apis.old, envelope.line), in_api);
        add(Subject::Envelope(envelope.name.clone()), location, facts);
    }
    for (old, new) in by_name(&apis.old.headers, &apis.new.headers, |header| &header.name) {
        // Added and removed headers are reported for the errors that carry them.
        let (Some(old), Some(new)) = (old, new) else { continue };
        let is_sent = is_sent(apis.old, &old.name) && is_sent(apis.new, &new.name);
        add(Subject::Header(new.name.clone()), in_api(new.line), header::facts(old, new, is_sent));
    }
    for (old, new) in by_name(&apis.old.tables, &apis.new.tables, |table| &table.name) {
        let Some(table) = new.or(old) else { continue };
        let location = ChangeLocation { path: table.path.clone(), line: 1, is_old: new.is_none() };
        add(Subject::Table(table.name.clone()), location, table::facts(old, new));
    }
    for (old, new) in apis.codes() {
        let (api, id) = match (old, new) {
            (_, Some(new)) => (apis.new, new),
            (Some(old), None) => (apis.old, old),
            (None, None) => continue,
        };
        let code = &api[id];
        let (table, entry) = (&api[code.owner.table], &api[code.owner]);
        let location = ChangeLocation { path: table.path.clone(), line: entry.line, is_old: new.is_none() };
        add(Subject::Code(code.code.clone()), location, code::facts(apis, old, new));
    }
    for (old, new) in by_name(&apis.old.guides, &apis.new.guides, |guide| &guide.name) {
        let Some(guide) = new.or(old) else { continue };
        let location = ChangeLocation { path: guide.path.clone(), line: 1, is_old: new.is_none() };
        add(Subject::Guide(guide.name.clone()), location, api::guide(old, new));
    }
    changes
}

/// Returns the location of a line in the old `api.yaml`.
fn in_old_api(api: &Api, line: usize) -> ChangeLocation {
    ChangeLocation { path: api.path.clone(), line, is_old: true }
}

/// Returns `true` if an error of the API carries a header.
fn is_sent(api: &Api, header: &str) -> bool {
    let mut entries = api.tables.iter().flat_map(|table| &table.entries);
    entries.any(|entry| entry.headers.iter().any(|id| api[*id].name == header))
}
