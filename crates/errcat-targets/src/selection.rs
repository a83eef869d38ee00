//! Incremental generation: skips APIs whose inputs haven't changed.
//!
//! The files of an API only depend on its source files, the settings, the templates, the address of each API,
//! and the targets of its links to other APIs. Targets record the links that they follow. Its parts of files
//! that all APIs share depend on the same, so they are stored. A test generates a catalog in both ways after
//! each of many edits, and compares the results.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use rayon::prelude::*;

use errcat_catalog::inputs::{InputFile, LOCK, SOURCES_LOCK};
use errcat_catalog::model::{Api, ApiId, Catalog, Id};

use crate::settings::Settings;

/// Catalogs with at most this many codes are always regenerated in full: that takes a few hundredths of a
/// second, and their `llms-full.txt` contains the text of every page.
const INCREMENTAL_THRESHOLD: usize = 250;

/// The part of a catalog to generate: the files that APIs share, and the files of each API that isn't up to
/// date.
#[derive(Debug)]
pub struct Selection<'a> {
    pub(crate) catalog: &'a Catalog,
    apis: Vec<ApiId>,
    /// The APIs that each API links to, by name.
    links: Mutex<BTreeMap<String, BTreeSet<String>>>,
    /// The parts of APIs that aren't selected, by name.
    known_parts: BTreeMap<&'a str, &'a Parts>,
    /// The parts that were generated, by API.
    parts: Mutex<BTreeMap<String, Parts>>,
}

/// The output of an API that isn't in the API's own folders, by names: its lock, and its parts of files that
/// all APIs share.
pub type Parts = BTreeMap<String, String>;

impl<'a> Selection<'a> {
    /// Selects everything.
    pub fn all(catalog: &'a Catalog) -> Self {
        Selection {
            catalog,
            apis: Id::all(&catalog.apis).collect(),
            links: Mutex::default(),
            known_parts: BTreeMap::new(),
            parts: Mutex::default(),
        }
    }

    /// Selects everything except the files of APIs that are up to date, given their parts of other files.
    ///
    /// # Panics
    ///
    /// Panics if there are such APIs but the catalog isn't large.
    pub fn without(catalog: &'a Catalog, current: BTreeMap<&'a str, &'a Parts>) -> Self {
        assert!(current.is_empty() || is_large(catalog), "small catalogs are generated in full");
        let is_selected = |api: &ApiId| !current.contains_key(catalog[*api].name.as_str());
        let apis = Id::all(&catalog.apis).filter(is_selected).collect();
        Selection { apis, known_parts: current, ..Selection::all(catalog) }
    }

    /// Returns the whole catalog.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// Calls a function for each selected API, on all cores.
    pub(crate) fn map<T: Send>(&self, make: impl Fn(ApiId) -> T + Sync) -> Vec<T> {
        self.apis.par_iter().map(|api| make(*api)).collect()
    }

    /// Returns `true` if an API is selected.
    pub(crate) fn contains(&self, api: ApiId) -> bool {
        self.apis.contains(&api)
    }

    /// Returns a part of an API's output that isn't in the API's own folders: the known one, or else the one
    /// that `make` returns.
    pub fn part(&self, api: ApiId, name: &str, make: impl FnOnce() -> String) -> Cow<'a, str> {
        let api = self.catalog[api].name.as_str();
        if let Some(known) = self.known_parts.get(api).and_then(|parts| parts.get(name)) {
            return known.into();
        }
        let part = make();
        if is_large(self.catalog) {
            let mut parts = self.parts.lock().expect("no thread panics while holding the lock");
            parts.entry(api.to_owned()).or_default().insert(name.to_owned(), part.clone());
        }
        part.into()
    }

    /// Takes the parts that were generated, by API.
    pub fn take_parts(&self) -> BTreeMap<String, Parts> {
        std::mem::take(&mut *self.parts.lock().expect("no thread panics while holding the lock"))
    }

    /// Records that an API has a link to another one.
    pub(crate) fn follow(&self, from: &str, to: &str) {
        if from != to {
            let mut links = self.links.lock().expect("no thread panics while holding the lock");
            links.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }

    /// Returns the APIs that a generated API links to.
    pub fn links_of(&self, api: &str) -> BTreeSet<String> {
        let links = self.links.lock().expect("no thread panics while holding the lock");
        links.get(api).cloned().unwrap_or_default()
    }
}

