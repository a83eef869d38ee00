//! The comparison of the lock with the catalog.
//!
//! A code has several versions if git merged the lock by keeping the lines of both sides. A fact counts as
//! changed only if it differs from every version. If one branch accepted 409 → 410 and the other reworded the
//! message, the lines are `409`, reworded, and `410`: the merged catalog agrees with one of them in every
//! fact, so nothing is reported. A change that was accepted on neither side agrees with no line.
//!
//! A code of any line that the catalog no longer contains is reported. An accepted removal leaves no line, so
//! a line of a removed code means that the removal wasn't accepted, or that a merge brought the line back.
//!
//! The module `versions` describes how the lock of the base counts, and `review` what a review adds.
//!
//! A lock that equals the one generated from the catalog has accepted everything, so there is nothing to
//! compare with the base, except in a review. That is why a run can reuse a stored model of an API with such
//! a lock, or skip everything if nothing has changed since the last run.

use std::collections::HashSet;

use super::base::{AtBase, Baseline};
use super::changed::{self, ChangedLock};
use super::comparison::Comparison;
use super::rules;
use super::versions::Versions;
use super::{locked, review, text};
use crate::accept::{Accept, AcceptedChange};
use errcat_catalog::finding::{FileId, Finding, Findings};
use errcat_catalog::model::Api;
use errcat_catalog::scope::Scope;

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// Changes that aren't accepted, and in a review those that the lock has accepted.
    pub findings: Findings,
    /// Changes that are.
    pub accepted: Vec<AcceptedChange>,
}

/// Reports published facts of an API that have changed. The API must pass all other rules.
pub fn check(scope: &Scope<'_>, api: &Api, accept: &Accept, baseline: &Baseline<'_>) -> Compared {
    let mut compared = Compared::default();
    let now = locked(api);
    let current = text::of(&api.name, &now);
    let is_accepted = scope.lock.is_some_and(|lock| scope.sources.file(lock).text == current);
    if is_accepted && !baseline.is_review() {
        return compared;
    }
    let lock = match baseline.of(scope) {
        AtBase::Nothing => return compared,
        AtBase::Unknown => None,
        AtBase::Lock(lock) => Some(lock),
    };
    let read =
        |file: FileId, findings: &mut Findings| changed::read(scope.sources, file, &current, &now, findings);
    // Findings on the base are dropped, because a commit can't be edited.
    let base = lock.and_then(|lock| Some((lock, read(lock.file, &mut Findings::default())?)));
    if base.is_none() {
        compared.findings.extend(review::nothing_to_compare(scope, baseline));
    }
    let mut findings = Findings::default();
    let own = scope.lock.map_or_else(|| Some(ChangedLock::default()), |lock| read(lock, &mut findings));
    // If everything is accepted, a damaged lock is replaced as a whole.
    let Some(own) = own.or_else(|| (*accept == Accept::Everything).then(ChangedLock::default)) else {
        compared.findings.extend(findings);
        return compared;
    };
    let now = now.iter().map(|locked| (locked.code, locked)).collect();
    let base = base.as_ref().map(|(lock, lines)| (*lock, lines));
    let comparison = Comparison { scope, now, own: &own, base };
    if is_accepted {
        compared.findings.extend(review::check(&comparison, &HashSet::new()));
    } else {
        comparison.check(accept, baseline.is_review(), &mut compared);
    }
    compared
}

impl Comparison<'_> {
    fn check(&self, accept: &Accept, is_review: bool, compared: &mut Compared) {
        let Versions { published, lost } = Versions::of(self);
        let api = self.scope.name;
        let mut reported = HashSet::new();
        let mut report = |code: &str, finding: Finding| {
            reported.insert((code.to_owned(), finding.rule));
            if accept.includes(api, code) {
                let (api, code, message) = (api.to_owned(), code.to_owned(), finding.message);
                compared.accepted.push(AcceptedChange { api, code, message });
            } else {
                compared.findings.push(finding);
            }
        };
        if let Some(finding) = rules::renamed_api(self) {
            report(api, finding);
        }
        let mut gone = Vec::new();
        for (code, versions) in &published {
            match self.changes(code, versions) {
                Some(changes) => changes.into_iter().for_each(|finding| report(code, finding)),
                None => gone.push(self.gone(&versions[0])),
            }
        }
        let locks: Vec<&ChangedLock<'_>> =
            std::iter::once(self.own).chain(self.base.map(|(_, base)| base)).collect();
        rules::check_gone(&gone, &self.new_codes(&locks), &self.now, &mut report);
        if is_review {
            compared.findings.extend(review::check(self, &reported));
        }
        if let Some((base, _)) = self.base
            && lost > 0
            && !compared.findings.is_empty()
        {
            compared.findings.push(rules::lost_lock(self.scope, &base, lost));
        }
    }
}
