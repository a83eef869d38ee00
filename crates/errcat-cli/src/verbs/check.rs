//! `check`: reports every problem in the catalog, in the generated files and in the code that raises the
//! errors.

use std::time::Instant;

use camino::Utf8Path;
use errcat_catalog::report::visible;
use errcat_catalog::stored::no_models;
use errcat_catalog::{Catalog, Report, report};
use errcat_drift::code::dependents::Dependent;
use errcat_drift::diff;

use crate::disk::last_run::{LastRun, selection};
use crate::disk::{self, abandoned};
use crate::drift;
use crate::program::{Program, Verdict};
use crate::reading::{code, dependents, unused_settings, workspace};
use crate::session::{Examined, Session};
use crate::terminal::failure::{self, Failure, RunError};
use crate::terminal::format::{self, Format};
use crate::terminal::output::{self, counted};
use crate::verbs::diff::{Comparison, compare};

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat check
  errcat check --base origin/main --format github  # annotate the lines of a pull request

Exit codes: 0 no errors (there may be warnings), 1 errors, 2 usage error or failure.

Lint levels, the checked code and the revision that records what was published are set in
[workspace.metadata.errcat] in Cargo.toml: lints, code, sources, base.
`errcat explain lints` lists the lints.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Output format; `github` prints workflow annotations
    #[arg(long, default_value = "human", value_parser = format::parser(&[Format::Human, Format::Json, Format::Github]))]
    format: Format,
    /// Git revision that the branch is merged into, for pull requests
    ///
    /// Reports all changes of published codes since then, including those that catalog.lock has accepted, as
    /// warnings. Without this option, the lock is trusted.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
}

pub(crate) fn run(options: &Options, here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let workspace = workspace::find(here)?;
    let _lock = disk::lock::to_read(&workspace.root);
    let session = Session::read(workspace)?;
    let session = match &options.base {
        Some(revision) => session.reviewing(revision)?,
        None => session,
    };
    let (report, compared) = compile_report(&session, program)?;
    let text = match options.format {
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
        _ if report.findings.is_empty() => {
            let (files, took) = (session.inputs.files.len(), start.elapsed().as_secs_f64());
            let files = counted(files, "catalog file");
            match compared {
                Some(generated) => {
                    let generated = counted(generated, "generated file");
                    format!("No findings in {files} and {generated} ({took:.2} s)\n")
                }
                None => {
                    format!("No findings in {files}; generated files haven't changed ({took:.2} s)\n")
                }
            }
        }
        _ => failure::findings(&report, program),
    };
    output::print(&text)?;
    Ok(if report.findings.has_errors() { Verdict::Findings } else { Verdict::Fine })
}

/// Returns the findings of the workspace that a folder is in, as human-readable text. Empty if there are no
/// errors.
pub(crate) fn errors(here: &Utf8Path) -> Result<String, Failure> {
    let program = Program { command: "errcat", test: "cargo test" };
    let workspace = workspace::find(here)?;
    let _lock = disk::lock::to_read(&workspace.root);
    let (report, _) = compile_report(&Session::read(workspace)?, program)?;
    Ok(if report.findings.has_errors() { report::human(&report, false) } else { String::new() })
}

/// Reports, in a review, versions of APIs that rise less than the changes require.
fn check_versions(session: &Session, catalog: &Catalog, report: &mut Report) {
    let base = session.base.base().filter(|_| session.base.is_review());
    let has_versions = catalog.apis.iter().any(|api| api.version.is_some());
    let Some(revision) = base.map(|base| &*base.revision).filter(|_| has_versions) else { return };
    match compare(&session.workspace, revision, catalog) {
        Ok(Comparison { old, renamed, diff }) => {
            diff::check_versions(&old, catalog, (&diff, &renamed), revision, &mut report.findings);
        }
        // It may be the first with a catalog.
        Err(_) => output::eprint(&format!(
            "The catalog at {} can't be read, so the versions of APIs weren't compared\n",
            visible::line(revision)
        )),
    }
}

/// Returns all findings, and the number of generated files that were compared. `None` instead of the number
/// if their modification times show that they haven't changed since they were written, or if there is nothing
/// to compare.
fn compile_report(session: &Session, program: Program) -> Result<(Report, Option<usize>), Failure> {
    session.base.start();
    let examined = match session.examine(&no_models, &mut |_| {}) {
        Ok(examined) => examined,
        // Nothing is generated from a catalog with errors, so there is nothing to compare.
        Err(RunError::Findings(report)) => {
            output::eprint(session.base.note());
            return Ok((report, None));
        }
        Err(error) => return Err(error.into()),
    };
    let Examined { catalog, mut report, sources, clean: _, accepted: _ } = examined;
    output::eprint(&sources.skipped);
    let settings = &session.inputs.settings.code;
    let dependents = dependents::read(&session.workspace)?;
    let has_dependents = dependents.iter().any(Dependent::needs_code);
    if has_dependents || errcat_drift::code::needs_code(&catalog, settings) {
        let files = code::read(&session.workspace, &session.owned_directories())?;
        errcat_drift::code::dependents::check(&catalog, &dependents, &files, &mut report);
        let found = errcat_drift::code::find(&catalog, &settings.literals, &files);
        errcat_drift::code::check(&catalog, settings, &files, &found, &mut report);
        unused_settings::check_code(&session.workspace, &files, &found, &mut report);
        // Errors raised in these files aren't found.
        output::eprint(&code::unparsed_note(&code::unparsed(&found, &files)));
    }
    session.check_apis(&catalog, &mut report);
    check_versions(session, &catalog, &mut report);
    output::eprint(session.base.note());
    // On other systems, programs can reset the times that this relies on.
    let last_run = cfg!(unix).then(|| LastRun::look(&session.workspace, &session.inputs));
    // A misspelled setting looks as if its folder was abandoned.
    let last_run_if_valid = last_run.as_ref().filter(|_| !report.findings.has_errors());
    let abandoned = last_run_if_valid.map(LastRun::abandoned).unwrap_or_default();
    let known = [session.owned_directories(), abandoned.clone()].concat();
    abandoned::check(&session.workspace, &known, &mut report)?;
    if last_run.as_ref().is_some_and(LastRun::is_current) {
        return Ok((report, None));
    }
    let up_to_date = last_run.map(|last_run| last_run.up_to_date(&catalog)).unwrap_or_default();
    // Mistakes in folders of templates were reported above.
    let Ok(targets) = session.targets(sources.locks) else { return Ok((report, None)) };
    let drift =
        match drift::find(session, &targets, &selection(&catalog, &up_to_date), &up_to_date, &abandoned) {
            Err(RunError::Findings(mistakes)) => {
                report.merge(mistakes);
                return Ok((report, None));
            }
            found => found?,
        };
    drift::add_findings(&mut report, &session.workspace.root, &drift, program)?;
    let skipped = up_to_date.apis.iter().flat_map(|api| &api.files).sum::<usize>();
    Ok((report, Some(drift.planned.len() + skipped)))
}
