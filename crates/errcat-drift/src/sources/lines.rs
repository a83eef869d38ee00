//! The lines of a file, and the fingerprints of a range of lines.

use std::ops::Range;

use errcat_catalog::fingerprint::Fingerprint;

/// How many lines are fingerprinted at each end of a range, before it and after it.
pub(super) const EDGE: usize = 3;

/// The lines of a file that aren't blank.
pub(super) struct Lines {
    /// The number of lines, including blank ones.
    pub(super) count: u32,
    /// The number of each line, from 1, and its fingerprint without surrounding white space.
    written: Vec<(u32, Fingerprint)>,
}

/// The fingerprints of a range of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// The fingerprints of the first and the last lines. Equal if there are at most [`EDGE`] lines.
    pub(super) first: Fingerprint,
    pub(super) last: Fingerprint,
    /// The fingerprints of the lines before and after the range.
    pub(super) before: Fingerprint,
    pub(super) after: Fingerprint,
}

impl Print {
    /// Returns `true` if two ranges begin and end alike, regardless of the lines around them.
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

    /// Returns the print of a range of lines, both from 1, or `None` if the file has fewer lines.
    pub(super) fn print(&self, first: u32, last: u32) -> Option<Print> {
        let start = self.written.partition_point(|(number, _)| *number < first);
        let end = self.written.partition_point(|(number, _)| *number <= last);
        (last <= self.count).then(|| self.print_of(start..end))
    }

    /// Returns the print of a range of non-blank lines, by index.
    pub(super) fn print_of(&self, Range { start, end }: Range<usize>) -> Print {
        Print {
            first: self.join(start..end.min(start + EDGE)),
            last: self.join(start.max(end.saturating_sub(EDGE))..end),
            before: self.join(start.saturating_sub(EDGE)..start),
            after: self.join(end..self.written.len().min(end + EDGE)),
        }
    }

    /// Returns the numbers of the first and last line of a range of non-blank lines, by index.
    pub(super) fn numbers(&self, Range { start, end }: Range<usize>) -> (u32, u32) {
        (self.written[start].0, self.written[end - 1].0)
    }

    /// Returns every sequence of 1 to [`EDGE`] non-blank lines, by index, with its fingerprint.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Range<usize>, Fingerprint)> {
        let count = self.written.len();
        (0..count).flat_map(move |start| {
            let ends = start + 1..=count.min(start + EDGE);
            ends.map(move |end| (start..end, self.join(start..end)))
        })
    }

    fn join(&self, lines: Range<usize>) -> Fingerprint {
        Fingerprint::join(self.written[lines].iter().map(|(_, line)| *line))
    }
}
