//! Built-in targets that are off by default.

use crate::settings::Settings;
use crate::{openapi, vectors};

/// The built-in targets that are off unless the settings name them.
pub const OPTIONAL_TARGETS: [&str; 2] = [openapi::TARGET_NAME, vectors::TARGET_NAME];

/// Returns the optional targets that the settings name, with their output folders.
pub fn optional_outputs(settings: &Settings) -> impl Iterator<Item = (&'static str, &str)> {
    let folders = [openapi::output_folder(settings), vectors::output_folder(settings)];
    OPTIONAL_TARGETS.into_iter().zip(folders).filter_map(|(name, folder)| Some((name, folder?)))
}
