//! The errors that a response may be.

use super::identify;
use super::select::{Candidate, Selection};
use crate::{Decode, Entry, ErrorResponse};

impl<E: Decode> ErrorResponse<E> {
    /// Returns the entries that the response may be of: the one of a known error, several if these look the
    /// same to a client, and those that the status and the body leave if the error is unknown. A code that
    /// the API doesn't have leaves none.
    ///
    /// They are found in the part of the body that [was kept](ErrorResponse::body).
    pub fn candidates(&self) -> Vec<&'static Entry> {
        let status = self.status();
        let selection = Selection::new::<E>(status, self.kept_headers(), self.body());
        let refs = match &selection.best() {
            Some(Candidate { parsed, entries: Some(entries), .. }) => {
                identify::candidates(entries, status, parsed)
            }
            // The key of the code is one that the catalog doesn't have.
            Some(Candidate { envelope, .. }) if !envelope.key_patterns.is_empty() => Vec::new(),
            _ => selection
                .index
                .shapes
                .iter()
                .flat_map(|entries| entries.with_status(status))
                .copied()
                .collect(),
        };
        refs.into_iter().map(|entry_ref| entry_ref.entry).collect()
    }
}
