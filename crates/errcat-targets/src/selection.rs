//! Incremental generation: skips APIs whose inputs haven't changed.
//!
//! The files of one API are generated from its own source files, the settings, the templates, where each API is published, and
//! what its links to other APIs lead to; targets read nothing else of other APIs for them. Targets record each such link
//! that they follow. A test generates a catalog both ways after each of many edits, and compares.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use rayon::prelude::*;

use errcat_catalog::inputs::{InputFile, LOCK, SOURCES_LOCK};
use errcat_catalog::model::{Api, ApiId, Catalog, Id};

use crate::settings::Settings;

/// Catalogs with at most this many codes are always regenerated in full: that takes a few hundredths of a second, and their
/// `llms-full.txt` holds the text of every page.
const INCREMENTAL_THRESHOLD: usize = 250;

/// The part of a catalog to generate: what its APIs share, and the files of each API except those that are up to date.
#[derive(Debug)]
pub struct Selection<'a> {
    pub(crate) catalog: &'a Catalog,
    apis: Vec<ApiId>,
    /// By an API's name, those of the others that it links to.
    links: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl<'a> Selection<'a> {
    /// Everything.
    pub fn all(catalog: &'a Catalog) -> Self {
        Selection { catalog, apis: Id::all(&catalog.apis).collect(), links: Mutex::default() }
    }

    /// Everything but what belongs to the APIs of these names alone.
    ///
    /// # Panics
    ///
    /// When there are some, and the catalog isn't large.
    pub fn without(catalog: &'a Catalog, current: &HashSet<&str>) -> Self {
        assert!(current.is_empty() || is_large(catalog), "a small catalog is made as a whole");
        let is_selected = |api: &ApiId| !current.contains(catalog[*api].name.as_str());
        Selection { apis: Id::all(&catalog.apis).filter(is_selected).collect(), ..Selection::all(catalog) }
    }

    /// The catalog, all of it.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// What a function makes of each selected API, on all cores.
    pub(crate) fn map<T: Send>(&self, make: impl Fn(ApiId) -> T + Sync) -> Vec<T> {
        self.apis.par_iter().map(|api| make(*api)).collect()
    }

    /// Notes that a link of an API was followed into one.
    pub(crate) fn follow(&self, from: &str, to: &str) {
        if from != to {
            let mut links = self.links.lock().expect("nobody panics while holding it");
            links.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }

    /// The other APIs that an API links to, once it was made.
    pub fn links_of(&self, api: &str) -> BTreeSet<String> {
        let links = self.links.lock().expect("nobody panics while holding it");
        links.get(api).cloned().unwrap_or_default()
    }
}

/// Whether a catalog is so large that it needn't be made as a whole.
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
    /// By API name.
    outlines: BTreeMap<&'a str, u64>,
}

impl<'a> Origins<'a> {
    /// The origins of a catalog that was read from these files, and is generated with their templates and these settings.
    pub fn new(catalog: &'a Catalog, inputs: &'a InputHashes<'a>, settings: &'a Settings) -> Self {
        let mut shared = DefaultHasher::new();
        format!("{settings:?}").hash(&mut shared);
        inputs.templates.hash(&mut shared);
        catalog.apis.iter().for_each(|api| (&api.name, &api.docs_url).hash(&mut shared));
        let outlines = catalog.apis.par_iter().map(|api| (api.name.as_str(), outline(api)));
        Origins { folder: &settings.catalog, inputs, shared, outlines: outlines.collect() }
    }

    /// Returns a number that changes whenever the API's own files may change, as long as it links to the same APIs. Another
    /// build of this program may give other numbers.
    pub fn fingerprint(&self, api: &str, links: &BTreeSet<String>) -> u64 {
        let mut hasher = self.shared.clone();
        links.iter().for_each(|to| (to, self.outlines.get(to.as_str())).hash(&mut hasher));
        let folder = format!("{}/{api}/", self.folder);
        // Locks are made of the rest.
        let is_read = |path: &str| path != LOCK && path != SOURCES_LOCK;
        for (path, hash) in &self.inputs.files {
            if path.strip_prefix(&folder).is_some_and(is_read) {
                hash.hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

/// What links of other APIs may lead to, and how it is called there.
fn outline(api: &Api) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&api.name, &api.title, api.tables.len(), api.codes.len(), api.guides.len()).hash(&mut hasher);
    for table in &api.tables {
        (&table.name, &table.title).hash(&mut hasher);
    }
    for code in &api.codes {
        (&code.code, &code.variant, &code.slug, code.owner.table, code.aliases.len()).hash(&mut hasher);
        code.aliases.iter().for_each(|alias| (&alias.code, &alias.slug).hash(&mut hasher));
    }
    for guide in &api.guides {
        (&guide.name, &guide.title).hash(&mut hasher);
    }
    hasher.finish()
}
