//! From inputs to files, without IO: read, check, emit.

use std::sync::Mutex;

use errcat_catalog::model::Api;
use errcat_catalog::scope::Scope;
use errcat_catalog::{Catalog, Checked, InputFile, Report};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_drift::lock::{self, Compared, Locks};
use errcat_targets::emit::emit;
use errcat_targets::folder::{FolderTarget, discover, is_manifest};
use errcat_targets::output::Plan;
use errcat_targets::selection::Selection;
use errcat_targets::target::{self, Request, Target};

use crate::settings::Settings;

/// Everything that a run depends on.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The catalog's files, sorted by path.
    pub files: Vec<InputFile>,
    /// The templates, by path below the templates' folder: `site/error.html`.
    pub templates: Vec<InputFile>,
    /// The workspace's settings.
    pub settings: Settings,
    /// The changes of what was published that are intended.
    pub accept: Accept,
    /// Report only findings that make the catalog unreadable. Used by `list`, `explain` and `diff`.
    pub lenient: bool,
}

/// Reads and checks a catalog.
///
/// # Errors
///
/// All findings of all rules, if one of them is an error.
pub fn read(inputs: &Inputs) -> Result<Checked, Report> {
    read_with_progress(inputs, &mut |_| {})
}

/// Like [`read`], calling `on_phase` with the name of each phase as it starts.
///
/// # Errors
///
/// All findings of all rules, if one of them is an error.
pub fn read_with_progress(inputs: &Inputs, on_phase: &mut dyn FnMut(&str)) -> Result<Checked, Report> {
    read_accepting(inputs, on_phase).0
}

/// Like [`read_with_progress`]. Also returns the accepted changes of what was published, sorted.
pub fn read_accepting(
    inputs: &Inputs,
    on_phase: &mut dyn FnMut(&str),
) -> (Result<Checked, Report>, Vec<AcceptedChange>) {
    let Inputs { files, templates: _, settings, accept, lenient } = inputs;
    let inputs = errcat_catalog::Inputs {
        folder: &settings.targets.catalog,
        files,
        lints: &settings.lints,
        lenient: *lenient,
    };
    let all_accepted = Mutex::new(Vec::new());
    let compare = |scope: &Scope<'_>, api: &Api| {
        let Compared { findings, accepted } = lock::check(scope, api, accept);
        all_accepted.lock().expect("no thread panics with it").extend(accepted);
        findings
    };
    let read = errcat_catalog::read_with(&inputs, &compare, on_phase);
    let mut accepted = all_accepted.into_inner().expect("no thread panics with it");
    accepted.sort();
    (read, accepted)
}

/// The targets of a workspace, in the order in which they run. `source_locks` are the path and text of each `sources.lock`.
///
/// # Errors
///
/// The mistakes of each `target.toml`.
pub fn targets(inputs: &Inputs, source_locks: Vec<(String, String)>) -> Result<Vec<Box<dyn Target>>, Report> {
    let settings = &inputs.settings.targets;
    let mut targets = errcat_targets::built_in(settings);
    targets.push(Box::new(Locks::new(settings, source_locks)));
    let folders = folder_targets(inputs)?;
    targets.extend(folders.into_iter().map(|target| -> Box<dyn Target> { Box::new(target) }));
    Ok(targets)
}

/// The targets that are folders of templates. Built-in ones are off unless the settings name them.
///
/// # Errors
///
/// The mistakes of each `target.toml`.
pub fn folder_targets(inputs: &Inputs) -> Result<Vec<FolderTarget>, Report> {
    discover(&inputs.settings.targets, &inputs.templates, &is_built_in_target)
}

/// Returns `true` if errcat brings the target of a name.
fn is_built_in_target(name: &str) -> bool {
    errcat_templates::FILES.iter().any(|(path, _)| is_manifest(path) == Some(name))
}

/// Generates everything from a catalog into memory.
///
/// # Errors
///
/// The mistake of a template or of a `target.toml`.
pub fn plan(catalog: &Catalog, inputs: &Inputs) -> Result<Plan, Report> {
    let targets = targets(inputs, Vec::new())?;
    let selection = Selection::all(catalog);
    let request = Request::new(&selection, &inputs.settings.targets, &inputs.templates);
    Plan::collect(target::owned_directories(&targets), |output| emit(&targets, &request, output, &mut |_| {}))
}

/// [`read`] and [`plan()`] in one.
///
/// # Errors
///
/// As theirs.
pub fn generate(inputs: &Inputs) -> Result<Plan, Report> {
    plan(&read(inputs)?.catalog, inputs)
}
