//! `check`: everything that is wrong, in the catalog and in what was generated from it.

use std::time::Instant;

use camino::Utf8Path;
use errcat_catalog::{Report, report};

use crate::disk::last_run::{LastRun, selection};
use crate::drift;
use crate::program::{Program, Verdict};
use crate::reading::code;
use crate::session::{Examined, Session};
use crate::terminal::failure::{Failure, Stopped};
use crate::terminal::format::{self, Format};
use crate::terminal::output::{self, counted};

#[derive(Debug, clap::Args)]
pub struct Options {
    /// How to tell: for people, as JSON, or as GitHub's annotations
    #[arg(long, default_value = "human", value_parser = format::parser(&[Format::Human, Format::Json, Format::Github]))]
    format: Format,
}

pub(crate) fn run(options: &Options, here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let session = Session::open(here)?;
    let (report, generated) = report(&session, program)?;
    let text = match options.format {
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
        _ if report.findings.is_empty() => {
            let generated =
                generated.map_or("what was generated".to_owned(), |files| counted(files, "generated file"));
            let (read, took) = (counted(session.inputs.files.len(), "file"), start.elapsed().as_secs_f64());
            format!("No findings in {read} of the catalog and {generated} ({took:.2} s)\n")
        }
        _ => report::human(&report, true),
    };
    output::print(&text)?;
    Ok(if report.findings.has_errors() { Verdict::Findings } else { Verdict::Fine })
}

/// Returns the errors of the workspace that a folder is in, for people; empty if there are none but warnings.
pub(crate) fn errors(here: &Utf8Path) -> Result<String, Failure> {
    let program = Program { command: "errcat", test: "cargo test" };
    let (report, _) = report(&Session::open(here)?, program)?;
    Ok(if report.findings.has_errors() { report::human(&report, false) } else { String::new() })
}

/// Everything that is wrong, and how many generated files were compared: `None` if the system's own times say that nothing
/// has changed since it was written.
fn report(session: &Session, program: Program) -> Result<(Report, Option<usize>), Failure> {
    let examined = match session.examine(&mut |_| {}) {
        Ok(examined) => examined,
        // What a catalog with errors would generate isn't known.
        Err(Stopped::Findings(report)) => return Ok((report, None)),
        Err(stopped) => return Err(stopped.into()),
    };
    let Examined { catalog, mut report, sources } = examined;
    output::tell(&sources.skipped);
    let settings = &session.inputs.settings.code;
    if errcat_drift::code::is_wanted(&catalog, settings) {
        let files = code::read(&session.workspace, &session.owned_directories())?;
        let found = errcat_drift::code::find(&catalog, &settings.literals, &files);
        errcat_drift::code::check(&catalog, settings, &files, &found, &mut report);
        // What is raised there is not seen.
        output::tell(&code::told_of_unparsed(&code::unparsed(&found, &files)));
    }
    // Elsewhere the times that it believes can be set back.
    let last_run = cfg!(unix).then(|| LastRun::look(&session.workspace, &session.inputs));
    if last_run.as_ref().is_some_and(LastRun::is_current) {
        return Ok((report, None));
    }
    let up_to_date = last_run.map_or_else(Vec::new, |last_run| last_run.up_to_date(&catalog));
    // What is wrong with a folder of templates was reported above.
    let Ok(targets) = session.targets(sources.locks) else { return Ok((report, None)) };
    let drift = match drift::find(session, &targets, &selection(&catalog, &up_to_date), &up_to_date) {
        Err(Stopped::Findings(mistakes)) => {
            report.merge(mistakes);
            return Ok((report, None));
        }
        found => found?,
    };
    drift::add(&mut report, &session.workspace.root, &drift, program)?;
    let skipped = up_to_date.iter().flat_map(|api| &api.files).sum::<usize>();
    Ok((report, Some(drift.planned.len() + skipped)))
}
