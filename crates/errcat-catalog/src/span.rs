//! Locations: input files, and byte ranges in them.

use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A file of the input, by its place in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub(crate) u32);

/// A place: a range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// A value and the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The location.
    pub span: Span,
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The paths and texts of the input files, to show findings.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// An input file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path from the root of the workspace, with `/`.
    pub path: String,
    /// The text; empty if the content isn't text.
    pub text: String,
    /// The start of each line in bytes, computed when first needed.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(_, next)| next)).collect()
        })
    }
}

impl Sources {
    /// Adds a file.
    ///
    /// # Panics
    ///
    /// Panics if there are more than `u32::MAX` files.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    /// Returns the file with a path; `None` if there is none.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|file| file.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// Returns the files in the order of their ids.
    pub(crate) fn into_files(self) -> impl Iterator<Item = SourceFile> {
        self.files.into_iter()
    }

    /// Returns the file with an id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the text of a span; empty if it is outside of the file.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Returns the line and the column of a span, counted from 1, the column in characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let file = self.file(span.file);
        let (text, line_starts) = (&file.text, file.line_starts());
        let line = line_starts.partition_point(|start| *start <= span.start);
        let (start, at) = (line_starts[line - 1] as usize, (span.start as usize).min(text.len()));
        let column = String::from_utf8_lossy(&text.as_bytes()[start.min(at)..at]).chars().count() + 1;
        (line, column)
    }
}

impl Span {
    /// Returns the start of a file, for findings about the whole file.
    pub fn start_of(file: FileId) -> Self {
        Span { file, start: 0, end: 0 }
    }

    /// Returns a byte range of a file.
    pub fn of(file: FileId, range: std::ops::Range<usize>) -> Self {
        Span { file, start: offset(range.start), end: offset(range.end) }
    }
}

/// Converts a byte offset to that of a [`Span`]. Input files are at most 64 MiB; larger offsets saturate at
/// `u32::MAX`.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
