//! `gen`: from the catalog to the disk.

use std::fmt::Write;
use std::time::Instant;

use camino::Utf8Path;
use errcat_catalog::report::{self, visible};
use errcat_drift::accept::Accept;
use errcat_targets::selection::Selection;

use super::drift;
use super::summary::unchanged;

pub use super::summary::Summary;
use crate::disk::compare::Obstacle;
use crate::disk::last_run::{LastRun, Run, selection};
use crate::disk::write::Stage;
use crate::disk::{self, Disk};
use crate::program::{Program, Verdict};
use crate::reading::workspace;
use crate::session::{Examined, Session};
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// The options of `gen`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Write nothing: list every stale, missing and orphaned file with its difference, and exit 1 if there is one
    #[arg(long)]
    check: bool,
    /// Take changes of what was published, or of the code that `sources` name, as meant: those of these codes, or all
    #[arg(long, num_args = 0.., value_name = "CODE", conflicts_with = "check")]
    accept: Option<Vec<String>>,
}

/// How a run of [`write`] ended.
pub enum Outcome<'a> {
    /// Nothing that the last run read or wrote has changed since.
    Unchanged,
    /// Files that aren't errcat's are in the way, so nothing was written.
    Obstructed(Vec<Obstacle>),
    /// The files are written.
    Written(Summary<'a>),
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    if options.check {
        return list_drift(here, program);
    }
    let start = Instant::now();
    let workspace = workspace::find(here)?;
    // Before anything is read: a run that waited writes what the catalog says by then.
    let _lock = disk::lock(&workspace.root);
    let session = Session::read(workspace)?.accepting(accepted(options.accept.as_deref()));
    match write(&session, disk, &mut |_| {})? {
        Outcome::Unchanged => output::print(&unchanged(&session, start.elapsed(), program))?,
        Outcome::Written(summary) => output::print(&summary.text(start.elapsed(), program))?,
        Outcome::Obstructed(obstacles) => {
            output::tell(&refusal(&obstacles));
            return Ok(Verdict::Findings);
        }
    }
    // The process ends here, and the system takes back at once what would be given back piece by piece.
    std::mem::forget(session);
    Ok(Verdict::Fine)
}

/// Generates what has changed and writes it, calling `on_phase` with the name of each phase as it starts. Warnings go to the
/// standard error.
///
/// # Errors
///
/// The findings of the catalog if it has errors, the mistake of a template, and what can't be read or written.
pub fn write<'a>(
    session: &'a Session,
    disk: &dyn Disk,
    on_phase: &mut dyn FnMut(&str),
) -> Result<Outcome<'a>, Failure> {
    let Session { workspace, inputs } = session;
    on_phase("look");
    let last_run = LastRun::look(workspace, inputs);
    if last_run.is_current() {
        return Ok(Outcome::Unchanged);
    }
    let Examined { catalog, report, sources } = session.examine(on_phase)?;
    output::tell(&sources.skipped);
    if report.findings.has_errors() {
        return Err(report.into());
    }
    let up_to_date = last_run.up_to_date(&catalog);
    let selection = selection(&catalog, &up_to_date);
    let targets = session.targets(sources.locks)?;
    let stage = Stage::new(disk, &workspace.root);
    let changes = session.compare(&targets, &selection, &up_to_date, &stage, on_phase)?;
    if !changes.obstacles.is_empty() {
        return Ok(Outcome::Obstructed(changes.obstacles));
    }
    let summary = Summary::new(session, &targets, &catalog, &changes, &up_to_date);
    on_phase("write");
    let planned = stage.apply(changes)?;
    let has_warnings = !report.findings.is_empty();
    if has_warnings {
        output::tell(&report::human(&report, true));
    }
    on_phase("remember");
    // What was reported now, the next run reports again.
    let reports = has_warnings || !sources.skipped.is_empty();
    let run =
        Run { selection: &selection, planned: &planned, current: &up_to_date, code: &sources.files, reports };
    last_run.remember(disk, &run);
    on_phase("done");
    // Freeing a large catalog piece by piece takes longer than ending the process.
    std::mem::forget((catalog, report));
    Ok(Outcome::Written(summary))
}

/// `gen --check`: lists every file that differs from what the catalog says, and writes nothing.
fn list_drift(here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let session = Session::open(here)?;
    let Examined { catalog, report, sources } = session.examine(&mut |_| {})?;
    output::tell(&sources.skipped);
    if report.findings.has_errors() {
        return Err(report.into());
    }
    let targets = session.targets(sources.locks)?;
    let drift = drift::find(&session, &targets, &Selection::all(&catalog), &[])?;
    output::print(&drift::listed(&session, &targets, &drift, program)?)?;
    Ok(if drift.is_empty() { Verdict::Fine } else { Verdict::Findings })
}

fn accepted(codes: Option<&[String]>) -> Accept {
    match codes {
        None => Accept::Nothing,
        Some([]) => Accept::Everything,
        Some(codes) => Accept::Codes(codes.iter().cloned().collect()),
    }
}

fn refusal(obstacles: &[Obstacle]) -> String {
    let error = anstyle::AnsiColor::BrightRed.on_default().bold();
    let rule = drift::HAND_MADE_FILE.name;
    let mut text = String::new();
    for Obstacle { path, reason } in obstacles {
        let path = visible::line(path.as_str());
        writeln!(text, "{error}error[{rule}]{error:#}: {path} {}", reason.text())
            .expect("writing to a String");
    }
    let these = if obstacles.len() == 1 { "it" } else { "them" };
    writeln!(text, "  = help: move {these} elsewhere, or delete {these}; nothing was written").expect("same");
    text
}
