//! Reads the code that the catalog's `sources` refer to, and searches other files for code that has moved.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::model::{Api, Catalog};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_drift::lock::FindBase;
use errcat_drift::sources::{self, File, MAX_FILE_BYTES, SourceTree};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The maximum number of files that are searched for code that has moved. Without a limit, a search could
/// read a whole disk.
const MAX_SEARCHED_FILES: usize = 20_000;
/// The maximum size of a file that is searched for code that has moved. Hand-written files are smaller.
const MAX_SEARCHED_BYTES: usize = 1 << 20;

/// The result of checking the catalog's `sources`.
#[derive(Debug, Default)]
pub struct SourceCheck {
    /// The path and the text of each lock. There is none for an API whose code is missing, so its lock
    /// doesn't change.
    pub(crate) locks: Vec<(String, String)>,
    /// The code files that the locks depend on, by their paths from the workspace's root.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// The accepted changes of that code.
    pub(crate) accepted: Vec<AcceptedChange>,
    /// A line for each API whose sources could not be checked.
    pub(crate) skipped: String,
}

/// Compares the sources of each API with the code at the folder in the settings, and reports differences.
///
/// # Errors
///
/// If a file can't be read.
pub(crate) fn check(
    workspace: &Workspace,
    catalog: &Catalog,
    accept: &Accept,
    find_base: &FindBase<'_>,
    report: &mut Report,
) -> Result<SourceCheck, Failure> {
    let mut check = SourceCheck::default();
    for (name, folder) in &workspace.settings.sources {
        // `unknown-api` reports an API that doesn't exist.
        let Some(api) = catalog.apis.iter().find(|api| api.name == *name) else { continue };
        let root = workspace.root.join(folder);
        if root.is_dir() {
            check_api(api, folder, &root, (accept, find_base), report, &mut check)?;
        } else {
            writeln!(check.skipped, "The sources of {name} weren't checked: there is no folder {folder}")
                .expect("writing to a String");
        }
    }
    Ok(check)
}

/// Returns the files that a catalog's `sources` refer to, from the workspace's root. They may be missing.
pub(crate) fn referenced_files(workspace: &Workspace, catalog: &Catalog) -> Vec<Utf8PathBuf> {
    let apis = catalog.apis.iter().filter_map(|api| Some((workspace.settings.sources.get(&api.name)?, api)));
    let files = |(folder, api)| {
        sources::referenced_paths(api).into_iter().map(move |path| Utf8Path::new(folder).join(path))
    };
    apis.flat_map(files).collect()
}

fn check_api(
    api: &Api,
    folder: &str,
    root: &Utf8Path,
    (accept, find_base): (&Accept, &FindBase<'_>),
    report: &mut Report,
    check: &mut SourceCheck,
) -> Result<(), Failure> {
    let paths: Vec<&str> = sources::referenced_paths(api).into_iter().collect();
    let read = |path: &&str| read(root, path, MAX_FILE_BYTES).transpose();
    let files = paths.par_iter().filter_map(read).collect::<io::Result<Vec<_>>>()?;
    let tree = SourceTree { name: folder.to_owned(), files };
    let found = sources::compare(api, &tree, accept, find_base, report);
    check.locks.push(found.lock());
    check.accepted.extend_from_slice(found.accepted());
    check.files.extend(tree.files.iter().map(|file| Utf8Path::new(folder).join(&file.path)));
    let extensions = found.extensions();
    let others = if extensions.is_empty() { Vec::new() } else { others(root, &extensions)? };
    sources::check(found, &others, report);
    Ok(())
}

/// Reads a file, without its text if it is larger than `max_bytes`. `None` if there is no regular file at the
/// path.
fn read(root: &Utf8Path, path: &str, max_bytes: usize) -> io::Result<Option<File>> {
    let at = root.join(path);
    // Opening a pipe, for example, could block forever.
    if !at.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    fs_err::File::open(&at)?.take(max_bytes as u64 + 1).read_to_end(&mut bytes)?;
    let is_small = bytes.len() <= max_bytes;
    let text = is_small.then(|| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(File { path: path.to_owned(), text }))
}

/// Reads the files with the given extensions that git doesn't ignore, in the order of their paths. Skips
/// files that can't be read, because the search for moved code is best-effort.
fn others(root: &Utf8Path, extensions: &BTreeSet<&str>) -> Result<Vec<File>, Failure> {
    let walk = WalkBuilder::new(root).require_git(false).sort_by_file_path(Ord::cmp).build();
    let path = |entry: Result<ignore::DirEntry, ignore::Error>| {
        let entry = entry.ok()?;
        let path = Utf8Path::from_path(entry.path())?.strip_prefix(root).ok()?;
        let is_wanted = extensions.contains(path.extension().unwrap_or_default());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
        (is_wanted && is_file).then(|| parts.join("/"))
    };
    let paths: Vec<String> = walk.filter_map(path).take(MAX_SEARCHED_FILES).collect();
    Ok(paths.par_iter().filter_map(|path| read(root, path, MAX_SEARCHED_BYTES).ok().flatten()).collect())
}
