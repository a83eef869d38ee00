//! Generating what has changed, and writing it.

use errcat_catalog::report;
use errcat_drift::accept::Accept;

use super::accept;
use super::summary::Summary;
use crate::disk::Disk;
use crate::disk::compare::Obstacle;
use crate::disk::last_run::{LastRun, Run, selection};
use crate::disk::write::Stage;
use crate::drift;
use crate::session::{Examined, Session};
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// How a run of [`write()`] ended.
pub enum Outcome<'a> {
    /// Nothing that the last run read or wrote has changed since.
    Unchanged,
    /// Files that aren't errcat's are in the way, so nothing was written.
    Obstructed(Vec<Obstacle>),
    /// `--accept` named codes that there is nothing to accept for, so nothing was written. The text has a line for each.
    Refused(String),
    /// The files are written.
    Written(Summary<'a>),
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
    let Session { workspace, inputs, adopt } = session;
    on_phase("look");
    let last_run = LastRun::look(workspace, inputs);
    if !adopt && inputs.accept == Accept::Nothing && last_run.is_current() {
        return Ok(Outcome::Unchanged);
    }
    let Examined { catalog, mut report, sources, accepted } = session.examine(on_phase)?;
    output::tell(&sources.skipped);
    if report.findings.has_errors() {
        return Err(report.into());
    }
    if let Some(refusal) = accept::refusal(&inputs.accept, &accepted, &catalog) {
        return Ok(Outcome::Refused(refusal));
    }
    let up_to_date = last_run.up_to_date(&catalog);
    let selection = selection(&catalog, &up_to_date);
    let targets = session.targets(sources.locks)?;
    let stage = Stage::new(disk, &workspace.root);
    let changes = session.compare(&targets, &selection, &up_to_date, &stage, on_phase)?;
    if !changes.obstacles.is_empty() {
        return Ok(Outcome::Obstructed(changes.obstacles));
    }
    drift::add_kept(&mut report, &changes);
    let summary = Summary::new(session, &targets, &catalog, &changes, &up_to_date);
    on_phase("write");
    let planned = stage.apply(changes)?;
    output::print(&accept::listed(&accepted))?;
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
