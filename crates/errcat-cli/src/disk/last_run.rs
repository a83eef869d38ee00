//! The record of the last run, so that a run without changes only reads metadata, and a run after an edit of
//! one API of a large catalog generates only that API.
//!
//! The models of a large catalog's APIs are stored next to it, so that APIs that haven't changed aren't
//! parsed and checked again, and hashes of the inputs of pages, so that only pages that change are rendered
//! in an API that has.
//!
//! The record consists of hashes: of everything that the run read (catalog, templates, settings, the program
//! itself), and of the metadata of the files that it wrote and of the code that it read. `gen` relies on them
//! to skip work. So does `check`, if the system records a time of the last change that can't be set back.
//! `gen --check` and fresh clones, which have no record, compare every byte. A record that is wrong or
//! damaged only costs time.

mod models;
mod pages;
mod parts;
mod program;
mod remembered;
mod seen;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use errcat_catalog::model::{Api, Catalog};
use errcat_catalog::stored::{ModelKey, StoredModel};
use errcat_targets::selection::{self, InputHashes, Origins, Parts, Selection};
use errcat_targets::target::{Target, api_paths, owned_directories};
use rayon::prelude::*;

pub use self::pages::PageInputs;
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

/// The output of the last run that doesn't have to be generated.
#[derive(Default)]
pub struct UpToDate {
    /// The APIs whose files are up to date.
    pub apis: Vec<UpToDateApi>,
    /// The unchanged pages of other APIs, with the inputs that they were generated from.
    pub pages: PageInputs,
}

/// An API whose files are up to date.
pub struct UpToDateApi {
    /// The name.
    pub api: String,
    /// The files and directories that belong to it alone, from the root.
    pub paths: Vec<Utf8PathBuf>,
    /// The number of files in each of `paths`.
    pub files: Vec<usize>,
    /// The parts that it has in files of all APIs. Empty if they aren't stored.
    pub parts: Parts,
}

/// A run that has written all files.
pub struct Run<'a> {
    /// The part of the catalog that it generated.
    pub selection: &'a Selection<'a>,
    /// The generated files.
    pub planned: &'a Planned,
    /// A hash of the inputs of each page that it generated or kept.
    pub pages: &'a PageInputs,
    /// The output that it skipped.
    pub up_to_date: &'a UpToDate,
    /// The files of code that it read.
    pub code: &'a [Utf8PathBuf],
    /// The APIs that were parsed and have no findings: positions in the catalog, and the inputs of their
    /// models.
    pub clean: &'a [(usize, ModelKey)],
    /// `true` if it printed something that the next run must print again.
    pub reports: bool,
}

