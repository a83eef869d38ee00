//! The rules on the names of APIs: their folders.

use std::collections::HashSet;

use errcat_catalog::finding::{FileId, Finding, Findings, Level, Report, Rule, Span};
use errcat_catalog::model::{Api, Catalog};
use errcat_catalog::parse::{self, REMOVED_CODE};
use errcat_catalog::suggest::quoted;
use errcat_targets::header;

use super::accept;
use crate::lock::base::{Base, BaseLock, source_path, text};
use crate::lock::comparison::Comparison;
use crate::lock::raw::RawLocked;

pub(crate) static RENAMED_API: Rule = Rule {
    name: "renamed-api",
    why: "The name of an API's folder is in the addresses of its pages and in the names of its Rust modules. If \
          it changes, links and code that use it break.",
    fix: "Rename the folder back. If the change is intended, run `gen --accept API` with the new name.",
    ..Rule::REQUIRED
};

/// Reports an API that was published with another name. The lock, which moves along with its folder, has the
/// former name in its header; without a lock, the base has it.
pub(in crate::lock) fn renamed_api(comparison: &Comparison<'_>) -> Option<Finding> {
    let own = comparison.scope.lock.and_then(|lock| name_in(comparison, lock));
    match own {
        Some((name, place)) => renamed(comparison, &name, place),
        None => comparison.base.and_then(|(base, _)| renamed_api_since(comparison, &base)),
    }
}

/// Reports an API that has another name in the base.
pub(in crate::lock) fn renamed_api_since(
    comparison: &Comparison<'_>,
    base: &BaseLock<'_>,
) -> Option<Finding> {
    let place = name_in(comparison, base.file).map(|(_, place)| place);
    renamed(comparison, &base.lock.api, place.unwrap_or(Span::start_of(base.file)))
}

fn renamed(comparison: &Comparison<'_>, former: &str, place: Span) -> Option<Finding> {
    let scope = comparison.scope;
    if former == scope.name {
        return None;
    }
    let message = format!("the API {} was published as {}", quoted(scope.name), quoted(former));
    let help = format!("rename the folder back to {}\n{}", quoted(former), accept(scope.name));
    Some(Finding::new(&RENAMED_API, scope.place, message, help).related(place, "published here"))
}

/// Returns the name of the API in the header of a lock.
fn name_in(comparison: &Comparison<'_>, lock: FileId) -> Option<(String, Span)> {
    let text = &comparison.scope.sources.file(lock).text;
    let range = header::source_range(text.as_bytes())?;
    let name = text.get(range.clone()).filter(|name| !name.is_empty())?;
    Some((name.to_owned(), Span::of(lock, range)))
}

/// Applies the rule `removed-code` to APIs of the base that no longer exist, except those that were renamed,
/// or whose codes were all retired. They are warnings, because no file is left in which the removal could be
/// accepted.
pub fn check_apis(base: &Base, catalog: &Catalog, report: &mut Report) {
    let api_names: HashSet<&str> = catalog.apis.iter().map(|api| api.name.as_str()).collect();
    for lock in base.locks.iter().filter(|lock| !lock.is_moved && !api_names.contains(&*lock.api)) {
        let Some(text) = text(&lock.file) else { continue };
        let path = source_path(base, &lock.file);
        let file = report.sources.find(&path).unwrap_or_else(|| report.sources.add(path, text));
        let lines = parse::lock::<RawLocked>(&report.sources, file, &mut Findings::default());
        let lines = lines.unwrap_or_default();
        let is_renamed = |api: &Api| {
            let shared = lines.iter().filter(|(code, _)| api.codes.iter().any(|now| now.code == code.value));
            !base.apis.contains(&api.name) && 2 * shared.count() > lines.len()
        };
        let is_announced = lines.iter().all(|(_, was)| was.retired.is_some());
        if !is_announced && !catalog.apis.iter().any(is_renamed) {
            report.findings.push(removed_api(base, &lock.api, &lock.file.path, file));
        }
    }
}

fn removed_api(base: &Base, api: &str, lock: &str, file: FileId) -> Finding {
    let revision = &base.revision;
    let folder = lock.rsplit_once('/').map_or(lock, |(folder, _)| folder);
    let message = format!("the API {} was published at {revision}, but no longer exists", quoted(api));
    let help = format!(
        "restore it, and mark its errors as retired: git checkout {revision} -- {folder}\n\
         or, if it is meant to go, announce it to clients: the warning ends once the base lacks it, too"
    );
    Finding::new(&REMOVED_CODE, Span::start_of(file), message, help).level(Level::Warn)
}
