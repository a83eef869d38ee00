//! The code that the catalog's `sources` name: reading what is named of it, and more of it where something has moved.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::model::{Api, Catalog};
use errcat_drift::accept::{Accept, AcceptedChange};
use errcat_drift::sources::{self, File, MAX_FILE_BYTES, Tree};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The most files that are searched for code that has moved. The result is a guess, which isn't worth reading a whole disk.
const MAX_SEARCHED_FILES: usize = 20_000;
/// The largest file that is searched for code that has moved. Larger ones aren't written by hand.
const MAX_SEARCHED_BYTES: usize = 1 << 20;

/// The code that the catalog's `sources` name, as far as it is there.
#[derive(Debug, Default)]
pub struct SourceCheck {
    /// The path and the text of each lock. The lock of an API whose code isn't there stays as it is.
    pub(crate) locks: Vec<(String, String)>,
    /// The files that the locks were made from, from the workspace's root.
    pub(crate) files: Vec<Utf8PathBuf>,
    /// The accepted changes of that code.
    pub(crate) accepted: Vec<AcceptedChange>,
    /// What could not be checked, a line each; empty if everything was.
    pub(crate) skipped: String,
}

/// Compares the sources of each API with the code that the settings name for it, and adds what is wrong to a report.
///
/// # Errors
///
/// When something can't be read.
pub(crate) fn check(
    workspace: &Workspace,
    catalog: &Catalog,
    accept: &Accept,
    report: &mut Report,
) -> Result<SourceCheck, Failure> {
    let mut check = SourceCheck::default();
    for (name, folder) in &workspace.settings.sources {
        // One that isn't there is told of its own.
        let Some(api) = catalog.apis.iter().find(|api| api.name == *name) else { continue };
        let root = workspace.root.join(folder);
        if root.is_dir() {
            check_api(api, folder, &root, accept, report, &mut check)?;
        } else {
            writeln!(check.skipped, "The sources of {name} aren't checked: there is no folder {folder}")
                .expect("writing to a String");
        }
    }
    Ok(check)
}

fn check_api(
    api: &Api,
    folder: &str,
    root: &Utf8Path,
    accept: &Accept,
    report: &mut Report,
    check: &mut SourceCheck,
) -> Result<(), Failure> {
    let paths: Vec<&str> = sources::wanted(api).into_iter().collect();
    let read = |path: &&str| read(root, path, MAX_FILE_BYTES).transpose();
    let files = paths.par_iter().filter_map(read).collect::<io::Result<Vec<_>>>()?;
    let tree = Tree { name: folder.to_owned(), files };
    let found = sources::look(api, &tree, accept, report);
    check.locks.push(found.lock());
    check.accepted.extend_from_slice(found.accepted());
    check.files.extend(tree.files.iter().map(|file| Utf8Path::new(folder).join(&file.path)));
    let extensions = found.extensions();
    let others = if extensions.is_empty() { Vec::new() } else { others(root, &extensions)? };
    sources::check(found, &others, report);
    Ok(())
}

/// A file; none if there is none of that path.
fn read(root: &Utf8Path, path: &str, most: usize) -> io::Result<Option<File>> {
    let at = root.join(path);
    // Opening something else, such as a pipe, could wait forever.
    if !at.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    fs_err::File::open(&at)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    let is_small = bytes.len() <= most;
    let text = is_small.then(|| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(File { path: path.to_owned(), text }))
}

/// The files that end so, as git sees them, in the order of their paths. What can't be read is passed over: it is
/// only one more place to look in.
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
