//! Models of APIs that an earlier run stored, so that this one needn't parse and check them again.
//!
//! A model is stored only of an API without findings. It is found again by a hash of everything that its
//! findings and its model depend on: its own files, the levels of lints, and the names of all APIs, to which
//! its texts may link. Comparing it with its lock is the caller's part.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::finding::Sources;
use crate::inputs::Inputs;
use crate::model::Api;
use crate::parse::FolderFiles;
use crate::scope::Names;

/// The inputs that a model depends on, as hashes. Another build of this program may compute other hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelKey {
    /// A hash of the API's own files and the levels of lints.
    pub files: u64,
    /// A hash of the names of all APIs.
    pub names: u64,
}

/// A model from an earlier run.
#[derive(Debug)]
pub struct StoredModel {
    /// The inputs that it depends on.
    pub key: ModelKey,
    /// The model.
    pub api: Api,
}

/// Finds the model that is stored for an API, given its name, [`ModelKey::files`] and the text of its lock.
/// Returns `None` unless that text is exactly what the model gives.
pub type FindModel<'a> = dyn Fn(&str, u64, &str) -> Option<StoredModel> + Sync + 'a;

/// Finds nothing: every API is parsed and checked.
pub fn no_models(_: &str, _: u64, _: &str) -> Option<StoredModel> {
    None
}

/// Returns the hash for [`ModelKey::files`].
pub(crate) fn hash_of_files(folder: &FolderFiles<'_>, inputs: &Inputs<'_>, sources: &Sources) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", inputs.lints).hash(&mut hasher);
    for (file, is_readable) in folder.own() {
        let text = sources.file(file);
        // Spans in the model hold the file's id.
        (file, is_readable, &text.path, &text.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// Returns the hash for [`ModelKey::names`].
pub(crate) fn hash_of_names(names: &HashMap<String, Names>) -> u64 {
    // Added up, because maps and sets have no order.
    let of_api = |(api, Names { codes, aliases: _, guides, tables, complete: _ }): (&String, &Names)| {
        let sum = |names: &HashSet<String>| {
            names.iter().map(|name| hash((api, name))).fold(0u64, u64::wrapping_add)
        };
        hash((api, sum(codes), sum(guides), sum(tables)))
    };
    names.iter().map(of_api).fold(0, u64::wrapping_add)
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
