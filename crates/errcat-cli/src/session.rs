//! The opening sequence of every verb: the workspace, its settings, its files, its catalog.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::{Catalog, Checked, Report};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_targets::emit::emit;
use errcat_targets::output::Output;
use errcat_targets::selection::Selection;
use errcat_targets::target::{self, Request, Target};

use crate::disk::compare::{Changes, ContentSink, Outputs, compare};
use crate::disk::last_run::UpToDateApi;
use crate::disk::manifest::{MANIFEST, Manifests};
use crate::pipeline::{self, Inputs};
use crate::reading::sources::{self, SourceCheck};
use crate::reading::workspace::{self, Workspace};
use crate::reading::{inputs, named_apis, templates};
use crate::terminal::failure::{Failure, Stopped};

/// A workspace, and everything read from it.
pub struct Session {
    /// Where it is, and its settings.
    pub workspace: Workspace,
    /// Its files.
    pub inputs: Inputs,
    /// Take over files that errcat didn't generate.
    pub adopt: bool,
}

/// A catalog without errors, compared with the workspace around it.
pub struct Examined {
    /// The catalog.
    pub catalog: Catalog,
    /// Findings so far: warnings of the catalog, and what settings and sources have wrong.
    pub report: Report,
    /// The code that the catalog's `sources` name.
    pub sources: SourceCheck,
    /// The accepted changes of what was published, sorted.
    pub accepted: Vec<AcceptedChange>,
}

impl Session {
    /// Opens the workspace that a folder is in.
    ///
    /// # Errors
    ///
    /// If there is none, if its settings are wrong, or if a file can't be read.
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
        Ok(Session { workspace, inputs, adopt: false })
    }

    /// Accepts intended changes of what was published.
    #[must_use]
    pub fn accepting(mut self, accept: Accept) -> Self {
        self.inputs.accept = accept;
        self
    }

    /// Returns the catalog for a verb that only looks at it: findings matter only if they make it unreadable.
    ///
    /// # Errors
    ///
    /// Those findings.
    pub fn catalog(self) -> Result<(Workspace, Catalog), Report> {
        let Session { workspace, inputs, adopt: _ } = self;
        let inputs = Inputs { lenient: true, ..inputs };
        Ok((workspace, pipeline::read(&inputs)?.catalog))
    }

    /// Checks the catalog, the settings that name its APIs, the folders of templates, and the code that its `sources` name. Calls `on_phase` with the
    /// name of each phase as it starts.
    ///
    /// # Errors
    ///
    /// The catalog's findings if it has errors, or a file that can't be read.
    pub fn examine(&self, on_phase: &mut dyn FnMut(&str)) -> Result<Examined, Stopped> {
        let Session { workspace, inputs, adopt: _ } = self;
        let (read, mut accepted) = pipeline::read_accepting(inputs, on_phase);
        let Checked { catalog, sources, warnings } = read?;
        let mut report = Report { findings: warnings, sources };
        named_apis::check(workspace, &catalog, &mut report);
        templates::check(workspace, inputs, &mut report)?;
        let sources = sources::check(workspace, &catalog, &inputs.accept, &mut report)?;
        accepted.extend(sources.accepted.iter().cloned());
        accepted.sort();
        Ok(Examined { catalog, report, sources, accepted })
    }

    /// The workspace's targets. `source_locks` are the path and text of each `sources.lock`.
    ///
    /// # Errors
    ///
    /// The mistakes of each `target.toml`, which [`Session::examine`] reports too.
    pub fn targets(&self, source_locks: Vec<(String, String)>) -> Result<Vec<Box<dyn Target>>, Report> {
        pipeline::targets(&self.inputs, source_locks)
    }

    /// The directories of generated files. The rest of a generated crate, its examples and tests, is written by hand.
    pub fn owned_directories(&self) -> Vec<Utf8PathBuf> {
        self.targets(Vec::new()).map(|targets| target::owned_directories(&targets)).unwrap_or_default()
    }

    /// Generates the selected part of a catalog, and compares it with the disk. Calls `on_phase` with the name of each target
    /// as it starts.
    ///
    /// # Errors
    ///
    /// The mistake of a template, and if something can't be read or stored in `sink`.
    pub fn compare<S: ContentSink>(
        &self,
        targets: &[Box<dyn Target>],
        selection: &Selection<'_>,
        up_to_date: &[UpToDateApi],
        sink: &S,
        on_phase: &mut dyn FnMut(&str),
    ) -> Result<Changes<S::Content>, Stopped> {
        let Inputs { settings, templates, .. } = &self.inputs;
        let request = Request::new(selection, &settings.targets, templates);
        let skipped: Vec<Utf8PathBuf> = up_to_date.iter().flat_map(|api| api.paths.iter().cloned()).collect();
        let root = &self.workspace.root;
        let owned = target::owned_directories(targets);
        let manifests = Manifests::read::<Stopped>(root, &owned)?;
        let outputs =
            Outputs { root, owned: &owned, up_to_date: &skipped, manifests: &manifests, adopt: self.adopt };
        compare(&outputs, sink, |output| {
            emit(targets, &request, output, on_phase)?;
            merge_attributes(targets, output);
            Ok(())
        })
    }
}

/// Has git merge the manifests of committed outputs without conflicts.
fn merge_attributes(targets: &[Box<dyn Target>], output: &dyn Output) {
    let text = format!(
        "# A manifest has one line for each file: git keeps the lines of both sides.\n{MANIFEST} merge=union\n"
    );
    for target in targets.iter().filter(|target| target.is_committed()) {
        // A target may own a directory only to clear it.
        let own = target.owned().into_iter().filter(|directory| target.contains(directory));
        own.for_each(|directory| output.scaffolded(directory.join(".gitattributes"), text.as_str()));
    }
}
