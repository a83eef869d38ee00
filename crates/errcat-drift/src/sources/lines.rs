//! The lines of a file, and what is remembered of a range of them.

use std::ops::Range;

use crate::fingerprint::Fingerprint;

/// How many lines at each end of a range, before it and after it, are remembered.
pub(super) const EDGE: usize = 3;

/// The lines of a file that aren't blank.
pub(super) struct Lines {
    /// How many lines there are, with blank ones.
    pub(super) count: u32,
    /// Number, from 1, and fingerprint without the white space around it.
    written: Vec<(u32, Fingerprint)>,
}

/// What is remembered of a range of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// Of its first lines, and of its last: the same where there are no more than [`EDGE`].
    pub(super) first: Fingerprint,
    pub(super) last: Fingerprint,
    /// Of the lines before it and after it.
    pub(super) before: Fingerprint,
    pub(super) after: Fingerprint,
}

impl Print {
    /// Whether two ranges begin and end alike, whatever is around them.
    pub(super) fn is_same_code(&self, other: &Print) -> bool {
        (self.first, self.last) == (other.first, other.last)
    }
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let numbered = || (1..).zip(text.lines().map(str::trim));
        let written = numbered().filter(|(_, line)| !line.is_empty());
        Lines {
            count: numbered().last().map_or(0, |(number, _)| number),
            written: written.map(|(number, line)| (number, Fingerprint::of([line]))).collect(),
        }
    }

    /// The print of a range of lines, both from 1; none if the file hasn't so many.
    pub(super) fn print(&self, first: u32, last: u32) -> Option<Print> {
        let start = self.written.partition_point(|(number, _)| *number < first);
        let end = self.written.partition_point(|(number, _)| *number <= last);
        (last <= self.count).then(|| self.print_of(start..end))
    }

    /// The print of some of the lines that aren't blank, by their indices.
    pub(super) fn print_of(&self, Range { start, end }: Range<usize>) -> Print {
        Print {
            first: self.joined(start..end.min(start + EDGE)),
            last: self.joined(start.max(end.saturating_sub(EDGE))..end),
            before: self.joined(start.saturating_sub(EDGE)..start),
            after: self.joined(end..self.written.len().min(end + EDGE)),
        }
    }

    /// The numbers of the first and the last of some lines, by their indices.
    pub(super) fn numbers(&self, Range { start, end }: Range<usize>) -> (u32, u32) {
        (self.written[start].0, self.written[end - 1].0)
    }

    /// Every one to [`EDGE`] lines on end, by their indices, with their fingerprint.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Range<usize>, Fingerprint)> {
        let count = self.written.len();
        (0..count).flat_map(move |start| {
            let ends = start + 1..=count.min(start + EDGE);
            ends.map(move |end| (start..end, self.joined(start..end)))
        })
    }

    fn joined(&self, lines: Range<usize>) -> Fingerprint {
        Fingerprint::joined(self.written[lines].iter().map(|(_, line)| *line))
    }
}
