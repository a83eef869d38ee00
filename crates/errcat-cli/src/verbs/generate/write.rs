//! Generates the files of APIs that have changed, and writes the files that differ.

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

/// The outcome of [`write()`].
pub enum Outcome<'a> {
    /// Inputs and output haven't changed since the last run.
    Unchanged,
    /// No files were written, because files that errcat didn't generate are in the way.
    Obstructed(Vec<Obstacle>),
    /// `--accept` named codes that there is nothing to accept for, so nothing was written. The text
    /// has a line for each.
    Refused(String),
    /// All files are up to date now.
    Written(Summary<'a>),
}

/// Generates the files of APIs that have changed, and writes the files that differ. Calls `on_phase` with the
/// name of each phase as it starts. Prints warnings to the standard error.
///
/// # Errors
///
/// The findings if the catalog or a template has errors, or the reason why a file can't be read or written.
pub fn write<'a>(
    session: &'a Session,
    disk: &dyn Disk,
    on_phase: &mut dyn FnMut(&str),
) -> Result<Outcome<'a>, Failure> {
    let Session { workspace, inputs, adopt, base } = session;
    on_phase("look");
    let last_run = LastRun::look(workspace, inputs);
    // The locks are those that the last run wrote, so they have accepted everything, and there is nothing to
    // compare with the base.
    if !adopt && inputs.accept == Accept::Nothing && last_run.is_current_with_history() {
        return Ok(Outcome::Unchanged);
    }
    let find_model = |api: &str, files, published: &str| last_run.find_model(api, files, published);
    let Examined { catalog, mut report, sources, clean, accepted } =
        session.examine(&find_model, on_phase)?;
    output::eprint(&sources.skipped);
    output::eprint(base.note_if_needed());
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
    let mut changes =
        session.compare(&targets, &selection, &up_to_date, &last_run.abandoned(), &stage, on_phase)?;
    if !changes.obstacles.is_empty() {
        return Ok(Outcome::Obstructed(changes.obstacles));
    }
    drift::add_kept_files(&mut report, &changes);
    let summary = Summary::new(session, &targets, &catalog, &changes, &up_to_date.apis);
    let pages = std::mem::take(&mut changes.inputs);
    on_phase("write");
    let planned = stage.apply(changes)?;
    output::print(&accept::listed(&inputs.accept, &accepted))?;
    let has_warnings = !report.findings.is_empty();
    if has_warnings {
        output::eprint(&report::human(&report, true));
    }
    on_phase("remember");
    // Warnings are reported in every run, so a run with warnings isn't skipped next time.
    let reports = has_warnings || !sources.skipped.is_empty();
    let run = Run {
        selection: &selection,
        planned: &planned,
        pages: &pages,
        up_to_date: &up_to_date,
        code: &sources.files,
        clean: &clean,
        reports,
    };
    last_run.remember(disk, &run);
    on_phase("done");
    // Dropping a large catalog takes longer than ending the process, which doesn't wait for this thread.
    rayon::spawn(|| drop((catalog, report)));
    Ok(Outcome::Written(summary))
}
