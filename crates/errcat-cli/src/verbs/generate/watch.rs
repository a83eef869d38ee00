//! `gen --watch`: generates again after each change. `serve` does the same.

use std::convert::Infallible;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::inputs::{LOCK, SOURCES_LOCK};
use errcat_catalog::report::visible;
use errcat_targets::published_path;

use super::render_obstacles;
use super::write::{Outcome, write};
use crate::disk::{self, Disk};
use crate::history;
use crate::pipeline;
use crate::program::Program;
use crate::reading::snapshot::Snapshot;
use crate::reading::sources::referenced_files;
use crate::reading::watcher::{InputWatcher, is_backup};
use crate::reading::workspace::{self, Workspace};
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output::{self, counted};

/// Printed after the findings.
const WAITING: &str = "Nothing was written; waiting for a change\n";

/// The result of generating once.
pub(crate) enum Generated<'a> {
    /// Everything is up to date.
    UpToDate {
        /// The files that were written or deleted, from the root.
        changed: &'a [Utf8PathBuf],
        /// The path at which the site is published. `None` if it isn't known.
        site_path: Option<&'a str>,
    },
    /// The catalog has errors, or something can't be read or written. The text has colors.
    Failed(&'a str),
}

/// Receives the workspace and each result.
pub(crate) type OnGenerated<'a> = dyn FnMut(&Workspace, Generated<'_>) + 'a;

/// A watched workspace.
struct Watch {
    /// The workspace, as its settings could last be read.
    workspace: Workspace,
    /// The inputs of the last run. `None` if it has to be repeated even if they don't change.
    inputs: Option<Snapshot>,
    /// The code files that `sources` refer to.
    code: Vec<Utf8PathBuf>,
    /// The last failure, until everything is up to date again.
    failure: Option<String>,
}

/// Generates, and again after each change, until the process ends. Prints a line for each run, or what is
/// wrong.
///
/// Interrupting the process is safe at any time, because files are staged and renamed.
///
/// # Errors
///
/// If there is no workspace, if its folders can't be watched, or if nothing can be printed. Everything else
/// may be fixed while it runs.
pub(crate) fn run(
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
    on_generated: &mut OnGenerated<'_>,
) -> Result<Infallible, Failure> {
    let mut watch =
        Watch { workspace: workspace::find(here)?, inputs: None, code: Vec::new(), failure: None };
    let mut watcher = InputWatcher::new()?;
    let mut is_first = true;
    loop {
        let before = watch.inputs.clone();
        match watch.generate(here, program, disk, on_generated) {
            Ok(line) => output::print(&line)?,
            // More changes may fix it: git may be in the middle of a checkout. If they don't, the next run
            // has to report the failure, even if its inputs are those of this run.
            Err(_) if watcher.has_changed() => {
                watch.inputs = before;
                continue;
            }
            Err(failure) => watch.report(&failure, program, on_generated),
        }
        if watcher.watch(&watch.workspace, &watch.code)? {
            continue;
        }
        if is_first {
            let targets = &watch.workspace.settings.targets;
            let (catalog, templates) = (&targets.catalog, &targets.templates);
            let line = format!("Watching {catalog}, {templates} and Cargo.toml; press Ctrl-C to stop\n");
            output::print(&line)?;
            is_first = false;
        }
        watcher.wait();
    }
}

impl Watch {
    /// Generates if an input has changed. Returns a line about it, which is empty if none has.
    fn generate(
        &mut self,
        here: &Utf8Path,
        program: Program,
        disk: &dyn Disk,
        on_generated: &mut OnGenerated<'_>,
    ) -> Result<String, Failure> {
        let start = Instant::now();
        let before = self.inputs.take();
        self.workspace = workspace::find(here)?;
        let _lock = disk::lock::to_write(&self.workspace.root);
        let mut session = Session::read(self.workspace.clone())?;
        session.inputs.files.retain(|file| !is_backup(&file.path));
        session.inputs.templates.retain(|file| !is_backup(&file.path));
        session.inputs.history = history::find(&self.workspace, &session.inputs.files, disk).history;
        let root = &self.workspace.root;
        let inputs = self.inputs.insert(Snapshot::new(&self.workspace, &session.inputs, &self.code));
        let mut line = match before.as_ref().map(|before| inputs.changes_since(before)).as_deref() {
            Some([]) => return Ok(String::new()),
            Some(changed) => cause(changed),
            None => String::new(),
        };
        let outcome = write(&session, disk, &mut |_| {})?;
        if self.failure.is_some() {
            line.push_str("fixed; ");
        }
        match outcome {
            Outcome::Refused(text) => return Err(Failure::of_findings(text)),
            Outcome::Obstructed(obstacles) => {
                return Err(Failure::of_findings(render_obstacles(&obstacles, program)));
            }
            Outcome::Unchanged => {
                line.push_str("everything is up to date");
                // Needs the catalog once, for what follows from it.
                let catalog = pipeline::read(&session.inputs).map(|checked| checked.catalog).ok();
                self.code =
                    catalog.iter().flat_map(|catalog| referenced_files(&self.workspace, catalog)).collect();
                self.code.iter().for_each(|path| inputs.add(root, path));
                let site_path = catalog.as_ref().map(published_path);
                let generated = Generated::UpToDate { changed: &[], site_path: site_path.as_deref() };
                on_generated(&self.workspace, generated);
            }
            Outcome::Written(summary) => {
                line.push_str(&summary.short());
                self.code = summary.code().to_vec();
                let changed = summary.changed();
                // Locks are written, but are inputs too.
                changed.iter().filter(|path| is_lock(path)).for_each(|path| inputs.update(root, path));
                self.code.iter().for_each(|path| inputs.add(root, path));
                let generated = Generated::UpToDate { changed, site_path: Some(summary.site_path()) };
                on_generated(&self.workspace, generated);
            }
        }
        self.failure = None;
        Ok(format!("{line} in {} ms\n", start.elapsed().as_millis()))
    }

    /// Prints a failure, unless it is the same as before.
    fn report(&mut self, failure: &Failure, program: Program, on_generated: &mut OnGenerated<'_>) {
        // The inputs are not all that a file that can't be written depends on.
        if !failure.has_findings() {
            self.inputs = None;
        }
        let text = failure.render(program);
        if self.failure.as_ref() != Some(&text) {
            output::eprint(&text);
            output::eprint(WAITING);
            on_generated(&self.workspace, Generated::Failed(&text));
            self.failure = Some(text);
        }
    }
}

/// Returns the beginning of a line: the files that have changed.
fn cause(changed: &[&str]) -> String {
    match changed {
        [] => String::new(),
        [path] => format!("{}: ", visible::line(path)),
        [path, others @ ..] => {
            format!("{} and {}: ", visible::line(path), counted(others.len(), "other file"))
        }
    }
}

fn is_lock(path: &Utf8Path) -> bool {
    path.file_name().is_some_and(|name| [LOCK, SOURCES_LOCK].contains(&name))
}
