//! The packages of a cargo workspace.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_targets::crate_name;
use globset::GlobBuilder;
use serde::Deserialize;

/// The part of a Cargo.toml that lists packages.
#[derive(Deserialize)]
struct WorkspaceManifest {
    workspace: Option<Members>,
    #[serde(default)]
    dependencies: toml::Table,
}

#[derive(Deserialize)]
struct Members {
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
}

/// A generated crate that cargo would refuse to build, because its workspace doesn't list it.
pub(crate) struct UnlistedCrate {
    /// The workspace's Cargo.toml.
    pub(crate) manifest: Utf8PathBuf,
    /// The list that contains the crate too, as it is written in the manifest.
    pub(crate) members: String,
}

/// Returns the folders of a workspace's packages that `members` lists by name or as `folder/*`.
pub(crate) fn packages(root: &Utf8Path, manifest: &str) -> io::Result<Vec<Utf8PathBuf>> {
    let manifest: Option<WorkspaceManifest> = toml::from_str(manifest).ok();
    let members = manifest.and_then(|manifest| manifest.workspace).map(|it| it.members).unwrap_or_default();
    let mut packages = Vec::new();
    for member in members {
        match member.strip_suffix("/*") {
            Some(folder) if root.join(folder).is_dir() => {
                for entry in root.join(folder).read_dir_utf8()? {
                    packages.push(Utf8Path::new(folder).join(entry?.file_name()));
                }
            }
            _ => packages.push(member.into()),
        }
    }
    packages.sort();
    Ok(packages)
}

/// Returns the text of a file. `None` if it doesn't exist.
pub(crate) fn read_text(path: &Utf8Path) -> io::Result<Option<String>> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        // A file in a path, or a member that matches nothing, is for cargo to report.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Returns the generated crate in a folder if it isn't a member of the cargo workspace that contains it. Its
/// derive is a member because the crate depends on it.
pub(crate) fn unlisted_crate(folder: &Utf8Path) -> Option<UnlistedCrate> {
    let (root, text, manifest) = folder.ancestors().skip(1).find_map(|root| {
        let text = read_text(&root.join("Cargo.toml")).ok()??;
        let manifest: WorkspaceManifest = toml::from_str(&text).ok()?;
        manifest.workspace.is_some().then_some((root, text, manifest))
    })?;
    let folder = folder.strip_prefix(root).ok()?;
    let Members { mut members, exclude } = manifest.workspace?;
    let is_excluded = exclude.iter().any(|excluded| folder.starts_with(excluded));
    if is_excluded || members.iter().any(|member| matches(member, folder)) {
        return None;
    }
    // Packages that members depend on by path are members too.
    let name = crate_name(folder.as_str());
    let mentions = |package: Utf8PathBuf| {
        let text = read_text(&root.join(package).join("Cargo.toml")).ok().flatten();
        text.is_some_and(|text| text.contains(name))
    };
    if manifest.dependencies.contains_key(name) || packages(root, &text).ok()?.into_iter().any(mentions) {
        return None;
    }
    members.push(folder.to_string());
    Some(UnlistedCrate { manifest: root.join("Cargo.toml"), members: format!("members = {members:?}") })
}

/// Returns the folder of the workspace that a package is in. `None` if it isn't in one.
pub(crate) fn workspace_of(package: &Utf8Path) -> Option<Utf8PathBuf> {
    let workspace = |root: &Utf8Path| -> Option<Members> {
        let manifest: WorkspaceManifest = toml::from_str(&read_text(&root.join("Cargo.toml")).ok()??).ok()?;
        manifest.workspace
    };
    let mut folders = package.ancestors();
    let (root, Members { exclude, .. }) = folders.find_map(|root| Some((root, workspace(root)?)))?;
    let folder = package.strip_prefix(root).ok()?;
    (!exclude.iter().any(|excluded| folder.starts_with(excluded))).then(|| root.to_owned())
}

/// Returns `true` if a workspace's manifest excludes a folder.
pub(crate) fn is_excluded(manifest: &str, folder: &Utf8Path) -> bool {
    let manifest: Option<WorkspaceManifest> = toml::from_str(manifest).ok();
    let workspace = manifest.and_then(|manifest| manifest.workspace);
    workspace.is_some_and(|workspace| workspace.exclude.iter().any(|excluded| folder.starts_with(excluded)))
}

/// Returns `true` if a workspace's manifest lists a folder as a member.
pub(crate) fn is_listed(manifest: &str, folder: &Utf8Path) -> bool {
    let manifest: Option<WorkspaceManifest> = toml::from_str(manifest).ok();
    let workspace = manifest.and_then(|manifest| manifest.workspace);
    workspace.is_some_and(|workspace| workspace.members.iter().any(|member| matches(member, folder)))
}

/// Returns `true` if an item of `members` lists a folder.
fn matches(member: &str, folder: &Utf8Path) -> bool {
    let member = member.trim_start_matches("./").trim_end_matches('/');
    let glob = GlobBuilder::new(member).literal_separator(true).build();
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(folder))
}

/// Returns `true` if a package of a workspace has tests. Only looks where they usually are.
pub(crate) fn has_tests(root: &Utf8Path) -> bool {
    let manifest = read_text(&root.join("Cargo.toml")).ok().flatten().unwrap_or_default();
    let packages = packages(root, &manifest).unwrap_or_default();
    packages.iter().map(|package| root.join(package)).chain([root.to_owned()]).any(|package| {
        let has_test = |file: &str| {
            let text = read_text(&package.join("src").join(file)).ok().flatten();
            text.is_some_and(|text| text.contains("#[test]") || text.contains("#[cfg(test)]"))
        };
        package.join("tests").is_dir() || has_test("lib.rs") || has_test("main.rs")
    })
}

/// Returns a package with a catalog in the workspace that a folder is in, and the folder of the workspace.
pub(super) fn with_catalog(start: &Utf8Path, catalog: &str) -> Option<(Utf8PathBuf, Utf8PathBuf)> {
    start.ancestors().find_map(|root| {
        let manifest = read_text(&root.join("Cargo.toml")).ok()??;
        let packages = packages(root, &manifest).ok()?;
        let package = packages.into_iter().find(|package| root.join(package).join(catalog).is_dir())?;
        Some((package, root.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn members_are_globs() {
        for member in
            ["crates/api-errors", "crates/*", "./crates/*", "crates/api-errors/", "*/*", "crates/api-*"]
        {
            assert!(matches(member, "crates/api-errors".into()), "{member}");
        }
        for member in ["crates", "*", "crates/api", "crates/*/*", "[", "libs/*"] {
            assert!(!matches(member, "crates/api-errors".into()), "{member}");
        }
    }
}
