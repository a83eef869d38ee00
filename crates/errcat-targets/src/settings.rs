//! The settings of targets, from `[workspace.metadata.errcat]` in `Cargo.toml`.
//!
//! Deserialization validates them: colors have enough contrast, and edit links contain `{path}`.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

pub use self::folder::FolderSettings;
pub use self::markdown::{Flavor, Markdown};
pub use self::openapi::OpenApiVersion;
pub use self::runtime::{GitKey, GitReference, RuntimeSource};
pub use self::rust_module::RustModule;
pub use self::theme::{Color, FontList, Theme, ThemeLink};
pub use self::version::{DocsVersion, OtherVersions};

mod folder;
mod markdown;
mod openapi;
mod runtime;
mod rust_module;
mod theme;
mod version;

/// The settings. The defaults fit this layout: `catalog/`, `templates/`, `crates/`, `target/site/`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder of the catalog.
    pub catalog: String,
    /// The folder of templates that override the built-in ones.
    pub templates: String,
    /// The folder of the generated crate, or of the generated module of an existing crate.
    pub rust: String,
    /// The folder of the generated derive macro's crate. Modules have none.
    pub derive: String,
    /// The source of the runtime that generated crates depend on.
    pub runtime: RuntimeSource,
    /// The folder of the generated site.
    pub site: String,
    /// The version of the site that is generated, in a folder of its own. `None` for the current site.
    pub docs_version: Option<DocsVersion>,
    /// The versions that other runs generated.
    pub other_versions: OtherVersions,
    /// The site's title.
    pub title: String,
    /// The readers of the docs.
    pub edition: Edition,
    /// The link to edit a page's source.
    pub edit: Option<EditUrl>,
    /// Custom colors, fonts, logo, links and footer.
    pub theme: Theme,
    /// Settings for Markdown pages instead of the site. `None` to generate the site.
    pub markdown: Option<Markdown>,
    /// Settings of targets that are folders of templates, by name.
    pub targets: BTreeMap<String, FolderSettings>,
}

impl Settings {
    /// Returns the folder of the pages that are generated: the site's, or that of a version in it.
    pub fn pages_folder(&self) -> String {
        match &self.docs_version {
            Some(version) => format!("{}/{}", self.site, version.as_str()),
            None => self.site.clone(),
        }
    }

    /// Returns all versions of the site with a folder of their own, the latest first.
    pub(crate) fn versions(&self) -> Vec<DocsVersion> {
        let mut versions = self.other_versions.versions.clone();
        versions.extend(self.docs_version.clone());
        DocsVersion::sort(&mut versions);
        versions
    }

    /// Returns the folders of versions in the folder of the pages that are generated, from the workspace's
    /// root. They belong to other runs.
    pub fn folders_of_versions(&self) -> Vec<Utf8PathBuf> {
        let of_others = self.other_versions.versions.iter().filter(|_| self.docs_version.is_none());
        of_others.map(|version| Utf8Path::new(&self.site).join(version.as_str())).collect()
    }

    /// Returns the path to the current site, or else to the latest version, from the site's folder.
    pub(crate) fn newest_pages(&self) -> String {
        match self.versions().first() {
            Some(version) if !self.has_current_site() => format!("{}/", version.as_str()),
            _ => String::new(),
        }
    }

    /// Returns `true` if there is a site without a version.
    pub(crate) fn has_current_site(&self) -> bool {
        self.docs_version.is_none() || self.other_versions.has_current
    }

    /// Returns the module that Rust is generated as. `None` if it is a crate of its own.
    pub fn rust_module(&self) -> Option<RustModule> {
        RustModule::in_folder(&self.rust)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            catalog: "catalog".into(),
            templates: "templates".into(),
            rust: "crates/api-errors".into(),
            derive: "crates/api-errors-derive".into(),
            runtime: RuntimeSource::default(),
            site: "target/site".into(),
            docs_version: None,
            other_versions: OtherVersions::default(),
            title: "API errors".into(),
            edition: Edition::Public,
            edit: None,
            theme: Theme::default(),
            markdown: None,
            targets: BTreeMap::new(),
        }
    }
}

/// The readers of the docs, who determine which facts the docs contain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edition {
    /// Everyone. Internal facts are left out, unless the API publishes them.
    #[default]
    Public,
    /// The team that operates the APIs.
    Internal,
}

/// A URL with the placeholder `{path}` and, optionally, `{line}`:
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct EditUrl(String);

impl EditUrl {
    /// Returns the URL of a file and a line. The path starts at the workspace's root and is URL-encoded.
    /// Lines start at 1.
    pub fn of(&self, path: &str, line: usize) -> String {
        self.0.replace("{path}", path).replace("{line}", &line.to_string())
    }
}

impl TryFrom<String> for EditUrl {
    type Error = String;

    fn try_from(url: String) -> Result<Self, String> {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        match is_web && url.contains("{path}") {
            true => Ok(EditUrl(url)),
            false => Err(format!(
                "`{url}` isn't an address with a place for the path, such as https://github.com/o/r/edit/main/{{path}}"
            )),
        }
    }
}