/// Selects everything that must be generated: all of a catalog except the files of APIs that are up to date.
pub fn selection<'a>(catalog: &'a Catalog, up_to_date: &'a UpToDate) -> Selection<'a> {
    Selection::without(catalog, up_to_date.apis.iter().map(|api| (&*api.api, &api.parts)).collect())
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

    /// Returns the output that doesn't have to be generated: neither it nor its inputs have changed.
    pub fn up_to_date(&self, catalog: &Catalog) -> UpToDate {
        if self.remembered.apis.is_empty() || !selection::is_large(catalog) {
            return UpToDate::default();
        }
        if self.seen.hash_of(&manifests(&self.targets)) != self.remembered.manifests {
            return UpToDate::default();
        }
        let apis = self.up_to_date_apis(catalog);
        let is_changed = |api: &&Api| apis.iter().all(|current| current.api != api.name);
        let changed: Vec<&Api> = catalog.apis.iter().filter(is_changed).collect();
        let pages = |api: &&Api| {
            let left = self.seen.hash_of(&api_paths(&self.targets, &api.name));
            pages::find(&self.workspace.root, &api.name, &left)
        };
        let pages = changed.par_iter().filter_map(pages).flatten_iter().collect();
        UpToDate { apis, pages }
    }

    fn up_to_date_apis(&self, catalog: &Catalog) -> Vec<UpToDateApi> {
        let Ok(program) = hash_of_program() else { return Vec::new() };
        let origins = self.origins(catalog);
        let current = |api: &Api| {
            let own = self.remembered.apis.get(&api.name)?;
            let paths = api_paths(&self.targets, &api.name);
            let is_current = own.origin == origin(program, &origins, &api.name, &own.links)
                && own.left == self.seen.hash_of(&paths);
            let files = paths.iter().map(|path| self.seen.files_in(path)).collect();
            let parts = || parts::find(&self.workspace.root, &api.name, &own.origin).unwrap_or_default();
            is_current.then(|| UpToDateApi { api: api.name.clone(), paths, files, parts: parts() })
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
        let watched = self.watched(run);
        let Ok(seen) = self.look_again(run, &watched) else { return };
        self.store_pages(disk, run, &seen);
        let Ok(apis) = self.records_of_apis(run, &seen) else { return };
        self.store_parts(disk, run, &apis);
        let Ok(text) = self.text(run, &seen, apis, watched) else { return };
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

    /// Stores the parts of shared files that were generated.
    fn store_parts(&self, disk: &dyn Disk, run: &Run<'_>, apis: &BTreeMap<String, Own>) {
        run.selection.take_parts().par_iter().for_each(|(api, parts)| {
            if let Some(own) = apis.get(api) {
                let _ = parts::store(disk, &self.workspace.root, api, &own.origin, parts);
            }
        });
    }

    /// Stores the inputs of the pages of APIs that were generated.
    fn store_pages(&self, disk: &dyn Disk, run: &Run<'_>, seen: &Seen) {
        let Run { selection, pages, up_to_date, .. } = run;
        let is_changed = |api: &&Api| up_to_date.apis.iter().all(|current| current.api != api.name);
        let changed = selection.catalog().apis.iter().filter(is_changed);
        let own: Vec<_> = changed.map(|api| (&*api.name, api_paths(&self.targets, &api.name))).collect();
        let positions =
            own.iter().enumerate().flat_map(|(at, (_, paths))| paths.iter().map(move |path| (&**path, at)));
        let positions: HashMap<&Utf8Path, usize> = positions.collect();
        let mut by_api: Vec<Vec<(&Utf8Path, u64)>> = vec![Vec::new(); own.len()];
        for (path, inputs) in *pages {
            if let Some(at) = path.ancestors().find_map(|above| positions.get(above)) {
                by_api[*at].push((path, *inputs));
            }
        }
        own.par_iter().zip(by_api).filter(|(_, pages)| !pages.is_empty()).for_each(
            |((api, paths), pages)| {
                let _ = pages::store(disk, &self.workspace.root, api, &seen.hash_of(paths), pages);
            },
        );
    }

    /// Returns the files and directories whose metadata shows whether the output is still that of a run.
    fn watched(&self, run: &Run<'_>) -> Vec<Utf8PathBuf> {
        let Run { planned, code, .. } = run;
        let owned = owned_directories(&self.targets);
        let is_owned = |path: &Utf8Path| owned.iter().any(|directory| path.starts_with(directory));
        let mut others: Vec<&Utf8PathBuf> = planned.keys().filter(|path| !is_owned(path)).collect();
        others.sort();
        owned.iter().chain(*code).chain(others).cloned().collect()
    }

    /// Reads the metadata of the output, except for that of APIs that were up to date.
    fn look_again(&self, run: &Run<'_>, watched: &[Utf8PathBuf]) -> io::Result<Seen> {
        let Run { selection, up_to_date, .. } = run;
        let up_to_date = up_to_date.apis.iter().flat_map(|api| &api.paths);
        let known = up_to_date.filter_map(|path| self.seen.get(path));
        let paths = selection.catalog().apis.iter().flat_map(|api| api_paths(&self.targets, &api.name));
        let mut seen = Seen::new(paths.chain(manifests(&self.targets)).collect(), known.collect());
        seen.look(&self.workspace.root, watched)?;
        Ok(seen)
    }

    /// Returns the records of all APIs, by name. Empty for a small catalog.
    fn records_of_apis(&self, run: &Run<'_>, seen: &Seen) -> io::Result<BTreeMap<String, Own>> {
        let Run { selection, up_to_date, .. } = run;
        let catalog = selection.catalog();
        let program = hash_of_program()?;
        let origins = self.origins(catalog);
        let own = |api: &Api| {
            let left = seen.hash_of(&api_paths(&self.targets, &api.name));
            let remembered = self.remembered.apis.get(&api.name);
            match remembered {
                Some(own) if up_to_date.apis.iter().any(|current| current.api == api.name) => own.clone(),
                _ => {
                    let mut links = selection.links_of(&api.name);
                    if !up_to_date.pages.is_empty() {
                        // Pages that weren't rendered have the links that they had.
                        links.extend(remembered.iter().flat_map(|own| own.links.iter().cloned()));
                    }
                    Own { origin: origin(program, &origins, &api.name, &links), left, links }
                }
            }
        };
        let is_large = selection::is_large(catalog);
        let apis = catalog.apis.par_iter().filter(|_| is_large);
        Ok(apis.map(|api| (api.name.clone(), own(api))).collect())
    }

    fn text(
        &self,
        run: &Run<'_>,
        seen: &Seen,
        apis: BTreeMap<String, Own>,
        watched: Vec<Utf8PathBuf>,
    ) -> io::Result<String> {
        let whole = match run.reports {
            true => NEVER.to_owned(),
            false => self.hash_of_run(&apis, &watched, seen)?,
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
