//! Opens a workspace: finds it, reads its settings and files, and checks its catalog. Every verb begins with
//! this.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::stored::{FindModel, ModelKey, no_models};
use errcat_catalog::{Catalog, Checked, Report};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_drift::lock::{self, Baseline};
use errcat_targets::emit::emit;
use errcat_targets::feed_file;
use errcat_targets::history::History;
use errcat_targets::output::Output;
use errcat_targets::selection::Selection;
use errcat_targets::target::{self, Request, Target};

use crate::disk::compare::{Changes, ContentSink, Outputs, compare};
use crate::disk::last_run::UpToDate;
use crate::disk::manifest::{MANIFEST, Manifests};
use crate::pipeline::{self, Inputs};
use crate::reading::base::BaseReader;
use crate::reading::sources::{self, SourceCheck};
use crate::reading::workspace::{self, Workspace};
use crate::reading::{crates, inputs, named_apis, templates, unused_settings};
use crate::terminal::failure::{Failure, RunError};

/// A workspace, with the files that were read from it.
pub struct Session {
    /// The root and the settings.
    pub workspace: Workspace,
    /// The catalog's files and the templates.
    pub inputs: Inputs,
    /// Take over files that errcat didn't generate.
    pub adopt: bool,
    /// The revision whose locks record what was published.
    pub(crate) base: BaseReader,
}

/// A catalog without errors, and the findings in the workspace around it.
pub struct Examined {
    /// The catalog.
    pub catalog: Catalog,
    /// The warnings of the catalog, and the findings in settings, templates and sources.
    pub report: Report,
    /// The result of checking the catalog's `sources`.
    pub sources: SourceCheck,
    /// The APIs that were parsed and have no findings: positions in the catalog, and what their models depend
    /// on.
    pub clean: Vec<(usize, ModelKey)>,
    /// The accepted changes of what was published, sorted.
    pub accepted: Vec<AcceptedChange>,
}

impl Session {
    /// Opens the workspace that a folder is in.
    ///
    /// # Errors
    ///
    /// If there is none, if its settings are invalid, or if a file can't be read.
    pub fn open(here: &Utf8Path) -> Result<Self, Failure> {
        Session::read(workspace::find(here)?)
    }

    /// Reads the files of a workspace.
    ///
    /// # Errors
    ///
    /// If a file can't be read.
    pub fn read(workspace: Workspace) -> Result<Self, Failure> {
        let inputs = inputs::read(&workspace)?;
        Ok(Session::of(workspace, inputs))
    }

    /// Creates a session with files that needn't be on the disk.
    pub(crate) fn of(workspace: Workspace, inputs: Inputs) -> Self {
        let base = BaseReader::new(&workspace);
        Session { workspace, inputs, adopt: false, base }
    }

    /// Like [`Session::read`], but the catalog may be missing or empty.
    ///
    /// # Errors
    ///
    /// If a file can't be read.
    pub fn read_or_start(workspace: Workspace) -> Result<Self, Failure> {
        let inputs = inputs::read_or_start(&workspace)?;
        Ok(Session::of(workspace, inputs))
    }

    /// Sets the breaking changes to accept.
    #[must_use]
    pub fn accepting(mut self, accept: Accept) -> Self {
        self.inputs.accept = accept;
        self
    }

    /// Reports all changes since a git revision, including those that the locks have accepted.
    ///
    /// # Errors
    ///
    /// If the revision can't be read.
    pub fn reviewing(self, revision: &str) -> Result<Self, Failure> {
        let base = BaseReader::review(&self.workspace, revision)?;
        Ok(Session { base, ..self })
    }

    /// Returns the catalog for a verb that generates nothing. Only findings that make the catalog unreadable
    /// are errors.
    ///
    /// # Errors
    ///
    /// The findings that make the catalog unreadable.
    pub fn catalog(self) -> Result<(Workspace, Catalog), Report> {
        let Session { workspace, inputs, adopt: _, base: _ } = self;
        let inputs = Inputs { lenient: true, ..inputs };
        Ok((workspace, pipeline::read(&inputs)?.catalog))
    }

