//! The comparison of the lock with the catalog.
//!
//! A code has several versions if git merged the lock by keeping the lines of both sides. A fact counts as
//! changed only if it differs from every version. If one branch accepted 409 → 410 and the other reworded the
//! message, the lines are `409`, reworded, and `410`: the merged catalog agrees with one of them in every
//! fact, so nothing is reported. A change that was accepted on neither side agrees with no line.
//!
//! A code of any line that the catalog no longer contains is reported. An accepted removal leaves no line, so
//! a line of a removed code means that the removal wasn't accepted, or that a merge brought the line back.

use std::collections::{BTreeMap, HashMap};

use super::changed::{self, ChangedLock};
use super::published::{Gone, Pair, Version};
use super::raw::RawLocked;
use super::rules::{self, Changes};
use super::{Locked, locked, text};
use crate::accept::{Accept, AcceptedChange};
use errcat_catalog::finding::{FileId, Finding, Findings};
use errcat_catalog::model::Api;
use errcat_catalog::parse;
use errcat_catalog::scope::Scope;

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// Changes that aren't accepted.
    pub findings: Findings,
    /// Changes that are.
    pub accepted: Vec<AcceptedChange>,
}

/// Reports published facts of an API that have changed. The API must pass all other rules.
pub fn check(scope: &Scope<'_>, api: &Api, accept: &Accept) -> Compared {
    let mut compared = Compared::default();
    if let Some(lock) = scope.lock {
        check_lock(scope, api, lock, accept, &mut compared);
    }
    compared
}

fn check_lock(scope: &Scope<'_>, api: &Api, lock: FileId, accept: &Accept, compared: &mut Compared) {
    let now = locked(api);
    let current = text::of(&api.name, &now);
    if scope.sources.file(lock).text == current {
        return;
    }
    let mut findings = Findings::default();
    let read = changed::read(scope.sources, lock, &current, &now, &mut findings);
    let Some(ChangedLock { lines, unchanged }) = read else {
        match accept {
            Accept::Everything => {}
            _ => compared.findings.extend(findings),
        }
        return;
    };
    let is_merged = is_merged(&scope.sources.file(lock).text, &lines);
    let mut published: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    for (code, was) in &lines {
        published.entry(&code.value).or_default().push(Version { code, was });
    }
    let mut report = |code: &str, finding: Finding| {
        if accept.includes(&api.name, code) {
            let (api, code, message) = (api.name.clone(), code.to_owned(), finding.message);
            compared.accepted.push(AcceptedChange { api, code, message });
        } else {
            compared.findings.push(finding);
        }
    };
    let by_code: HashMap<&str, &Locked<'_>> = now.iter().map(|locked| (locked.code, locked)).collect();
    let mut gone = Vec::new();
    for (code, versions) in &published {
        match (by_code.get(code), scope.owner_of(code)) {
            (Some(now), Some(entry)) => {
                let changes = |version: &Version<'_>| {
                    rules::check(
                        &Pair { scope, entry, locked: version.code, was: version.was, now },
                        &by_code,
                    )
                };
                let changes = in_all_versions(versions.iter().map(changes));
                changes.into_iter().for_each(|finding| report(code, finding));
            }
            _ => gone.push(Gone { scope, locked: versions[0].code, was: versions[0].was, is_merged }),
        }
    }
    let is_published = |code: &str| unchanged.contains(code) || published.contains_key(code);
    let new: Vec<&Locked<'_>> = now.iter().filter(|locked| !is_published(locked.code)).collect();
    rules::check_gone(&gone, &new, &by_code, &mut report);
}

/// Returns the changes since every version.
fn in_all_versions(mut versions: impl Iterator<Item = Changes>) -> Vec<Finding> {
    let mut changes = versions.next().unwrap_or_default();
    for other in versions {
        changes.retain_in(&other);
    }
    changes.into_findings()
}

/// Returns `true` if a lock isn't as `gen` writes it, sorted and with one line for each code: then, it was
/// probably merged.
fn is_merged(text: &str, lines: &[(errcat_catalog::finding::Spanned<String>, RawLocked)]) -> bool {
    text.lines().any(parse::is_conflict_marker)
        || !lines.is_sorted_by(|(before, _), (after, _)| before.value < after.value)
}
