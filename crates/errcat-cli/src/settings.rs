//! The settings of a workspace: `[workspace.metadata.errcat]` in its Cargo.toml.

use std::collections::BTreeMap;

use errcat_catalog::lint_levels::LintLevels;
use errcat_catalog::rules::check_lint_names;
use errcat_drift::settings::Code;
use errcat_targets::settings::{
    DocsVersion, EditUrl, Edition, FolderSettings, Markdown, OtherVersions, RuntimeSource,
    Settings as TargetSettings, Theme,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The settings. Each has a default, for this layout: `catalog/`, `templates/`, `crates/`, `target/site/`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Table")]
pub struct Settings {
    /// The settings that targets read.
    pub targets: TargetSettings,
    /// The source of the runtime, if it is set. `reading::runtime` finds it otherwise.
    pub runtime: Option<RuntimeSource>,
    /// The levels of lints by name. `all` applies to lints without a level of their own.
    pub lints: LintLevels,
    /// The location of the code that uses the errors.
    pub code: Code,
    /// By API, the folder of the code that its `sources` refer to. The path is absolute or relative to the
    /// workspace's root, and may be outside of it.
    pub sources: BTreeMap<String, String>,
    /// The git revision whose locks record what was published.
    pub base: Option<String>,
}

/// The settings as they are written: a flat table, whereas [`Settings`] groups them by the crate that reads
/// them.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    /// The folder of the catalog.
    catalog: String,
    /// The folder of templates that override the built-in ones.
    templates: String,
    /// The folder of the generated crate, or of the generated module of an existing crate.
    rust: String,
    /// The folder of the generated derive macro's crate.
    derive: String,
    /// The source of the runtime that generated crates depend on, instead of that of the program.
    runtime: Option<RuntimeSource>,
    /// The folder of the generated site.
    site: String,
    /// The version of the site to generate.
    docs_version: Option<DocsVersion>,
    /// The site's title.
    title: String,
    /// The readers of the docs: `public` or `internal`.
    edition: Edition,
    /// The URL to edit the source of a page.
    edit: Option<EditUrl>,
    #[serde(deserialize_with = "lints")]
    lints: LintLevels,
    code: Code,
    sources: BTreeMap<String, String>,
    /// The git revision whose locks record what was published.
    base: Option<String>,
    /// Colors and a logo.
    theme: Theme,
    /// Markdown pages, instead of the site.
    markdown: Option<Markdown>,
    /// Targets that are folders of templates, by name.
    targets: BTreeMap<String, FolderSettings>,
}

impl Default for Table {
    fn default() -> Self {
        let Settings { targets, runtime, lints, code, sources, base } = Settings::default();
        let TargetSettings {
            catalog,
            templates,
            rust,
            derive,
            runtime: _,
            site,
            docs_version,
            other_versions: _,
            title,
            edition,
            edit,
            theme,
            markdown,
            targets,
        } = targets;
        Table {
            catalog,
            templates,
            rust,
            derive,
            runtime,
            site,
            docs_version,
            title,
            edition,
            edit,
            lints,
            code,
            sources,
            base,
            theme,
            markdown,
            targets,
        }
    }
}

impl From<Table> for Settings {
    fn from(table: Table) -> Self {
        let Table {
            catalog,
            templates,
            rust,
            derive,
            runtime,
            site,
            docs_version,
            title,
            edition,
            edit,
            lints,
            code,
            sources,
            base,
            theme,
            markdown,
            targets,
        } = table;
        let targets = TargetSettings {
            catalog,
            templates,
            rust,
            derive,
            runtime: runtime.clone().unwrap_or_default(),
            site,
            docs_version,
            other_versions: OtherVersions::default(),
            title,
            edition,
            edit,
            theme,
            markdown,
            targets,
        };
        Settings { targets, runtime, lints, code, sources, base }
    }
}

fn lints<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LintLevels, D::Error> {
    let levels = LintLevels::deserialize(deserializer)?;
    check_lint_names(&levels).map_err(D::Error::custom)?;
    Ok(levels)
}
