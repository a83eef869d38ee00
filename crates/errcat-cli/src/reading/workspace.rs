//! Finds the workspace and its settings.
//!
//! The root is the nearest folder, from the current one upwards, whose Cargo.toml has
//! `[workspace.metadata.errcat]`. If there is none, it is the nearest folder that contains `catalog/`, and
//! all settings have their defaults.

use std::io;

use crate::settings::Settings;
use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::inputs::LOCK;
use errcat_targets::settings::DocsVersion;

use super::{manifest, members, runtime, versions};
use crate::terminal::failure::Failure;

/// A folder that contains a catalog.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The root. Paths in settings, and paths of generated files, are relative to it.
    pub root: Utf8PathBuf,
    /// The settings in Cargo.toml, with defaults.
    pub settings: Settings,
}

impl Workspace {
    /// Sets the version of the site.
    pub(crate) fn set_docs_version(&mut self, version: DocsVersion) {
        let settings = &mut self.settings.targets;
        settings.docs_version = Some(version);
        settings.other_versions = versions::find(&self.root, settings);
    }
}

/// Finds the workspace that a folder is in.
///
/// # Errors
///
/// If there is none, if the folder of its catalog is missing, or if its settings are invalid.
pub fn find(start: &Utf8Path) -> Result<Workspace, Failure> {
    for root in start.ancestors() {
        if let Some(settings) = settings_in(root)? {
            if !root.join(&settings.targets.catalog).is_dir() {
                return Err(missing_catalog(root, &settings.targets.catalog));
            }
            return Ok(with_found_settings(root, settings));
        }
    }
    let settings = Settings::default();
    match start.ancestors().find(|root| root.join(&settings.targets.catalog).is_dir()) {
        Some(root) => Ok(with_found_settings(root, settings)),
        None => Err(no_catalog(start, &settings.targets.catalog)),
    }
}

/// Returns the failure for a folder without a catalog.
fn no_catalog(start: &Utf8Path, catalog: &str) -> Failure {
    let help = match members::with_catalog(start, catalog) {
        Some((package, root)) => format!(
            "the package in {package} has a catalog: run it there, or set `catalog = \"{package}/{catalog}\"`\n\
             in [workspace.metadata.errcat] in {root}/Cargo.toml"
        ),
        None => {
            "run it in a workspace with a catalog: a folder `catalog/` next to Cargo.toml, with a folder\n\
                 for each API, or the folder that [workspace.metadata.errcat] in Cargo.toml sets"
                .to_owned()
        }
    };
    Failure::new(format!("there is no catalog in {start} or above it"), help)
}

/// Returns the workspace of a folder whose Cargo.toml will have this text.
///
/// # Errors
///
/// If the settings are invalid.
pub(crate) fn planned(root: &Utf8Path, manifest: &str) -> Result<Workspace, Failure> {
    let mut settings = parse(manifest)?.unwrap_or_default();
    settings.targets.runtime = runtime::find(manifest, settings.runtime.as_ref());
    Ok(Workspace { root: root.to_owned(), settings })
}

/// Returns a workspace, in whose settings the source of the runtime and the versions of the site are found.
fn with_found_settings(root: &Utf8Path, mut settings: Settings) -> Workspace {
    let manifest = fs_err::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    settings.targets.runtime = runtime::find(&manifest, settings.runtime.as_ref());
    settings.targets.other_versions = versions::find(root, &settings.targets);
    Workspace { root: root.to_owned(), settings }
}

/// Like [`find`], but the folder of the catalog may be missing: its parent is then the nearest folder with
/// settings, or else the nearest workspace or package, or else `start`.
///
/// # Errors
///
/// If the settings are invalid.
pub fn find_or_start(start: &Utf8Path) -> Result<Workspace, Failure> {
    for root in start.ancestors() {
        if let Some(settings) = settings_in(root)? {
            return Ok(with_found_settings(root, settings));
        }
    }
    let settings = Settings::default();
    let has_catalog = |root: &&Utf8Path| root.join(&settings.targets.catalog).is_dir();
    let is_package = |root: &&Utf8Path| root.join("Cargo.toml").is_file();
    let mut folders = start.ancestors();
    let root = folders.clone().find(has_catalog).or_else(|| folders.clone().find(|it| is_workspace(it)));
    Ok(with_found_settings(root.or_else(|| folders.find(is_package)).unwrap_or(start), settings))
}

/// Returns `true` if errcat is set up in a folder, with or without settings.
///
/// # Errors
///
/// If the settings are invalid.
pub(crate) fn is_set_up(root: &Utf8Path) -> Result<bool, Failure> {
    if settings_in(root)?.is_some() {
        return Ok(true);
    }
    let Ok(apis) = root.join(Settings::default().targets.catalog).read_dir_utf8() else { return Ok(false) };
    // Without settings in a manifest, only a generated file shows it.
    Ok(apis.flatten().any(|api| api.path().join(LOCK).is_file()))
}

/// Returns the failure for settings next to which there is no catalog.
fn missing_catalog(root: &Utf8Path, catalog: &str) -> Failure {
    let above = root.ancestors().skip(1).find(|folder| is_workspace(folder));
    let help = match above.filter(|_| !is_workspace(root)) {
        Some(above) => format!("move the settings to [workspace.metadata.errcat] in {above}/Cargo.toml"),
        None => format!("create `{catalog}/my_api/api.yaml`, or correct [workspace.metadata.errcat]"),
    };
    let message = format!("there is no folder `{catalog}` in {root}, but Cargo.toml sets it as the catalog");
    Failure::new(message, help)
}

/// Returns `true` if a folder contains the Cargo.toml of a workspace.
fn is_workspace(folder: &Utf8Path) -> bool {
    let text = fs_err::read_to_string(folder.join("Cargo.toml"));
    text.is_ok_and(|text| manifest::is_workspace(&text))
}

/// Returns the settings in a folder's Cargo.toml. `None` if there are none.
pub(crate) fn settings_in(root: &Utf8Path) -> Result<Option<Settings>, Failure> {
    let text = match fs_err::read_to_string(root.join("Cargo.toml")) {
        Ok(text) => text,
        // A missing or unreadable Cargo.toml in a folder above isn't an error.
        Err(_) => return Ok(None),
    };
    if !text.contains("errcat") {
        return Ok(None);
    }
    parse(&text)
}

fn parse(text: &str) -> Result<Option<Settings>, Failure> {
    manifest::parse(text).map_err(|it| Failure::located("Cargo.toml", text, it.range, &it.message, &it.help))
}

/// Reads a file. `None` if it doesn't exist.
///
/// # Errors
///
/// If it exists but can't be read.
pub(crate) fn read_if_there(path: &Utf8Path) -> io::Result<Option<Vec<u8>>> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
