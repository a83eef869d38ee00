//! `target.toml`: what a folder of templates generates, and where.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::mistake::wrong_toml;

/// The name of the file that makes a folder a target.
pub(super) const MANIFEST: &str = "target.toml";

/// The text of a `target.toml` as it is read, each value with its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The folder that the target fills, from the workspace's root.
    pub(super) output: Spanned<String>,
    /// What is rendered, or copied to another place than its own.
    #[serde(default)]
    pub(super) files: Vec<ManifestFile>,
    /// Types of params in the target's language, by their names in the catalog.
    #[serde(default)]
    pub(super) types: BTreeMap<Spanned<String>, String>,
    /// Comments of files that errcat doesn't know, by extension.
    #[serde(default)]
    pub(super) comments: BTreeMap<Spanned<String>, Spanned<ManifestComment>>,
    /// What templates see as `values`: a package's name, say. The workspace's settings can change each.
    #[serde(default)]
    pub(super) values: BTreeMap<String, toml::Value>,
}

/// An item of `files`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestFile {
    /// A file of the folder: a template if it ends in `.tera`, otherwise it is copied.
    pub(super) file: Spanned<String>,
    /// How often it is rendered.
    #[serde(default)]
    pub(super) each: Each,
    /// The path of the output, from the target's folder; a template too.
    pub(super) path: Option<Spanned<String>>,
    /// How texts are escaped; the default is by the path's extension.
    pub(super) escape: Option<Spanned<String>>,
    /// `true` if the output is written if it is missing, and then belongs to the team.
    #[serde(default)]
    pub(super) once: bool,
}

/// What a file is rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Each {
    /// All APIs together.
    #[default]
    Catalog,
    /// Each API.
    Api,
    /// Each table.
    Table,
    /// Each error.
    Error,
}

/// How a comment starts, or how it starts and ends.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum ManifestComment {
    /// `"//"`
    Line(String),
    /// `["/*", "*/"]`
    Block(String, String),
}

/// A place in `target.toml`, what is wrong there, and how to fix it.
pub(super) struct WrongToml {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Parses the text of a `target.toml`.
///
/// # Errors
///
/// What isn't TOML, an unknown key, or a value of the wrong type.
pub(super) fn parse(text: &str) -> Result<Manifest, WrongToml> {
    toml::from_str(text).map_err(|error| {
        let (message, help) = wrong_toml(error.message());
        WrongToml { range: error.span().unwrap_or_default(), message, help }
    })
}
