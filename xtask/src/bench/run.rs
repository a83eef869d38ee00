//! A measured run: `gen`, with the time of each phase.

use std::time::Instant;

use camino::Utf8PathBuf;
use errcat_cli::Failure;
use errcat_cli::disk::Real;
use errcat_cli::session::Session;
use errcat_cli::verbs::generate::{Outcome, write};
use serde_json::json;

use super::peak::peak_of;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder of the workspace
    root: Utf8PathBuf,
}

/// Generates the workspace, and prints the time of each phase as JSON.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    // Each phase ends when the next one begins.
    let mut phases = vec![("read".to_owned(), Instant::now())];
    let session = Session::open(&options.root)?;
    let outcome = write(&session, &Real, &mut |phase| phases.push((phase.to_owned(), Instant::now())))?;
    let written = match outcome {
        Outcome::Unchanged => 0,
        Outcome::Written(summary) => summary.written(),
        Outcome::Obstructed(_) => return Err(Failure::new("files are in the way", "empty the folder")),
        Outcome::Refused(_) => unreachable!("nothing is accepted"),
    };
    phases.push(("done".to_owned(), Instant::now()));

    let phases: Vec<_> = phases
        .windows(2)
        .filter(|phase| phase[0].0 != "done")
        .map(|phase| json!([phase[0].0, (phase[1].1 - phase[0].1).as_secs_f64() * 1e3]))
        .collect();
    println!("{}", json!({ "phases": phases, "peak_memory": peak_of("self"), "written": written }));
    std::mem::forget(session);
    Ok(())
}
