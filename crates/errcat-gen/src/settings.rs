//! What a workspace may choose: `[workspace.metadata.errcat]` in its Cargo.toml.

use serde::Deserialize;

/// The settings, each with a default that fits this layout: `catalog/`, `templates/`, `crates/`, `target/site/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The folder of the catalog.
    pub catalog: String,
    /// The folder of templates that override the built-in ones.
    pub templates: String,
    /// The folder of the generated crate.
    pub rust: String,
    /// The folder of the generated derive macro's crate.
    pub derive: String,
    /// The folder of the generated site.
    pub site: String,
    /// The site's title.
    pub title: String,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            catalog: "catalog".into(),
            templates: "templates".into(),
            rust: "crates/api-errors".into(),
            derive: "crates/api-errors-derive".into(),
            site: "target/site".into(),
            title: "API errors".into(),
        }
    }
}
