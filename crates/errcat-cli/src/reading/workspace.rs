//! Finds the workspace and its settings.
//!
//! The root is the nearest folder, from the current one upwards, whose Cargo.toml has
//! `[workspace.metadata.errcat]`. If there is none, it is the nearest folder that contains `catalog/`, and
//! all settings have their defaults.

use std::io;

use crate::settings::Settings;
use camino::{Utf8Path, Utf8PathBuf};

use super::manifest;
use crate::terminal::failure::Failure;

/// A folder that contains a catalog.
#[derive(Debug)]
pub struct Workspace {
    /// The root. Paths in settings, and paths of generated files, are relative to it.
    pub root: Utf8PathBuf,
    /// The settings in Cargo.toml, with defaults.
    pub settings: Settings,
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
            return Ok(Workspace { root: root.to_owned(), settings });
        }
    }
    let settings = Settings::default();
    match start.ancestors().find(|root| root.join(&settings.targets.catalog).is_dir()) {
        Some(root) => Ok(Workspace { root: root.to_owned(), settings }),
        None => Err(Failure::new(
            format!("there is no catalog in {start} or above it"),
            "run it in a workspace with a catalog: a folder `catalog/` next to Cargo.toml, with a folder\n\
             for each API, or the folder that [workspace.metadata.errcat] in Cargo.toml sets",
        )),
    }
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
            return Ok(Workspace { root: root.to_owned(), settings });
        }
    }
    let settings = Settings::default();
    let is_workspace = |root: &&Utf8Path| {
        let text = fs_err::read_to_string(root.join("Cargo.toml"));
        text.is_ok_and(|text| manifest::is_workspace(&text))
    };
    let has_catalog = |root: &&Utf8Path| root.join(&settings.targets.catalog).is_dir();
    let root = start.ancestors().find(has_catalog).or_else(|| start.ancestors().find(is_workspace));
    Ok(Workspace { root: root.unwrap_or(start).to_owned(), settings })
}

/// Returns the failure for settings next to which there is no catalog.
fn missing_catalog(root: &Utf8Path, catalog: &str) -> Failure {
    let is_workspace = |folder: &Utf8Path| {
        let text = fs_err::read_to_string(folder.join("Cargo.toml"));
        text.is_ok_and(|text| manifest::is_workspace(&text))
    };
    let above = root.ancestors().skip(1).find(|folder| is_workspace(folder));
    let help = match above.filter(|_| !is_workspace(root)) {
        Some(above) => format!("move the settings to [workspace.metadata.errcat] in {above}/Cargo.toml"),
        None => format!("create `{catalog}/my_api/api.yaml`, or correct [workspace.metadata.errcat]"),
    };
    let message = format!("there is no folder `{catalog}` in {root}, but Cargo.toml sets it as the catalog");
    Failure::new(message, help)
}

/// Returns the settings in a folder's Cargo.toml. `None` if there are none.
fn settings_in(root: &Utf8Path) -> Result<Option<Settings>, Failure> {
    let text = match fs_err::read_to_string(root.join("Cargo.toml")) {
        Ok(text) => text,
        // A missing or unreadable Cargo.toml in a folder above isn't an error.
        Err(_) => return Ok(None),
    };
    if !text.contains("errcat") {
        return Ok(None);
    }
    manifest::parse(&text)
        .map_err(|it| Failure::located("Cargo.toml", &text, it.range, &it.message, &it.help))
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
