//! Where the workspace is, and what it chose.
//!
//! The root is the nearest folder, from the current one upwards, whose Cargo.toml has `[workspace.metadata.errcat]`;
//! where there is none, the nearest one that has a `catalog/` folder, with the settings' defaults.

use std::io;

use crate::settings::Settings;
use camino::{Utf8Path, Utf8PathBuf};

use super::manifest;
use crate::terminal::failure::Failure;

/// A folder with a catalog.
#[derive(Debug)]
pub struct Workspace {
    /// The folder that the settings' paths and the plan's paths start at.
    pub root: Utf8PathBuf,
    /// What its Cargo.toml says, and defaults for the rest.
    pub settings: Settings,
}

/// Finds the workspace that a folder is in.
///
/// # Errors
///
/// When there is none, when its catalog's folder is missing, or when its settings are wrong.
pub fn find(start: &Utf8Path) -> Result<Workspace, Failure> {
    for root in start.ancestors() {
        if let Some(settings) = settings_in(root)? {
            if !root.join(&settings.targets.catalog).is_dir() {
                return Err(Failure::new(
                    format!(
                        "there is no folder `{}` in {root}, which Cargo.toml names as the catalog",
                        settings.targets.catalog
                    ),
                    format!(
                        "create `{}/my_api/api.yaml`, or correct [workspace.metadata.errcat]",
                        settings.targets.catalog
                    ),
                ));
            }
            return Ok(Workspace { root: root.to_owned(), settings });
        }
    }
    let settings = Settings::default();
    match start.ancestors().find(|root| root.join(&settings.targets.catalog).is_dir()) {
        Some(root) => Ok(Workspace { root: root.to_owned(), settings }),
        None => Err(Failure::new(
            format!("there is no catalog in {start} or above it"),
            "go to a folder that has one: a `catalog/` beside Cargo.toml, with a folder for each API,\n\
             or the one that [workspace.metadata.errcat] in Cargo.toml names",
        )),
    }
}

/// The settings in a folder's Cargo.toml, if it has some.
fn settings_in(root: &Utf8Path) -> Result<Option<Settings>, Failure> {
    let text = match fs_err::read_to_string(root.join("Cargo.toml")) {
        Ok(text) => text,
        // An unreadable or missing Cargo.toml somewhere above is none of ours.
        Err(_) => return Ok(None),
    };
    if !text.contains("errcat") {
        return Ok(None);
    }
    manifest::parse(&text)
        .map_err(|wrong| Failure::located("Cargo.toml", &text, wrong.range, &wrong.message, &wrong.help))
}

/// The text of a file that may be missing.
///
/// # Errors
///
/// When it is there and can't be read.
pub(crate) fn read_if_there(path: &Utf8Path) -> io::Result<Option<Vec<u8>>> {
    match fs_err::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
