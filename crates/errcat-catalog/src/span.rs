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
    /// Files that were added while the sources were shared. Their ids follow those of `files`.
    late_files: OnceLock<Box<[SourceFile]>>,
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
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() }
    }

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
        self.files.extend(self.late_files.take().into_iter().flatten());
        let id = Self::id(self.files.len());
        self.files.push(SourceFile::new(path, text));
        id
    }

    /// Adds files, each a path and a text, while other threads use the sources. Later calls add nothing, and
    /// return the same ids, until [`Sources::add`] is called.
    ///
    /// # Panics
    ///
    /// Panics if there are more than `u32::MAX` files.
    pub fn add_shared(&self, files: impl IntoIterator<Item = (String, String)>) -> Vec<FileId> {
        let add = || files.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect();
        let count = self.late_files.get_or_init(add).len();
        (0..count).map(|index| Self::id(self.files.len() + index)).collect()
    }

    fn id(index: usize) -> FileId {
        FileId(u32::try_from(index).expect("fewer than 2^32 files"))
    }

    /// Returns the file with a path; `None` if there is none.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.all().position(|file| file.path == path).map(Self::id)
    }

    fn all(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().chain(self.late_files.get().into_iter().flatten())
    }

    /// Returns the files in the order of their ids.
    pub(crate) fn into_files(self) -> impl Iterator<Item = SourceFile> {
        self.files.into_iter().chain(self.late_files.into_inner().into_iter().flatten())
    }

    /// Returns the file with an id.
    ///
    /// # Panics
    ///
    /// Panics if the id is that of a file in other sources.
    pub fn file(&self, id: FileId) -> &SourceFile {
        let index = id.0 as usize;
        let late = || self.late_files.get()?.get(index.checked_sub(self.files.len())?);
        self.files.get(index).or_else(late).expect("the sources contain the file")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_can_be_added_while_sources_are_shared() {
        let mut sources = Sources::default();
        let first = sources.add("a", "1");
        let shared: &Sources = &sources;
        let late = [("b".to_owned(), "2".to_owned()), ("c".to_owned(), "3".to_owned())];
        let ids = shared.add_shared(late.clone());
        assert_eq!(shared.add_shared([]), ids, "added once");
        let last = sources.add("d", "4");
        let texts: Vec<&str> =
            [first, ids[0], ids[1], last].iter().map(|id| sources.file(*id).text.as_str()).collect();
        assert_eq!(texts, ["1", "2", "3", "4"]);
        assert_eq!(sources.find("c"), Some(ids[1]));
        assert_eq!(sources.into_files().count(), 4);
    }
}
