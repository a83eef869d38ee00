//! `init`: sets up errcat in a workspace or a package.

mod layout;
mod manifest;
mod module;
mod plan;
mod project;
mod starter;
mod workflows;

use std::fmt::Write;

use camino::Utf8Path;
use errcat_catalog::report::visible;
use errcat_catalog::stored::no_models;
use errcat_targets::selection::Selection;

use self::layout::{Form, Layout, Requested};
use self::plan::Plan;
use self::project::Project;
use super::generate::{self, Outcome};
use crate::authoring::{self, AuthoredFile};
use crate::disk::last_run::UpToDate;
use crate::disk::{self, Disk};
use crate::drift;
use crate::pipeline;
use crate::program::{Program, Verdict};
use crate::reading::inputs;
use crate::reading::workspace::{self, Workspace};
use crate::session::Session;
use crate::settings::Settings;
use crate::terminal::failure::Failure;
use crate::terminal::output::{self, counted};

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat init
  errcat init --dry-run             # what would it write?
  errcat init --api shop --crate    # name the API; generate a crate, not a module

In a single package, the errors are the module `src/errors`; in a workspace, they are the crate
`crates/api-errors`. If a name is taken, another one is chosen and printed. A catalog that exists, for
example from `errcat import`, is used. Where errcat is set up, only what is missing is added: a
dependency, the test, a workflow.

Exit codes: 0 success, 1 files are in the way, 2 usage error or failure.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Name of the first API; by default, that of the package or the folder
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Generate a module of a package
    #[arg(long, conflicts_with = "own_crate")]
    module: bool,
    /// Generate a crate
    #[arg(long = "crate", id = "own_crate")]
    own_crate: bool,
    /// Add no workflows for GitHub
    #[arg(long)]
    no_ci: bool,
    /// Print the diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Accepted for scripts; there are no questions in any case
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    let Options { api, module, own_crate, no_ci, dry_run, yes: _ } = options;
    let project = Project::find(here)?;
    let _lock = disk::lock::to_write(&project.root);
    if workspace::is_set_up(&project.root)? {
        let manifest = project.manifest.as_deref().unwrap_or_default();
        let workspace = workspace::planned(&project.root, manifest)?;
        return complete_setup(&project, workspace, !no_ci, *dry_run, program, disk);
    }
    let requested = match (module, own_crate) {
        (true, _) => Requested::Module,
        (_, true) => Requested::Crates,
        _ => Requested::Usual,
    };
    let layout = Layout::choose(&project, api.as_deref(), requested)?;
    let mut plan = Plan::new(&project, &layout, !no_ci)?;
    let generated = complete(&mut plan, &layout, program)?;
    if *dry_run {
        return print_diff(&project, &layout, &plan, generated);
    }
    authoring::write(disk, &project.root, &plan.files())?;
    let session = Session::read(workspace::find(&project.root)?)?;
    let generated = match generate::write(&session, disk, &mut |_| {})? {
        Outcome::Written(summary) => summary.short(),
        Outcome::Unchanged => String::new(),
        Outcome::Refused(text) => return Err(Failure::of_findings(text)),
        Outcome::Obstructed(obstacles) => {
            return Err(Failure::of_findings(generate::render_obstacles(&obstacles, program)));
        }
    };
    output::print(&report(&project, &layout, &plan, &generated, program))?;
    std::mem::forget(session);
    Ok(Verdict::Fine)
}

/// Returns the settings that `init` chooses in a project in which errcat isn't set up.
///
/// # Errors
///
/// If it can't be set up there.
pub(crate) fn planned_settings(here: &Utf8Path) -> Result<Settings, Failure> {
    let project = Project::find(here)?;
    let layout = Layout::choose(&project, None, Requested::Usual)?;
    Ok(Plan::new(&project, &layout, false)?.workspace.settings)
}

/// Adds what is missing where errcat is set up.
fn complete_setup(
    project: &Project,
    workspace: Workspace,
    has_workflows: bool,
    dry_run: bool,
    program: Program,
    disk: &dyn Disk,
) -> Result<Verdict, Failure> {
    let catalog = project.root.join(&workspace.settings.targets.catalog);
    let plan = Plan::of_missing(project, workspace, has_workflows)?;
    let files = plan.files();
    let mut text = format!("errcat is set up already: the catalog is {}", visible::line(catalog.as_str()));
    if dry_run && !files.is_empty() {
        let mut diffs = render_diffs(project, files);
        diffs.push_str("Nothing was written\n");
        output::print(&diffs)?;
        return Ok(Verdict::Fine);
    }
    authoring::write(disk, &project.root, &files)?;
    text.push_str(if files.is_empty() { ". Nothing was changed\n" } else { ". Added what was missing\n" });
    push_files(&mut text, project, &plan);
    text.push_str("Next:\n");
    push_steps(&mut text, &plan);
    let command = program.command;
    text.push_str(&format!("  {command} gen\n"));
    output::print(&text)?;
    Ok(Verdict::Fine)
}

