//! The record of the last run, so that a run without changes only reads metadata, and a run after an edit of
//! one API of a large catalog generates only that API.
//!
//! The models of a large catalog's APIs are stored next to it, so that APIs that haven't changed aren't
//! parsed and checked again.
//!
//! The record consists of hashes: of everything that the run read (catalog, templates, settings, the program
//! itself), and of the metadata of the files that it wrote and of the code that it read. `gen` relies on them
//! to skip work. So does `check`, if the system records a time of the last change that can't be set back.
//! `gen --check` and fresh clones, which have no record, compare every byte. A record that is wrong or
//! damaged only costs time.

mod models;
mod program;
mod remembered;
mod seen;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use errcat_catalog::model::{Api, Catalog};
use errcat_catalog::stored::{ModelKey, StoredModel};
use errcat_targets::selection::{self, InputHashes, Origins, Selection};
use errcat_targets::target::{Target, api_paths, owned_directories};
use rayon::prelude::*;

pub(crate) use self::program::hash_of_program;
use self::remembered::{NEVER, Own, Remembered};
use self::seen::Seen;
use crate::disk::Disk;
use crate::disk::compare::Planned;
use crate::disk::manifest::MANIFEST;
use crate::disk::write::create_directories;
use crate::pipeline::{self, Inputs};
use crate::reading::workspace::Workspace;

/// The state of the disk, and the record of the last run.
pub struct LastRun<'a> {
    workspace: &'a Workspace,
    inputs: &'a Inputs,
    hashes: InputHashes<'a>,
    targets: Vec<Box<dyn Target>>,
    remembered: Remembered,
    seen: Seen,
}

/// An API whose files are up to date.
pub struct UpToDateApi {
    /// The name.
    pub api: String,
    /// The files and directories that belong to it alone, from the root.
    pub paths: Vec<Utf8PathBuf>,
    /// The number of files in each of `paths`.
    pub files: Vec<usize>,
}

/// A run that has written all files.
pub struct Run<'a> {
    /// The part of the catalog that it generated.
    pub selection: &'a Selection<'a>,
    /// The generated files.
    pub planned: &'a Planned,
    /// The APIs that it skipped.
    pub current: &'a [UpToDateApi],
    /// The files of code that it read.
    pub code: &'a [Utf8PathBuf],
    /// The APIs that were parsed and have no findings: positions in the catalog, and the inputs of their
    /// models.
    pub clean: &'a [(usize, ModelKey)],
    /// `true` if it printed something that the next run must print again.
    pub reports: bool,
}

/// Selects everything that must be generated: all of a catalog except the files of APIs that are up to date.
pub fn selection<'a>(catalog: &'a Catalog, current: &[UpToDateApi]) -> Selection<'a> {
    Selection::without(catalog, &current.iter().map(|api| api.api.as_str()).collect())
}

impl<'a> LastRun<'a> {
    /// Reads the metadata of everything that the last run left. Ignores the record if that fails.
    pub fn look(workspace: &'a Workspace, inputs: &'a Inputs) -> Self {
        let remembered = Remembered::read(&file(workspace)).unwrap_or_default();
        // A mistake in a `target.toml` is reported when the targets run.
        let targets = pipeline::targets(inputs, Vec::new()).unwrap_or_default();
        let own = remembered.apis.keys().flat_map(|api| api_paths(&targets, api)).chain(manifests(&targets));
        let mut seen = Seen::new(own.collect(), HashMap::new());
        let (looked, hashes) = rayon::join(
            || seen.look(&workspace.root, &remembered.watched),
            || InputHashes::new(&inputs.files, &inputs.templates),
        );
        match looked {
            Ok(()) => LastRun { workspace, inputs, hashes, targets, remembered, seen },
            Err(_) => {
                let (remembered, seen) = (Remembered::default(), Seen::default());
                LastRun { workspace, inputs, hashes, targets, remembered, seen }
            }
        }
    }

