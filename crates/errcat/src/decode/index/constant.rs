//! An API's bodies that are the same in every response of an error, which most errors have.

use std::sync::OnceLock;

use super::{EntryRef, EnvelopeEntries};
use crate::body;
use crate::response::KeptText;

/// The constant bodies of an API, sorted by [`ConstantBody::key`].
#[derive(Debug)]
pub(in super::super) struct ConstantBodies(Vec<ConstantBody>);

/// A constant body, and a status that it is sent with.
#[derive(Debug)]
pub(in super::super) struct ConstantBody {
    pub(in super::super) status: u16,
    pub(in super::super) text: &'static str,
    /// The content, once it was read. `None` if the body isn't certain to be of one error, or if it differs
    /// from the catalog.
    pub(in super::super) content: OnceLock<Option<Content>>,
}

/// The content of a constant body.
#[derive(Debug)]
pub(in super::super) struct Content {
    pub(in super::super) entries: &'static EnvelopeEntries,
    pub(in super::super) entry_ref: EntryRef,
    /// The code in the body, if it differs from the entry's code.
    pub(in super::super) code: Option<Box<str>>,
    pub(in super::super) message: Option<KeptText>,
}

impl ConstantBodies {
    pub(super) fn new(shapes: &[EnvelopeEntries]) -> Self {
        let entries = shapes.iter().flat_map(|shape| &shape.all).map(|it| it.entry);
        let mut bodies: Vec<_> = entries
            .filter_map(|entry| Some((entry, entry.constant_body.or_else(|| body::constant(entry))?)))
            .flat_map(|(entry, text)| {
                let body = |status: &u16| ConstantBody { status: *status, text, content: OnceLock::new() };
                entry.statuses.iter().map(body)
            })
            .collect();
        bodies.sort_by(|one, other| one.key().cmp(&other.key()));
        bodies.dedup_by(|one, other| one.key() == other.key());
        Self(bodies)
    }

    pub(in super::super) fn find(&self, status: u16, text: &str) -> Option<&ConstantBody> {
        let at = self.0.binary_search_by(|body| body.key().cmp(&(status, text.len(), text))).ok()?;
        Some(&self.0[at])
    }
}

impl ConstantBody {
    fn key(&self) -> (u16, usize, &str) {
        (self.status, self.text.len(), self.text)
    }
}
