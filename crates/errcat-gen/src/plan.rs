//! The output: which file holds which bytes. Emitters fill a [`Plan`]; only the edge writes it.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

/// Every output file of a run, by its path from the workspace's root.
#[derive(Debug, Default)]
pub struct Plan {
    files: BTreeMap<Utf8PathBuf, File>,
    owned: Vec<Utf8PathBuf>,
}

/// One output file.
#[derive(Debug)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whose it is after it was written.
    pub ownership: Ownership,
}

/// Whose a file is after it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The generator's: written anew whenever it differs, deleted when no longer planned.
    Generated,
    /// A person's: written where it is missing, then never touched again.
    Scaffolded,
}

impl Plan {
    /// An empty plan.
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans a generated file.
    ///
    /// # Panics
    ///
    /// When the path is planned already, or leaves the root. Both are mistakes of an emitter: the rules on names have made
    /// every catalog's paths safe, and distinct on any disk.
    pub fn generated(&mut self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.insert(path.into(), bytes.into(), Ownership::Generated);
    }

    /// Plans a file that is written once and then belongs to a person. Panics as [`Plan::generated`] does.
    pub fn scaffolded(&mut self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.insert(path.into(), bytes.into(), Ownership::Scaffolded);
    }

    /// Claims a directory: files in it that are marked as generated and no longer planned are deleted.
    pub fn own_directory(&mut self, path: impl Into<Utf8PathBuf>) {
        self.owned.push(path.into());
    }

    /// The planned files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Utf8Path, &File)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Whether a path is planned.
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    /// The directories that the plan owns.
    pub fn owned_directories(&self) -> &[Utf8PathBuf] {
        &self.owned
    }

    fn insert(&mut self, path: Utf8PathBuf, bytes: Vec<u8>, ownership: Ownership) {
        let inside = path.components().all(|part| matches!(part, camino::Utf8Component::Normal(_)));
        assert!(inside && path.components().next().is_some(), "{path} leaves the output's root");
        let previous = self.files.insert(path.clone(), File { bytes, ownership });
        assert!(previous.is_none(), "{path} is planned twice");
    }
}