    /// Returns `true` if neither the inputs nor the outputs of the last run have changed since, nor what was
    /// committed.
    pub fn is_current_with_history(&self) -> bool {
        self.remembered.history == hash_of_history(self.inputs) && self.is_current()
    }

    /// Returns `true` if neither the inputs nor the outputs of the last run have changed since.
    pub fn is_current(&self) -> bool {
        let Remembered { whole, history: _, manifests: _, apis, watched } = &self.remembered;
        !whole.is_empty() && self.hash_of_run(apis, watched, &self.seen).is_ok_and(|now| now == *whole)
    }

    /// Finds the model of an API without findings that hasn't changed since it was stored.
    pub fn find_model(&self, api: &str, files: u64, published: &str) -> Option<StoredModel> {
        models::find(&self.workspace.root, api, files, published)
    }

    /// Returns the APIs that don't have to be generated: neither their own files nor their inputs have
    /// changed.
    pub fn up_to_date(&self, catalog: &Catalog) -> Vec<UpToDateApi> {
        if self.remembered.apis.is_empty() || !selection::is_large(catalog) {
            return Vec::new();
        }
        if self.seen.hash_of(&manifests(&self.targets)) != self.remembered.manifests {
            return Vec::new();
        }
        let Ok(program) = hash_of_program() else { return Vec::new() };
        let origins = self.origins(catalog);
        let current = |api: &Api| {
            let own = self.remembered.apis.get(&api.name)?;
            let paths = api_paths(&self.targets, &api.name);
            let is_current = own.origin == origin(program, &origins, &api.name, &own.links)
                && own.left == self.seen.hash_of(&paths);
            let files = paths.iter().map(|path| self.seen.files_in(path)).collect();
            is_current.then(|| UpToDateApi { api: api.name.clone(), paths, files })
        };
        catalog.apis.par_iter().filter_map(current).collect()
    }

    /// Returns the directories that the last run owned and that no target owns anymore, because a setting was
    /// changed. They have a manifest, which lists what errcat generated there.
    pub fn abandoned(&self) -> Vec<Utf8PathBuf> {
        let owned = owned_directories(&self.targets);
        let is_inside =
            |path: &Utf8Path| path.components().all(|part| matches!(part, Utf8Component::Normal(_)));
        let has_manifest = |path: &Utf8Path| self.workspace.root.join(path).join(MANIFEST).is_file();
        let watched = self.remembered.watched.iter();
        let is_abandoned =
            |path: &&Utf8PathBuf| is_inside(path) && !owned.contains(path) && has_manifest(path);
        watched.filter(is_abandoned).cloned().collect()
    }

    /// Records a run.
    pub fn remember(self, disk: &dyn Disk, run: &Run<'_>) {
        // Workspaces without a `target` folder, in which cargo doesn't build, have no record.
        if !self.workspace.root.join("target").is_dir() {
            return;
        }
        self.store_models(disk, run);
        let Ok(text) = self.text(run) else { return };
        let file = file(self.workspace);
        let is_known = fs_err::read_to_string(&file).is_ok_and(|known| known == text);
        let folder = file.parent().expect("a file in the workspace");
        if !is_known && create_directories(disk, folder).is_ok() {
            let _ = disk.remove_file(&file);
            let _ = disk.create_file(&file, text.as_bytes());
        }
    }

    /// Stores the models of APIs without findings.
    fn store_models(&self, disk: &dyn Disk, run: &Run<'_>) {
        let catalog = run.selection.catalog();
        let clean = run.clean.par_iter().filter(|_| selection::is_large(catalog));
        clean.for_each(|(position, key)| {
            let _ = models::store(disk, &self.workspace.root, &catalog.apis[*position], *key);
        });
    }

