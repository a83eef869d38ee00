//! The output of targets. Targets pass each file to an [`Output`] as soon as it is generated, from any
//! thread. Only the outermost layer writes to the disk.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// Receives files as they are generated. Large sites have hundreds of megabytes, so files aren't collected in
/// memory.
pub trait Output: Sync {
    /// Receives a file, by its path from the workspace's root. Files come in any order, each path only once.
    fn take(&self, path: Utf8PathBuf, file: File);

    /// Keeps a file that an earlier run generated from the same inputs, given a hash of them. Returns `false`
    /// if there is none, so that the file has to be generated.
    fn keep(&self, _path: &Utf8Path, _inputs: u64) -> bool {
        false
    }

    /// Like [`Output::keep`], but returns the text of the file.
    fn keep_text(&self, _path: &Utf8Path, _inputs: u64) -> Option<String> {
        None
    }
}

/// All output files of a run, by their path from the workspace's root.
#[derive(Debug, Default)]
pub struct Plan {
    files: BTreeMap<Utf8PathBuf, File>,
    owned: Vec<Utf8PathBuf>,
}

/// An output file.
#[derive(Debug)]
pub struct File {
    /// The contents.
    pub bytes: Vec<u8>,
    /// The owner of the file.
    pub ownership: Ownership,
}

/// The owner of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The generator: the file is rewritten if it differs, and deleted when it is no longer planned.
    Generated,
    /// The generator, like `Generated`, but the file contains dates of commits, which change whenever the
    /// catalog is committed. A check only verifies that the file is as the generator wrote it.
    Dated,
    /// The author: the file is written if it is missing, and never changed afterwards.
    Scaffolded,
}

impl dyn Output + '_ {
    /// Passes on a generated file.
    ///
    /// # Panics
    ///
    /// Panics if the path is outside of the root. Paths of checked catalogs are always inside.
    pub fn generated(&self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.checked(path.into(), bytes.into(), Ownership::Generated);
    }

    /// Passes on a generated file that contains dates of commits. Panics like `generated`.
    pub fn dated(&self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.checked(path.into(), bytes.into(), Ownership::Dated);
    }

    /// Passes on a file that is written once and then belongs to the author. Panics like `generated`.
    pub fn scaffolded(&self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.checked(path.into(), bytes.into(), Ownership::Scaffolded);
    }

    fn checked(&self, path: Utf8PathBuf, bytes: Vec<u8>, ownership: Ownership) {
        let mut parts = path.components().peekable();
        let is_inside = parts.peek().is_some() && parts.all(|part| matches!(part, Utf8Component::Normal(_)));
        assert!(is_inside, "{path} leaves the output's root");
        self.take(path, File { bytes, ownership });
    }
}

impl Plan {
    /// Collects all files that `emit` passes to its output. `owned` are the directories whose generated files
    /// all belong to the plan.
    ///
    /// # Errors
    ///
    /// Returns the errors of `emit`.
    ///
    /// # Panics
    ///
    /// Panics if two files have the same path. Paths of checked catalogs are distinct on every disk.
    pub fn collect<E>(
        owned: Vec<Utf8PathBuf>,
        emit: impl FnOnce(&dyn Output) -> Result<(), E>,
    ) -> Result<Self, E> {
        let collector = Collector::default();
        emit(&collector)?;
        let files = collector.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(Plan { files, owned })
    }

    /// Like [`Plan::collect`], for functions that can't fail.
    pub fn of(owned: Vec<Utf8PathBuf>, emit: impl FnOnce(&dyn Output)) -> Self {
        let Ok(plan) = Plan::collect(owned, |output| {
            emit(output);
            Ok::<_, Infallible>(())
        });
        plan
    }

    /// Returns the planned files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Utf8Path, &File)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Returns `true` if a path is planned.
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    /// Returns the owned directories. Files in them that are marked as generated but not planned are deleted.
    pub fn owned_directories(&self) -> &[Utf8PathBuf] {
        &self.owned
    }
}

#[derive(Default)]
struct Collector(Mutex<BTreeMap<Utf8PathBuf, File>>);

impl Output for Collector {
    fn take(&self, path: Utf8PathBuf, file: File) {
        let mut files = self.0.lock().expect("no thread panics while holding the lock");
        let previous = files.insert(path.clone(), file);
        drop(files);
        assert!(previous.is_none(), "{path} is planned twice");
    }
}
