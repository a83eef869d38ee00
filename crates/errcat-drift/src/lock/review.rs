//! Reviews: warnings for the changes since the base that the lock on the disk has accepted.
//!
//! In a pull request, the catalog and its lock are changed together, so the lock proves nothing: it may have
//! been edited, or deleted and generated again. The base is what clients know, and the reviewer decides.

use std::collections::HashSet;

use super::base::Baseline;
use super::comparison::Comparison;
use super::rules;
use super::versions::by_code;
use errcat_catalog::finding::{Finding, Findings, Level, Rule};
use errcat_catalog::scope::Scope;
use errcat_catalog::suggest::quoted;

/// Reports every change since the base that isn't in `reported` as a code and a rule.
pub(super) fn check(comparison: &Comparison<'_>, reported: &HashSet<(String, &'static Rule)>) -> Findings {
    let mut findings = Findings::default();
    let Some((lock, base)) = comparison.base else { return findings };
    let mut report = |code: &str, finding: Finding| {
        if !reported.contains(&(code.to_owned(), finding.rule)) {
            findings.push(accepted_since(finding, &lock.base.revision));
        }
    };
    if let Some(finding) = rules::renamed_api_since(comparison, &lock) {
        report(comparison.scope.name, finding);
    }
    let mut gone = Vec::new();
    for (code, versions) in by_code(base) {
        match comparison.changes(code, &versions) {
            Some(changes) => changes.into_iter().for_each(|finding| report(code, finding)),
            // Whether it was renamed may look different without the lock on the disk.
            None if reported.iter().any(|(reported, _)| reported == code) => {}
            None => gone.push(comparison.gone(&versions[0])),
        }
    }
    rules::check_gone(&gone, &comparison.new_codes(&[base]), &comparison.now, &mut report);
    findings
}

/// Reports, in a review, an API whose lock the base lacks or can't be read.
pub(super) fn nothing_to_compare(scope: &Scope<'_>, baseline: &Baseline<'_>) -> Findings {
    let mut findings = Findings::default();
    if let Some(base) = baseline.base().filter(|_| baseline.is_review()) {
        let revision = &base.revision;
        let message =
            format!("{revision} has no readable lock of {}, so it wasn't compared", quoted(scope.name));
        let help = "commit the lock; until the base has it, nothing shows what clients know";
        findings.push(Finding::new(&rules::LOST_LOCK, scope.place, message, help).level(Level::Warn));
    }
    findings
}

/// Returns the warning for a change that the lock has accepted.
fn accepted_since(finding: Finding, revision: &str) -> Finding {
    let message = format!("{}; the lock has accepted it since {revision}", finding.message);
    let help =
        "if it is intended, announce it to clients; otherwise, take it back in the catalog, and run `gen`";
    Finding { message, help: help.to_owned(), ..finding.level(Level::Warn) }
}
