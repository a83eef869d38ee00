//! Reads the files of a catalog at a revision, like [`inputs::read`](crate::reading::inputs::read) on the
//! disk.

use std::collections::HashMap;
use std::path::Path;

use camino::Utf8Path;
use errcat_catalog::InputFile;
use errcat_catalog::report::visible;
use errcat_catalog::yaml::MAX_FILE_BYTES;

use super::links::{self, Folder, MAX_LINKS};
use crate::reading::git::{Entry, EntryKind, GitTree};
use crate::reading::inputs::is_catalog_file;
use crate::terminal::failure::Failure;

/// The entries of a folder, by their paths from it.
type Entries<'e> = HashMap<&'e str, &'e Entry>;

/// Returns the files of a catalog, or of an API. They get paths that start with `shown`.
///
/// # Errors
///
/// If git can't read a file, if a link leads out of the folder, or if a submodule isn't checked out.
pub(super) fn read(folder: &Folder, shown: &str) -> Result<Vec<InputFile>, Failure> {
    let Folder { tree, path } = folder;
    let start = if path.is_empty() { String::new() } else { format!("{path}/") };
    let entries = tree.entries_below(path)?;
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    let entries: Entries<'_> =
        entries.iter().filter_map(|entry| Some((entry.path.strip_prefix(&start)?, entry))).collect();
    let (mut files, mut blobs) = (Vec::new(), Vec::new());
    for (path, entry) in entries.iter().filter(|(path, _)| !is_hidden(path)) {
        let shown = format!("{shown}/{path}");
        if entry.kind == EntryKind::Submodule {
            let tree = links::submodule(tree, entry)?;
            files.extend(read(&Folder { tree, path: String::new() }, &shown)?);
        } else if is_catalog_file(Path::new(path)) {
            blobs.push((follow(tree, &entries, path, &shown)?, shown));
        } else if entry.kind == EntryKind::Link {
            refuse_folder(tree, entry, &shown)?;
        }
    }
    files.extend(contents(tree, blobs)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn contents(tree: &GitTree, blobs: Vec<(&Entry, String)>) -> Result<Vec<InputFile>, Failure> {
    let is_readable = |blob: &Entry| blob.size <= MAX_FILE_BYTES as u64;
    let readable = blobs.iter().filter(|(blob, _)| is_readable(blob));
    let objects: Vec<&str> = readable.map(|(blob, _)| &*blob.object).collect();
    let mut contents = tree.contents(&objects)?.into_iter();
    let input = |(blob, path): (&Entry, String)| InputFile {
        path,
        too_large: !is_readable(blob),
        bytes: if is_readable(blob) { contents.next().unwrap_or_default() } else { Vec::new() },
    };
    Ok(blobs.into_iter().map(input).collect())
}

/// Follows links from a path to a file. As on the disk, links must not lead out of the catalog.
fn follow<'e>(tree: &GitTree, entries: &Entries<'e>, path: &str, shown: &str) -> Result<&'e Entry, Failure> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Some(entry) = entries.get(&*at) else { break };
        if entry.kind == EntryKind::File {
            return Ok(entry);
        }
        let target = tree.content(&entry.object)?;
        let folder = Utf8Path::new(&at).parent().unwrap_or("".into());
        let Some(next) = links::join(folder, &String::from_utf8_lossy(&target)) else { break };
        at = next;
    }
    Err(Failure::new(
        format!("{} is a symbolic link that leads out of the catalog", visible::line(shown)),
        "compare with a revision that has the file instead of the link",
    ))
}

/// Checks that a link isn't an API or its guides. As on the disk, links to folders aren't followed.
fn refuse_folder(tree: &GitTree, link: &Entry, shown: &str) -> Result<(), Failure> {
    if links::find(tree, &link.path)?.is_none() {
        return Ok(()); // A link to a file that isn't part of the catalog.
    }
    Err(Failure::new(
        format!("{} is a symbolic link to a folder", visible::line(shown)),
        "compare with a revision that has the folder instead of the link",
    ))
}
