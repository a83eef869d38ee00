//! `diff`: shows what changed for clients since a git revision.
//!
//! The old catalog is read from git without a checkout, from the folder that Cargo.toml set at that revision,
//! or that git knows it was moved from. The new catalog is on the disk, committed or not.

mod catalog_files;
mod checked_out;
mod links;
mod moves;
mod old_catalog;

use camino::Utf8Path;
use errcat_catalog::finding::Findings;
use errcat_catalog::report::visible;
use errcat_catalog::{Catalog, Report};
use errcat_drift::diff::{Diff, RenamedApis, diff_renamed, show};

use self::old_catalog::OldCatalog;
use crate::pipeline::{self, Inputs};
use crate::program::Verdict;
use crate::reading::git::{Git, Repository};
use crate::reading::workspace::{self, Workspace};
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::format::{self, Format};
use crate::terminal::output::{self, counted};

/// The maximum number of findings of the old catalog that are shown. They can't be fixed anyway.
const MAX_OLD_FINDINGS: usize = 3;

/// The output formats of `diff`.
const FORMATS: [Format; 4] = [Format::Human, Format::Markdown, Format::Json, Format::Github];

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat diff v1.0
  errcat diff origin/main --format markdown  # for a pull request comment or release notes

Exit codes: 0 success, 1 a change breaks clients without notice, 2 usage error or failure.
Removing a code gives notice if the code was marked `retired` before.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Git revision to compare with: a tag, branch or commit
    #[arg(value_name = "REV")]
    revision: String,
    /// Output format; `github` prints workflow annotations
    #[arg(long, default_value = "human", value_parser = format::parser(&FORMATS))]
    format: Format,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let revision = &options.revision;
    let workspace = workspace::find(here)?;
    let (workspace, new) = Session::read(workspace)?.catalog()?;
    let Comparison { diff, old: _, renamed: _ } = compare(&workspace, revision, &new)?;
    let text = match options.format {
        Format::Human => show::human(&diff, revision, true),
        Format::Markdown => show::markdown(&diff, revision),
        Format::Json => show::json(&diff, revision),
        Format::Github => show::github(&diff),
    };
    output::print(&text)?;
    Ok(if diff.breaks_unannounced() { Verdict::Findings } else { Verdict::Fine })
}

/// The changes of a catalog since a revision.
pub(crate) struct Comparison {
    pub(crate) old: Catalog,
    pub(crate) renamed: RenamedApis,
    pub(crate) diff: Diff,
}

/// Compares the catalog of a workspace with the one at a revision.
///
/// # Errors
///
/// If there is no readable catalog at the revision, or if a part of the new one isn't checked out.
pub(crate) fn compare(workspace: &Workspace, revision: &str, new: &Catalog) -> Result<Comparison, Failure> {
    let tree = Repository::find(Git { folder: &workspace.root, may_fetch: true })?.tree(revision)?;
    checked_out::check(&tree, workspace)?;
    let old = old_catalog::find(&tree, workspace, revision, new)?;
    output::eprint(&notes(&old, revision, &workspace.settings.targets.catalog));
    let catalog = pipeline::read(&inputs(&old)).map_err(|report| unreadable(revision, report))?.catalog;
    let mut diff = diff_renamed(&catalog, new, &old.renamed);
    locate(&mut diff, &old);
    Ok(Comparison { old: catalog, renamed: old.renamed, diff })
}

fn inputs(old: &OldCatalog) -> Inputs {
    let mut inputs = Inputs { files: old.files.clone(), lenient: true, ..Inputs::default() };
    inputs.settings.targets.catalog.clone_from(&old.shown);
    inputs
}

/// Returns notes on the folders that were compared, if they were elsewhere. Empty otherwise.
fn notes(old: &OldCatalog, revision: &str, now: &str) -> String {
    let note = |what: &str, folder: &str| {
        format!("At {}, {} was in {}\n", visible::line(revision), visible::line(what), visible::line(folder))
    };
    let of_catalog = if old.shown == now { String::new() } else { note("the catalog", &old.shown) };
    let of_apis = old.relocated.iter().map(|(path, folder)| note(path, folder));
    of_catalog + &of_apis.collect::<String>()
}

/// Corrects the locations in APIs whose folders were outside of the catalog.
fn locate(diff: &mut Diff, old: &OldCatalog) {
    for location in diff.changes.iter_mut().map(|change| &mut change.location).filter(|it| it.is_old) {
        let real = old.relocated.iter().find_map(|(path, folder)| {
            let below = location.path.strip_prefix(path)?.strip_prefix('/')?;
            Some(format!("{folder}/{below}"))
        });
        if let Some(real) = real {
            location.path = real;
        }
    }
}

/// Returns the failure for an old catalog that can't be read, because the format has changed or because it
/// was committed with findings.
fn unreadable(revision: &str, report: Report) -> Failure {
    let Report { findings, sources } = report;
    let sorted = findings.sorted(&sources);
    let count = sorted.len();
    let mut few = Findings::default();
    sorted.into_iter().take(MAX_OLD_FINDINGS).for_each(|finding| few.push(finding.clone()));
    let which =
        if count > MAX_OLD_FINDINGS { format!(", the first {MAX_OLD_FINDINGS}:") } else { ":".to_owned() };
    let message = format!(
        "can't compare with the catalog at {revision}: with the current rules it has {}{which}",
        counted(count, "finding")
    );
    Failure::because_of(message, &Report { findings: few, sources }, "compare with a later revision")
}
