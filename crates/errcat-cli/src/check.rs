//! `check`: everything that is wrong, in the catalog and in what was generated from it.

pub(crate) mod drift;

use std::time::Instant;

use camino::Utf8Path;
use errcat_gen::{Report, report};

use crate::compare::compare;
use crate::output::{self, counted};
use crate::{Failure, Program, Verdict, inputs, workspace};

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
    let (report, checked) = match errcat_gen::generate(&inputs) {
        // What a catalog with findings would generate isn't known.
        Err(report) => (report, 0),
        Ok(plan) => {
            let drift = drift::select(&workspace, compare(&workspace.root, &plan)?);
            (drift::report(&workspace.root, &drift, program)?, plan.files().len())
        }
    };
    let text = match options.format {
        Format::Human if report.findings.is_empty() => {
            let (read, generated) = (counted(inputs.files.len(), "file"), counted(checked, "generated file"));
            format!(
                "No findings in {read} of the catalog and {generated} ({:.2} s)\n",
                start.elapsed().as_secs_f64()
            )
        }
        Format::Human => report::human(&report, true),
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
    };
    output::print(&text)?;
    Ok(verdict(&report))
}

fn verdict(report: &Report) -> Verdict {
    if report.findings.is_empty() { Verdict::Fine } else { Verdict::Findings }
}
