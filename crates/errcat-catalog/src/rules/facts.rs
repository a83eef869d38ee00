//! Rules on facts: their declarations in `api.yaml`, and the values that errors have.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Rule, Spanned};
use crate::model::{Audience, ParamType};
use crate::names;
use crate::raw::{RawFact, RawFactValue};
use crate::scope::Scope;
use crate::scope::numbers::{self, Numbers};
use crate::suggest::{did_you_mean, quoted};
use crate::value;

pub(crate) static UNKNOWN_FACT: Rule = Rule {
    name: "unknown-fact",
    why: "Facts are declared once for the API, with their type and meaning. An undeclared one would be \
          documented nowhere.",
    fix: "Correct the name, or declare it: `facts: { errno: { type: integer, doc: … } }` in api.yaml.",
    ..Rule::REQUIRED
};

/// Checks that the facts of errors and tables are declared.
pub(super) fn unknown_fact(scope: &Scope<'_>, findings: &mut Findings) {
    if scope.api.keys.is_unusable("facts") {
        return;
    }
    let known: Vec<&str> = scope.api.facts.keys().chain(scope.api.facts.unusable()).collect();
    for (name, _) in written(scope).filter(|(name, _)| !known.contains(&&*name.value)) {
        let help = did_you_mean(&name.value, known.iter().copied())
            .unwrap_or_else(|| "declare it in `facts` of api.yaml, or remove it".to_owned());
        let message = format!("the API has no fact {}", quoted(&name.value));
        findings.push(Finding::new(&UNKNOWN_FACT, name.span, message, help));
    }
}

/// Returns the facts of tables and errors, as written.
fn written<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = &'a (Spanned<String>, RawFactValue)> {
    let of_tables = scope.tables.iter().flat_map(|table| &table.raw.facts.0);
    of_tables.chain(scope.entries.iter().flat_map(|entry| &entry.raw.facts.0))
}

pub(crate) static INVALID_FACT: Rule = Rule {
    name: "invalid-fact",
    why: "A fact is a text, a number or a boolean. Its known values have its type, and its ranges are \
          numbers of a table: `server: 1000-1999`.",
    fix: "Correct the declaration in `facts` of api.yaml.",
    ..Rule::REQUIRED
};

/// Checks the declarations of facts.
pub(super) fn invalid_fact(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, fact) in &scope.api.facts.0 {
        if names::is_fact_taken(&name.value) {
            let message = format!(
                "{} can't be the name of a fact: a code has something else of this name",
                quoted(&name.value)
            );
            let help = format!("write for example `{}_number`", name.value);
            findings.push(Finding::new(&INVALID_FACT, name.span, message, help));
        }
        if let Some(word) = fact.r#type.as_ref().filter(|word| value::fact_type(Some(word)).is_none()) {
            let help = did_you_mean(&word.value, value::FACT_KINDS.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", value::FACT_KINDS.join(", ")));
            let message = format!("a fact can't have the type {}", quoted(&word.value));
            findings.push(Finding::new(&INVALID_FACT, word.span, message, help));
        }
        if fact.audience == Some(Audience::Secret) {
            let place = fact.keys.place("audience").unwrap_or(name.span);
            let help = "write `internal`, or remove the fact: a catalog isn't a place for secrets";
            findings.push(Finding::new(&INVALID_FACT, place, "a fact can't be secret", help));
        }
        if let Some(ty) = known_type(fact) {
            for raw in &fact.values {
                if let Err(expected) = value::fact(raw, &ty) {
                    findings.push(wrong_value(&INVALID_FACT, raw, &expected));
                }
            }
            invalid_ranges(scope, fact, &ty, findings);
        }
    }
}

