//! What is compared of an API that is in both catalogs: a function for each thing that may change, and with
//! it the reason why the change is rated as it is.
//!
//! Where something is compared, its new side is destructured exhaustively, so that a fact that is added to
//! the model is a compiler error there until it is compared, or a comment says why it isn't.

mod api;
mod code;
mod envelope;
mod error;
mod header;
mod param;
mod retry;
mod table;

use super::pairs::{Apis, by_name};
use super::{Change, Fact, Place, Subject};
use errcat_catalog::model::Api;

/// Every change, in the order of the docs.
pub(super) fn all(apis: &Apis<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let name = &apis.new.name;
    let in_api = |line: usize| Place { path: apis.new.path.clone(), line, is_old: false };
    let mut add = |subject: Subject, place: Place, facts: Vec<Fact>| {
        changes.extend(facts.into_iter().map(|fact| fact.at(name, subject.clone(), place.clone())));
    };

    add(Subject::Api, in_api(1), api::facts(apis));
    for (old, new) in by_name(&apis.old.envelopes, &apis.new.envelopes, |envelope| &envelope.name) {
        let facts = envelope::facts(old, new);
        let (Some(envelope), line) = (new.or(old), new.map(|envelope| envelope.line)) else { continue };
        let place = line.map_or_else(|| was(apis.old, envelope.line), in_api);
        add(Subject::Envelope(envelope.name.clone()), place, facts);
    }
    for (old, new) in by_name(&apis.old.headers, &apis.new.headers, |header| &header.name) {
        // One that came or went is told at the errors that carry it.
        let (Some(old), Some(new)) = (old, new) else { continue };
        let is_sent = is_carried(apis.old, &old.name) && is_carried(apis.new, &new.name);
        add(Subject::Header(new.name.clone()), in_api(new.line), header::facts(old, new, is_sent));
    }
    for (old, new) in by_name(&apis.old.tables, &apis.new.tables, |table| &table.name) {
        let Some(table) = new.or(old) else { continue };
        let place = Place { path: table.path.clone(), line: 1, is_old: new.is_none() };
        add(Subject::Table(table.name.clone()), place, table::facts(old, new));
    }
    for (old, new) in apis.codes() {
        let (api, id) = match (old, new) {
            (_, Some(new)) => (apis.new, new),
            (Some(old), None) => (apis.old, old),
            (None, None) => continue,
        };
        let code = &api[id];
        let (table, entry) = (&api[code.owner.table], &api[code.owner]);
        let place = Place { path: table.path.clone(), line: entry.line, is_old: new.is_none() };
        add(Subject::Code(code.code.clone()), place, code::facts(apis, old, new));
    }
    for (old, new) in by_name(&apis.old.guides, &apis.new.guides, |guide| &guide.name) {
        let Some(guide) = new.or(old) else { continue };
        let place = Place { path: guide.path.clone(), line: 1, is_old: new.is_none() };
        add(Subject::Guide(guide.name.clone()), place, api::guide(old, new));
    }
    changes
}

/// A line of the old `api.yaml`.
fn was(api: &Api, line: usize) -> Place {
    Place { path: api.path.clone(), line, is_old: true }
}

fn is_carried(api: &Api, header: &str) -> bool {
    let mut entries = api.tables.iter().flat_map(|table| &table.entries);
    entries.any(|entry| entry.headers.iter().any(|id| api[*id].name == header))
}
