//! The filters of `list`.

use std::collections::BTreeSet;

use errcat_catalog::model::{Api, Catalog, Entry, Retry, StatusRange, StatusWord};
use errcat_catalog::names::folded;
use errcat_catalog::report::visible;

use super::{Options, Row};
use crate::terminal::failure::Failure;
use crate::verbs::names::{check_api, check_name, is_named};

/// A filter by the `retry` of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum RetryFilter {
    Never,
    Later,
    Unsaid,
}

/// Checks that the names in filters exist. Otherwise the output would look as if the catalog had no errors.
pub(super) fn check_names(options: &Options, catalog: &Catalog) -> Result<(), Failure> {
    let tables = catalog.apis.iter().flat_map(|api| api.tables.iter().map(|table| &*table.name));
    let codes = catalog.apis.iter().flat_map(|api| api.codes.iter().map(|code| &*code.code));
    check_api(options.api.as_deref(), catalog)?;
    check_name("table", options.table.as_deref(), tables)?;
    check_name("kind", options.kind.as_deref(), codes)?;
    check_status(options.status.as_deref(), catalog)
}

/// Checks that a status is valid, and that an error of the catalog has it.
fn check_status(wanted: Option<&str>, catalog: &Catalog) -> Result<(), Failure> {
    let Some(wanted) = wanted else { return Ok(()) };
    let entries = || catalog.apis.iter().flat_map(|api| &api.tables).flat_map(|table| &table.entries);
    if entries().any(|entry| has_status(entry, wanted)) {
        return Ok(());
    }
    let statuses: BTreeSet<StatusWord> = entries().flat_map(|entry| entry.statuses.words()).collect();
    let statuses: Vec<String> = statuses.iter().map(StatusWord::to_string).collect();
    let message = format!("no error has the status `{}`", visible::line(wanted));
    let known = format!("the statuses are {}; write one, `4xx` or `none`", statuses.join(", "));
    Err(Failure::new(message, if statuses.is_empty() { "write `none`".to_owned() } else { known }))
}

pub(super) fn is_wanted(row: &Row<'_>, options: &Options) -> bool {
    let Row { api, table, entry } = row;
    is_named(options.api.as_deref(), &api.name)
        && is_named(options.table.as_deref(), &table.name)
        && options.status.as_deref().is_none_or(|status| has_status(entry, status))
        && options.kind.as_deref().is_none_or(|kind| is_of_kind(api, entry, kind))
        && options.retry.is_none_or(|retry| retry == retry_of(entry))
        && (!options.deprecated || entry.deprecated.is_some())
        && (!options.retired || entry.retired.is_some())
}

fn has_status(entry: &Entry, wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    match wanted.strip_suffix("xx") {
        _ if wanted == "none" => entry.statuses.is_none(),
        _ if wanted == "default" => entry.statuses.range() == Some(StatusRange::Any),
        Some(class) => {
            let mut families = entry.statuses.words().flat_map(StatusWord::families);
            families.any(|family| family.to_string() == class)
        }
        None => wanted.parse().is_ok_and(|status| entry.statuses.contains(status)),
    }
}

fn is_of_kind(api: &Api, entry: &Entry, wanted: &str) -> bool {
    api.kinds(entry).any(|kind| folded(&api[kind].code) == folded(wanted))
}

pub(super) fn retry_of(entry: &Entry) -> RetryFilter {
    match entry.retry {
        None => RetryFilter::Unsaid,
        Some(Retry::Never) => RetryFilter::Never,
        Some(Retry::Later(_)) => RetryFilter::Later,
    }
}
