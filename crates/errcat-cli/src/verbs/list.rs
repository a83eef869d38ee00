//! `list`: prints errors as a table or as JSON.

mod filter;
mod show;

use camino::Utf8Path;
use errcat_catalog::model::{Api, Catalog, Entry, Table};

use self::filter::RetryFilter;
use crate::program::Verdict;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat list --status 5xx --retry unsaid  # server errors that don't set `retry`
  errcat list --kind forbidden --json

Exit codes: 0 success, even without matches, 1 errors in the catalog, 2 usage error or failure.";

/// The filters of `list`. Errors match if they satisfy all of them.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Filter by API
    #[arg(long)]
    api: Option<String>,
    /// Filter by table
    #[arg(long)]
    table: Option<String>,
    /// Filter by HTTP status: 404, 4xx or none
    #[arg(long)]
    status: Option<String>,
    /// Filter by the code that errors inherit from (`is`), directly or not
    #[arg(long, value_name = "CODE")]
    kind: Option<String>,
    /// Filter by `retry`; `unsaid` means that it isn't set
    #[arg(long, value_enum)]
    retry: Option<RetryFilter>,
    /// Show only deprecated errors
    #[arg(long)]
    deprecated: bool,
    /// Show only retired errors
    #[arg(long)]
    retired: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A line of the output. An error that several tables contain has several.
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
        output::eprint("no matching errors\n");
    } else {
        output::print(&show::table(&rows))?;
    }
    Ok(Verdict::Fine)
}

fn rows(catalog: &Catalog) -> impl Iterator<Item = Row<'_>> {
    let tables = catalog.apis.iter().flat_map(|api| api.tables.iter().map(move |table| (api, table)));
    tables.flat_map(|(api, table)| table.entries.iter().map(move |entry| Row { api, table, entry }))
}
