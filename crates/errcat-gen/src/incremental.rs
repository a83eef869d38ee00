//! What is made of each API alone, and from what, so that a large catalog's other APIs needn't be made again when one
//! changes.
//!
//! An API's pages and Rust are made from its own files, the settings, the templates, and of the other APIs what links may
//! lead to: nothing else of them may be looked at there. A test makes a catalog after each of many edits in both ways, and
//! compares.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

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
}

impl<'a> Wanted<'a> {
    /// Everything.
    pub fn all(catalog: &'a Catalog) -> Self {
        Wanted { catalog, apis: (0..catalog.apis.len()).collect() }
    }

    /// Everything but what belongs to the APIs of these names alone.
    ///
    /// # Panics
    ///
    /// When there are some, and the catalog isn't large.
    pub fn without(catalog: &'a Catalog, current: &HashSet<&str>) -> Self {
        assert!(current.is_empty() || is_large(catalog), "a small catalog is made as a whole");
        let is_wanted = |api: &usize| !current.contains(catalog.apis[*api].name.as_str());
        Wanted { catalog, apis: (0..catalog.apis.len()).filter(is_wanted).collect() }
    }

    /// What a function makes of each wanted API, on all cores.
    pub(crate) fn map<T: Send>(&self, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
        self.apis.par_iter().map(|api| make(*api)).collect()
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

/// For each API of a catalog a number that changes whenever what is made of it alone may change. It is no name for a
/// text: another build of this program gives other numbers.
pub fn fingerprints(catalog: &Catalog, inputs: &Inputs) -> Vec<u64> {
    let mut shared = DefaultHasher::new();
    format!("{:?}", inputs.settings).hash(&mut shared);
    inputs.templates.iter().for_each(|template| (&template.path, &template.bytes).hash(&mut shared));
    catalog.apis.iter().for_each(|api| outline(api, &mut shared));
    let fingerprint = |api: &Api| {
        let mut hasher = shared.clone();
        let folder = format!("{}/{}/", inputs.settings.catalog, api.name);
        // Locks are made of the rest.
        let is_read = |path: &str| path != lock::FILE && path != sources::LOCK;
        for file in &inputs.files {
            if let Some(path) = file.path.strip_prefix(&folder).filter(|path| is_read(path)) {
                (path, &file.bytes).hash(&mut hasher);
            }
        }
        hasher.finish()
    };
    catalog.apis.par_iter().map(fingerprint).collect()
}

/// What other APIs' links may lead to, and how it is called there.
fn outline(api: &Api, hasher: &mut impl Hasher) {
    (&api.name, &api.title, &api.docs_url).hash(hasher);
    (api.tables.len(), api.codes.len(), api.guides.len()).hash(hasher);
    for table in &api.tables {
        (&table.name, &table.title).hash(hasher);
    }
    for code in &api.codes {
        (&code.code, &code.variant, &code.slug, code.owner.table).hash(hasher);
        code.aliases.len().hash(hasher);
        code.aliases.iter().for_each(|alias| (&alias.code, &alias.slug).hash(hasher));
    }
    for guide in &api.guides {
        (&guide.name, &guide.title).hash(hasher);
    }
}
