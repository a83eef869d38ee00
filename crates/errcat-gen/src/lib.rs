//! Catalog text in, output files out.
//!
//! The whole flow is [`generate`]: read, check, emit. Each phase ends before the next begins, and each has its
//! own types: YAML text becomes [`raw`] records, whose every value knows its place; the [`rules`] look at those in a
//! [`scope::Scope`], with references followed; what passes becomes a [`model::Catalog`], and the emitters see only that.
//!
//! # Invariants
//!
//! - **Parse, then check, then emit; never mixed.** Nothing is emitted from a catalog with a finding.
//! - **No IO.** Files come in as [`Inputs`] and go out to an [`Output`], or as a [`Plan`]; the same inputs give the same bytes, whatever
//!   the machine, the clock, the environment or the number of threads.
//! - **Emitters see only the checked catalog**, and none knows of another.
//! - **Data is generated, logic is written by hand.** Generated Rust is enums, tables and `impl` headers; what
//!   they do stands in the crate `errcat`.
//! - **Every finding in one run**, each with its place and its mend.

use std::collections::HashMap;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::finding::{Finding, Findings, Sources, Span};
use crate::incremental::Wanted;
use crate::lock::Accept;
use crate::model::{Api, Catalog};
use crate::parse::Folder;
use crate::plan::{Output, Plan};
use crate::rules::Rule;
use crate::scope::{Names, Scope};
use crate::settings::Settings;

pub mod code;
pub mod diff;
pub mod emit;
pub mod finding;
pub mod fingerprint;
pub mod incremental;
pub mod links;
pub mod lock;
pub mod lower;
pub mod model;
pub mod names;
pub mod parse;
pub mod plan;
pub mod raw;
pub mod report;
pub mod rules;
pub mod schema;
pub mod scope;
pub mod settings;
pub mod shape;
pub mod source;
pub mod sources;
pub mod template;
pub mod value;
pub mod yaml;

/// All that a run depends on.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The catalog's files, sorted by path.
    pub files: Vec<InputFile>,
    /// The templates, by path below the templates' folder: `site/error.html`.
    pub templates: Vec<InputFile>,
    /// The workspace's choices.
    pub settings: Settings,
    /// Which changes of what was published are meant.
    pub accept: Accept,
    /// Whether the catalog is only looked at, and nothing made of it: only what keeps it from being understood is a
    /// finding then ([`Rule::keeps_from_looking`]).
    pub lenient: bool,
}

/// A file of the input.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// From the workspace's root, with `/`: `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it was not read because it is larger than [`yaml::MAX_FILE_BYTES`].
    pub too_large: bool,
}

/// A catalog without errors.
#[derive(Debug)]
pub struct Checked {
    /// What emitters see.
    pub catalog: Catalog,
    /// The input's texts: the places in the catalog are places in them.
    pub sources: Sources,
    /// What was found at the level of a warning.
    pub warnings: Findings,
}

/// What was found, and the texts to show it in.
#[derive(Debug, Default)]
pub struct Report {
    /// At least one finding.
    pub findings: Findings,
    /// The input's texts.
    pub sources: Sources,
}

/// The phases of a run, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Phase {
    Parse,
    Check,
    Rust,
    Derive,
    Schema,
    Site,
    Done,
}

/// Reads and checks a catalog.
///
/// # Errors
///
/// All findings of all rules.
pub fn read(inputs: &Inputs) -> Result<Checked, Report> {
    read_observed(inputs, &mut |_| {})
}

/// Makes everything that is generated from a catalog.
///
/// # Errors
///
/// The mistake of a template.
pub fn plan(catalog: &Catalog, inputs: &Inputs) -> Result<Plan, Report> {
    Plan::collect(owned_directories(&inputs.settings), |output| {
        emit(&Wanted::all(catalog), inputs, output, &mut |_| {})
    })
}

/// [`read`] and [`plan()`] in one.
///
/// # Errors
///
/// As theirs.
pub fn generate(inputs: &Inputs) -> Result<Plan, Report> {
    plan(&read(inputs)?.catalog, inputs)
}

