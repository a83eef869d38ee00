//! Finds the catalog that a revision has, wherever it was.
//!
//! It is in the folder that Cargo.toml sets, at the revision or now. If there is nothing, git may know where
//! the files were moved from. The same applies to each API that the catalog has now and didn't have then.

use std::collections::BTreeSet;

use camino::Utf8Path;
use errcat_catalog::report::visible;
use errcat_catalog::{Catalog, InputFile};
use errcat_drift::diff::RenamedApis;
use serde::Deserialize;

use super::catalog_files;
use super::links::{self, Folder};
use super::moves::{Moves, most_frequent};
use crate::reading::git::GitTree;
use crate::reading::manifest::Manifest;
use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The catalog at a revision.
pub(super) struct OldCatalog {
    /// The path of its folder. The paths of its files start with it.
    pub(super) shown: String,
    /// The files, sorted by path.
    pub(super) files: Vec<InputFile>,
    /// The APIs that have another name now.
    pub(super) renamed: RenamedApis,
    /// The APIs whose folder was outside of the catalog: the path that their files have in `files`, and the
    /// real one.
    pub(super) relocated: Vec<(String, String)>,
    /// The location of its folder.
    folder: Folder,
}

/// The setting of an older Cargo.toml that matters. Others may be unknown today.
#[derive(Deserialize)]
struct OldSettings {
    catalog: Option<String>,
}

/// Finds the catalog of a workspace at a revision. `new` is the current catalog.
///
/// # Errors
///
/// If there was none, or if git can't read it.
pub(super) fn find(
    tree: &GitTree,
    workspace: &Workspace,
    revision: &str,
    new: &Catalog,
) -> Result<OldCatalog, Failure> {
    let now = &*workspace.settings.targets.catalog;
    let then = folder_in_settings(tree)?;
    let in_settings = if then == now { vec![now] } else { vec![&*then, now] };
    for shown in &in_settings {
        let folder = links::find(tree, &format!("{}{shown}", tree.prefix))?;
        let old = folder.map(|folder| OldCatalog::read(folder, shown)).transpose()?;
        if let Some(mut old) = old.filter(|old| !old.files.is_empty()) {
            old.follow_new_apis(workspace, new)?;
            return Ok(old);
        }
    }
    moved_catalog(tree, workspace, new)?.ok_or_else(|| nothing_found(tree, revision, &in_settings))
}

/// Returns the folder that Cargo.toml sets at the revision.
fn folder_in_settings(tree: &GitTree) -> Result<String, Failure> {
    let text = tree.file("Cargo.toml")?.unwrap_or_default();
    let manifest: Option<Manifest<OldSettings>> = toml::from_str(&String::from_utf8_lossy(&text)).ok();
    let settings = manifest.and_then(Manifest::settings);
    let folder = settings.and_then(|settings| settings.catalog);
    Ok(folder.map_or_else(|| "catalog".to_owned(), |folder| folder.trim_end_matches('/').to_owned()))
}

/// Finds a catalog that was moved together with its folder. `None` if git doesn't know it.
fn moved_catalog(
    tree: &GitTree,
    workspace: &Workspace,
    new: &Catalog,
) -> Result<Option<OldCatalog>, Failure> {
    let moves = Moves::since(tree)?;
    let current = path_in(tree, workspace);
    let former = new.apis.iter().map(|api| former_api(tree, &moves, &format!("{current}/{}", api.name)));
    let former: Vec<Option<String>> = former.collect::<Result<_, _>>()?;
    let folders = former.iter().flatten().filter_map(|api| Some(api.rsplit_once('/')?.0));
    let Some(path) = most_frequent(folders) else { return Ok(None) };
    let shown = shown(tree, &path);
    let mut old = OldCatalog::read(Folder { tree: tree.clone(), path }, &shown)?;
    old.follow_apis(&moves, &current, new)?;
    Ok(Some(old))
}

/// Returns the path of the current catalog from the root of a repository, without links.
fn path_in(tree: &GitTree, workspace: &Workspace) -> String {
    let catalog = &workspace.settings.targets.catalog;
    let on_disk = workspace.root.join(catalog).canonicalize_utf8().ok();
    let root = tree.repository_root().canonicalize_utf8().ok();
    let path = on_disk.zip(root).and_then(|(path, root)| Some(path.strip_prefix(root).ok()?.to_owned()));
    let parts = |path: &Utf8Path| path.iter().collect::<Vec<_>>().join("/");
    path.map_or_else(|| format!("{}{catalog}", tree.prefix), |path| parts(&path))
}