    /// Checks the catalog, the APIs in the settings, the folders of templates, and the code that `sources`
    /// refer to. Calls `on_phase` with the name of each phase as it starts.
    ///
    /// # Errors
    ///
    /// The catalog's findings if it has errors, or the reason why a file can't be read.
    pub fn examine(
        &self,
        find_model: &FindModel<'_>,
        on_phase: &mut dyn FnMut(&str),
    ) -> Result<Examined, RunError> {
        let Session { workspace, inputs, adopt: _, base } = self;
        let find_base = || base.base();
        let baseline = Baseline::new(&find_base, base.is_review());
        // A review compares APIs whose locks have accepted everything too.
        let find_model = if base.is_review() { &no_models } else { find_model };
        let (read, mut accepted) = pipeline::read_with(inputs, &baseline, find_model, on_phase);
        let Checked { catalog, sources, warnings, clean } = match read {
            Ok(checked) => checked,
            Err(mut report) => {
                self.check_surroundings(&mut report)?;
                return Err(report.into());
            }
        };
        let mut report = Report { findings: warnings, sources };
        self.check_surroundings(&mut report)?;
        let sources = sources::check(workspace, &catalog, &inputs.accept, &find_base, &mut report)?;
        accepted.extend(sources.accepted.iter().cloned());
        accepted.sort();
        Ok(Examined { catalog, report, sources, clean, accepted })
    }

    /// Reports APIs that the base contains and that no longer exist.
    pub fn check_apis(&self, catalog: &Catalog, report: &mut Report) {
        if let Some(base) = self.base.base() {
            lock::check_apis(base, catalog, report);
        }
    }

    /// Checks what doesn't depend on the content of the catalog: settings, templates and crates.
    fn check_surroundings(&self, report: &mut Report) -> Result<(), RunError> {
        let Session { workspace, inputs, adopt: _, base: _ } = self;
        named_apis::check(workspace, inputs, report);
        unused_settings::check(workspace, report);
        unused_settings::check_packages(workspace, report)?;
        templates::check(workspace, inputs, report)?;
        crates::check(workspace, report)?;
        Ok(())
    }

    /// Returns the workspace's targets. `source_locks` are the path and text of each `sources.lock`.
    ///
    /// # Errors
    ///
    /// The mistakes in each `target.toml`, which [`Session::examine`] reports too.
    pub fn targets(&self, source_locks: Vec<(String, String)>) -> Result<Vec<Box<dyn Target>>, Report> {
        pipeline::targets(&self.inputs, source_locks)
    }

    /// Returns the directories that contain only generated files. Other parts of a generated crate, such as
    /// its tests, are written by hand.
    pub fn owned_directories(&self) -> Vec<Utf8PathBuf> {
        self.targets(Vec::new()).map(|targets| target::owned_directories(&targets)).unwrap_or_default()
    }

    /// Generates the selected part of a catalog, and compares it with the disk. Generated files in
    /// `abandoned` directories are orphans. Calls `on_phase` as the targets start and when all are done.
    ///
    /// # Errors
    ///
    /// The mistakes in templates, or the reason why a file can't be read or stored in `sink`.
    pub fn compare<S: ContentSink>(
        &self,
        targets: &[Box<dyn Target>],
        selection: &Selection<'_>,
        up_to_date: &UpToDate,
        abandoned: &[Utf8PathBuf],
        sink: &S,
        on_phase: &mut dyn FnMut(&str),
    ) -> Result<Changes<S::Content>, RunError> {
        let Inputs { settings, templates, .. } = &self.inputs;
        let mut skipped: Vec<Utf8PathBuf> =
            up_to_date.apis.iter().flat_map(|api| api.paths.iter().cloned()).collect();
        // Other versions of the site have records of their own.
        skipped.extend(settings.targets.folders_of_versions());
        let root = &self.workspace.root;
        let owned = [&target::owned_directories(targets), abandoned].concat();
        let manifests = Manifests::read::<RunError>(root, &owned)?;
        let outputs = Outputs {
            root,
            owned: &owned,
            abandoned,
            up_to_date: &skipped,
            unchanged: &up_to_date.pages,
            manifests: &manifests,
            adopt: self.adopt,
        };
        // A check accepts the feed that the last run wrote, whatever has been committed since.
        let unread = History::default();
        let has_feed = || manifests.list(&feed_file(&settings.targets));
        let history = match sink.is_writing() {
            true => self.inputs.history.as_ref(),
            false => has_feed().then_some(&unread),
        };
        let request = Request::new(selection, &settings.targets, templates).with_history(history);
        compare(&outputs, sink, |output| {
            emit(targets, &request, output, on_phase)?;
            emit_git_attributes(targets, output);
            Ok(())
        })
    }
}

/// Emits a `.gitattributes` for each committed output, so that git merges manifests without conflicts.
fn emit_git_attributes(targets: &[Box<dyn Target>], output: &dyn Output) {
    let text = format!(
        "# A manifest has one line for each file: git keeps the lines of both sides.\n{MANIFEST} merge=union\n"
    );
    for target in targets.iter().filter(|target| target.is_committed()) {
        // A target may own a directory only to clear it.
        let own = target.owned().into_iter().filter(|directory| target.contains(directory));
        own.for_each(|directory| output.scaffolded(directory.join(".gitattributes"), text.as_str()));
    }
}
