//! The content of a session's inputs, to find what has changed since an earlier session.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use camino::{Utf8Path, Utf8PathBuf};

use crate::pipeline::Inputs;
use crate::reading::workspace::{Workspace, read_if_there};

/// A hash of each input, by its path from the root.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    hashes: BTreeMap<String, u64>,
}

impl Snapshot {
    /// Creates the snapshot of inputs, and of the code files that `sources` refer to.
    pub(crate) fn new(workspace: &Workspace, inputs: &Inputs, code: &[Utf8PathBuf]) -> Self {
        let Inputs { files, templates, settings, accept: _, lenient: _, history: _ } = inputs;
        let folder = &settings.targets.templates;
        let files = files.iter().map(|file| (file.path.clone(), hash(&file.bytes)));
        let templates = templates.iter().map(|file| (format!("{folder}/{}", file.path), hash(&file.bytes)));
        let mut snapshot = Snapshot { hashes: files.chain(templates).collect() };
        snapshot.hashes.insert("Cargo.toml".to_owned(), hash(format!("{settings:?}").as_bytes()));
        code.iter().for_each(|path| snapshot.update(&workspace.root, path));
        snapshot
    }

    /// Reads a file again that was written or deleted.
    pub(crate) fn update(&mut self, root: &Utf8Path, path: &Utf8Path) {
        match read_if_there(&root.join(path)) {
            Ok(Some(bytes)) => self.hashes.insert(path.to_string(), hash(&bytes)),
            _ => self.hashes.remove(path.as_str()),
        };
    }

    /// Adds a file that may not have been an input before. One that was has been read before it was used, so
    /// that a later change isn't missed.
    pub(crate) fn add(&mut self, root: &Utf8Path, path: &Utf8Path) {
        if !self.hashes.contains_key(path.as_str()) {
            self.update(root, path);
        }
    }

    /// Returns the paths of the inputs that differ, sorted.
    pub(crate) fn changes_since<'a>(&'a self, earlier: &'a Snapshot) -> Vec<&'a str> {
        let paths =
            self.hashes.keys().chain(earlier.hashes.keys().filter(|path| !self.hashes.contains_key(*path)));
        let mut changed: Vec<&str> = paths
            .filter(|path| self.hashes.get(*path) != earlier.hashes.get(*path))
            .map(String::as_str)
            .collect();
        changed.sort_unstable();
        changed
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
