//! The causes of an error.

use serde::{Deserialize, Serialize};

use super::Entry;

/// A cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The cause, a line of Markdown.
    pub text: String,
    /// The fix for this cause, a line of Markdown.
    pub fix: Option<String>,
}

impl Entry {
    /// Returns the texts of the causes.
    pub fn cause_texts(&self) -> impl Iterator<Item = &str> {
        self.causes.iter().map(|cause| cause.text.as_str())
    }

    /// Returns all fixes: those of causes first.
    pub fn all_fixes(&self) -> impl Iterator<Item = &str> {
        let of_causes = self.causes.iter().filter_map(|cause| cause.fix.as_deref());
        of_causes.chain(self.fixes.iter().map(String::as_str))
    }
}
