//! `gen --check`: lists every file that differs from what the catalog says, and writes nothing.

use camino::Utf8Path;
use errcat_targets::selection::Selection;

use crate::drift;
use crate::program::{Program, Verdict};
use crate::session::{Examined, Session};
use crate::terminal::failure::Failure;
use crate::terminal::output;

pub(super) fn run(here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let session = Session::open(here)?;
    let Examined { catalog, report, sources, accepted: _ } = session.examine(&mut |_| {})?;
    output::tell(&sources.skipped);
    if report.findings.has_errors() {
        return Err(report.into());
    }
    let targets = session.targets(sources.locks)?;
    let drift = drift::find(&session, &targets, &Selection::all(&catalog), &[])?;
    output::print(&drift::listed(&session, &targets, &drift, program)?)?;
    Ok(if drift.is_empty() { Verdict::Fine } else { Verdict::Findings })
}
