//! Keys of `api.yaml` about facts that no error has.

use super::finding;
use crate::finding::Findings;
use crate::model::InternalFact;
use crate::scope::Scope;
use crate::shape::Choice;

/// Checks that errors have what `publish` lists, and `sources` if there is a `repository`.
pub(super) fn check(scope: &Scope<'_>, findings: &mut Findings) {
    // The others may have them.
    if !scope.is_whole() || scope.entries.is_empty() {
        return;
    }
    let has = |key: &str| scope.entries.iter().any(|entry| entry.raw.keys.place(key).is_some());
    let has_internal = || {
        let mut params = scope.entries.iter().flat_map(|entry| &entry.raw.params.0);
        params.any(|(_, param)| param.keys.place("audience").is_some())
    };
    let api = scope.api;
    for fact in &api.publish {
        let key = match fact {
            InternalFact::Log => "log",
            InternalFact::Security => "security",
            InternalFact::Sources => "sources",
        };
        let is_there = has(key) || (*fact == InternalFact::Log && has_internal());
        let Some(place) = api.keys.place("publish").filter(|_| !is_there) else { continue };
        let message = match fact {
            InternalFact::Log => {
                "`publish` lists log, but no error has `log` or an internal param".to_owned()
            }
            _ => format!("`publish` lists {}, but no error has `{key}`", fact.word()),
        };
        findings.push(finding(place, message, format!("remove `{}` from it", fact.word())));
    }
    if let Some(repository) = api.repository.as_ref().filter(|_| !has("sources")) {
        let message = "`repository` turns sources into links, but no error has `sources`";
        findings.push(finding(repository.span, message, "remove it, or add `sources` to errors"));
    }
}