/// Returns `true` if a catalog can be generated incrementally.
pub fn is_large(catalog: &Catalog) -> bool {
    catalog.apis.iter().map(|api| api.codes.len()).sum::<usize>() > INCREMENTAL_THRESHOLD
}

/// Hashes of the files that a run reads, computed once for everything that compares them with an earlier run.
#[derive(Debug)]
pub struct InputHashes<'a> {
    /// Path and hash of each of the catalog's files.
    pub files: Vec<(&'a str, u64)>,
    /// One hash of all templates.
    pub templates: u64,
}

impl<'a> InputHashes<'a> {
    /// Hashes the catalog's files and the templates.
    pub fn new(files: &'a [InputFile], templates: &[InputFile]) -> Self {
        let hash = |file: &InputFile| {
            let mut hasher = DefaultHasher::new();
            (&file.path, &file.bytes, file.too_large).hash(&mut hasher);
            hasher.finish()
        };
        let mut hasher = DefaultHasher::new();
        templates.iter().for_each(|template| hash(template).hash(&mut hasher));
        let files = files.par_iter().map(|file| (file.path.as_str(), hash(file))).collect();
        InputHashes { files, templates: hasher.finish() }
    }
}

/// The inputs that the files of each API are generated from.
#[derive(Debug)]
pub struct Origins<'a> {
    folder: &'a str,
    inputs: &'a InputHashes<'a>,
    /// The inputs that all APIs share.
    shared: DefaultHasher,
    /// The targets of links, as hashes by API name.
    outlines: BTreeMap<&'a str, u64>,
}

impl<'a> Origins<'a> {
    /// The origins of a catalog that was read from these files, and is generated with their templates and
    /// these settings.
    pub fn new(catalog: &'a Catalog, inputs: &'a InputHashes<'a>, settings: &'a Settings) -> Self {
        let mut shared = DefaultHasher::new();
        format!("{settings:?}").hash(&mut shared);
        inputs.templates.hash(&mut shared);
        catalog.apis.iter().for_each(|api| (&api.name, &api.docs_url).hash(&mut shared));
        let outlines = catalog.apis.par_iter().map(|api| (api.name.as_str(), outline(api)));
        Origins { folder: &settings.catalog, inputs, shared, outlines: outlines.collect() }
    }

    /// Returns a number that changes whenever the API's own files could change, unless it links to different
    /// APIs. The numbers depend on the build of this program.
    pub fn fingerprint(&self, api: &str, links: &BTreeSet<String>) -> u64 {
        let mut hasher = self.shared.clone();
        links.iter().for_each(|to| (to, self.outlines.get(to.as_str())).hash(&mut hasher));
        let folder = format!("{}/{api}/", self.folder);
        // Locks are derived from other files.
        let is_read = |path: &str| path != LOCK && path != SOURCES_LOCK;
        for (path, hash) in &self.inputs.files {
            if path.strip_prefix(&folder).is_some_and(is_read) {
                hash.hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

/// Returns a hash of everything that links of other APIs can refer to.
pub(crate) fn outline(api: &Api) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&api.name, &api.title, api.tables.len(), api.codes.len(), api.guides.len()).hash(&mut hasher);
    for table in &api.tables {
        (&table.name, &table.title).hash(&mut hasher);
    }
    for code in &api.codes {
        (&code.code, &code.variant, &code.address, code.owner.table, code.aliases.len()).hash(&mut hasher);
        code.aliases.iter().for_each(|alias| (&alias.code, &alias.address).hash(&mut hasher));
    }
    for guide in &api.guides {
        (&guide.name, &guide.title).hash(&mut hasher);
    }
    hasher.finish()
}
