//! Lines and columns of many spans: each file's line breaks are looked for once, not once a finding.

use std::collections::HashMap;
use std::ops::Range;

use crate::finding::{FileId, Sources, Span};

/// Where the lines of the files begin, as far as they were asked for.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    line_starts: HashMap<FileId, Vec<usize>>,
    /// The place where the last span began: file, line, byte and column. Findings come in their order, and a line may have
    /// thousands of them, so the next place's column is counted from there.
    last: Option<(FileId, usize, usize, usize)>,
}

/// A span, located: everything from 1, columns in characters, the end exclusive.
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// What stands there.
    pub(super) text: &'a str,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Places { sources, line_starts: HashMap::new(), last: None }
    }

    pub(super) fn locate(&mut self, span: Span) -> Place<'a> {
        let file = self.sources.file(span.file);
        let range = within(&file.text, span);
        let (line, column) = self.position(span.file, range.start);
        self.last = Some((span.file, line, range.start, column));
        let (end_line, end_column) = self.position(span.file, range.end);
        Place { path: &file.path, line, column, end_line, end_column, text: &file.text[range] }
    }

    /// The bytes of a line, without its line break; the line counts from 1.
    pub(super) fn line(&mut self, file: FileId, line: usize) -> Range<usize> {
        let text = &self.sources.file(file).text;
        let starts = self.starts(file);
        let start = starts.get(line - 1).copied().unwrap_or(text.len());
        let end = starts.get(line).map_or(text.len(), |next| next - 1);
        let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// Line and column, from 1, of a byte that [`within`] has vetted.
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

/// The span's bytes, moved inwards to where the text has characters: a span may point behind the end of a file, or
/// into a file that isn't text and of which nothing is kept.
pub(super) fn within(text: &str, span: Span) -> Range<usize> {
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
