//! The general sentence about the status of an error that has no text of its own.

use super::Entry;
use crate::status;

impl Entry {
    /// Returns a sentence about the error's status. `None` if the error has a meaning or causes, or if it
    /// doesn't have exactly one status.
    pub fn status_doc(&self) -> Option<&'static str> {
        let [status] = self.statuses.numbers() else { return None };
        let is_bare = self.meaning.is_none() && self.causes.is_empty();
        status::doc(*status).filter(|_| is_bare)
    }
}
