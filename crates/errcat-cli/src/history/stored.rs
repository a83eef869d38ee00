//! The history that was read for the last commit, which is stored because reading old catalogs takes time.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::history::History;

use crate::disk::Disk;
use crate::disk::last_run::hash_of_program;
use crate::disk::write::create_directories;

/// The inputs of a stored history, as the first line of its file.
pub(super) struct Key(String);

impl Key {
    pub(super) fn new(head: &str, catalog: &str) -> io::Result<Self> {
        Ok(Key(format!("{head} {:016x} {catalog}\n", hash_of_program()?)))
    }
}

/// Returns the history that is stored for a key. `None` if there is none, or if the file is damaged.
pub(super) fn find(root: &Utf8Path, key: &Key) -> Option<History> {
    let bytes = fs_err::read(file(root)).ok()?;
    postcard::from_bytes(bytes.strip_prefix(key.0.as_bytes())?).ok()
}

/// Stores a history. Workspaces without a `target` folder, in which cargo doesn't build, store nothing.
pub(super) fn store(disk: &dyn Disk, root: &Utf8Path, key: &Key, history: &History) {
    let (file, bytes) = (file(root), postcard::to_stdvec(history));
    let folder = file.parent().expect("a file in the workspace");
    if let Ok(bytes) = bytes
        && root.join("target").is_dir()
        && create_directories(disk, folder).is_ok()
    {
        // Without the file, the history is read again.
        let _ = disk.remove_file(&file);
        let _ = disk.create_file(&file, &[key.0.as_bytes(), &bytes].concat());
    }
}

fn file(root: &Utf8Path) -> Utf8PathBuf {
    root.join("target/errcat/history")
}
