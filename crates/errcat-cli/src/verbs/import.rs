//! `import`: makes a catalog of a list of errors in another format.

mod draft;
mod mapping;
mod notes;
mod openapi;
mod placeholders;
mod problems;
mod reasons;
mod rows;
mod tabular;
mod texts;
mod thiserror;

use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Subcommand;
use errcat_catalog::names::in_words;

use self::draft::Draft;
use self::mapping::Mapping;
use self::notes::{Notes, Origin};
use self::placeholders::Placeholders;
use crate::authoring::{self, AuthoredFile};
use crate::disk::{self, Disk};
use crate::program::{Program, Verdict};
use crate::reading::workspace::{self, Workspace};
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output::{self, counted};
use crate::verbs::init;
use crate::verbs::names::{check_api_name, name_of};

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat import csv errors.csv --api shop --map fact.errno=Number
  errcat import openapi openapi.yaml --api shop --dry-run
  errcat import thiserror src --api shop --rewrite  # let the enums use the catalog

Writes catalog/API/api.yaml and a table for each group of errors, and prints what it guessed, and what it
couldn't carry and why. Files that exist are only changed by --rewrite.

Exit codes: 0 success, 1 the catalog would have errors, 2 usage error or failure.";

/// The maximum number of rounds in which parts that break rules are left out. Each may uncover others.
const MAX_ROUNDS: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    format: Format,
}

/// The formats. A variant's documentation is its help.
#[derive(Debug, Subcommand)]
enum Format {
    /// A table with a line for each error; the first line names the columns
    Csv {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        columns: Columns,
        /// Delimiter of columns; by default, the most frequent of `,` `;` tab and `|` in the first line
        #[arg(long)]
        delimiter: Option<char>,
    },
    /// A list of maps, or a map with a map or a message for each code
    Json {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        columns: Columns,
    },
    /// A list of tables, or a table with a table or a message for each code
    Toml {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        columns: Columns,
    },
    /// The error responses of an OpenAPI description, in JSON or YAML
    Openapi(Common),
    /// Rust enums that derive `thiserror::Error`, in a file or a folder
    Thiserror {
        #[command(flatten)]
        common: Common,
        /// Let the enums derive errcat's `CatalogError`, with the codes of the catalog
        ///
        /// Only attributes and the import of thiserror's derive are changed. The messages stay the same.
        /// Enums for which that isn't possible stay as they are.
        #[arg(long)]
        rewrite: bool,
    },
    /// A registry of problem types (RFC 9457) in JSON
    Problems(Common),
}

