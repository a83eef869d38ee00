//! Finds the files that git knows to have moved.

use std::collections::BTreeMap;

use crate::reading::git::GitTree;
use crate::terminal::failure::Failure;

/// The files that moved since a revision: the former path of each current one. Paths start at the
/// repository's root.
pub(super) struct Moves(BTreeMap<String, String>);

impl Moves {
    /// Compares a revision with the working tree. Git recognizes a moved file by its content, once it is
    /// added.
    pub(super) fn since(tree: &GitTree) -> Result<Self, Failure> {
        let arguments = ["diff-index", "-M", "-z", "--name-status", "--diff-filter=R", "--no-relative"];
        // For each file: `R087`, the former path, the current path.
        let fields = tree.values(&[&arguments[..], &[&tree.commit, "--"]].concat())?;
        let moves = fields.chunks_exact(3).map(|file| (file[2].clone(), file[1].clone()));
        Ok(Moves(moves.collect()))
    }

    /// Returns the former folder of an API: the one that most of its files come from. `None` if no file moved
    /// into its folder.
    pub(super) fn former_folder(&self, api: &str) -> Option<String> {
        let files = self.0.iter().filter_map(|(new, old)| {
            let below = new.strip_prefix(api)?.strip_prefix('/')?;
            former_folder(old, below)
        });
        most_frequent(files)
    }
}

/// Returns the former folder of the API of a file, which is now at the path `below` in the API's folder.
/// Files in a folder of the API, which are guides, keep the name of that folder.
fn former_folder<'p>(old: &'p str, below: &str) -> Option<&'p str> {
    let (folder, _) = old.rsplit_once('/')?;
    match below.rsplit_once('/') {
        None => Some(folder),
        Some((inner, _)) => folder.strip_suffix(inner)?.strip_suffix('/'),
    }
}

/// Returns the value that occurs most often; of several, the first in alphabetical order.
pub(super) fn most_frequent<'v>(values: impl Iterator<Item = &'v str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some(most.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_former_folder_of_an_api_is_that_of_most_of_its_files() {
        let moves = Moves(BTreeMap::from(
            [
                ("errors/certs/api.yaml", "catalog/kakunin/api.yaml"),
                ("errors/certs/guides/retries.md", "catalog/kakunin/guides/retry.md"),
                ("errors/certs/http.yaml", "catalog/zazmic/http.yaml"),
                ("errors/certs2/http.yaml", "elsewhere/http.yaml"),
            ]
            .map(|(new, old)| (new.to_owned(), old.to_owned())),
        ));
        assert_eq!(moves.former_folder("errors/certs").as_deref(), Some("catalog/kakunin"));
        assert_eq!(moves.former_folder("errors/certs2").as_deref(), Some("elsewhere"));
        assert_eq!(moves.former_folder("errors/other"), None);
    }
}
