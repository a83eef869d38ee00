//! What a catalog is read from.

use crate::lint_levels::LintLevels;

/// The file in an API's folder that remembers what clients know of its codes.
pub const LOCK: &str = "catalog.lock";
/// The file in an API's folder that remembers the code that its `sources` name.
pub const SOURCES_LOCK: &str = "sources.lock";

/// Everything that reading a catalog depends on.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The catalog's folder, from the workspace's root: `catalog`.
    pub folder: &'a str,
    /// The catalog's files, sorted by path.
    pub files: &'a [InputFile],
    /// The levels of lints that the workspace sets.
    pub lints: &'a LintLevels,
    /// Report only findings that make the catalog unreadable.
    pub lenient: bool,
}

/// A file of the input.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// From the workspace's root, with `/`: `catalog/kakunin/certify.yaml`.
    pub path: String,
    /// Its content; empty if it's too large.
    pub bytes: Vec<u8>,
    /// `true` if it wasn't read because it is larger than [`MAX_FILE_BYTES`](crate::yaml::MAX_FILE_BYTES).
    pub too_large: bool,
}

impl InputFile {
    /// A file that was read whole.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        InputFile { path: path.into(), bytes: bytes.into(), too_large: false }
    }
}

impl<'a> Inputs<'a> {
    /// The files of a folder `catalog`, with default settings.
    pub fn of(files: &'a [InputFile]) -> Self {
        static DEFAULT: LintLevels = LintLevels::NONE;
        Inputs { folder: "catalog", files, lints: &DEFAULT, lenient: false }
    }
}
