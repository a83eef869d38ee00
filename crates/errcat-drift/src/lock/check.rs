//! The comparison of the lock with the catalog.

use std::collections::HashMap;

use super::changed::{self, ChangedLock};
use super::published::{Gone, Pair};
use super::raw::RawLock;
use super::rules;
use super::{Locked, locked, text};
use crate::accept::Accept;
use errcat_catalog::finding::{FileId, Findings};
use errcat_catalog::model::Api;
use errcat_catalog::scope::Scope;

/// Reports published facts of an API that have changed. The API must pass all other rules.
pub fn check(scope: &Scope<'_>, api: &Api, accept: &Accept) -> Findings {
    let mut findings = Findings::default();
    if let Some(lock) = scope.lock {
        check_lock(scope, api, lock, accept, &mut findings);
    }
    findings
}

fn check_lock(scope: &Scope<'_>, api: &Api, lock: FileId, accept: &Accept, findings: &mut Findings) {
    if *accept == Accept::Everything {
        return;
    }
    let now = locked(api);
    let current = text::of(&api.name, &now);
    if scope.sources.file(lock).text == current {
        return;
    }
    let Some(ChangedLock { codes: RawLock(published), unchanged }) =
        changed::read(scope.sources, lock, &current, &now, findings)
    else {
        return;
    };
    let by_code: HashMap<&str, &Locked<'_>> = now.iter().map(|locked| (locked.code, locked)).collect();
    let is_accepted = |code: &str| matches!(accept, Accept::Codes(codes) if codes.contains(code));
    let mut gone = Vec::new();
    for (code, was) in published.0.iter().filter(|(code, _)| !is_accepted(code)) {
        match (by_code.get(code.value.as_str()), scope.owner_of(code)) {
            (Some(now), Some(entry)) => {
                rules::check(&Pair { scope, entry, locked: code, was, now }, &by_code, findings);
            }
            _ => gone.push(Gone { scope, locked: code, was }),
        }
    }
    let is_published = |code: &str| unchanged.contains(code) || published.get(code).is_some();
    let new: Vec<&Locked<'_>> = now.iter().filter(|locked| !is_published(locked.code)).collect();
    rules::check_gone(&gone, &new, &by_code, findings);
}
