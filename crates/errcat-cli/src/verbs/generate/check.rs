//! `gen --check`: lists every generated file that is out of date, and writes nothing.

use errcat_catalog::stored::no_models;
use errcat_targets::selection::Selection;

use crate::disk;
use crate::disk::last_run::{LastRun, UpToDate};
use crate::drift;
use crate::program::{Program, Verdict};
use crate::reading::workspace::Workspace;
use crate::session::{Examined, Session};
use crate::terminal::failure::Failure;
use crate::terminal::output;

pub(super) fn run(workspace: Workspace, program: Program) -> Result<Verdict, Failure> {
    let _lock = disk::lock::to_read(&workspace.root);
    let session = Session::read(workspace)?;
    let Examined { catalog, report, sources, clean: _, accepted: _ } =
        session.examine(&no_models, &mut |_| {})?;
    output::eprint(&sources.skipped);
    output::eprint(session.base.note_if_needed());
    if report.findings.has_errors() {
        return Err(report.into());
    }
    let targets = session.targets(sources.locks)?;
    let abandoned = LastRun::look(&session.workspace, &session.inputs).abandoned();
    let drift = drift::find(&session, &targets, &Selection::all(&catalog), &UpToDate::default(), &abandoned)?;
    output::print(&drift::render(&session, &targets, &drift, program)?)?;
    Ok(if drift.is_empty() { Verdict::Fine } else { Verdict::Findings })
}
