//! Computes lines and columns of many spans. The line breaks of each file are searched for only once.

use std::collections::HashMap;
use std::ops::Range;

use crate::finding::{FileId, Sources, Span};

/// Computes the locations of spans, and caches the starts of the lines.
pub(super) struct Locator<'a> {
    sources: &'a Sources,
    line_starts: HashMap<FileId, Vec<usize>>,
    /// The start of the last span: file, line, byte and column. Findings are sorted, and a line may have
    /// thousands of them, so the next column is counted from there.
    last: Option<(FileId, usize, usize, usize)>,
}

/// The location of a span. Lines and columns count from 1, columns in characters; the end is exclusive.
pub(super) struct Location<'a> {
    pub(super) path: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// The text at the location.
    pub(super) text: &'a str,
}

impl<'a> Locator<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Locator { sources, line_starts: HashMap::new(), last: None }
    }

    pub(super) fn locate(&mut self, span: Span) -> Location<'a> {
        let file = self.sources.file(span.file);
        let range = clamp(&file.text, span);
        let (line, column) = self.position(span.file, range.start);
        self.last = Some((span.file, line, range.start, column));
        let (end_line, end_column) = self.position(span.file, range.end);
        Location { path: &file.path, line, column, end_line, end_column, text: &file.text[range] }
    }

    /// Returns the byte range of a line, counted from 1, without its line break.
    pub(super) fn line(&mut self, file: FileId, line: usize) -> Range<usize> {
        let text = &self.sources.file(file).text;
        let starts = self.starts(file);
        let start = starts.get(line - 1).copied().unwrap_or(text.len());
        let end = starts.get(line).map_or(text.len(), |next| next - 1);
        let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// Returns the line and column, from 1, of a byte offset returned by [`clamp`].
    fn position(&mut self, file: FileId, at: usize) -> (usize, usize) {
        let text = &self.sources.file(file).text;
        let starts = self.starts(file);
        let line = starts.partition_point(|start| *start <= at);
        let start = starts[line - 1];
        let near = self.last.filter(|last| (last.0, last.1) == (file, line) && last.2 <= at);
        let (from, column) = near.map_or((start, 1), |(.., from, column)| (from, column));
        (line, text[from..at].chars().count() + column)
    }

    fn starts(&mut self, file: FileId) -> &[usize] {
        self.line_starts.entry(file).or_insert_with(|| {
            let text = &self.sources.file(file).text;
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }
}

/// Returns the byte range of a span, moved to character boundaries inside of the text. A span may be beyond
/// the end of a file, for example of one that isn't text and whose content isn't kept.
pub(super) fn clamp(text: &str, span: Span) -> Range<usize> {
    let inside = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = inside(span.start);
    start..inside(span.end).max(start)
}
