//! Parses `target.toml`, which specifies the files that a folder of templates generates.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::mistake::describe_toml_error;

/// The name of the file that makes a folder a target.
pub(super) const MANIFEST: &str = "target.toml";

/// A parsed `target.toml`, with the location of each value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The output folder, from the workspace's root.
    pub(super) output: Spanned<String>,
    /// The files to render, or to copy to another path.
    #[serde(default)]
    pub(super) files: Vec<ManifestFile>,
    /// Types of params in the target's language, by their names in the catalog.
    #[serde(default)]
    pub(super) types: BTreeMap<Spanned<String>, String>,
    /// Comments of files that errcat doesn't know, by extension.
    #[serde(default)]
    pub(super) comments: BTreeMap<Spanned<String>, Spanned<ManifestComment>>,
    /// Names that the filter `identifier` changes, such as keywords of the language.
    #[serde(default)]
    pub(super) reserved: Vec<Spanned<String>>,
    /// Values for templates, such as a package's name. The workspace's settings can override each of them.
    #[serde(default)]
    pub(super) values: BTreeMap<Spanned<String>, toml::Value>,
}

/// An item of `files`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestFile {
    /// A file of the folder. It is a template if it ends in `.tera`; otherwise, it is copied.
    pub(super) file: Spanned<String>,
    /// The items that it is rendered for.
    #[serde(default)]
    pub(super) each: Scope,
    /// The path in the output folder, which is a template, too.
    pub(super) path: Option<Spanned<String>>,
    /// The language for escaping. The default depends on the path's extension.
    pub(super) escape: Option<Spanned<String>>,
    /// `true` if the output is only written if it is missing, and then belongs to the team.
    #[serde(default)]
    pub(super) once: bool,
    /// `false` if a file for all APIs doesn't use their errors. Then an edit of an error of a large catalog
    /// doesn't collect the errors of other APIs. The default is `true`.
    pub(super) errors: Option<Spanned<bool>>,
}

/// The items that a file is rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope {
    /// Once for all APIs.
    #[default]
    Catalog,
    /// Once for each API.
    Api,
    /// Once for each table.
    Table,
    /// Once for each error.
    Error,
}

/// The start of a comment, or its start and end.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum ManifestComment {
    /// `"//"`
    Line(String),
    /// `["/*", "*/"]`
    Block(String, String),
}

/// A mistake in `target.toml`: its location, a message, and a fix.
pub(super) struct TomlMistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Parses the text of a `target.toml`.
///
/// # Errors
///
/// Returns a mistake for invalid TOML, an unknown key, or a value of the wrong type.
pub(super) fn parse(text: &str) -> Result<Manifest, TomlMistake> {
    toml::from_str(text).map_err(|error| {
        let (message, help) = describe_toml_error(error.message());
        TomlMistake { range: error.span().unwrap_or_default(), message, help }
    })
}
