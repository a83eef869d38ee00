//! A rule on references to codes that several errors have.

use std::collections::HashSet;

use crate::finding::{Finding, Findings, Rule};
use crate::names;
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static AMBIGUOUS_CODE: Rule = Rule {
    name: "ambiguous-code",
    why: "Several errors of the API have this code, so a reference to it could mean any of them.",
    fix: "Write the name of the table before the code, such as `authorization/NOT_ENABLED`.",
    ..Rule::REQUIRED
};

/// Checks that `is`, `use` and `related` each refer to one error.
pub(super) fn ambiguous_code(scope: &Scope<'_>, findings: &mut Findings) {
    let tables = scope.tables.iter().filter_map(|table| table.raw.is.as_ref());
    let entries = scope.entries.iter().flat_map(|entry| {
        let raw = entry.raw;
        raw.is.iter().chain(&raw.related.0).chain(&raw.r#use)
    });
    // Codes that can't be distinguished are reported by `duplicate-code`.
    let clashes = scope.clashes();
    let clashing: HashSet<String> =
        clashes.iter().map(|clash| names::folded(scope.entries[clash.second].code)).collect();
    for word in tables.chain(entries).filter(|word| !clashing.contains(&names::folded(&word.value))) {
        let ids = scope.ambiguous(&word.value);
        if !ids.is_empty() {
            let message = format!("several errors have the code {}", quoted(&word.value));
            let help = format!("write {}", one_of(&ids));
            findings.push(Finding::new(&AMBIGUOUS_CODE, word.span, message, help).label("ambiguous"));
        }
    }
}

/// Returns ids for a help: all of them, or the first ones of many.
pub(super) fn one_of(ids: &[&str]) -> String {
    const MAX_SHOWN: usize = 4;
    let shown: Vec<String> = ids.iter().take(MAX_SHOWN).map(|id| quoted(id)).collect();
    match (ids.len() > MAX_SHOWN, shown.as_slice()) {
        (true, _) => format!("the one that you mean: {}, …", shown.join(", ")),
        (false, [first @ .., last]) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => shown.join(", "),
    }
}
