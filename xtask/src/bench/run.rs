//! One measured run: `gen` with a clock between its phases.

use std::time::Instant;

use camino::Utf8PathBuf;
use errcat_cli::disk::Real;
use errcat_cli::last_run::{LastRun, Run, wanted};
use errcat_cli::made::Made;
use errcat_cli::workspace::{self, Workspace};
use errcat_cli::write::Stage;
use errcat_cli::{Failure, inputs};
use errcat_gen::{Checked, Inputs, Phase};
use serde_json::json;

use super::peak::peak_of;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The workspace
    root: Utf8PathBuf,
}

/// Generates the workspace, and prints what that took as JSON.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    // Each phase ends where the next one begins.
    let mut begins = vec![("read".to_owned(), Instant::now())];
    let workspace = workspace::find(&options.root)?;
    let inputs = inputs::read(&workspace)?;
    begins.push(("look".to_owned(), Instant::now()));
    let last_run = LastRun::look(&workspace, &inputs);
    let written =
        if last_run.is_current() { 0 } else { generate(&workspace, &inputs, last_run, &mut begins)? };
    begins.push(("done".to_owned(), Instant::now()));

    let phases: Vec<_> = begins
        .windows(2)
        .filter(|phase| phase[0].0 != "done")
        .map(|phase| json!([phase[0].0, (phase[1].1 - phase[0].1).as_secs_f64() * 1e3]))
        .collect();
    println!("{}", json!({ "phases": phases, "peak_memory": peak_of("self"), "written": written }));
    Ok(())
}

/// The phases of a run in which something has changed; says how many files it wrote.
fn generate(
    workspace: &Workspace,
    inputs: &Inputs,
    last_run: LastRun<'_>,
    begins: &mut Vec<(String, Instant)>,
) -> Result<usize, Failure> {
    let mut begins = |phase: &str| begins.push((phase.to_owned(), Instant::now()));
    let mut phase = |phase: Phase| begins(&format!("{phase:?}").to_lowercase());
    let checked = errcat_gen::read_observed(inputs, &mut phase).map_err(|report| {
        Failure::new("a synthetic catalog has findings", errcat_gen::report::human(&report, false))
    })?;
    let Checked { catalog, sources, .. } = checked;
    let current = last_run.current_apis(&catalog);
    let stage = Stage::new(&Real, &workspace.root);
    let wanted = wanted(&catalog, &current);
    let made = Made { wanted: &wanted, inputs, current: &current, others: &[] };
    let changes = made.compare(&workspace.root, &stage, &mut phase)?;
    begins("write");
    let written = changes.writes.len();
    let planned = stage.apply(changes)?;
    begins("remember");
    let run = Run { wanted: &wanted, planned: &planned, current: &current, code: &[], tells: false };
    last_run.remember(&Real, &run);
    // As `gen` does.
    std::mem::forget((catalog, sources));
    Ok(written)
}