/// Checks the catalog and what will be generated, completes the plan, and returns the number of generated
/// files.
fn complete(plan: &mut Plan, layout: &Layout<'_>, program: Program) -> Result<usize, Failure> {
    let workspace = plan.workspace.clone();
    let mut inputs = inputs::read_or_start(&workspace)?;
    plan.catalog.iter().for_each(|file| authoring::replace(&mut inputs.files, file));
    let session = Session::of(workspace, inputs);
    session.base.start();
    let examined = session.examine(&no_models, &mut |_| {}).map_err(Failure::from)?;
    if examined.report.findings.has_errors() {
        return Err(match layout.has_catalog {
            true => examined.report.into(),
            false => authoring::refusal(examined.report, &["catalog"]),
        });
    }
    if plan.needs_crate_manifest() {
        let output = pipeline::plan(&examined.catalog, &session.inputs)?;
        let path = format!("{}/Cargo.toml", session.workspace.settings.targets.rust);
        let mut files = output.files();
        let (_, scaffold) = files.find(|(other, _)| *other == path).expect("a manifest for the crate");
        plan.add_crate_manifest(&String::from_utf8_lossy(&scaffold.bytes))?;
    }
    let targets = session.targets(examined.sources.locks)?;
    let selection = Selection::all(&examined.catalog);
    let drift =
        drift::find(&session, &targets, &selection, &UpToDate::default(), &[]).map_err(Failure::from)?;
    let mut conflicts = conflicts(plan, &session.workspace.root);
    if !drift.obstacles.is_empty() {
        conflicts.push_str(&generate::render_obstacles(&drift.obstacles, program));
    }
    if conflicts.is_empty() { Ok(drift.planned.len()) } else { Err(Failure::of_findings(conflicts)) }
}

/// Returns an error for each new file whose path is taken.
fn conflicts(plan: &Plan, root: &Utf8Path) -> String {
    let error = anstyle::AnsiColor::BrightRed.on_default().bold();
    let rule = drift::HAND_MADE_FILE.name;
    let is_taken = |file: &&AuthoredFile| {
        let path = root.join(&file.path);
        path.symlink_metadata().is_ok() && fs_err::read(path).ok().as_ref() != Some(&file.bytes)
    };
    plan.catalog.iter().chain(&plan.created).filter(is_taken).fold(String::new(), |mut text, file| {
        let path = visible::line(&file.path);
        writeln!(
            text,
            "{error}error[{rule}]{error:#}: {path} exists, and errcat didn't write it\n  \
             = help: rename or delete it, then run it again; nothing was written"
        )
        .expect("writing to a String");
        text
    })
}

fn print_diff(
    project: &Project,
    layout: &Layout<'_>,
    plan: &Plan,
    generated: usize,
) -> Result<Verdict, Failure> {
    let mut text = render_diffs(project, plan.files());
    writeln!(text, "Would generate {} from them; nothing was written", counted(generated, "file"))
        .expect("writing to a String");
    push_notes(&mut text, layout, plan);
    output::print(&text)?;
    Ok(Verdict::Fine)
}

fn render_diffs(project: &Project, files: Vec<AuthoredFile>) -> String {
    let diff = |file: AuthoredFile| {
        let old = fs_err::read(project.root.join(&file.path)).unwrap_or_default();
        authoring::diff(&old, &file)
    };
    files.into_iter().map(diff).collect()
}

fn push_files(text: &mut String, project: &Project, plan: &Plan) {
    for file in plan.catalog.iter().chain(&plan.created) {
        text.push_str(&format!("  added   {}\n", visible::line(&file.path)));
    }
    for file in plan.edited() {
        let verb = if project.manifest.is_none() { "added  " } else { "changed" };
        text.push_str(&format!("  {verb} {}\n", visible::line(&file.path)));
    }
}

fn push_steps(text: &mut String, plan: &Plan) {
    for step in &plan.by_hand {
        text.push_str(&format!("  {}\n", visible::line(step)));
    }
}

fn push_notes(text: &mut String, layout: &Layout<'_>, plan: &Plan) {
    for note in layout.notes.iter().chain(&plan.notes) {
        writeln!(text, "  note: {}", visible::line(note)).expect("writing to a String");
    }
}

/// Renders what was done, and what to do next.
fn report(project: &Project, layout: &Layout<'_>, plan: &Plan, generated: &str, program: Program) -> String {
    let command = program.command;
    let Layout { api, table, catalog, has_catalog, .. } = layout;
    let subject = if *has_catalog { format!("the catalog `{catalog}`") } else { format!("the API `{api}`") };
    let mut text = format!("Set up errcat for {subject}: {generated}\n");
    push_files(&mut text, project, plan);
    push_notes(&mut text, layout, plan);
    text.push_str("Next:\n");
    push_steps(&mut text, plan);
    let path = match &layout.form {
        Form::Module { name, .. } => format!("crate::{name}"),
        Form::Crates { rust, .. } => errcat_targets::crate_name(rust).replace('-', "_"),
    };
    text.push_str(&format!(
        "  cargo test\n  edit {catalog}/{api}/{table}.yaml, then run `{command} gen`\n  \
         use {path}::{api}::{table}::Error in your code\n"
    ));
    for file in project.thiserror_files() {
        text.push_str(&format!("  {command} import thiserror {} --api NAME\n", visible::line(file.as_str())));
    }
    text
}