/// Hands over what is generated from a catalog, or as much of it as is wanted, telling when each phase begins: the core has
/// no clock, but its callers may.
///
/// # Errors
///
/// The mistake of a template. Some files may have been handed over by then.
pub fn emit(
    wanted: &Wanted<'_>,
    inputs: &Inputs,
    output: &dyn Output,
    begins: &mut dyn FnMut(Phase),
) -> Result<(), Report> {
    let settings = &inputs.settings;
    begins(Phase::Rust);
    emit::rust::emit(wanted, settings, output);
    begins(Phase::Derive);
    emit::derive::emit(wanted.catalog, settings, output);
    begins(Phase::Schema);
    emit::schema(settings, output);
    emit::locks(wanted.catalog, settings, output);
    begins(Phase::Site);
    emit::pages(wanted, inputs, output)?;
    begins(Phase::Done);
    Ok(())
}

/// The directories in which every file that says that it is generated is a file of this run, or an orphan.
pub fn owned_directories(settings: &Settings) -> Vec<Utf8PathBuf> {
    let generated = [&settings.rust, &settings.derive].map(|root| format!("{root}/src/generated"));
    // With Markdown pages, what an earlier run may have left of the site is deleted.
    let pages = [Some(&settings.site), settings.markdown.as_ref().map(|markdown| &markdown.folder)];
    let folders = generated.into_iter().chain(pages.into_iter().flatten().cloned());
    folders.map(Utf8PathBuf::from).collect()
}

/// As [`read`], telling when each phase begins.
///
/// # Errors
///
/// As [`read`].
pub fn read_observed(inputs: &Inputs, begins: &mut dyn FnMut(Phase)) -> Result<Checked, Report> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    begins(Phase::Parse);
    let folders = parse::parse(inputs, &mut sources, &mut findings);
    begins(Phase::Check);
    let names: HashMap<String, Names> =
        folders.iter().map(|folder| (folder.name.clone(), names_of(folder))).collect();
    let scopes: Vec<Scope<'_>> = folders
        .par_iter()
        .filter_map(|folder| {
            Some(Scope::new(folder, folder.api.as_ref()?, &sources, &names, &inputs.settings.lints))
        })
        .collect();
    // In the order of the APIs.
    let found: Vec<Findings> = scopes.par_iter().map(rules::check).collect();
    found.into_iter().for_each(|found| findings.extend(found));
    if inputs.lenient {
        findings.retain(|finding| finding.rule.keeps_from_looking());
    }
    if findings.has_errors() {
        drop(scopes);
        return Err(Report { findings, sources });
    }
    let catalog = Catalog { apis: scopes.par_iter().map(lower::lower).collect() };
    let of_lock = |(scope, api): (&Scope<'_>, &Api)| {
        let mut found = Findings::default();
        if let Some(lock) = scope.lock.filter(|_| !inputs.lenient) {
            lock::check(scope, api, lock, &inputs.accept, &mut found);
        }
        found
    };
    let found: Vec<Findings> = scopes.par_iter().zip(&catalog.apis).map(of_lock).collect();
    found.into_iter().for_each(|found| findings.extend(found));
    drop(scopes);
    folders.into_par_iter().for_each(drop);
    if findings.has_errors() {
        return Err(Report { findings, sources });
    }
    Ok(Checked { catalog, sources, warnings: findings })
}

fn names_of(folder: &Folder) -> Names {
    let codes = folder.tables.iter().flat_map(|table| table.raw.errors.keys().map(str::to_owned));
    Names {
        codes: codes.collect(),
        guides: folder.guides.iter().map(|guide| guide.name.clone()).collect(),
        tables: folder.tables.iter().map(|table| table.name.clone()).collect(),
    }
}

impl Report {
    /// A report of one finding in a file of its own, for what isn't the catalog's: a template, a file in the way.
    pub fn of(
        rule: Rule,
        path: &str,
        text: &str,
        place: std::ops::Range<usize>,
        message: &str,
        help: &str,
    ) -> Self {
        let mut report = Report::default();
        let file = report.sources.add(path, text);
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let span = Span { file, start: at(place.start), end: at(place.end) };
        report.findings.push(Finding::new(rule, span, message, help));
        report
    }
}
