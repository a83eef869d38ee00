//! Finds files in owned directories that are no longer generated.

use std::collections::HashMap;
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::header::{MAX_HEADER_BYTES, is_marked};
use rayon::prelude::*;

use super::tree::OwnedTree;
use super::{Outputs, Planned};
use crate::disk::temporary::is_temporary;
use crate::reading::workspace::read_if_there;

/// Files to delete, and files to report.
#[derive(Default)]
pub(super) struct Leftovers {
    /// Files with the content that errcat generated, and temporary files.
    pub(super) orphans: Vec<Utf8PathBuf>,
    /// Files that have been edited.
    pub(super) edited: Vec<Utf8PathBuf>,
    /// Files with the header of a generated file that no manifest lists.
    pub(super) unlisted: Vec<Utf8PathBuf>,
}

/// The treatment of a file that isn't generated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Delete,
    ReportEdited,
    ReportUnlisted,
    /// It belongs to its author.
    Keep,
}

/// Finds the files that are no longer generated. `clears_temporary` is `true` if no other run can be using
/// temporary files.
///
/// # Errors
///
/// If a file can't be read.
pub(super) fn find(
    outputs: &Outputs<'_>,
    tree: &OwnedTree,
    planned: &Planned,
    clears_temporary: bool,
) -> io::Result<Leftovers> {
    let unplanned: Vec<&Utf8Path> = tree.files().filter(|path| !planned.contains_key(*path)).collect();
    let planned_folded: HashMap<String, &Utf8Path> = match unplanned.as_slice() {
        [] => HashMap::new(),
        _ => planned.keys().map(|path| (path.as_str().to_lowercase(), path.as_path())).collect(),
    };
    let fate = |path: &Utf8Path| -> io::Result<Fate> {
        if is_temporary(path) {
            return Ok(if clears_temporary { Fate::Delete } else { Fate::Keep });
        }
        if !outputs.manifests.list(path) {
            let is_marked = is_marked(&start_of(&outputs.root.join(path))?);
            return Ok(if is_marked { Fate::ReportUnlisted } else { Fate::Keep });
        }
        let folded = planned_folded.get(&path.as_str().to_lowercase());
        if folded.is_some_and(|planned| is_same_file(outputs.root, planned, path)) {
            return Ok(Fate::Keep);
        }
        Ok(match read_if_there(&outputs.root.join(path))? {
            None => Fate::Keep,
            Some(found) if outputs.manifests.list_content(path, &found) => Fate::Delete,
            Some(_) => Fate::ReportEdited,
        })
    };
    let fates = unplanned.par_iter().map(|path| Ok((fate(path)?, path.to_path_buf())));
    let fates = fates.collect::<io::Result<Vec<_>>>()?;
    let mut leftovers = Leftovers::default();
    for (fate, path) in fates {
        match fate {
            Fate::Delete => leftovers.orphans.push(path),
            Fate::ReportEdited => leftovers.edited.push(path),
            Fate::ReportUnlisted => leftovers.unlisted.push(path),
            Fate::Keep => {}
        }
    }
    leftovers.edited.sort();
    leftovers.unlisted.sort();
    Ok(leftovers)
}

/// Returns the part of a file that contains its header. Empty if the file has been deleted meanwhile.
fn start_of(path: &Utf8Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(MAX_HEADER_BYTES);
    match fs_err::File::open(path) {
        Ok(file) => file.take(MAX_HEADER_BYTES as u64).read_to_end(&mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(start)
}

/// Returns `true` if both names refer to the same file, on a disk that ignores case (macOS, Windows).
/// Deleting one would delete the other.
fn is_same_file(root: &Utf8Path, planned: &Utf8Path, found: &Utf8Path) -> bool {
    let real = |path| root.join(path).canonicalize_utf8().ok();
    real(planned).is_some_and(|planned| Some(planned) == real(found))
}
