//! `coverage`: lists where code raises each error, which tests contain it, and what its page lacks. It only
//! lists; `check` reports findings.

mod human;
mod machine;
mod totals;

use camino::Utf8Path;
use errcat_catalog::Catalog;
use errcat_drift::code::coverage::{Coverage, Raising};

use super::names::{check_api, is_named};
use crate::program::Verdict;
use crate::reading::code;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::format::{self, Format};
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat coverage --api kakunin
  errcat coverage --unraised --format json

Exit codes: 0 success, 1 errors in the catalog, 2 usage error or failure.

Which code is read is set in [workspace.metadata.errcat] in Cargo.toml: code.rust, code.literals.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Filter by API
    #[arg(long)]
    api: Option<String>,
    /// Show only errors that nothing raises and that aren't `reserved`
    #[arg(long)]
    unraised: bool,
    /// Output format; `json` prints every location
    #[arg(long, default_value = "human", value_parser = format::parser(&[Format::Human, Format::Json]))]
    format: Format,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let session = Session::open(here)?;
    let generated = session.owned_directories();
    let (workspace, catalog) = session.catalog()?;
    check_api(options.api.as_deref(), &catalog)?;
    let files = code::read(&workspace, &generated)?;
    let found = errcat_drift::code::find(&catalog, &workspace.settings.code.literals, &files);
    let mut all = errcat_drift::code::coverage(&catalog, &files, &found);
    all.retain(|it| is_named(options.api.as_deref(), &catalog[it.code.api].name));
    let unparsed = code::unparsed(&found, &files);
    let view = CoverageView { catalog: &catalog, all: &all, unraised: options.unraised, unparsed: &unparsed };
    let text = match options.format {
        Format::Json => machine::render(&view),
        _ => human::render(&view),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

/// The coverage of the errors that match the filter by API.
struct CoverageView<'a> {
    catalog: &'a Catalog,
    /// Every matching error. Totals count all of them.
    all: &'a [Coverage],
    /// Show only errors that nothing raises.
    unraised: bool,
    /// Rust files that couldn't be parsed.
    unparsed: &'a [&'a str],
}

impl CoverageView<'_> {
    /// Returns the errors to list.
    fn listed(&self) -> impl Iterator<Item = &Coverage> {
        self.all.iter().filter(|it| !self.unraised || it.raising == Raising::Nowhere)
    }
}

/// Returns the name of a state, as printed.
fn name(raising: Raising) -> &'static str {
    match raising {
        Raising::Raised => "raised",
        Raising::KindOf(_) => "kind",
        Raising::Fallback => "fallback",
        Raising::Reserved => "reserved",
        Raising::Deprecated => "deprecated",
        Raising::Retired => "retired",
        Raising::Nowhere => "nowhere",
    }
}
