//! `check`: everything that is wrong, in the catalog and in what was generated from it.

pub(crate) mod drift;

use std::time::Instant;

use camino::Utf8Path;
use errcat_gen::{Checked, Inputs, Report, report};

use crate::failure::Stopped;
use crate::last_run::{LastRun, wanted};
use crate::made::Made;
use crate::output::{self, counted};
use crate::workspace::Workspace;
use crate::{Failure, Program, Verdict, code, inputs, named_apis, sources, workspace};

#[derive(Debug, clap::Args)]
pub struct Options {
    /// How to tell: for people, as JSON, or as GitHub's annotations
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Github,
}

pub(crate) fn run(options: &Options, here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let workspace = workspace::find(here)?;
    let inputs = inputs::read(&workspace)?;
    let (report, generated) = report(&workspace, &inputs, program)?;
    let text = match options.format {
        Format::Human if report.findings.is_empty() => {
            let generated =
                generated.map_or("what was generated".to_owned(), |files| counted(files, "generated file"));
            let (read, took) = (counted(inputs.files.len(), "file"), start.elapsed().as_secs_f64());
            format!("No findings in {read} of the catalog and {generated} ({took:.2} s)\n")
        }
        Format::Human => report::human(&report, true),
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
    };
    output::print(&text)?;
    Ok(verdict(&report))
}

/// What is wrong in the workspace that a folder is in, for people; nothing if nothing is but warnings.
pub(crate) fn told(here: &Utf8Path) -> Result<String, Failure> {
    let workspace = workspace::find(here)?;
    let inputs = inputs::read(&workspace)?;
    let program = Program { command: "errcat", test: "cargo test" };
    let (report, _) = report(&workspace, &inputs, program)?;
    Ok(if report.findings.has_errors() { report::human(&report, false) } else { String::new() })
}

/// Everything that is wrong, and how many generated files were compared: none where the system's own times tell that
/// nothing of all that has changed since it was written.
fn report(
    workspace: &Workspace,
    inputs: &Inputs,
    program: Program,
) -> Result<(Report, Option<usize>), Failure> {
    let Checked { catalog, sources: texts, warnings } = match errcat_gen::read(inputs) {
        Ok(checked) => checked,
        // What a catalog with errors would generate isn't known.
        Err(report) => return Ok((report, None)),
    };
    let mut report = Report { findings: warnings, sources: texts };
    named_apis::check(workspace, &catalog, &mut report);
    let looked = sources::look(workspace, &catalog, &inputs.accept, &mut report)?;
    output::tell(&looked.unlooked);
    if errcat_gen::code::is_wanted(&catalog, &workspace.settings) {
        let files = code::read(workspace)?;
        let found = errcat_gen::code::find(&catalog, &workspace.settings.code.literals, &files);
        errcat_gen::code::check(&catalog, &workspace.settings, &files, &found, &mut report);
        // What is raised there is not seen.
        output::tell(&code::told_of_unparsed(&code::unparsed(&found, &files)));
    }
    // Elsewhere somebody can set back the times that it believes.
    let last_run = cfg!(unix).then(|| LastRun::look(workspace, inputs));
    if last_run.as_ref().is_some_and(LastRun::is_current) {
        return Ok((report, None));
    }
    let current = last_run.map_or_else(Vec::new, |last_run| last_run.current_apis(&catalog));
    let wanted = wanted(&catalog, &current);
    let made = Made { wanted: &wanted, inputs, current: &current, others: &looked.locks };
    let drift = match drift::find(workspace, made) {
        Err(Stopped::Template(report)) => return Ok((report, None)),
        found => found?,
    };
    drift::add(&mut report, &workspace.root, &drift, program)?;
    let left = current.iter().flat_map(|api| &api.files).sum::<usize>();
    Ok((report, Some(drift.planned.len() + left)))
}

fn verdict(report: &Report) -> Verdict {
    if report.findings.has_errors() { Verdict::Findings } else { Verdict::Fine }
}
