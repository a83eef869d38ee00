//! The lint on params without a description or an example.

use super::{LintFindings, check_entries};
use crate::finding::{Finding, Rule};
use crate::scope::Scope;
use crate::suggest::quoted;

pub(crate) static UNDESCRIBED_PARAM: Rule = Rule {
    name: "undescribed-param",
    why: "Without a description, the docs show only the type of a param. Without an example, sample responses \
          contain a value that is made from its name and type.",
    fix: "Add `doc` and `example`.",
    ..Rule::LINT
};

/// Checks that declared params have a description and an example.
pub(super) fn undescribed_param(scope: &Scope<'_>, found: &mut LintFindings) {
    check_entries(scope, found, |index, entry| {
        let declared = entry.raw.params.0.iter().filter(|_| scope.is_owner(index));
        let findings = declared.filter_map(|(name, param)| {
            let is_missing = |key: &str| param.keys.place(key).is_none() && !param.keys.is_reported(key);
            let (no, add) = match (is_missing("doc"), is_missing("example")) {
                (true, true) => ("no description and no example", "add `doc: …` and `example: …`"),
                (true, false) => ("no description", "add `doc: …`"),
                (false, true) => ("no example", "add `example: …`"),
                (false, false) => return None,
            };
            let message = format!("the param {} has {no}", quoted(name));
            Some(Finding::new(&UNDESCRIBED_PARAM, name.span, message, add))
        });
        findings.collect()
    });
}
