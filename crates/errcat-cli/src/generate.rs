//! `gen`: from the catalog to the disk.

use std::fmt::Write;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use errcat_gen::lock::Accept;
use errcat_gen::plan::Plan;
use errcat_gen::report::visible;
use errcat_gen::settings::Settings;
use errcat_gen::{Checked, Report, report};

use crate::check::drift;
use crate::compare::{Changes, Obstacle, compare};
use crate::disk::Disk;
use crate::output::{self, counted};
use crate::workspace::Workspace;
use crate::{Failure, Program, Verdict, exclusive, inputs, last_run, named_apis, sources, workspace, write};

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
    let start = Instant::now();
    let workspace = workspace::find(here)?;
    // Before anything is read: who waited has to write what the catalog says by then.
    let _lock = if options.check { None } else { exclusive::lock(&workspace.root) };
    let mut inputs = inputs::read(&workspace)?;
    inputs.accept = accept(options.accept.as_deref());
    if !options.check && last_run::is_current(&workspace, &inputs) {
        output::print(&unchanged(&workspace.settings, start.elapsed(), program))?;
        return Ok(Verdict::Fine);
    }
    let Checked { catalog, sources: texts, warnings } = errcat_gen::read(&inputs)?;
    let mut report = Report { findings: warnings, sources: texts };
    named_apis::check(&workspace, &catalog, &mut report);
    let looked = sources::look(&workspace, &catalog, &inputs.accept, &mut report)?;
    output::tell(&looked.unlooked);
    if report.findings.has_errors() {
        return Err(report.into());
    }
    let mut plan = errcat_gen::plan(&catalog, &inputs)?;
    looked.plan(&mut plan);
    let changes = compare(&workspace.root, &plan)?;
    if options.check {
        let drift = drift::select(&workspace, changes);
        output::print(&drift::listed(&workspace, &drift, program)?)?;
        return Ok(if drift.is_empty() { Verdict::Fine } else { Verdict::Findings });
    }
    if !changes.obstacles.is_empty() {
        output::tell(&refusal(&changes.obstacles));
        return Ok(Verdict::Findings);
    }
    write::apply(disk, &workspace.root, &changes)?;
    if !report.findings.is_empty() {
        output::tell(&report::human(&report, true));
    } else if looked.unlooked.is_empty() {
        // Otherwise the next run tells it again.
        last_run::remember(disk, &workspace, &inputs, &plan, &looked.files);
    }
    output::print(&summary(&workspace, &plan, &changes, start.elapsed(), program))?;
    Ok(Verdict::Fine)
}

fn accept(codes: Option<&[String]>) -> Accept {
    match codes {
        None => Accept::Nothing,
        Some([]) => Accept::Everything,
        Some(codes) => Accept::Codes(codes.iter().cloned().collect()),
    }
}

fn refusal(obstacles: &[Obstacle]) -> String {
    let error = anstyle::AnsiColor::BrightRed.on_default().bold();
    let mut text = String::new();
    for Obstacle { path, reason } in obstacles {
        writeln!(
            text,
            "{error}error[hand-made-file]{error:#}: {} {}",
            visible::line(path.as_str()),
            reason.text()
        )
        .expect("writing to a String");
    }
    let these = if obstacles.len() == 1 { "it" } else { "them" };
    writeln!(text, "  = help: move {these} elsewhere, or delete {these}; nothing was written").expect("same");
    text
}

/// What was written, where, in how long, and what to do next.
fn summary(
    workspace: &Workspace,
    plan: &Plan,
    changes: &Changes<'_>,
    took: Duration,
    program: Program,
) -> String {
    let Workspace { settings, .. } = workspace;
    let took = took.as_secs_f64();
    let planned = counted(plan.files().len(), "file");
    let mut text = String::new();
    if changes.is_empty() {
        writeln!(text, "Everything is up to date: {planned} compared in {took:.2} s")
            .expect("writing to a String");
    } else {
        let deleted = match changes.orphans.len() {
            0 => String::new(),
            orphans => format!(", deleted {}", counted(orphans, "orphan")),
        };
        writeln!(
            text,
            "Wrote {} of {planned} in {took:.2} s{deleted}",
            output::grouped(changes.writes.len())
        )
        .expect("writing to a String");
    }
    for (name, folder) in outputs(settings) {
        let planned = plan.files().filter(|(path, _)| path.starts_with(&folder)).count();
        let written = changes.writes.iter().filter(|write| write.path.starts_with(&folder)).count();
        if planned > 0 {
            let files = counted(planned, "file");
            let written =
                if written == 0 { String::new() } else { format!(", {} written", output::grouped(written)) };
            writeln!(text, "  {name:<7} {folder:<28} {files}{written}").expect("writing to a String");
        }
    }
    text + &next(settings, program)
}

fn unchanged(settings: &Settings, took: Duration, program: Program) -> String {
    format!(
        "Nothing has changed since the last run ({:.2} s)\n{}",
        took.as_secs_f64(),
        next(settings, program)
    )
}

/// What to do next.
fn next(settings: &Settings, program: Program) -> String {
    let Program { command, test } = program;
    let first = match &settings.markdown {
        Some(markdown) => Utf8Path::new(&markdown.folder).join("index.md"),
        None => Utf8Path::new(&settings.site).join("index.html"),
    };
    format!("Next:\n  open {first}\n  {command} explain CODE\n  {test}\n")
}

/// The outputs by what people call them, and where they are.
fn outputs(settings: &Settings) -> [(&'static str, String); 4] {
    let Settings { rust, derive, site, catalog, markdown, .. } = settings;
    let pages = match markdown {
        Some(markdown) => ("pages", markdown.folder.clone()),
        None => ("site", site.clone()),
    };
    [("crate", rust.clone()), ("derive", derive.clone()), pages, ("schema", format!("{catalog}/schema.json"))]
}
