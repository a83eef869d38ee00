//! `diff`: shows what changed for clients since a git revision.
//!
//! The old catalog is read from git without a checkout, with the settings that Cargo.toml had at that
//! revision. The new catalog is on the disk, committed or not.

use camino::Utf8Path;
use errcat_catalog::Report;
use errcat_catalog::finding::Findings;
use errcat_drift::diff::{diff, show};

use crate::pipeline::{self, Inputs};
use crate::program::Verdict;
use crate::reading::git::{Git, GitTree, Repository};
use crate::reading::manifest;
use crate::reading::workspace::Workspace;
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
    let (workspace, new) = Session::open(here)?.catalog()?;
    let git = Git { folder: &workspace.root, may_fetch: true };
    let tree = Repository::find(git)?.tree(revision)?;
    let old =
        pipeline::read(&old_inputs(&tree, &workspace)?).map_err(|report| unreadable(revision, report))?;
    let diff = diff(&old.catalog, &new);
    let text = match options.format {
        Format::Human => show::human(&diff, revision, true),
        Format::Markdown => show::markdown(&diff, revision),
        Format::Json => show::json(&diff, revision),
        Format::Github => show::github(&diff),
    };
    output::print(&text)?;
    Ok(if diff.breaks_unannounced() { Verdict::Findings } else { Verdict::Fine })
}

/// Returns the files of the old catalog. Empty if there was no catalog, so that every API is new.
fn old_inputs(tree: &GitTree<'_>, workspace: &Workspace) -> Result<Inputs, Failure> {
    let old =
        tree.file("Cargo.toml")?.and_then(|text| manifest::valid_settings(&String::from_utf8_lossy(&text)));
    let settings = old.unwrap_or_default();
    let files = tree.catalog(&settings.targets.catalog)?;
    // The old Cargo.toml didn't set the folder, or can't be read: try the current folder.
    let is_elsewhere = files.is_empty() && settings.targets.catalog != workspace.settings.targets.catalog;
    let files = if is_elsewhere { tree.catalog(&workspace.settings.targets.catalog)? } else { files };
    Ok(Inputs { files, lenient: true, ..Inputs::default() })
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
