//! `gen`: from the catalog to the disk.

use std::fmt::Write;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use errcat_gen::incremental::Wanted;
use errcat_gen::lock::Accept;
use errcat_gen::model::Catalog;
use errcat_gen::report::visible;
use errcat_gen::settings::Settings;
use errcat_gen::{Checked, Report, report};

use crate::check::drift;
use crate::compare::{Changes, Obstacle};
use crate::disk::Disk;
use crate::last_run::{Current, LastRun, Run, wanted};
use crate::made::Made;
use crate::output::{self, counted};
use crate::write::{Stage, Staged};
use crate::{Failure, Program, Verdict, exclusive, inputs, named_apis, sources, workspace};

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
    let last_run = (!options.check).then(|| LastRun::look(&workspace, &inputs));
    if last_run.as_ref().is_some_and(LastRun::is_current) {
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
    let Some(last_run) = last_run else {
        let wanted = Wanted::all(&catalog);
        let made = Made { wanted: &wanted, inputs: &inputs, current: &[], others: &looked.locks };
        let drift = drift::find(&workspace, made)?;
        output::print(&drift::listed(&workspace, &drift, program)?)?;
        return Ok(if drift.is_empty() { Verdict::Fine } else { Verdict::Findings });
    };
    let current = last_run.current_apis(&catalog);
    let stage = Stage::new(disk, &workspace.root);
    let wanted = wanted(&catalog, &current);
    let made = Made { wanted: &wanted, inputs: &inputs, current: &current, others: &looked.locks };
    let changes = made.compare(&workspace.root, &stage, &mut |_| {})?;
    if !changes.obstacles.is_empty() {
        output::tell(&refusal(&changes.obstacles));
        return Ok(Verdict::Findings);
    }
    let summary = Summary::new(&workspace.settings, &catalog, &changes, &current);
    let planned = stage.apply(changes)?;
    if !report.findings.is_empty() {
        output::tell(&report::human(&report, true));
    }
    // What was told now, the next run tells again.
    let tells = !report.findings.is_empty() || !looked.unlooked.is_empty();
    let run = Run { wanted: &wanted, planned: &planned, current: &current, code: &looked.files, tells };
    last_run.remember(disk, &run);
    output::print(&summary.told(start.elapsed(), program))?;
    // The process ends here, and the system takes back at once what would be given back piece by piece.
    std::mem::forget((catalog, inputs, report));
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

/// What was written, and where.
struct Summary<'a> {
    settings: &'a Settings,
    orphans: usize,
    /// How many APIs were left as they were, and how many there are.
    apis: [usize; 2],
    /// How many files are written, and how many there are: all of them, and by what people call an output.
    all: [usize; 2],
    outputs: Vec<(&'static str, String, [usize; 2])>,
}

impl<'a> Summary<'a> {
    fn new(
        settings: &'a Settings,
        catalog: &Catalog,
        changes: &Changes<Staged<'_>>,
        current: &[Current],
    ) -> Self {
        let count = |folder: &str| {
            let is_in = |path: &Utf8Path| folder.is_empty() || path.starts_with(folder);
            let written = changes.writes.iter().filter(|write| is_in(&write.path)).count();
            let made = changes.planned.iter().filter(|path| is_in(path)).count();
            let left = current.iter().flat_map(|api| api.paths.iter().zip(&api.files));
            let left = left.filter(|(path, _)| is_in(path)).map(|(_, files)| files).sum::<usize>();
            [written, made + left]
        };
        let outputs = outputs(settings).map(|(name, folder)| {
            let counts = count(&folder);
            (name, folder, counts)
        });
        let apis = [current.len(), catalog.apis.len()];
        Summary { settings, orphans: changes.orphans.len(), apis, all: count(""), outputs: outputs.into() }
    }

    /// In how long, and what to do next.
    fn told(&self, took: Duration, program: Program) -> String {
        let took = took.as_secs_f64();
        let [written, files] = self.all;
        let files = counted(files, "file");
        let left = match self.apis {
            [0, _] => String::new(),
            [current, apis] => format!("; {current} of {} hadn't changed", counted(apis, "API")),
        };
        let mut text = String::new();
        if written == 0 && self.orphans == 0 {
            writeln!(text, "Everything is up to date: {files} compared in {took:.2} s{left}")
                .expect("writing to a String");
        } else {
            let deleted = match self.orphans {
                0 => String::new(),
                orphans => format!(", deleted {}", counted(orphans, "orphan")),
            };
            writeln!(text, "Wrote {} of {files} in {took:.2} s{deleted}{left}", output::grouped(written))
                .expect("writing to a String");
        }
        for (name, folder, [written, files]) in &self.outputs {
            if *files > 0 {
                let files = counted(*files, "file");
                let written = match written {
                    0 => String::new(),
                    written => format!(", {} written", output::grouped(*written)),
                };
                writeln!(text, "  {name:<7} {folder:<28} {files}{written}").expect("writing to a String");
            }
        }
        text + &next(self.settings, program)
    }
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
