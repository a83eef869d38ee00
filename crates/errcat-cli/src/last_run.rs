//! Remembering a run that left everything as planned, so that a run in which nothing has changed only has to look.
//!
//! What is remembered is one number: a hash of all that the run read (catalog, templates, settings, the program itself)
//! and of what the disk says about all that it wrote and about the code that it looked at, the times that the system keeps
//! among it. `gen` believes it, to do nothing; so does `check`, where the system has a time of the last change that nobody
//! can set back. `gen --check`, and a fresh clone, which remembers nothing, compare every byte. Whatever goes wrong here
//! costs time, nothing else.

use std::collections::HashSet;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::plan::Plan;
use errcat_gen::{InputFile, Inputs};
use rayon::prelude::*;

use crate::disk::Disk;
use crate::workspace::Workspace;
use crate::write::create_directories;

/// Whether neither the inputs nor the outputs have changed since a run was remembered.
pub fn is_current(workspace: &Workspace, inputs: &Inputs) -> bool {
    let remembered = fs_err::read_to_string(file(workspace)).unwrap_or_default();
    let mut lines = remembered.lines();
    let Some(hash) = lines.next() else { return false };
    let watched: Vec<&Utf8Path> = lines.map(Utf8Path::new).collect();
    hash_of_run(&workspace.root, inputs, &watched).is_ok_and(|now| now == hash)
}

/// Remembers a run, after it has written everything; `code` are the files of code that it looked at.
pub fn remember(disk: &dyn Disk, workspace: &Workspace, inputs: &Inputs, plan: &Plan, code: &[Utf8PathBuf]) {
    let owned = plan.owned_directories();
    let files = plan.files().map(|(path, _)| path);
    let others = files.filter(|path| !owned.iter().any(|directory| path.starts_with(directory)));
    let watched: Vec<&Utf8Path> = owned.iter().chain(code).map(Utf8PathBuf::as_path).chain(others).collect();
    let Ok(hash) = hash_of_run(&workspace.root, inputs, &watched) else { return };
    let lines: Vec<&str> = std::iter::once(&*hash).chain(watched.iter().map(|path| path.as_str())).collect();
    let text = lines.join("\n");
    let file = file(workspace);
    let folder = file.parent().expect("a file in the workspace");
    let is_known = fs_err::read_to_string(&file).is_ok_and(|known| known == text);
    // A folder that cargo doesn't build in has no `target`, and gets none for this.
    if !is_known && workspace.root.join("target").is_dir() && create_directories(disk, folder).is_ok() {
        // Half of it is never believed: its first line counts the others in.
        let _ = disk.remove_file(&file);
        let _ = disk.create_file(&file, text.as_bytes());
    }
}

fn file(workspace: &Workspace) -> Utf8PathBuf {
    workspace.root.join("target/errcat/last-run")
}

fn hash_of_run(root: &Utf8Path, inputs: &Inputs, watched: &[&Utf8Path]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    let program = std::env::current_exe()?;
    program.hash(&mut hasher);
    hash_of_metadata(&fs_err::metadata(program)?)?.hash(&mut hasher);
    format!("{:?}", inputs.settings).hash(&mut hasher);
    // A lock is read and written: it is looked at as an output.
    let on_disk: HashSet<&Utf8Path> = watched.iter().copied().collect();
    let is_watched = |file: &&InputFile| on_disk.contains(Utf8Path::new(&file.path));
    for file in inputs.files.iter().filter(|file| !is_watched(file)).chain(&inputs.templates) {
        (&file.path, &file.bytes, file.too_large).hash(&mut hasher);
    }
    for path in watched {
        path.hash(&mut hasher);
        hash_of_tree(&root.join(path))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A directory's own times tell what was added to it or taken away; the sum of what is in it has no order.
fn hash_of_tree(path: &Utf8Path) -> io::Result<u64> {
    let metadata = fs_err::symlink_metadata(path)?;
    let mut hasher = DefaultHasher::new();
    (path.as_str(), hash_of_metadata(&metadata)?).hash(&mut hasher);
    if !metadata.is_dir() {
        return Ok(hasher.finish());
    }
    let entries = fs_err::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    let hash_of_entry = |entry: &fs_err::DirEntry| match entry.file_name().to_str() {
        Some(name) => hash_of_tree(&path.join(name)),
        None => Ok(0),
    };
    let hashes = entries.par_iter().map(hash_of_entry).collect::<io::Result<Vec<_>>>()?;
    Ok(hashes.into_iter().fold(hasher.finish(), u64::wrapping_add))
}

/// Changes whenever the file does. Where the system has it, the time of the last change of any kind is part of it:
/// nobody can set that one back.
fn hash_of_metadata(metadata: &Metadata) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    (metadata.len(), metadata.modified()?, metadata.file_type()).hash(&mut hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
