//! Examples of code.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Code that fails, and the corrected code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeExample {
    /// `Default of a list`.
    pub title: Option<String>,
    /// Markdown.
    pub doc: Option<String>,
    /// One of [`LANGUAGES`](crate::languages::LANGUAGES).
    pub language: String,
    /// The code that fails.
    pub fails: String,
    /// The marked range of `fails`, in bytes. It is within a line.
    pub mark: Option<Range<usize>>,
    /// The corrected code.
    pub works: Option<String>,
}

impl CodeExample {
    /// Returns the marked text and its line, from 1.
    pub fn marked(&self) -> Option<(&str, usize)> {
        let range = self.mark.clone()?;
        let line = 1 + self.fails[..range.start].matches('\n').count();
        Some((&self.fails[range], line))
    }
}