fn nothing_found(tree: &GitTree, revision: &str, folders: &[&str]) -> Failure {
    let folders: Vec<String> = folders.iter().map(|folder| format!("{}{folder}", tree.prefix)).collect();
    Failure::new(
        format!(
            "there is no catalog at {} to compare with\n\
             searched: {}, and files that git knows to have moved",
            visible::line(revision),
            folders.join(", ")
        ),
        "compare with a revision that has the catalog; if its files were moved, `git add` them, so that\n\
         git recognizes them",
    )
}

impl OldCatalog {
    fn read(folder: Folder, shown: &str) -> Result<Self, Failure> {
        let files = catalog_files::read(&folder, shown)?;
        let renamed = RenamedApis::new();
        Ok(OldCatalog { shown: shown.to_owned(), files, renamed, relocated: Vec::new(), folder })
    }

    /// Finds the APIs that the revision doesn't have by their current names.
    fn follow_new_apis(&mut self, workspace: &Workspace, new: &Catalog) -> Result<(), Failure> {
        if new.apis.iter().all(|api| self.has_api(&api.name)) {
            return Ok(()); // Git needs time to find moves in a large repository.
        }
        let current = path_in(&self.folder.tree, workspace);
        self.follow_apis(&Moves::since(&self.folder.tree)?, &current, new)
    }

    /// Finds the former folders of APIs that are new by their name: in the catalog, or elsewhere.
    fn follow_apis(&mut self, moves: &Moves, current: &str, new: &Catalog) -> Result<(), Failure> {
        let current_names: BTreeSet<&str> = new.apis.iter().map(|api| &*api.name).collect();
        for api in &current_names {
            if self.has_api(api) {
                continue;
            }
            let Some(folder) = former_api(&self.folder.tree, moves, &format!("{current}/{api}"))? else {
                continue;
            };
            let (parent, name) = folder.rsplit_once('/').unwrap_or(("", &folder));
            let still_exists = name != *api && current_names.contains(name);
            let is_in_catalog = parent == self.folder.path;
            // An API from elsewhere can't be compared if the catalog had another one of the same name.
            if still_exists || is_in_catalog != self.has_api(name) {
                continue;
            }
            if !is_in_catalog {
                self.add_api(&folder, name)?;
            }
            if name != *api {
                self.renamed.entry(name.to_owned()).or_insert_with(|| (*api).to_owned());
            }
        }
        Ok(())
    }

    /// Adds an API whose folder was outside of the catalog, as if it had been in it.
    fn add_api(&mut self, folder: &str, name: &str) -> Result<(), Failure> {
        let shown = format!("{}/{name}", self.shown);
        let tree = self.folder.tree.clone();
        self.relocated.push((shown.clone(), self::shown(&tree, folder)));
        self.files.extend(catalog_files::read(&Folder { tree, path: folder.to_owned() }, &shown)?);
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(())
    }

    fn has_api(&self, name: &str) -> bool {
        let folder = format!("{}/{name}/", self.shown);
        self.files.iter().any(|file| file.path.starts_with(&folder))
    }
}

/// Returns the former folder of an API that git knows to have moved. Paths start at the repository's root.
fn former_api(tree: &GitTree, moves: &Moves, api: &str) -> Result<Option<String>, Failure> {
    let Some(folder) = moves.former_folder(api) else { return Ok(None) };
    let is_api = tree.entry(&format!("{folder}/api.yaml"))?.is_some();
    Ok(Some(folder).filter(|_| is_api))
}

/// Returns a path from the repository's root as messages show it: from the workspace's root.
fn shown(tree: &GitTree, path: &str) -> String {
    let (root, parts) = (tree.prefix.split_terminator('/'), path.split('/'));
    let common = root.clone().zip(parts.clone()).take_while(|(a, b)| a == b).count();
    "../".repeat(root.count() - common) + &parts.skip(common).collect::<Vec<_>>().join("/")
}
