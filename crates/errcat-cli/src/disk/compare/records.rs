//! Compares manifests with the generated files.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::leftovers::Leftovers;
use super::tree::{Kind, OwnedTree};
use super::{ContentSink, Outputs, Planned, Write};
use crate::disk::manifest::{self, Hash, MANIFEST};

/// The manifests that have to be written.
pub(super) struct Records<T> {
    /// Manifests to write before anything else, so that they list all files of an interrupted run.
    pub(super) first: Vec<Write<T>>,
    /// Manifests to write once orphans are deleted.
    pub(super) last: Vec<Write<T>>,
    /// Manifests of directories in which nothing is generated.
    pub(super) orphans: Vec<Utf8PathBuf>,
}

/// Compares the manifest of each owned directory with the files that are generated there.
///
/// A manifest that lists more files, as after a merge, isn't drift. Runs that write correct it.
///
/// # Errors
///
/// If the sink can't store a manifest.
pub(super) fn compare<K: ContentSink>(
    outputs: &Outputs<'_>,
    tree: &OwnedTree,
    planned: &Planned,
    leftovers: &Leftovers,
    keep: &K,
) -> io::Result<Records<K::Content>> {
    let mut records = Records { first: Vec::new(), last: Vec::new(), orphans: Vec::new() };
    let is_exact = keep.is_writing();
    // Anything else is an obstacle.
    let is_directory = |path: &&Utf8PathBuf| tree.known_kind(path).is_none_or(|kind| kind == Kind::Directory);
    for directory in outputs.owned.iter().filter(is_directory) {
        let path = directory.join(MANIFEST);
        let known = outputs.manifests.text(directory);
        let lists = Lists::new(outputs, directory, planned, leftovers);
        if !is_exact && lists.are_covered(outputs, directory) {
            continue;
        }
        let (before, after) = lists.texts();
        let has_changed = |text: &String, known: &str| !text.is_empty() && text != known;
        if has_changed(&before, known) {
            let content = keep.keep(&path, before.clone().into_bytes())?;
            records.first.push(Write { path: path.clone(), content, stale: !known.is_empty() });
        }
        if has_changed(&after, &before) {
            let content = keep.keep(&path, after.into_bytes())?;
            records.last.push(Write { path, content, stale: true });
        } else if after.is_empty() && !known.is_empty() {
            records.orphans.push(path);
        }
    }
    Ok(records)
}

/// The files that a manifest should list, by their path from its directory.
struct Lists<'a> {
    /// Files that are generated, and those that no longer are but have been edited.
    staying: Vec<(&'a str, Hash)>,
    /// Orphans.
    going: Vec<(&'a str, Hash)>,
}

impl<'a> Lists<'a> {
    fn new(
        outputs: &Outputs<'a>,
        directory: &Utf8Path,
        planned: &'a Planned,
        leftovers: &'a Leftovers,
    ) -> Self {
        let Outputs { manifests, owned, up_to_date, .. } = *outputs;
        // Where one owned directory is in another, a file belongs to the inner one.
        let inner_directories: Vec<&Utf8PathBuf> =
            owned.iter().filter(|other| other.starts_with(directory) && *other != directory).collect();
        let inner = |path: &'a Utf8Path| {
            let is_elsewhere = inner_directories.iter().any(|other| path.starts_with(other));
            path.strip_prefix(directory).ok().filter(|_| !is_elsewhere).map(Utf8Path::as_str)
        };
        let listed = |path: &'a Utf8PathBuf| {
            let inner = inner(path);
            inner.into_iter().flat_map(|inner| manifests.hashes(path).map(move |hash| (inner, *hash)))
        };
        let generated = planned.iter().filter_map(|(path, hash)| Some((inner(path)?, (*hash)?)));
        let skipped = up_to_date.iter().filter(|path| inner(path).is_some());
        let skipped = skipped.flat_map(|path| manifests.below(path));
        let edited = leftovers.edited.iter().flat_map(listed);
        Lists {
            staying: generated.chain(skipped).chain(edited).collect(),
            going: leftovers.orphans.iter().flat_map(listed).collect(),
        }
    }

    /// Returns `true` if a manifest lists every file that stays.
    fn are_covered(&self, outputs: &Outputs<'_>, directory: &Utf8Path) -> bool {
        self.staying.iter().all(|(path, _)| outputs.manifests.list(&directory.join(path)))
    }

    /// Returns the texts of the manifest while there are orphans, and once they are deleted.
    fn texts(&self) -> (String, String) {
        let after = manifest::text(self.staying.clone());
        match self.going.as_slice() {
            [] => (after.clone(), after),
            going => (manifest::text([&self.staying, going].concat()), after),
        }
    }
}
