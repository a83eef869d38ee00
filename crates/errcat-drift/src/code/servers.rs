//! Finds servers of an API, and the failures for which they have no error.

use std::collections::HashSet;
use std::ops::Range;

use errcat_catalog::finding::{Finding, Level, Report};
use errcat_catalog::model::{Api, ApiId, Failure};
use errcat_catalog::rules::{MISSING_FALLBACK, NEEDLESS_ALLOW};
use errcat_catalog::shape::Choice;
use errcat_catalog::suggest::quoted;

use super::CodeUses;
use super::texts::SourceTexts;

/// Middleware that answers failures with the errors of an API.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) api: ApiId,
    /// The index into the files.
    pub(super) file: usize,
    /// The byte range in the file.
    pub(super) range: Range<usize>,
}

/// The failures that every web framework answers by itself, whatever middleware a service has.
const ALWAYS: [Failure; 7] = [
    Failure::UnknownPath,
    Failure::UnknownMethod,
    Failure::MalformedRequest,
    Failure::InvalidRequest,
    Failure::BodyTooLarge,
    Failure::UnsupportedMediaType,
    Failure::InternalError,
];

/// Returns `true` if [`missing_fallback`] can have findings for an API.
pub(super) fn needs_code(api: &Api) -> bool {
    api.missing_fallback.level != Level::Allow || !api.missing_fallback_allows.is_empty()
}

/// Reports servers of an API that has no error for some failures.
pub(super) fn missing_fallback(
    api: &Api,
    id: ApiId,
    found: &CodeUses,
    texts: &mut SourceTexts<'_>,
    report: &mut Report,
) {
    let entries = api.tables.iter().flat_map(|table| &table.entries);
    let defined: HashSet<Failure> = entries.flat_map(|entry| entry.fallback_for.iter().copied()).collect();
    let missing = ALWAYS.iter().filter(|failure| !defined.contains(failure));
    let missing: Vec<&str> = missing.map(|failure| failure.word()).collect();
    // A reserved API is served elsewhere. A server of it in this workspace is an example.
    let is_served = api.reserved.is_none() && !missing.is_empty();
    let mut servers = found.servers.iter().filter(|server| is_served && server.api == id);
    let level = api.missing_fallback.level;
    let first = servers.next();
    if let Some(server) = first.filter(|_| level != Level::Allow) {
        let span = texts.span(server.file, &server.range, &mut report.sources);
        let message = format!("{} has no error for {}", quoted(&api.name), missing.join(", "));
        let help = format!("add `fallback_for: {}` to an error of {}", missing[0], quoted(&api.name));
        let finding = Finding::new(&MISSING_FALLBACK, span, message, help);
        report.findings.push(finding.label("answers these without a code").level(level));
    }
    let needed = api.missing_fallback.place.filter(|_| first.is_some());
    for place in api.missing_fallback_allows.iter().filter(|place| Some(**place) != needed) {
        let message = format!("`{}` is allowed here, but has no findings", MISSING_FALLBACK.name);
        report.findings.push(Finding::new(&NEEDLESS_ALLOW, *place, message, "remove it"));
    }
}
