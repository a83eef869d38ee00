//! Settings of a target that is a folder of templates.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::OpenApiVersion;

/// `[workspace.metadata.errcat.targets.NAME]`. Naming a built-in target turns it on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FolderSettings {
    /// The output folder, instead of the one in `target.toml`.
    pub output: Option<String>,
    /// The name of the generated package, which replaces `values.package`.
    pub package: Option<String>,
    /// Values that replace those in `target.toml`.
    pub values: BTreeMap<String, toml::Value>,
    /// The version of OpenAPI. Only the target `openapi` has one.
    pub version: Option<OpenApiVersion>,
}
