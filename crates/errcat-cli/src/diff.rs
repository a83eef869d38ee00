//! `diff`: what changed for clients since a git revision.
//!
//! The old catalog is read out of git, with the settings that Cargo.toml had then, and nothing is checked out; the new one
//! is what is on the disk, committed or not.

mod git;

use camino::Utf8Path;
use errcat_gen::diff::{diff, show};
use errcat_gen::finding::Findings;
use errcat_gen::model::Catalog;
use errcat_gen::{Inputs, Report};

use self::git::{Repository, Tree};
use crate::output::{self, counted};
use crate::workspace::{self, Workspace};
use crate::{Failure, Verdict, inputs};

/// How many findings of the old catalog are shown: nobody can mend the past.
const FEW_FINDINGS: usize = 3;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// The revision to compare with: a tag, a branch, a commit
    #[arg(value_name = "REV")]
    revision: String,
    /// How to tell: for people, for a pull request or release notes, as JSON, or as GitHub's annotations
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Markdown,
    Json,
    Github,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let revision = &options.revision;
    let workspace = workspace::find(here)?;
    let tree = Repository::around(&workspace.root)?.tree(revision)?;
    let new = read(inputs::read(&workspace)?)?;
    let old = read(old_inputs(&tree, &workspace)?).map_err(|report| unreadable(revision, report))?;
    let diff = diff(&old, &new);
    let text = match options.format {
        Format::Human => show::human(&diff, revision, true),
        Format::Markdown => show::markdown(&diff, revision),
        Format::Json => show::json(&diff, revision),
        Format::Github => show::github(&diff),
    };
    output::print(&text)?;
    Ok(if diff.breaks_unannounced() { Verdict::Findings } else { Verdict::Fine })
}

/// Who asks what has changed needn't have mended everything first.
fn read(inputs: Inputs) -> Result<Catalog, Report> {
    Ok(errcat_gen::read(&Inputs { lenient: true, ..inputs })?.catalog)
}

/// The catalog as it was. Before there was one, every API is new.
fn old_inputs(tree: &Tree<'_>, workspace: &Workspace) -> Result<Inputs, Failure> {
    let then =
        tree.file("Cargo.toml")?.and_then(|text| workspace::settings_of(&String::from_utf8_lossy(&text)));
    let settings = then.unwrap_or_default();
    let files = tree.catalog(&settings.catalog)?;
    // Cargo.toml didn't name it, or can't be read; the catalog may be where it is now.
    let is_elsewhere = files.is_empty() && settings.catalog != workspace.settings.catalog;
    let files = if is_elsewhere { tree.catalog(&workspace.settings.catalog)? } else { files };
    Ok(Inputs { files, ..Inputs::default() })
}

/// The language was another then, or the catalog was committed with findings.
fn unreadable(revision: &str, report: Report) -> Failure {
    let Report { findings, sources } = report;
    let sorted = findings.sorted(&sources);
    let count = sorted.len();
    let mut few = Findings::default();
    sorted.into_iter().take(FEW_FINDINGS).for_each(|finding| few.push(finding.clone()));
    let which = if count > FEW_FINDINGS { format!(", {FEW_FINDINGS} of them:") } else { ":".to_owned() };
    let message = format!(
        "the catalog at {revision} can't be compared: by today's rules it has {}{which}",
        counted(count, "finding")
    );
    Failure::because_of(message, &Report { findings: few, sources }, "compare with a later revision")
}
