//! `list`: the errors as a table, or as JSON.

mod filter;
mod show;

use camino::Utf8Path;
use errcat_catalog::model::{Api, Catalog, Entry, Table};

use self::filter::RetryFilter;
use crate::program::Verdict;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;

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

/// An error where a table has it.
struct Row<'a> {
    api: &'a Api,
    table: &'a Table,
    entry: &'a Entry,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let (_, catalog) = Session::open(here)?.catalog()?;
    filter::check_names(options, &catalog)?;
    let rows: Vec<Row<'_>> = rows(&catalog).filter(|row| filter::is_wanted(row, options)).collect();
    if options.json {
        output::print(&show::json(&rows))?;
    } else if rows.is_empty() {
        output::tell("no matching errors\n");
    } else {
        output::print(&show::table(&rows))?;
    }
    Ok(Verdict::Fine)
}

fn rows(catalog: &Catalog) -> impl Iterator<Item = Row<'_>> {
    let tables = catalog.apis.iter().flat_map(|api| api.tables.iter().map(move |table| (api, table)));
    tables.flat_map(|(api, table)| table.entries.iter().map(move |entry| Row { api, table, entry }))
}
