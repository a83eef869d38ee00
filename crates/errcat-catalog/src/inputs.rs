//! The inputs of a catalog.

use crate::lint_levels::LintLevels;

/// The file in an API's folder that defines what its errors share.
pub const API: &str = "api.yaml";
/// The file in an API's folder that records its published codes.
pub const LOCK: &str = "catalog.lock";
/// The file in an API's folder that records the code at its `sources`.
pub const SOURCES_LOCK: &str = "sources.lock";

/// The names of files that people keep next to sources, without their extensions. They aren't inputs.
const DOCUMENTS: [&str; 5] = ["changelog", "codeowners", "license", "owners", "readme"];

/// Suffixes of files that editors and merges leave behind.
const LEFTOVERS: [&str; 9] = ["~", ".bak", ".old", ".orig", ".rej", ".save", ".swo", ".swp", ".tmp"];

/// The files of a catalog, and all other inputs of reading it.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The folder of the catalog, from the root of the workspace: `catalog`.
    pub folder: &'a str,
    /// The files of the catalog, sorted by path.
    pub files: &'a [InputFile],
    /// The levels of lints that the workspace sets.
    pub lints: &'a LintLevels,
    /// Report only findings that make the catalog unreadable.
    pub lenient: bool,
}

/// An input file.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// The path from the root of the workspace, with `/`: `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// The content; empty if it's too large.
    pub bytes: Vec<u8>,
    /// `true` if it wasn't read because it is larger than [`MAX_FILE_BYTES`](crate::yaml::MAX_FILE_BYTES).
    pub too_large: bool,
}

/// Returns `true` if a file in the folder of the catalog, by its path in it, isn't an input: the generated
/// schema, or a document for people, such as a README.
pub fn is_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    path == "schema.json" || DOCUMENTS.contains(&stem.as_str())
}

/// Returns `true` if a file has the name of a backup file of an editor or a merge.
pub fn is_leftover(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    LEFTOVERS.iter().any(|end| name.ends_with(end)) || (name.starts_with('#') && name.ends_with('#'))
}

impl InputFile {
    /// Creates a file that was read completely.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        InputFile { path: path.into(), bytes: bytes.into(), too_large: false }
    }
}

impl<'a> Inputs<'a> {
    /// Creates inputs from the files of a folder `catalog`, with default settings.
    pub fn of(files: &'a [InputFile]) -> Self {
        static DEFAULT: LintLevels = LintLevels::NONE;
        Inputs { folder: "catalog", files, lints: &DEFAULT, lenient: false }
    }
}
