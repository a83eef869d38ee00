//! The few lines around a place that the renderer gets to see.
//!
//! The renderer's cost grows with what it is given, so it is given the lines from the first annotated one to the
//! last, each cut behind its last annotation.

use std::ops::Range;

use super::place::{Places, within};
use super::visible::in_place;
use crate::finding::{Sources, Span};

/// The most lines between two places that one excerpt shows. Beyond, the lines between them would hide both.
const MAX_GAP_LINES: usize = 12;
/// The most bytes of a line after its last annotation. Generated files have lines of megabytes.
const MAX_TAIL_BYTES: usize = 160;
/// The furthest to the right, in bytes, that a place is shown. The text before it can't be cut without making the columns wrong,
/// and is too long to read.
const MAX_COLUMN_BYTES: usize = 32 * 1024;

/// Some lines of a file, made visible, with places in them.
pub(super) struct Excerpt<'a> {
    pub(super) path: &'a str,
    pub(super) text: String,
    /// The number of the first line, from 1.
    pub(super) line_start: usize,
    /// Indices of the places that were asked for, and where they are in `text`.
    pub(super) marks: Vec<(usize, Range<usize>)>,
}

/// Excerpts that show the places, the first place's first; places close to each other share one. A place in a file
/// without text, or too far to the right, has none.
pub(super) fn excerpts<'a>(
    sources: &'a Sources,
    places: &mut Places<'a>,
    spans: &[Span],
) -> Vec<Excerpt<'a>> {
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    for mark in spans.iter().enumerate().filter_map(|(index, span)| mark(sources, places, index, *span)) {
        match groups.iter_mut().find(|group| is_near(group, &mark)) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups.into_iter().map(|group| excerpt(sources, places, &group)).collect()
}

/// A place cut to its first line.
struct Mark {
    index: usize,
    span: Span,
    line: usize,
    range: Range<usize>,
}

fn mark(sources: &Sources, places: &mut Places<'_>, index: usize, span: Span) -> Option<Mark> {
    let text = &sources.file(span.file).text;
    let line = places.locate(span).line;
    let line_range = places.line(span.file, line);
    let range = within(text, span);
    let start = range.start.min(line_range.end);
    let end = range.end.clamp(start, line_range.end);
    let shown = !text.is_empty() && start - line_range.start <= MAX_COLUMN_BYTES;
    shown.then_some(Mark { index, span, line, range: start..end })
}

fn is_near(group: &[Mark], mark: &Mark) -> bool {
    group[0].span.file == mark.span.file
        && group.iter().all(|other| other.line.abs_diff(mark.line) <= MAX_GAP_LINES)
}

fn excerpt<'a>(sources: &'a Sources, places: &mut Places<'a>, marks: &[Mark]) -> Excerpt<'a> {
    let id = marks[0].span.file;
    let file = sources.file(id);
    let lines = marks.iter().map(|mark| mark.line);
    let (first, last) = (lines.clone().min().unwrap_or(1), lines.max().unwrap_or(1));
    let mut excerpt = Excerpt { path: &file.path, text: String::new(), line_start: first, marks: Vec::new() };
    for line in first..=last {
        let range = places.line(id, line);
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

/// The first `most` bytes or a few less, so that no character is cut.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
