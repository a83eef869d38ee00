//! Checks that the disk has the whole catalog. A file that isn't checked out would look like a removed one.

use std::path::Path;

use errcat_catalog::report::visible;

use crate::reading::git::GitTree;
use crate::reading::inputs::is_catalog_file;
use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The mode of a submodule in the index.
const SUBMODULE_MODE: &str = "160000";
/// The status of an index entry that a sparse checkout leaves out.
const LEFT_OUT: &str = "S";
/// The maximum number of files that are listed.
const MAX_LISTED: usize = 3;

/// Checks that every file of the catalog is checked out.
///
/// # Errors
///
/// If a sparse checkout leaves out a file, or if a submodule isn't checked out.
pub(super) fn check(tree: &GitTree, workspace: &Workspace) -> Result<(), Failure> {
    let folder = &workspace.settings.targets.catalog;
    let on_disk = workspace.root.join(folder);
    let in_folder = GitTree { root: on_disk.clone(), ..tree.clone() };
    // For each file, its path from the folder: `H 100644 9daeafb… 0<TAB>kakunin/api.yaml`.
    let entries = in_folder.values(&["ls-files", "--stage", "-t", "-z"])?;
    let mut left_out = Vec::new();
    for entry in &entries {
        let Some((facts, path)) = entry.split_once('\t') else { continue };
        let mut facts = facts.split(' ');
        let (status, mode) = (facts.next(), facts.next());
        let at = on_disk.join(path);
        if mode == Some(SUBMODULE_MODE) && !at.join(".git").exists() {
            let path = visible::line(path);
            return Err(Failure::new(
                format!("the submodule {folder}/{path} isn't checked out"),
                format!(
                    "check it out, or its errors would look removed:\n\
                     `git submodule update --init {folder}/{path}`"
                ),
            ));
        }
        if status == Some(LEFT_OUT) && is_catalog_file(Path::new(path)) && !at.exists() {
            left_out.push(format!("{folder}/{path}"));
        }
    }
    if left_out.is_empty() { Ok(()) } else { Err(sparse(folder, &left_out)) }
}

fn sparse(folder: &str, left_out: &[String]) -> Failure {
    let listed = &left_out[..left_out.len().min(MAX_LISTED)];
    let more = if listed.len() < left_out.len() { ", …" } else { "" };
    Failure::new(
        format!("the sparse checkout leaves out a part of the catalog: {}{more}", listed.join(", ")),
        format!("check it out, or its errors would look removed: `git sparse-checkout add {folder}`"),
    )
}