#[derive(Debug, clap::Args)]
struct Common {
    /// File or folder to import
    file: Utf8PathBuf,
    /// Folder of the new API in the catalog; by default, the name of the file
    #[arg(long)]
    api: Option<String>,
    /// Write the notes to a file
    #[arg(long, value_name = "FILE")]
    report: Option<Utf8PathBuf>,
    /// Print the files, and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
struct Columns {
    /// Column of a key: message=Text, fact.errno=Number, ignore=Tags; can be repeated. Others are guessed
    #[arg(long, value_name = "KEY=COLUMN")]
    map: Vec<String>,
    /// TOML file with the columns of keys: message = "Text"
    #[arg(long, value_name = "FILE")]
    mapping: Option<Utf8PathBuf>,
    /// Column whose values are the tables
    #[arg(long, value_name = "COLUMN")]
    table_by: Option<String>,
    /// Style of placeholders in messages; guessed by default
    #[arg(long, value_enum)]
    placeholders: Option<Placeholders>,
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let mut notes = Notes::default();
    let (common, draft) = read(&options.format, here, &mut notes)?;
    let Common { file, api, report, dry_run } = common;
    let workspace = workspace::find_or_start(here)?;
    let _lock = disk::lock::to_write(&workspace.root);
    let name = match api {
        Some(name) => check_api_name(name)?,
        None => name_of(file.file_stem().unwrap_or_default(), "imported"),
    };
    let folder = format!("{}/{name}", workspace.settings.targets.catalog);
    if workspace.root.join(&folder).exists() {
        let message = format!("{folder} exists already");
        return Err(Failure::new(
            message,
            "choose another name with --api: existing files are never changed",
        ));
    }
    if draft.len() == 0 {
        output::eprint(&notes.render(file.as_str()));
        let help = if notes.len() == 0 { "pass a file with errors" } else { "the notes say why" };
        return Err(Failure::new("there is nothing to import", help));
    }
    let read = draft.len() + draft.left_out;
    let session = Session::read_or_start(workspace.clone())?;
    let (draft, files) = finish(draft, &name, &folder, session, &mut notes)?;
    let rewritten = rewrite(&options.format, here, &draft, &name, &workspace, &mut notes)?;
    if !dry_run {
        authoring::write(disk, &workspace.root, &[&files[..], &rewritten].concat())?;
    }
    let text = notes.render(file.as_str());
    output::eprint(&text);
    if let Some(report) = report {
        fs_err::write(here.join(report), &text)?;
    }
    let summary = format!(
        "{} {} of {} in {} ({}, {:.2} s)\n",
        if *dry_run { "Would import" } else { "Imported" },
        draft.len(),
        counted(read, "error"),
        counted(files.len() + rewritten.len(), "file"),
        counted(notes.len(), "note"),
        start.elapsed().as_secs_f64()
    );
    // `init` generates too.
    let verb = if workspace::is_set_up(&workspace.root)? { "gen" } else { "init" };
    let next = if *dry_run { String::new() } else { format!("Next:\n  {} {verb}\n", program.command) };
    let files = || files.iter().chain(&rewritten);
    let diff = |file: &AuthoredFile| {
        authoring::diff(&fs_err::read(workspace.root.join(&file.path)).unwrap_or_default(), file)
    };
    let diffs: String = files().filter(|_| *dry_run).map(diff).collect();
    let paths: String = files().map(|file| format!("  {}\n", file.path)).collect();
    output::print(&format!("{diffs}{summary}{paths}{next}"))?;
    Ok(Verdict::Fine)
}

fn read<'a>(format: &'a Format, here: &Utf8Path, notes: &mut Notes) -> Result<(&'a Common, Draft), Failure> {
    let text = |path: &Utf8Path| -> Result<String, Failure> {
        let bytes = fs_err::read(here.join(path))?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Failure::new(format!("{path} isn't UTF-8: the byte at {at} is no text"), "save the file as UTF-8")
        })
    };
    let (common, columns, rows) = match format {
        Format::Openapi(common) => {
            let spec = openapi::parse(common.file.as_str(), &text(&common.file)?)?;
            return Ok((common, openapi::draft(&spec, notes)));
        }
        Format::Thiserror { common, rewrite } => {
            let root = here.join(&common.file);
            let files = thiserror::files(&root)?;
            return Ok((common, thiserror::draft(&root, &files, *rewrite, notes)));
        }
        Format::Problems(common) => {
            let rows = rows::json(common.file.as_str(), &text(&common.file)?)?;
            return Ok((common, problems::draft(&rows, notes)));
        }
        Format::Csv { common, columns, delimiter } => {
            let (rows, wrong) = rows::csv(&text(&common.file)?, *delimiter);
            wrong.into_iter().for_each(|(line, text)| notes.push(&Origin::Line(line), text));
            (common, columns, rows)
        }
        Format::Json { common, columns } => {
            (common, columns, rows::json(common.file.as_str(), &text(&common.file)?)?)
        }
        Format::Toml { common, columns } => {
            (common, columns, rows::toml(common.file.as_str(), &text(&common.file)?)?)
        }
    };
    let Columns { map, mapping: mapping_file, table_by, placeholders } = columns;
    let mut mapping = Mapping::parse(map)?;
    if let Some(path) = mapping_file {
        mapping.extend(Mapping::parse_file(path.as_str(), &text(path)?)?);
    }
    mapping.complete(&rows, table_by.as_deref(), notes)?;
    if mapping.columns("code").next().is_none() {
        return Err(Failure::new("no column has the codes", "name it: --map code=COLUMN"));
    }
    Ok((common, tabular::draft(&rows, &mapping, *placeholders, table_by.as_deref(), notes)))
}

/// Returns the files with the enums that use the catalog, if the command asks for them.
fn rewrite(
    format: &Format,
    here: &Utf8Path,
    draft: &Draft,
    api: &str,
    workspace: &Workspace,
    notes: &mut Notes,
) -> Result<Vec<AuthoredFile>, Failure> {
    let Format::Thiserror { common, rewrite: true } = format else { return Ok(Vec::new()) };
    let root = here.join(&common.file);
    // The paths in the code depend on what will be generated.
    let planned = match workspace::is_set_up(&workspace.root)? {
        true => None,
        false => Some(init::planned_settings(here)?),
    };
    let settings = planned.as_ref().unwrap_or(&workspace.settings);
    let names = (&*workspace.root, &settings.targets);
    thiserror::rewrite::rewrite(&root, &thiserror::files(&root)?, draft, api, names, notes)
}

/// Leaves out what breaks rules, until the catalog with the new API has no errors. Returns its files.
fn finish(
    mut draft: Draft,
    name: &str,
    folder: &str,
    mut session: Session,
    notes: &mut Notes,
) -> Result<(Draft, Vec<AuthoredFile>), Failure> {
    if draft.api.title.is_empty() {
        draft.api.title = in_words(name);
    }
    if draft.api.summary.is_empty() {
        draft.api.summary = draft::SUMMARY.to_owned();
    }
    draft.remove_duplicates(notes);
    let before = session.inputs.files.clone();
    let mut rounds = 0;
    let files = loop {
        let files = draft.files(folder);
        session.inputs.files.clone_from(&before);
        files.iter().for_each(|file| authoring::replace(&mut session.inputs.files, file));
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let report = authoring::errors(&session)?;
        rounds += 1;
        if report.findings.is_empty() {
            break files;
        }
        if rounds == MAX_ROUNDS || !draft.leave_out(&report, folder, notes) {
            return Err(authoring::refusal(report, &paths));
        }
        draft.tables.retain(|_, table| !table.entries.is_empty());
    };
    Ok((draft, files))
}
