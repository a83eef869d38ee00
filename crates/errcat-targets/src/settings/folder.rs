//! What a workspace changes of a target that is a folder of templates.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `[workspace.metadata.errcat.targets.NAME]`. Naming a built-in target turns it on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FolderSettings {
    /// The folder that it fills, instead of the one in its `target.toml`.
    pub output: Option<String>,
    /// Values instead of those in its `target.toml`.
    pub values: BTreeMap<String, toml::Value>,
}
