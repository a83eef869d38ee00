//! The settings that targets read, of `[workspace.metadata.errcat]` in Cargo.toml.
//!
//! They are valid once deserialized: a colour has enough contrast, an address has its `{path}`.

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::folder::FolderSettings;
pub use self::markdown::{Flavor, Markdown};
pub use self::theme::{Colour, Theme};

mod folder;
mod markdown;
mod theme;

/// The settings, each with a default that fits this layout: `catalog/`, `templates/`, `crates/`, `target/site/`.
#[derive(Debug, Clone)]
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
    /// Where what a page is made from can be edited.
    pub edit: Option<EditUrl>,
    /// Colours and a logo of one's own.
    pub theme: Theme,
    /// The Markdown pages alone, in place of the site.
    pub markdown: Option<Markdown>,
    /// Targets that are folders of templates, by name.
    pub targets: BTreeMap<String, FolderSettings>,
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
            edit: None,
            theme: Theme::default(),
            markdown: None,
            targets: BTreeMap::new(),
        }
    }
}

/// An address with a place for a file's path, and one for a line where it knows lines:
/// `https://github.com/o/r/edit/main/{path}#L{line}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct EditUrl(String);

impl EditUrl {
    /// The address of a file, given from the workspace's root as it stands in a URL, and a line, from 1.
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
