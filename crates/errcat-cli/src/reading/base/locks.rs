//! Reads the locks of a catalog at a commit.

use std::collections::BTreeSet;

use camino::Utf8Path;
use errcat_catalog::InputFile;
use errcat_catalog::inputs::{API, LOCK, SOURCES_LOCK};
use errcat_catalog::yaml::MAX_FILE_BYTES;
use errcat_drift::lock::{Base, FormerLock};

use crate::reading::git::{Entry, HEAD, Repository};
use crate::terminal::failure::Failure;

/// A lock whose content isn't read yet.
enum Lock {
    Published(FormerLock),
    Sources(InputFile),
}

/// Reads the locks of a catalog at a commit. The repository is opened in the folder of the catalog, `catalog`
/// is its path from the workspace's root, and `revision` is the name of the commit in messages.
pub(super) fn read(
    repository: &Repository<'_>,
    catalog: &str,
    revision: &str,
    commit: &str,
) -> Result<Base, Failure> {
    let mut base = Base { revision: revision.to_owned(), ..Base::default() };
    base.is_merging = repository.is_merging;
    let files: Vec<Entry> = match repository.files(commit) {
        Ok(files) => files.collect(),
        // A repository without commits: nothing is published.
        Err(_) if commit == HEAD && repository.commit(HEAD).is_err() => return Ok(base),
        Err(failure) => return Err(failure),
    };
    base.apis = files.iter().filter_map(|file| api_of(&file.path, API)).map(str::to_owned).collect();
    let lock = |file: Entry| Some((in_catalog(catalog, &file.path)?, file.object));
    let mut locks: Vec<(Lock, String)> = files.into_iter().filter_map(lock).collect();
    if has_new_api(repository.folder(), &base.apis) {
        locks.extend(moved_locks(repository, commit)?);
    }
    let objects: Vec<&str> = locks.iter().map(|(_, object)| &**object).collect();
    let contents = repository.read(&objects)?;
    for ((lock, _), bytes) in locks.into_iter().zip(contents) {
        match lock {
            Lock::Published(lock) => {
                base.locks.push(FormerLock { file: with_bytes(lock.file, bytes), ..lock });
            }
            Lock::Sources(file) => base.source_locks.push(with_bytes(file, bytes)),
        }
    }
    Ok(base)
}

/// Returns the API that a file of this name belongs to. The path starts in the folder of the catalog.
fn api_of<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    path.split_once('/').filter(|(_, rest)| *rest == name).map(|(api, _)| api)
}

/// Returns the lock at a path from the folder of the catalog.
fn in_catalog(catalog: &str, path: &str) -> Option<Lock> {
    let file = InputFile::new(format!("{catalog}/{path}"), "");
    match api_of(path, LOCK) {
        Some(api) => Some(Lock::Published(FormerLock { api: api.to_owned(), file, is_moved: false })),
        None => api_of(path, SOURCES_LOCK).map(|_| Lock::Sources(file)),
    }
}

/// Returns `true` if the catalog on the disk has an API that isn't among `known`.
fn has_new_api(catalog: &Utf8Path, known: &BTreeSet<String>) -> bool {
    let Ok(mut entries) = catalog.read_dir_utf8() else { return false };
    entries.any(|entry| {
        entry.is_ok_and(|entry| !known.contains(entry.file_name()) && entry.path().join(API).is_file())
    })
}

/// Returns the locks of catalogs in other folders, if they are gone: a new API may have been moved from
/// there.
fn moved_locks(repository: &Repository<'_>, commit: &str) -> Result<Vec<(Lock, String)>, Failure> {
    let is_gone =
        |path: &Utf8Path| !path.starts_with(repository.prefix()) && !repository.root().join(path).exists();
    let lock = |Entry { path, object, .. }: Entry| {
        let at = Utf8Path::new(&path);
        let api = at.parent()?.file_name()?.to_owned();
        let is_lock = at.file_name() == Some(LOCK) && is_gone(at);
        let file = InputFile::new(path, "");
        is_lock.then_some((Lock::Published(FormerLock { api, file, is_moved: true }), object))
    };
    Ok(repository.all_files(commit)?.filter_map(lock).collect())
}

fn with_bytes(file: InputFile, bytes: Vec<u8>) -> InputFile {
    match bytes.len() > MAX_FILE_BYTES {
        true => InputFile { too_large: true, ..file },
        false => InputFile { bytes, ..file },
    }
}
