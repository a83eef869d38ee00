//! Envelopes as their authors wrote them. One with placeholders in its keys stands for several others.

use super::{Api, EnvelopeId};

impl Api {
    /// Returns an envelope as the author wrote it, perhaps with placeholders in its keys.
    pub fn as_written(&self, envelope: EnvelopeId) -> EnvelopeId {
        let pattern = self[envelope].pattern.as_ref();
        let written = pattern.and_then(|name| self.envelopes.iter().position(|it| it.name == *name));
        written.map_or(envelope, EnvelopeId::new)
    }

    /// Returns `true` if an envelope has keys with placeholders and stands for several others.
    pub fn is_pattern(&self, envelope: EnvelopeId) -> bool {
        self.envelopes.iter().any(|other| other.pattern.as_ref() == Some(&self[envelope].name))
    }
}