    fn text(&self, run: &Run<'_>) -> io::Result<String> {
        let Run { selection, planned, current, code, clean: _, reports } = run;
        let catalog = selection.catalog();
        let owned = owned_directories(&self.targets);
        let is_owned = |path: &Utf8Path| owned.iter().any(|directory| path.starts_with(directory));
        let mut others: Vec<&Utf8PathBuf> = planned.keys().filter(|path| !is_owned(path)).collect();
        others.sort();
        let watched: Vec<Utf8PathBuf> = owned.iter().chain(*code).chain(others).cloned().collect();

        let paths = |api: &Api| api_paths(&self.targets, &api.name);
        let known = current.iter().flat_map(|api| &api.paths).filter_map(|path| self.seen.get(path));
        let wanted = catalog.apis.iter().flat_map(paths).chain(manifests(&self.targets));
        let mut seen = Seen::new(wanted.collect(), known.collect());
        seen.look(&self.workspace.root, &watched)?;

        let program = hash_of_program()?;
        let origins = self.origins(catalog);
        let own = |api: &Api| {
            let left = seen.hash_of(&paths(api));
            match self.remembered.apis.get(&api.name) {
                Some(own) if current.iter().any(|current| current.api == api.name) => own.clone(),
                _ => {
                    let links = selection.links_of(&api.name);
                    Own { origin: origin(program, &origins, &api.name, &links), left, links }
                }
            }
        };
        let is_large = selection::is_large(catalog);
        let apis = catalog.apis.par_iter().filter(|_| is_large);
        let apis = apis.map(|api| (api.name.clone(), own(api))).collect();
        let whole = match reports {
            true => NEVER.to_owned(),
            false => self.hash_of_run(&apis, &watched, &seen)?,
        };
        let manifests = seen.hash_of(&manifests(&self.targets));
        let history = hash_of_history(self.inputs);
        Ok(Remembered { whole, history, manifests, apis, watched }.to_string())
    }

    fn origins<'s>(&'s self, catalog: &'s Catalog) -> Origins<'s> {
        Origins::new(catalog, &self.hashes, &self.inputs.settings.targets)
    }

    /// Returns a hash of all inputs and outputs of a run.
    fn hash_of_run(
        &self,
        apis: &BTreeMap<String, Own>,
        watched: &[Utf8PathBuf],
        seen: &Seen,
    ) -> io::Result<String> {
        let mut hasher = DefaultHasher::new();
        hash_of_program()?.hash(&mut hasher);
        format!("{:?}", self.inputs.settings).hash(&mut hasher);
        // A lock is both an input and an output. It is part of the outputs.
        let on_disk: HashSet<&Utf8Path> = watched.iter().map(|path| path.as_path()).collect();
        let read = self.hashes.files.iter().filter(|(path, _)| !on_disk.contains(Utf8Path::new(path)));
        read.for_each(|file| file.hash(&mut hasher));
        self.hashes.templates.hash(&mut hasher);
        apis.hash(&mut hasher);
        for path in watched {
            (path, seen.hash_of(std::slice::from_ref(path))).hash(&mut hasher);
        }
        Ok(format!("{:016x}", hasher.finish()))
    }
}

fn hash_of_history(inputs: &Inputs) -> String {
    let mut hasher = DefaultHasher::new();
    inputs.history.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn manifests(targets: &[Box<dyn Target>]) -> Vec<Utf8PathBuf> {
    owned_directories(targets).iter().map(|directory| directory.join(MANIFEST)).collect()
}

/// Returns the path of the record. Each version of the site has its own.
fn file(workspace: &Workspace) -> Utf8PathBuf {
    let folder = workspace.root.join("target/errcat");
    match &workspace.settings.targets.docs_version {
        Some(version) => folder.join(format!("last-run-{}", version.as_str())),
        None => folder.join("last-run"),
    }
}

/// Returns a hash of everything that an API's own files are generated from, including this program.
fn origin(program: u64, origins: &Origins<'_>, api: &str, links: &BTreeSet<String>) -> String {
    format!("{:016x}", origins.fingerprint(api, links) ^ program)
}
