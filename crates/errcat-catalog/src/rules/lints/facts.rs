//! A lint on facts that no error has.

use std::collections::HashSet;

use super::{LintFindings, Subject, is_whole};
use crate::finding::{Finding, Rule};
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static UNUSED_FACT: Rule = Rule {
    name: "unused-fact",
    why: "The docs describe a fact that no error has.",
    fix: "Add it to the `facts` of the errors that have it, or remove it.",
    ..Rule::LINT
};

/// Checks that an error has each fact.
pub(super) fn unused_fact(scope: &Scope<'_>, found: &mut LintFindings) {
    if !is_whole(scope, &["facts"]) {
        return;
    }
    let facts = (0..scope.entries.len()).flat_map(|index| scope.facts(index));
    let used: HashSet<usize> = facts.map(|(fact, _)| fact.index()).collect();
    for (_, (name, _)) in scope.api.facts.0.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let message = format!("no error has the fact {}", quoted(name));
        let help = "add it to the `facts` of an error or a table, or remove it";
        found.push((Subject::Api, Finding::new(&UNUSED_FACT, name.span, message, help)));
    }
}
