//! Generates files from inputs, without IO: reads and checks the catalog, and runs the targets.

use std::sync::Mutex;

use errcat_catalog::model::Api;
use errcat_catalog::scope::Scope;
use errcat_catalog::stored::{FindModel, no_models};
use errcat_catalog::{Catalog, Checked, InputFile, Report};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_drift::lock::{self, Baseline, Compared, Locks, no_base};
use errcat_targets::emit::emit;
use errcat_targets::folder::{FolderTarget, discover};
use errcat_targets::history::History;
use errcat_targets::output::Plan;
use errcat_targets::selection::Selection;
use errcat_targets::target::{self, Request, Target};

use crate::settings::Settings;

/// The inputs of a run: everything that its output depends on.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The catalog's files, sorted by path.
    pub files: Vec<InputFile>,
    /// The templates, with paths relative to the templates' folder: `site/error.html`.
    pub templates: Vec<InputFile>,
    /// The workspace's settings.
    pub settings: Settings,
    /// The breaking changes to accept.
    pub accept: Accept,
    /// Report only findings that make the catalog unreadable. Used by `list`, `explain` and `diff`.
    pub lenient: bool,
    /// The history of the catalog's files, from which only `gen` generates. `None` if it isn't known.
    pub history: Option<History>,
}

/// Reads and checks a catalog.
///
/// # Errors
///
/// All findings of all rules, if one of them is an error.
pub fn read(inputs: &Inputs) -> Result<Checked, Report> {
    read_with(inputs, &Baseline::new(&no_base, false), &no_models, &mut |_| {}).0
}

/// Like [`read`], with what was published in addition to the locks, the models of an earlier run, and calling
/// `on_phase` with the name of each phase as it starts. Also returns the accepted changes of what was
/// published, sorted.
///
/// A model is found only if its lock has accepted everything. A review compares such an API too, so it must
/// not use models.
pub fn read_with(
    inputs: &Inputs,
    baseline: &Baseline<'_>,
    find_model: &FindModel<'_>,
    on_phase: &mut dyn FnMut(&str),
) -> (Result<Checked, Report>, Vec<AcceptedChange>) {
    let Inputs { files, templates: _, settings, accept, lenient, history: _ } = inputs;
    let inputs = errcat_catalog::Inputs {
        folder: &settings.targets.catalog,
        files,
        lints: &settings.lints,
        lenient: *lenient,
    };
    let all_accepted = Mutex::new(Vec::new());
    let compare = |scope: &Scope<'_>, api: &Api| {
        let Compared { findings, accepted } = lock::check(scope, api, accept, baseline);
        all_accepted.lock().expect("no thread panics with it").extend(accepted);
        findings
    };
    let read = errcat_catalog::read_with(&inputs, &compare, find_model, on_phase);
    let mut accepted = all_accepted.into_inner().expect("no thread panics with it");
    accepted.sort();
    (read, accepted)
}

/// Returns the targets of a workspace, in the order in which they run. `source_locks` are the path and text
/// of each `sources.lock`.
///
/// # Errors
///
/// The mistakes in each `target.toml`.
pub fn targets(inputs: &Inputs, source_locks: Vec<(String, String)>) -> Result<Vec<Box<dyn Target>>, Report> {
    let settings = &inputs.settings.targets;
    let mut targets = errcat_targets::built_in(settings);
    targets.push(Box::new(Locks::new(settings, source_locks)));
    let folders = folder_targets(inputs)?;
    targets.extend(folders.into_iter().map(|target| -> Box<dyn Target> { Box::new(target) }));
    Ok(targets)
}

/// Returns the targets that are folders of templates. Built-in ones are off unless the settings contain them.
///
/// # Errors
///
/// The mistakes in each `target.toml`.
pub fn folder_targets(inputs: &Inputs) -> Result<Vec<FolderTarget>, Report> {
    discover(&inputs.settings.targets, &inputs.templates, &is_built_in_file)
}

/// Returns `true` if a file is an unchanged copy of a built-in template.
pub(crate) fn is_built_in_file(file: &InputFile) -> bool {
    let path = file.path.strip_prefix(errcat_targets::template::BUILT_IN).unwrap_or(&file.path);
    let own = errcat_templates::FILES.binary_search_by(|(own, _)| (*own).cmp(path));
    own.is_ok_and(|own| errcat_templates::FILES[own].1 == file.bytes)
}

/// Generates everything from a catalog into memory.
///
/// # Errors
///
/// The mistakes in templates and in each `target.toml`.
pub fn plan(catalog: &Catalog, inputs: &Inputs) -> Result<Plan, Report> {
    let targets = targets(inputs, Vec::new())?;
    let selection = Selection::all(catalog);
    let request = Request::new(&selection, &inputs.settings.targets, &inputs.templates)
        .with_history(inputs.history.as_ref());
    Plan::collect(target::owned_directories(&targets), |output| emit(&targets, &request, output, &mut |_| {}))
}

/// Reads and checks a catalog, and generates everything into memory. Combines [`read`] and [`plan()`].
///
/// # Errors
///
/// The findings of [`read`], or the mistakes that [`plan()`] reports.
pub fn generate(inputs: &Inputs) -> Result<Plan, Report> {
    plan(&read(inputs)?.catalog, inputs)
}
