//! The HTTP statuses of an error.

use std::fmt;

use errcat::StatusRange;
use serde::{Deserialize, Serialize};

use super::words;

/// The statuses that an error can be sent with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statuses {
    /// Numbers, the default one first. Empty if the error is never a response.
    Listed(Vec<u16>),
    /// Any number in a range, which the server selects.
    Range(#[serde(with = "words")] StatusRange),
}

/// A number or a range, as one word of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusWord {
    /// `404`.
    Number(u16),
    /// `4xx`.
    Range(StatusRange),
}

impl Statuses {
    /// Returns the listed numbers; none for a range.
    pub fn numbers(&self) -> &[u16] {
        match self {
            Statuses::Listed(numbers) => numbers,
            Statuses::Range(_) => &[],
        }
    }

    /// Returns the range; `None` if numbers are listed.
    pub fn range(&self) -> Option<StatusRange> {
        match self {
            Statuses::Listed(_) => None,
            Statuses::Range(range) => Some(*range),
        }
    }

    /// Returns the words of the catalog: numbers, or one range.
    pub fn words(&self) -> impl Iterator<Item = StatusWord> {
        let numbers = self.numbers().iter().copied().map(StatusWord::Number);
        numbers.chain(self.range().map(StatusWord::Range))
    }

    /// Returns `true` if the error is never a response.
    pub fn is_none(&self) -> bool {
        self.words().next().is_none()
    }

    /// Returns the status that is sent unless the server selects another one.
    pub fn first(&self) -> Option<u16> {
        self.numbers().first().copied().or(self.range().map(StatusRange::default_status))
    }

    /// Returns `true` if the error can have a status.
    pub fn contains(&self, status: u16) -> bool {
        self.words().any(|word| word.contains(StatusWord::Number(status)))
    }

    /// Returns `true` if the error can have all statuses of another one.
    pub fn includes(&self, other: &Statuses) -> bool {
        other.words().all(|word| self.words().any(|known| known.contains(word)))
    }
}

impl StatusWord {
    /// Returns `true` if all statuses of another word are among those of this one.
    pub fn contains(self, other: StatusWord) -> bool {
        match (self, other) {
            (StatusWord::Range(range), StatusWord::Number(status)) => range.contains(status),
            (StatusWord::Range(StatusRange::Any), StatusWord::Range(_)) => true,
            (word, other) => word == other,
        }
    }

    /// Returns the first digits of the statuses.
    pub fn families(self) -> std::ops::RangeInclusive<u16> {
        match self {
            StatusWord::Number(status) => status / 100..=status / 100,
            StatusWord::Range(range) => range.bounds().start() / 100..=range.bounds().end() / 100,
        }
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatusWord::Number(status) => status.fmt(f),
            StatusWord::Range(range) => f.write_str(range.as_str()),
        }
    }
}
