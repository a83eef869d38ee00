//! `list`: the errors as a table, or as JSON.

use crate::program::Verdict;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;
use crate::terminal::table;
use camino::Utf8Path;
use errcat_catalog::model::{Api, Catalog, CodeId, Entry, Retry, Table};
use errcat_catalog::names::folded;
use errcat_catalog::report::visible;
use errcat_catalog::suggest::did_you_mean;
use serde_json::{Value as Json, json};

/// Which errors: those that satisfy every filter that is given.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Of this API
    #[arg(long)]
    api: Option<String>,
    /// Of this table
    #[arg(long)]
    table: Option<String>,
    /// With this status: 404, 4xx, or none
    #[arg(long)]
    status: Option<String>,
    /// Of this kind, directly or through another
    #[arg(long)]
    kind: Option<String>,
    /// By what the catalog says about trying again
    #[arg(long, value_enum)]
    retry: Option<RetryFilter>,
    /// Deprecated ones
    #[arg(long)]
    deprecated: bool,
    /// Retired ones
    #[arg(long)]
    retired: bool,
    /// As an array of objects
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RetryFilter {
    Never,
    Later,
    Unsaid,
}

/// An error where a table has it.
struct Row<'a> {
    api: &'a Api,
    table: &'a Table,
    entry: &'a Entry,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let (_, catalog) = Session::open(here)?.catalog()?;
    check_names(options, &catalog)?;
    let rows: Vec<Row<'_>> = rows(&catalog).filter(|row| is_wanted(row, options)).collect();
    if options.json {
        let rows: Vec<Json> = rows.iter().map(object).collect();
        let json = serde_json::to_string_pretty(&rows).expect("JSON values have text keys");
        output::print(&(visible::json(&json) + "\n"))?;
    } else if rows.is_empty() {
        output::tell("no error is like that\n");
    } else {
        let heads = ["API", "CODE", "STATUS", "TABLE", "MESSAGE"];
        output::print(&table::aligned(heads, rows.iter().map(cells)))?;
    }
    Ok(Verdict::Fine)
}

fn rows(catalog: &Catalog) -> impl Iterator<Item = Row<'_>> {
    let tables = catalog.apis.iter().flat_map(|api| api.tables.iter().map(move |table| (api, table)));
    tables.flat_map(|(api, table)| table.entries.iter().map(move |entry| Row { api, table, entry }))
}

/// A filter that names what isn't there would look like a catalog without errors.
fn check_names(options: &Options, catalog: &Catalog) -> Result<(), Failure> {
    let tables = catalog.apis.iter().flat_map(|api| api.tables.iter().map(|table| &*table.name));
    let codes = catalog.apis.iter().flat_map(|api| api.codes.iter().map(|code| &*code.code));
    check_api(options.api.as_deref(), catalog)?;
    check_name("table", options.table.as_deref(), tables)?;
    check_name("kind", options.kind.as_deref(), codes)
}

/// The same for an API alone.
pub(crate) fn check_api(name: Option<&str>, catalog: &Catalog) -> Result<(), Failure> {
    check_name("API", name, catalog.apis.iter().map(|api| &*api.name))
}

/// Whether a name is the one that is wanted, if one is.
pub(crate) fn is_named(wanted: Option<&str>, name: &str) -> bool {
    wanted.is_none_or(|wanted| folded(wanted) == folded(name))
}

fn check_name<'a>(
    what: &str,
    name: Option<&str>,
    mut names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), Failure> {
    let Some(name) = name else { return Ok(()) };
    let help = did_you_mean(name, names.clone()).unwrap_or_default();
    if names.any(|other| folded(other) == folded(name)) {
        return Ok(());
    }
    Err(Failure::new(format!("there is no {what} `{}`", visible::line(name)), help))
}

fn is_wanted(row: &Row<'_>, options: &Options) -> bool {
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
        _ if wanted == "none" => entry.statuses.is_empty(),
        Some(class) => entry.statuses.iter().any(|status| (status / 100).to_string() == class),
        None => entry.statuses.iter().any(|status| status.to_string() == wanted),
    }
}

fn is_of_kind(api: &Api, entry: &Entry, wanted: &str) -> bool {
    api.kinds(entry).any(|kind| folded(&api[kind].code) == folded(wanted))
}

fn retry_of(entry: &Entry) -> RetryFilter {
    match entry.retry {
        None => RetryFilter::Unsaid,
        Some(Retry::Never) => RetryFilter::Never,
        Some(Retry::Later(_)) => RetryFilter::Later,
    }
}

fn cells(row: &Row<'_>) -> [String; 5] {
    let Row { api, table, entry } = row;
    let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
    let statuses = if statuses.is_empty() { "-".to_owned() } else { statuses.join(" ") };
    let mut message = entry.message.shown(&entry.params);
    message.push_str(match (&entry.retired, &entry.deprecated) {
        (Some(_), _) => " (retired)",
        (None, Some(_)) => " (deprecated)",
        (None, None) => "",
    });
    [api.name.clone(), api[entry.code].code.clone(), statuses, table.name.clone(), message]
}

fn object(row: &Row<'_>) -> Json {
    let Row { api, table, entry } = row;
    // What it leaves out is in `errors.json`.
    let Entry {
        code,
        shared: _,
        place: _,
        line,
        kind,
        title,
        statuses,
        message,
        log: _,
        meaning: _,
        causes: _,
        fixes: _,
        notes: _,
        security: _,
        severity: _,
        params,
        headers: _,
        retry: _, // retry_of()
        examples: _,
        sources: _,
        envelope: _,
        owner: _,
        related: _,
        since: _,
        deprecated,
        retired,
        successor,
        reserved: _,
        never_raised: _,
    } = entry;
    let code_of = |code: CodeId| &*api[code].code;
    json!({
        "api": api.name,
        "code": code_of(*code),
        "table": table.name,
        "title": title,
        "message": message.shown(params),
        "statuses": statuses,
        "kind": kind.map(code_of),
        "retry": match retry_of(entry) {
            RetryFilter::Never => Some("never"),
            RetryFilter::Later => Some("later"),
            RetryFilter::Unsaid => None,
        },
        "deprecated": deprecated,
        "retired": retired,
        "use": successor.map(code_of),
        "docs_url": api.docs_url(*code),
        "path": table.path,
        "line": line,
    })
}
