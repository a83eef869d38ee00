//! Finds the errors that fit the facts about a request. The site's search (`templates/site/request.js`)
//! decides by the same rules:
//!
//! - A host belongs to the API whose `base_url` has it. Without a `base_url`, it is the domain of the
//!   API's `reference`, or a host with the API's name in it. A request to any other public host isn't the
//!   catalog's.
//! - A path belongs to the operation with the most literal segments that fit. The errors of the operation
//!   with the status come first; if it has none, errors that any operation can return.
//! - Headers choose between errors that have the same status.
//! - A single error is a match, unless only its status says so, of a request with an unknown path. Of
//!   several errors, none is chosen.

use std::collections::BTreeSet;

use errcat_catalog::model::{Api, ApiId, Catalog, Entry, Id, ParamType, QualifiedCode};

use super::hosts::apis_of_host;
use super::http::HttpFacts;

/// If more errors have a header, it says little.
const MAX_WITH_HEADER: usize = 20;

/// The errors that fit a request.
#[derive(Debug, Default)]
pub(super) struct RequestMatch {
    /// The errors, the general ones first.
    pub(super) codes: Vec<QualifiedCode>,
    /// `true` if there is only one, and it is the error.
    pub(super) is_certain: bool,
    /// The APIs that the request may be for.
    pub(super) apis: BTreeSet<ApiId>,
}

/// Returns the errors that fit the facts.
pub(super) fn find(catalog: &Catalog, facts: &HttpFacts) -> RequestMatch {
    let target_host = facts.target.as_ref().and_then(|target| target.host.as_deref());
    let hosts = facts.hosts.iter().map(String::as_str).chain(target_host);
    let named: BTreeSet<ApiId> = hosts.flat_map(|host| apis_of_host(catalog, host)).collect();
    if named.is_empty() && target_host.is_some_and(is_public) {
        return RequestMatch::default();
    }
    let has_host = !named.is_empty();
    let mut apis = if has_host { named } else { Id::all(&catalog.apis).collect() };
    let operations: Vec<(ApiId, &str)> = apis
        .iter()
        .flat_map(|api| operations(&catalog[*api], facts).into_iter().map(|operation| (*api, operation)))
        .collect();
    if !operations.is_empty() {
        apis = operations.iter().map(|(api, _)| *api).collect();
    }
    let all = || catalog.codes().filter(|code| apis.contains(&code.api));
    let mut codes: Vec<QualifiedCode> = Vec::new();
    match facts.status {
        Some(..400) => return RequestMatch { apis, ..RequestMatch::default() },
        Some(status) => {
            codes = all().filter(|code| entry(catalog, *code).statuses.contains(status)).collect();
            let is_retired = |code: &QualifiedCode| entry(catalog, *code).retired.is_some();
            if !codes.iter().all(is_retired) {
                codes.retain(|code| !is_retired(code));
            }
            if facts.target.is_some() {
                codes = of_operations(catalog, codes, &operations);
            }
        }
        None => {}
    }
    let is_failure = facts.status.is_some();
    let mut by_header = false;
    if !facts.headers.is_empty() && (!is_failure || codes.len() > 1) {
        let pool: Vec<QualifiedCode> = if is_failure { codes.clone() } else { all().collect() };
        let count = |code: &QualifiedCode| count_headers(&catalog[code.api], entry(catalog, *code), facts);
        let most = pool.iter().map(count).max().unwrap_or_default().max(1);
        let having: Vec<_> = pool.into_iter().filter(|code| count(code) == most).collect();
        if (1..=MAX_WITH_HEADER).contains(&having.len()) {
            codes = having;
            by_header = true;
        }
    }
    codes.sort_by_key(|code| is_specific(catalog, *code));
    let is_known = has_host || !operations.is_empty() || by_header;
    let is_certain = codes.len() == 1 && (is_known || facts.target.is_none());
    RequestMatch { codes, is_certain, apis }
}

/// Keeps the errors of the operations, or those that any operation can return.
fn of_operations(
    catalog: &Catalog,
    codes: Vec<QualifiedCode>,
    operations: &[(ApiId, &str)],
) -> Vec<QualifiedCode> {
    let (own, others): (Vec<_>, Vec<_>) = codes.into_iter().partition(|code| {
        let known = operations_of(catalog, *code);
        operations.iter().any(|(api, operation)| *api == code.api && known.contains(operation))
    });
    if own.is_empty() {
        others.into_iter().filter(|code| operations_of(catalog, *code).is_empty()).collect()
    } else {
        own
    }
}

