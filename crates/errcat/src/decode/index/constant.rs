//! An API's bodies that are the same in every response of an error, which most errors have.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::{EntryRef, EnvelopeEntries};
use crate::body;
use crate::response::KeptText;

/// The constant bodies of an API.
#[derive(Debug)]
pub(in super::super) struct ConstantBodies {
    /// The statuses with the lengths of their bodies, sorted. They rule out most other bodies without hashing
    /// them.
    lengths: Vec<(u16, usize)>,
    /// The contents by body, for each status that the body is sent with.
    contents: HashMap<&'static str, BTreeMap<u16, ConstantContent>>,
}

/// The content of a constant body, once it was read. `None` if the body isn't certain to be of one error, or
/// if it differs from the catalog.
pub(in super::super) type ConstantContent = OnceLock<Option<Content>>;

/// The content of a body.
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
        let mut lengths = Vec::new();
        let mut contents: HashMap<_, BTreeMap<_, _>> = HashMap::new();
        for entry in entries {
            let Some(text) = entry.constant_body.or_else(|| body::constant(entry)) else { continue };
            lengths.extend(entry.statuses.iter().map(|status| (*status, text.len())));
            let of_status = |status: &u16| (*status, ConstantContent::new());
            contents.entry(text).or_default().extend(entry.statuses.iter().map(of_status));
        }
        lengths.sort_unstable();
        lengths.dedup();
        Self { lengths, contents }
    }

    pub(in super::super) fn get(&self, status: u16, text: &str) -> Option<&ConstantContent> {
        self.lengths.binary_search(&(status, text.len())).ok()?;
        self.contents.get(text)?.get(&status)
    }
}
