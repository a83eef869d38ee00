//! What is made of each API alone, and from what, so that a large catalog's other APIs needn't be made again when one
//! changes.
//!
//! An API's pages and Rust are made from its own files, the settings, the templates, where each API is published, and what its
//! links to other APIs lead to: nothing else of them may be looked at there. Emitters say of each such link that they
//! followed it. A test makes a catalog after each of many edits in both ways, and compares.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use crate::Inputs;
use crate::lock;
use crate::model::{Api, Catalog};
use crate::settings::Settings;
use crate::sources;

/// Up to so many codes, a catalog is made anew as a whole: that takes a few hundredths of a second, and what is made of all
/// of its APIs together may hold every page.
const MOST_CODES_OF_SMALL: usize = 250;

/// What is to be made of a catalog: what its APIs share, and what is each one's own, except for those whose files are as
/// they should be.
#[derive(Debug)]
pub struct Wanted<'a> {
    pub(crate) catalog: &'a Catalog,
    apis: Vec<usize>,
    /// By an API's name, those of the others that it links to.
    links: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl<'a> Wanted<'a> {
    /// Everything.
    pub fn all(catalog: &'a Catalog) -> Self {
        Wanted { catalog, apis: (0..catalog.apis.len()).collect(), links: Mutex::default() }
    }

    /// Everything but what belongs to the APIs of these names alone.
    ///
    /// # Panics
    ///
    /// When there are some, and the catalog isn't large.
    pub fn without(catalog: &'a Catalog, current: &HashSet<&str>) -> Self {
        assert!(current.is_empty() || is_large(catalog), "a small catalog is made as a whole");
        let is_wanted = |api: &usize| !current.contains(catalog.apis[*api].name.as_str());
        Wanted { apis: (0..catalog.apis.len()).filter(is_wanted).collect(), ..Wanted::all(catalog) }
    }

    /// The catalog, all of it.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// What a function makes of each wanted API, on all cores.
    pub(crate) fn map<T: Send>(&self, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
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
    catalog.apis.iter().map(|api| api.codes.len()).sum::<usize>() > MOST_CODES_OF_SMALL
}

/// The files and directories that hold what is made of one API alone.
pub fn own_paths(settings: &Settings, api: &str) -> Vec<Utf8PathBuf> {
    let pages = settings.markdown.as_ref().map_or(&settings.site, |markdown| &markdown.folder);
    let paths = [
        format!("{}/src/generated/{api}", settings.rust),
        format!("{pages}/{api}"),
        format!("{pages}/{api}.md"),
    ];
    paths.into_iter().map(Utf8PathBuf::from).collect()
}

/// What the APIs of a catalog are made from.
#[derive(Debug)]
pub struct Origins<'a> {
    inputs: &'a Inputs,
    /// What all of them are made from.
    shared: DefaultHasher,
    /// By name.
    outlines: BTreeMap<&'a str, u64>,
}

impl<'a> Origins<'a> {
    /// Those of a catalog that was read from these inputs.
    pub fn new(catalog: &'a Catalog, inputs: &'a Inputs) -> Self {
        let mut shared = DefaultHasher::new();
        format!("{:?}", inputs.settings).hash(&mut shared);
        inputs.templates.iter().for_each(|template| (&template.path, &template.bytes).hash(&mut shared));
        catalog.apis.iter().for_each(|api| (&api.name, &api.docs_url).hash(&mut shared));
        let outlines = catalog.apis.par_iter().map(|api| (api.name.as_str(), outline(api)));
        Origins { inputs, shared, outlines: outlines.collect() }
    }

    /// A number that changes whenever what is made of an API alone may change, as long as it links to the same ones. It is no
    /// name for a text: another build of this program gives other numbers.
    pub fn fingerprint(&self, api: &str, links: &BTreeSet<String>) -> u64 {
        let mut hasher = self.shared.clone();
        links.iter().for_each(|to| (to, self.outlines.get(to.as_str())).hash(&mut hasher));
        let folder = format!("{}/{api}/", self.inputs.settings.catalog);
        // Locks are made of the rest.
        let is_read = |path: &str| path != lock::FILE && path != sources::LOCK;
        for file in &self.inputs.files {
            if let Some(path) = file.path.strip_prefix(&folder).filter(|path| is_read(path)) {
                (path, &file.bytes).hash(&mut hasher);
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