/// Returns the operations that return an error, in all of its tables. Empty if any operation can.
fn operations_of(catalog: &Catalog, id: QualifiedCode) -> Vec<&str> {
    let api = &catalog[id.api];
    let tables: Vec<&[String]> =
        api[id.code].entries().map(|entry| api[entry.table].operations_of(&api[entry])).collect();
    if tables.iter().any(|operations| operations.is_empty()) {
        return Vec::new();
    }
    tables.into_iter().flatten().map(String::as_str).collect()
}

/// Returns `false` for hosts that say nothing about the API: the local machine, addresses, internal names.
fn is_public(host: &str) -> bool {
    let is_internal = ["local", "localhost", "internal", "svc", "test", "lan", "arpa"]
        .iter()
        .any(|end| host.rsplit('.').next() == Some(end));
    host.contains('.')
        && !is_internal
        && !host.contains(".svc.")
        && !host.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Returns the operations of an API that a request is for: those with the most literal segments.
fn operations<'a>(api: &'a Api, facts: &HttpFacts) -> Vec<&'a str> {
    let Some(target) = &facts.target else { return Vec::new() };
    let base = api.base_url.as_deref().and_then(|base| base.split_once("://"));
    let base = base.and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].trim_end_matches('/')));
    let below = base.and_then(|base| target.path.strip_prefix(base)).filter(|path| path.starts_with('/'));
    let paths = [Some(target.path.as_str()), below];
    let entries = api.tables.iter().flat_map(|table| {
        table.operations.iter().chain(table.entries.iter().flat_map(|entry| &entry.operations))
    });
    let mut found: Vec<(usize, &str)> = Vec::new();
    for operation in entries {
        let (verb, template) = operation.split_once(' ').unwrap_or((operation, ""));
        if facts.method.as_ref().is_some_and(|method| method != verb) {
            continue;
        }
        let literals = paths.iter().flatten().find_map(|path| matching_literals(template, path));
        found.extend(literals.map(|literals| (literals, operation.as_str())));
    }
    let most = found.iter().map(|(literals, _)| *literals).max();
    found.retain(|(literals, _)| Some(*literals) == most);
    found.dedup();
    found.into_iter().map(|(_, operation)| operation).collect()
}

/// Returns the number of literal segments, if a path fits a template.
fn matching_literals(template: &str, path: &str) -> Option<usize> {
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    template.split('/').zip(path.split('/')).try_fold(0, |literals, (segment, value)| {
        let is_value = segment.starts_with('{') || segment.starts_with(':');
        match is_value {
            true => (!value.is_empty()).then_some(literals),
            false => (segment == value).then_some(literals + 1),
        }
    })
}

/// Counts the headers that an error has. A value that the header can't have doesn't count.
fn count_headers(api: &Api, entry: &Entry, facts: &HttpFacts) -> usize {
    let has = |name: &str, ty: &ParamType| {
        let Some(value) = facts.headers.get(&name.to_lowercase()) else { return false };
        let digits = value.bytes().all(|byte| byte.is_ascii_digit()).then_some(value.len());
        match ty {
            ParamType::TimestampSeconds => value.is_empty() || matches!(digits, Some(9..=10)),
            ParamType::TimestampMilliseconds => value.is_empty() || matches!(digits, Some(12..=13)),
            _ => true,
        }
    };
    entry.headers.iter().filter(|header| has(&api[**header].name, &api[**header].value.ty)).count()
}

/// Returns `true` if an error inherits from one with the same status.
fn is_specific(catalog: &Catalog, id: QualifiedCode) -> bool {
    let api = &catalog[id.api];
    let own = api.owner(id.code);
    let numbers = |entry: &'_ Entry| entry.statuses.numbers().to_vec();
    own.kind.is_some_and(|kind| {
        let known = numbers(api.owner(kind));
        numbers(own).iter().any(|status| known.contains(status))
    })
}

fn entry(catalog: &Catalog, id: QualifiedCode) -> &Entry {
    catalog[id.api].owner(id.code)
}
