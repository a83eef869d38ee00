//! `gen`: generates all files from the catalog and writes those that differ.

mod accept;
mod check;
mod summary;
pub(crate) mod watch;
mod write;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use camino::Utf8Path;
use errcat_catalog::report::visible;
use errcat_drift::accept::Accept;
use errcat_targets::settings::DocsVersion;

pub use self::summary::Summary;
use self::summary::unchanged;
pub use self::write::{Outcome, write};
use crate::disk::compare::{Obstacle, Reason};
use crate::disk::{self, Disk};
use crate::drift;
use crate::history::{self, FoundHistory};
use crate::program::{Program, Verdict};
use crate::reading::workspace::{self, Workspace};
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat gen
  errcat gen --watch                   # again after each change
  errcat gen --check                   # in CI: have the generated files been committed?
  errcat gen --accept agent_not_found  # its published status was changed on purpose
  errcat gen --accept shop/not_found   # only in the API `shop`
  errcat gen --docs-version 2.3        # the site as a version, next to the current one

Exit codes: 0 success, 1 errors in the catalog or, with --check, differences, 2 usage error or failure.

Output folders are set in [workspace.metadata.errcat] in Cargo.toml: rust, derive, site, markdown, targets.";

/// The options of `gen`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Write nothing; list files that are stale, missing or orphaned, with a diff
    #[arg(long)]
    check: bool,
    /// Generate again after each change, until Ctrl-C is pressed
    ///
    /// Watches the catalog, the templates, the settings and the code that `sources` refer to. Errors are
    /// printed, and nothing is written until they are fixed.
    #[arg(long, conflicts_with_all = ["check", "accept", "accept_all", "adopt"])]
    watch: bool,
    /// Accept breaking changes for these codes, each as CODE or API/CODE
    ///
    /// Updates catalog.lock, which records the published codes, and sources.lock, which records the code that
    /// `sources` refer to. Without this option, changes to them are errors. Prints each change that it
    /// accepts. Without codes, only lists what could be accepted.
    #[arg(long, num_args = 0.., value_name = "CODE", conflicts_with = "check")]
    accept: Option<Vec<String>>,
    /// Accept all breaking changes
    #[arg(long, conflicts_with_all = ["check", "accept"])]
    accept_all: bool,
    /// Take over files that errcat didn't generate
    ///
    /// Overwrites and lists files at paths of generated files. Without this option, they are errors.
    #[arg(long, conflicts_with = "check")]
    adopt: bool,
    /// Generate the site as a version, in a folder of its own, such as 2.3
    ///
    /// The current site and other versions stay as they are. Overrides the setting `docs-version`.
    #[arg(long, value_name = "VERSION", conflicts_with = "watch")]
    docs_version: Option<DocsVersion>,
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    if options.check {
        return check::run(find_workspace(options, here)?, program);
    }
    if options.watch {
        match watch::run(here, program, disk, &mut |_, _| {})? {}
    }
    let start = Instant::now();
    let workspace = find_workspace(options, here)?;
    // Lock before reading, so that a run that had to wait uses the current catalog.
    let _lock = disk::lock::to_write(&workspace.root);
    let session = Session::read(workspace)?.accepting(parse_accept(options));
    let mut session = Session { adopt: options.adopt, ..session };
    let FoundHistory { history, note } = history::find(&session.workspace, &session.inputs.files, disk);
    session.inputs.history = history;
    if options.accept.as_ref().is_some_and(Vec::is_empty) {
        return accept::list(&session, program);
    }
    match write(&session, disk, &mut |_| {})? {
        Outcome::Unchanged => output::print(&unchanged(&session, start.elapsed(), program))?,
        Outcome::Written(summary) => {
            output::print(&summary.text(start.elapsed(), program))?;
            output::eprint(&note);
        }
        Outcome::Refused(refusal) => {
            output::eprint(&refusal);
            return Ok(Verdict::Findings);
        }
        Outcome::Obstructed(obstacles) => {
            output::eprint(&render_obstacles(&obstacles, program));
            return Ok(Verdict::Findings);
        }
    }
    // The process ends here. The system frees all memory at once, which is faster than dropping the session.
    std::mem::forget(session);
    Ok(Verdict::Fine)
}

/// Finds the workspace, and sets the version of the site.
fn find_workspace(options: &Options, here: &Utf8Path) -> Result<Workspace, Failure> {
    let mut workspace = workspace::find(here)?;
    if let Some(version) = &options.docs_version {
        if workspace.settings.targets.markdown.is_some() {
            return Err(Failure::new(
                "there is no site to generate as a version, because [workspace.metadata.errcat] sets `markdown`",
                "use the versions of the site generator that reads the Markdown",
            ));
        }
        workspace.set_docs_version(version.clone());
    }
    Ok(workspace)
}

fn parse_accept(options: &Options) -> Accept {
    match options.accept.as_deref() {
        // A list of what can be accepted.
        Some([]) => Accept::Everything,
        Some(codes) => Accept::Codes(codes.iter().cloned().collect()),
        None if options.accept_all => Accept::Everything,
        None => Accept::Nothing,
    }
}

/// Renders files that are in the way as errors.
pub(crate) fn render_obstacles(obstacles: &[Obstacle], program: Program) -> String {
    let error = anstyle::AnsiColor::BrightRed.on_default().bold();
    let rule = drift::HAND_MADE_FILE.name;
    let mut by_reason: BTreeMap<Reason, Vec<&Utf8Path>> = BTreeMap::new();
    for Obstacle { path, reason } in obstacles {
        by_reason.entry(*reason).or_default().push(path);
    }
    let mut text = String::new();
    for (reason, paths) in by_reason {
        for path in &paths {
            let path = visible::line(path.as_str());
            writeln!(text, "{error}error[{rule}]{error:#}: {path} {}", reason.text())
                .expect("writing to a String");
        }
        let help = drift::obstacle_help(reason, &paths, program);
        let help = visible::line(&help);
        writeln!(text, "  = help: {help}; nothing was written").expect("writing to a String");
    }
    text
}
