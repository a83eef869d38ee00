//! The last phase: converts an API that has passed every rule to a [`model::Api`](crate::model::Api).
//!
//! Lowering can't fail: it expects what the rules ensure, with the name of the rule in the message.
//!
//! Records are destructured exhaustively, so that a new key of the language is a compiler error until it is
//! used here.

mod code_example;
mod codes;
mod definitions;
mod entry;
mod example;
mod keys;
mod params;
mod retry;
mod texts;

use std::collections::HashMap;

use rayon::prelude::*;

use self::definitions::{lower_envelope, lower_facts, lower_guide, lower_header, lower_successes};
use self::texts::{spanned, text, texts, url};
use crate::model::{Api, CodeId, Entry, EnvelopeId, Id, Table};
use crate::raw::{RawApi, RawTable};
use crate::rules::lints;
use crate::scope::{self, Scope};
use crate::value;

/// Converts an API to the model.
pub fn lower(scope: &Scope<'_>) -> Api {
    let RawApi {
        span: _,
        keys: _,
        title,
        summary,
        base_url,
        docs_url,
        page_path,
        former_page_paths,
        reference,
        version,
        repository,
        owner,
        codes: _, // Scope::code_type and Scope::variant
        facts: _, // Scope::facts
        envelope,
        guides: _, // the order of Scope::guides
        success,
        envelopes,
        headers,
        header_sets: _, // Scope::headers
        publish,
        reserved,
        lints: _, // lints::level and lints::allows
    } = scope.api;
    let ids = codes::entry_ids(scope);
    let codes = codes::codes(scope, &ids);
    let former_pages = codes::former_pages(scope);
    let by_code: HashMap<&str, CodeId> =
        Id::enumerate(&codes).map(|(id, code)| (code.code.as_str(), id)).collect();
    let slots: Vec<Vec<String>> = envelopes.0.iter().map(|(_, envelope)| value::slots(envelope)).collect();
    let line_ends: Vec<Vec<usize>> = scope.tables.iter().map(|table| line_ends(scope, table)).collect();
    let lowering = Lowering { scope, codes: &by_code, slots: &slots, line_ends: &line_ends };
    let mut entries: Vec<Option<Entry>> =
        (0..scope.entries.len()).into_par_iter().map(|entry| Some(lowering.entry(entry))).collect();
    let mut envelopes = (0..envelopes.0.len()).map(|at| lower_envelope(scope, EnvelopeId::new(at))).collect();
    keys::fill_keys(scope, &mut envelopes, &mut entries);
    let mut tables: Vec<Table> = scope.tables.iter().map(|table| lowering.table(table)).collect();
    for (at, entry) in scope.entries.iter().enumerate() {
        tables[entry.table.index()].entries.extend(entries[at].take());
    }
    Api {
        name: scope.name.to_owned(),
        title: title.value.clone(),
        summary: summary.value.clone(),
        base_url: url(base_url.as_ref()),
        docs_url: url(docs_url.as_ref()),
        page_path: text(page_path.as_ref()),
        former_page_paths: former_page_paths.iter().map(|pattern| pattern.value.clone()).collect(),
        reference: text(reference.as_ref()),
        version: version.as_ref().map(|version| version.value.clone()),
        version_place: version.as_ref().map(|version| version.span),
        repository: text(repository.as_ref()),
        owner: text(owner.as_ref()),
        publish: publish.clone(),
        path: scope.sources.file(scope.place.file).path.clone(),
        reserved: spanned(reserved.as_ref()),
        never_raised_allows: lints::allows(scope, &lints::NEVER_RAISED),
        missing_fallback: lints::level_of_api(scope, &lints::MISSING_FALLBACK),
        missing_fallback_allows: lints::allows(scope, &lints::MISSING_FALLBACK),
        code_type: scope.code_type(),
        facts: lower_facts(scope),
        envelope: envelope.as_ref().and_then(|name| scope.envelope_named(&name.value)),
        success: lower_successes(success),
        headers: headers.0.iter().map(|(name, raw)| lower_header(scope, name, raw)).collect(),
        envelopes,
        tables,
        codes,
        former_pages,
        guides: scope.guides.iter().map(|guide| lower_guide(scope, guide)).collect(),
    }
}

fn line_ends(scope: &Scope<'_>, table: &scope::Table<'_>) -> Vec<usize> {
    let text = &scope.sources.file(table.file).text;
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
}

struct Lowering<'s> {
    scope: &'s Scope<'s>,
    codes: &'s HashMap<&'s str, CodeId>,
    /// The placeholders in the body of each envelope.
    slots: &'s [Vec<String>],
    /// The ends of the lines of each table's file, computed once per table.
    line_ends: &'s [Vec<usize>],
}

impl Lowering<'_> {
    fn table(&self, table: &scope::Table<'_>) -> Table {
        let RawTable {
            span: _,
            keys: _,
            title,
            summary,
            order: _,      // the order of Scope::tables
            operation: _,  // RawTable::all_operations
            operations: _, // RawTable::all_operations
            envelope: _,   // Scope::envelope
            is: _,         // Scope::kind
            facts: _,      // Scope::facts
            status: _,     // Scope::statuses
            reserved,
            lints: _,  // lints::level
            errors: _, // Scope::entries
        } = table.raw;
        Table {
            name: table.name.to_owned(),
            title: title.value.clone(),
            summary: text(summary.as_ref()),
            operations: texts(table.raw.all_operations()),
            path: self.scope.sources.file(table.file).path.clone(),
            reserved: spanned(reserved.as_ref()),
            entries: Vec::new(),
        }
    }
}