/// Returns the type of a fact; `None` if it was reported.
fn known_type(fact: &RawFact) -> Option<ParamType> {
    value::fact_type(fact.r#type.as_ref()).filter(|_| !fact.keys.is_reported("type"))
}

fn wrong_value(rule: &'static Rule, raw: &RawFactValue, expected: &str) -> Finding {
    let help = if raw.is_plain {
        format!("write {expected}")
    } else {
        "remove the quotes, or correct it".to_owned()
    };
    let message = format!("expected {expected}, found {}", quoted(&raw.text));
    Finding::new(rule, raw.span, message, help)
}

fn invalid_ranges(scope: &Scope<'_>, fact: &RawFact, ty: &ParamType, findings: &mut Findings) {
    if *ty != ParamType::Integer
        && let Some(place) = fact.keys.place("ranges")
    {
        let message = "only integers have ranges";
        findings.push(Finding::new(
            &INVALID_FACT,
            place,
            message,
            "remove `ranges`, or write `type: integer`",
        ));
        return;
    }
    let mut known: Vec<(i64, i64, &Spanned<String>)> = Vec::new();
    for (table, range) in &fact.ranges.0 {
        let is_there = scope.tables.iter().any(|known| known.name == table.value);
        if !is_there && scope.complete {
            let help = did_you_mean(&table.value, scope.tables.iter().map(|table| table.name))
                .unwrap_or_else(|| "write the name of a table's file, without `.yaml`".to_owned());
            let message = format!("the API has no table {}", quoted(&table.value));
            findings.push(Finding::new(&INVALID_FACT, table.span, message, help));
        }
        let Some((first, last)) = value::range(&range.value) else {
            let message = format!("{} isn't a range of numbers", quoted(&range.value));
            let help = "write the first and the last number: `1000-1999`";
            findings.push(Finding::new(&INVALID_FACT, range.span, message, help));
            continue;
        };
        if let Some((.., other)) = known.iter().find(|(start, end, _)| first <= *end && *start <= last) {
            let message =
                format!("the ranges of {} and {} overlap", quoted(&other.value), quoted(&table.value));
            let help = "give each number to one table";
            findings.push(
                Finding::new(&INVALID_FACT, range.span, message, help).related(other.span, "the other range"),
            );
        }
        known.push((first, last, table));
    }
}

pub(crate) static INVALID_FACT_VALUE: Rule = Rule {
    name: "invalid-fact-value",
    why: "The value of a fact has the type of the fact, is one of its known values if it has some, and is \
          in the range of the error's table if it has one.",
    fix: "Correct the value, or the declaration of the fact in api.yaml.",
    ..Rule::REQUIRED
};

/// Checks that the values of facts fit their declarations.
pub(super) fn invalid_fact_value(scope: &Scope<'_>, findings: &mut Findings) {
    for (name, raw) in written(scope) {
        let Some(fact) = scope.api.facts.get(&name.value) else { continue };
        let Some(ty) = known_type(fact) else { continue };
        let Err(expected) = value::fact(raw, &ty) else {
            let is_known = fact.values.is_empty() || fact.values.iter().any(|known| known.text == raw.text);
            if !is_known && !fact.keys.is_reported("values") {
                let known = || fact.values.iter().map(|known| known.text.as_str());
                let help = did_you_mean(&raw.text, known()).unwrap_or_else(|| {
                    format!("use one of {}, or add it to them", known().collect::<Vec<_>>().join(", "))
                });
                let message = format!("{} isn't a known value of {}", quoted(&raw.text), quoted(&name.value));
                findings.push(Finding::new(&INVALID_FACT_VALUE, raw.span, message, help));
            }
            continue;
        };
        findings.push(wrong_value(&INVALID_FACT_VALUE, raw, &expected));
    }
    let numbers = Numbers::of(scope);
    for index in (0..scope.entries.len()).filter(|index| scope.is_owner(*index)) {
        let table = scope[scope.entries[index].table].name;
        for (id, raw) in scope.facts(index) {
            let (name, fact) = &scope.api.facts.0[id.index()];
            let Some((range, number)) = fact.ranges.get(table).zip(numbers::number(raw)) else {
                continue;
            };
            let Some((first, last)) = value::range(&range.value) else { continue };
            if !(first..=last).contains(&number) {
                let message = format!("{number} isn't in the range of {} in this table", quoted(&name.value));
                let help = numbers.next_free(id, first, last).map_or_else(
                    || "widen the range: it has no free number".to_owned(),
                    |free| format!("{free} is the next free number"),
                );
                let finding = Finding::new(&INVALID_FACT_VALUE, raw.span, message, help);
                findings.push(finding.related(range.span, "the range"));
            }
        }
    }
}

pub(crate) static DUPLICATE_FACT: Rule = Rule {
    name: "duplicate-fact",
    why: "The fact is declared as unique, so that its value identifies an error: in a manual, in a log, in a \
          support ticket.",
    fix: "Use another value, or remove `unique` from the fact in api.yaml.",
    ..Rule::REQUIRED
};

/// Checks that two codes don't have the same value of a unique fact.
pub(super) fn duplicate_fact(scope: &Scope<'_>, findings: &mut Findings) {
    let numbers = Numbers::of(scope);
    let mut known: HashMap<(usize, &str), usize> = HashMap::new();
    for index in (0..scope.entries.len()).filter(|index| scope.is_owner(*index)) {
        for (id, raw) in scope.facts(index) {
            let (name, fact) = &scope.api.facts.0[id.index()];
            if !fact.unique.as_ref().is_some_and(|flag| flag.value) {
                continue;
            }
            let Some(other) = known.get(&(id.index(), &*raw.text)).copied() else {
                known.insert((id.index(), &raw.text), index);
                continue;
            };
            let table = scope[scope.entries[index].table].name;
            let range = fact.ranges.get(table).and_then(|range| value::range(&range.value));
            let free = range.and_then(|(first, last)| numbers.next_free(id, first, last));
            let help = match free {
                Some(free) => format!("{free} is the next free number of {}", quoted(table)),
                None => "use another value".to_owned(),
            };
            let other = scope.entries[other].code;
            let message =
                format!("{} already has the {} {}", quoted(&other.value), name.value, quoted(&raw.text));
            findings.push(
                Finding::new(&DUPLICATE_FACT, raw.span, message, help).related(other.span, "it has it"),
            );
        }
    }
}
