//! Lowers the entries of tables.

use super::texts::{lower_template, spanned, text, texts};
use super::{Lowering, code_example, example, retry};
use crate::model::{Cause, Entry, FactId, FactValue};
use crate::names;
use crate::raw::{RawCause, RawError, RawFactValue};
use crate::rules::lints;
use crate::shape::Word;
use crate::source;
use crate::value;

impl Lowering<'_> {
    pub(super) fn entry(&self, index: usize) -> Entry {
        let scope = self.scope;
        let entry = &scope.entries[index];
        let RawError {
            span: _,
            keys: _,
            same_as: _,    // scope::Entry::owner
            is: _,         // Scope::kind
            code: _,       // codes
            name: _,       // codes
            title,         // Scope::title
            status: _,     // Scope::statuses
            facts: _,      // Scope::facts
            operation: _,  // the entry's own
            operations: _, // the entry's own
            message: _,    // Scope::message
            answer,
            meaning,
            causes: _, // the entry's own
            fixes: _,  // the entry's own
            notes: _,  // the entry's own
            security,
            severity: _, // Scope::severity
            params: _,   // scope::Entry::params
            log,
            fallback_for,
            headers: _,       // Scope::headers
            retry: _,         // Scope::retry
            examples: _,      // the entry's own
            code_examples: _, // the entry's own
            sources: _,       // the entry's own
            envelope: _,      // Scope::envelope
            owner,
            related,
            since,
            deprecated,
            retired,
            r#use,
            aliases: _, // codes
            reserved,
            lints: _, // lints::level
        } = scope.entries[entry.owner].raw;
        // An entry with `same_as` has only these of its own; other keys break the rule `same-as-overrides`.
        let RawError { causes, fixes, notes, examples, code_examples, sources, .. } = entry.raw;
        let params = self.params(index);
        let message = scope.message(index).expect("rule missing-message");
        let code = |word: &Word| self.codes[word.value.as_str()];
        Entry {
            code: self.codes[scope.id(index)],
            shared: !scope.is_owner(index),
            place: entry.code.span,
            line: 1 + self.line_ends[entry.table.index()]
                .partition_point(|end| *end < entry.code.span.start as usize),
            kind: scope.kind(entry.owner).map(|kind| self.codes[scope.id(kind)]),
            title: scope
                .title(index)
                .map_or_else(|| names::in_words(entry.code), |title| title.value.clone()),
            has_own_title: title.is_some(),
            statuses: scope.statuses(index).expect("rule missing-status").known(),
            facts: self.facts(index),
            operations: texts(entry.raw.own_operations()),
            message: lower_template(message, &params),
            log: log.as_ref().map(|log| lower_template(log, &params)),
            answer: text(answer.as_ref()),
            meaning: text(meaning.as_ref()),
            causes: causes.0.iter().map(cause).collect(),
            fixes: texts(&fixes.0),
            notes: texts(&notes.0),
            security: texts(&security.0),
            severity: scope.severity(index),
            params,
            fallback_for: fallback_for.0.iter().map(|failure| failure.value).collect(),
            headers: scope.headers(index).map(|(header, _, _)| header).collect(),
            retry: scope.retry(index).map(|retry| retry::lower(scope, retry)),
            examples: examples.iter().map(example::lower).collect(),
            code_examples: code_examples.iter().map(code_example::lower).collect(),
            sources: sources
                .0
                .iter()
                .map(|text| source::parse(&text.value, text.span).expect("rule invalid-source"))
                .collect(),
            envelope: scope.envelope(index).map(|(envelope, _)| envelope),
            owner: text(owner.as_ref()),
            related: related.0.iter().map(code).collect(),
            since: text(since.as_ref()),
            deprecated: text(deprecated.as_ref()),
            retired: text(retired.as_ref()),
            successor: r#use.as_ref().map(code),
            reserved: spanned(reserved.as_ref()),
            never_raised: lints::level(scope, &lints::NEVER_RAISED, entry.owner),
        }
    }
}

impl Lowering<'_> {
    fn facts(&self, index: usize) -> Vec<FactValue> {
        let lower = |(fact, raw): (FactId, &RawFactValue)| {
            let declared = &self.scope.api.facts.0[fact.index()].1;
            let ty = value::fact_type(declared.r#type.as_ref()).expect("rule invalid-fact");
            FactValue { fact, value: value::fact(raw, &ty).expect("rule invalid-fact-value") }
        };
        self.scope.facts(index).into_iter().map(lower).collect()
    }
}

fn cause(raw: &RawCause) -> Cause {
    Cause { text: raw.text().value.clone(), fix: text(raw.fix()) }
}
