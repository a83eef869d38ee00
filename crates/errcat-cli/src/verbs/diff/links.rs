//! Follows symbolic links and submodules on the way to a folder of a [`GitTree`].

use std::collections::VecDeque;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::report::visible;

use crate::reading::git::{Entry, EntryKind, Git, GitTree, Repository};
use crate::terminal::failure::Failure;

/// The maximum number of links that are followed on the way to a file, as on Linux. Links can form a cycle.
pub(super) const MAX_LINKS: usize = 40;

/// A folder at a revision.
pub(super) struct Folder {
    /// The tree that contains it. In a submodule, that of the submodule.
    pub(super) tree: GitTree,
    /// The path from the root of that repository. It contains no link.
    pub(super) path: String,
}

/// Finds a folder by its path from the repository's root. `None` if it doesn't exist.
///
/// # Errors
///
/// If a link on the way leads out of the repository, or if a submodule isn't checked out.
pub(super) fn find(tree: &GitTree, path: &str) -> Result<Option<Folder>, Failure> {
    let mut parts: VecDeque<String> = path.split('/').map(ToOwned::to_owned).collect();
    let mut found = Utf8PathBuf::new();
    let mut links = 0;
    while let Some(part) = parts.pop_front() {
        match &*part {
            "" | "." => continue,
            ".." if !found.pop() => return Err(leads_out(path)),
            ".." => continue,
            part => found.push(part),
        }
        let Some(entry) = tree.entry(found.as_str())? else { return Ok(None) };
        match entry.kind {
            EntryKind::File => return Ok(None),
            EntryKind::Folder => {}
            EntryKind::Link => {
                links += 1;
                let target = String::from_utf8_lossy(&tree.content(&entry.object)?).into_owned();
                if links > MAX_LINKS || target.starts_with('/') {
                    return Err(leads_out(path));
                }
                found.pop();
                target.split('/').rev().for_each(|part| parts.push_front(part.to_owned()));
            }
            EntryKind::Submodule => {
                let rest: Vec<String> = parts.into();
                let tree = submodule(tree, &entry)?;
                return match rest.is_empty() {
                    true => Ok(Some(Folder { tree, path: String::new() })),
                    false => find(&tree, &rest.join("/")),
                };
            }
        }
    }
    Ok(Some(Folder { tree: tree.clone(), path: found.into_string() }))
}

fn leads_out(path: &str) -> Failure {
    Failure::new(
        format!("{} is a symbolic link that leads out of the repository", visible::line(path)),
        "compare with a revision that has the folder instead of the link",
    )
}

/// Returns the files of a submodule at the commit that a tree records.
///
/// # Errors
///
/// If there is no clone of the submodule, or if it doesn't contain the commit.
pub(super) fn submodule(tree: &GitTree, entry: &Entry) -> Result<GitTree, Failure> {
    let (name, commit) = (visible::line(&entry.path), &entry.object);
    let checked_out = tree.repository_root().join(&entry.path);
    // Git keeps the clone of a submodule that was removed.
    let kept = tree.git_path(&format!("modules/{}", entry.path))?;
    for root in [checked_out, kept] {
        // In a folder that isn't a repository itself, git uses the one that contains it.
        let repository =
            if root.is_dir() { Repository::find(Git { folder: &root, may_fetch: true }).ok() } else { None };
        let Some(repository) = repository.filter(Repository::is_at_root) else { continue };
        return repository.tree(commit).map_err(|_| {
            Failure::new(
                format!("the clone of the submodule {name} doesn't contain its commit {commit}"),
                format!("fetch it: `git -C {root} fetch origin {commit}`"),
            )
        });
    }
    Err(Failure::new(
        format!("{name} is a submodule at that revision, and there is no clone of it"),
        format!("if it still is one, check it out: `git submodule update --init {name}`"),
    ))
}

/// Returns the path of a link's target; `None` if it leads out of the folder that paths start from. `..`
/// removes the part before it, even if that part is a link to another folder.
pub(super) fn join(folder: &Utf8Path, target: &str) -> Option<String> {
    let mut path = Utf8PathBuf::from(folder);
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." if !path.pop() => return None,
            ".." => {}
            part => path.push(part),
        }
    }
    Some(path.into_string()).filter(|_| !target.starts_with('/'))
}
