//! Cuts out the lines of a file that are rendered.
//!
//! Rendering takes time in proportion to the text, so it gets only the lines from the first annotated one to
//! the last, each cut off after its last annotation.

use std::ops::Range;

use super::location::{Locator, clamp};
use super::visible::in_place;
use crate::finding::{Sources, Span};

/// The maximum number of lines between two locations in the same excerpt.
const MAX_GAP_LINES: usize = 12;
/// The maximum length of a line after its last annotation, in bytes. Lines of generated files may have
/// megabytes.
const MAX_TAIL_BYTES: usize = 160;
/// The maximum offset in its line, in bytes, of a location that is shown with an excerpt. The text before it
/// is too long to read, and can't be cut off without changing the column.
const MAX_COLUMN_BYTES: usize = 32 * 1024;

/// Lines of a file, with control characters made visible, and locations in them.
pub(super) struct Excerpt<'a> {
    pub(super) path: &'a str,
    pub(super) text: String,
    /// The number of the first line, from 1.
    pub(super) line_start: usize,
    /// The indices of the requested spans, and their ranges in `text`.
    pub(super) marks: Vec<(usize, Range<usize>)>,
}

/// Returns excerpts for the spans, that of the first span first. Spans that are close to each other share
/// one. A span in a file without text, or too far to the right, has none.
pub(super) fn excerpts<'a>(
    sources: &'a Sources,
    locator: &mut Locator<'a>,
    spans: &[Span],
) -> Vec<Excerpt<'a>> {
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    for mark in spans.iter().enumerate().filter_map(|(index, span)| mark(sources, locator, index, *span)) {
        match groups.iter_mut().find(|group| is_near(group, &mark)) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups.into_iter().map(|group| excerpt(sources, locator, &group)).collect()
}

/// A span, cut off after its first line.
struct Mark {
    index: usize,
    span: Span,
    line: usize,
    range: Range<usize>,
}

fn mark(sources: &Sources, locator: &mut Locator<'_>, index: usize, span: Span) -> Option<Mark> {
    let text = &sources.file(span.file).text;
    let line = locator.locate(span).line;
    let line_range = locator.line(span.file, line);
    let range = clamp(text, span);
    let start = range.start.min(line_range.end);
    let end = range.end.clamp(start, line_range.end);
    let shown = !text.is_empty() && start - line_range.start <= MAX_COLUMN_BYTES;
    shown.then_some(Mark { index, span, line, range: start..end })
}

fn is_near(group: &[Mark], mark: &Mark) -> bool {
    group[0].span.file == mark.span.file
        && group.iter().all(|other| other.line.abs_diff(mark.line) <= MAX_GAP_LINES)
}

fn excerpt<'a>(sources: &'a Sources, locator: &mut Locator<'a>, marks: &[Mark]) -> Excerpt<'a> {
    let id = marks[0].span.file;
    let file = sources.file(id);
    let lines = marks.iter().map(|mark| mark.line);
    let (first, last) = (lines.clone().min().unwrap_or(1), lines.max().unwrap_or(1));
    let mut excerpt = Excerpt { path: &file.path, text: String::new(), line_start: first, marks: Vec::new() };
    for line in first..=last {
        let range = locator.line(id, line);
        let here = || marks.iter().filter(|mark| mark.line == line);
        let base = excerpt.text.len();
        for mark in here() {
            let start = base + in_place(&file.text[range.start..mark.range.start]).len();
            let end = start + in_place(cut(&file.text[mark.range.clone()], MAX_TAIL_BYTES)).len();
            excerpt.marks.push((mark.index, start..end));
        }
        let kept = here().map(|mark| mark.range.start + MAX_TAIL_BYTES).max().unwrap_or(range.start)
            + MAX_TAIL_BYTES
            - range.start;
        excerpt.text.push_str(&in_place(cut(&file.text[range], kept)));
        excerpt.text.push('\n');
    }
    excerpt
}

/// Truncates a text to at most `max_bytes`, at a character boundary.
fn cut(text: &str, max_bytes: usize) -> &str {
    let mut end = max_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
