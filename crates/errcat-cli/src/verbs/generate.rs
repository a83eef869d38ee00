//! `gen`: from the catalog to the disk.

mod check;
mod summary;
mod write;

use std::fmt::Write;
use std::time::Instant;

use camino::Utf8Path;
use errcat_catalog::report::visible;
use errcat_drift::accept::Accept;

pub use self::summary::Summary;
use self::summary::unchanged;
pub use self::write::{Outcome, write};
use crate::disk::compare::Obstacle;
use crate::disk::{self, Disk};
use crate::drift;
use crate::program::{Program, Verdict};
use crate::reading::workspace;
use crate::session::Session;
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

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    if options.check {
        return check::run(here, program);
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
