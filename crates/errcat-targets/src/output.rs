//! The output: which file holds which bytes. Emitters hand each file to an [`Output`] as soon as it is made, from any thread;
//! only the edge writes it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// Where files go as they are made, so that nobody has to hold all of them: a large site has hundreds of megabytes.
pub trait Output: Sync {
    /// Takes a file, by its path from the workspace's root. The paths come in no particular order, each once.
    fn take(&self, path: Utf8PathBuf, file: File);
}

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

impl dyn Output + '_ {
    /// Hands over a generated file.
    ///
    /// # Panics
    ///
    /// When the path leaves the root. It would be a mistake of an emitter: the rules on names have made every catalog's
    /// paths safe.
    pub fn generated(&self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.checked(path.into(), bytes.into(), Ownership::Generated);
    }

    /// Hands over a file that is written once and then belongs to a person. Panics as `generated` does.
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
    /// Everything that is handed to an output, and the directories in which nothing else is the generator's.
    ///
    /// # Errors
    ///
    /// As those of `emit`.
    ///
    /// # Panics
    ///
    /// When a path comes twice: the rules on names have made every catalog's paths distinct on any disk.
    pub fn collect<E>(
        owned: Vec<Utf8PathBuf>,
        emit: impl FnOnce(&dyn Output) -> Result<(), E>,
    ) -> Result<Self, E> {
        let collected = Collected::default();
        emit(&collected)?;
        let files = collected.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(Plan { files, owned })
    }

    /// [`Plan::collect`] of what can't fail.
    pub fn of(owned: Vec<Utf8PathBuf>, emit: impl FnOnce(&dyn Output)) -> Self {
        let Ok(plan) = Plan::collect(owned, |output| {
            emit(output);
            Ok::<_, Infallible>(())
        });
        plan
    }

    /// The planned files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Utf8Path, &File)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Whether a path is planned.
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    /// The directories that the plan owns: files in them that are marked as generated and not planned are deleted.
    pub fn owned_directories(&self) -> &[Utf8PathBuf] {
        &self.owned
    }
}

#[derive(Default)]
struct Collected(Mutex<BTreeMap<Utf8PathBuf, File>>);

impl Output for Collected {
    fn take(&self, path: Utf8PathBuf, file: File) {
        let mut files = self.0.lock().expect("nobody panics while holding it");
        let previous = files.insert(path.clone(), file);
        drop(files);
        assert!(previous.is_none(), "{path} is planned twice");
    }
}
