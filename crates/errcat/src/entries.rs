//! A table's entries as text: the format that generated code embeds, and its parser.
//!
//! Ten thousand entries as Rust expressions would take rustc longer to check than the rest of a crate. As
//! text they are a single literal. The text is parsed once, when the first entry of its table is requested;
//! after that an [`Entry`] is static data like any other.
//!
//! ```
//! use errcat::Entries;
//!
//! static ENTRIES: Entries = Entries::new(
//!     "
//! api kakunin
//! table certify
//! operation POST /v1/agents/{id}/certify
//!
//! error AgentNotFound
//!   code agent_not_found
//!   status 404
//!   message The agent {agent_id} was not found
//!   cause It belongs to another tenant
//!   param agent_id
//!     doc The requested agent
//! ",
//!     &[],
//! );
//! assert_eq!(ENTRIES.get(0).code, "agent_not_found");
//! assert_eq!(ENTRIES.get(0).params[0].doc, "The requested agent");
//! ```
//!
//! # The format
//!
//! Each line is a key and its value, separated by one space. Indentation has no meaning. A line that starts
//! with `+` continues the previous value with a line break. Lines before the first `error` apply to all
//! entries. A `param` or a `header` is followed by its properties. Missing properties are as in
//! [`Entry::EMPTY`]. Unknown keys are skipped: the text is generated, and there is no caller to report errors
//! to.

use std::fmt;
use std::sync::OnceLock;

use crate::{Entry, Envelope};

mod draft;

/// The entries of a table.
pub struct Entries {
    text: &'static str,
    envelopes: &'static [&'static Envelope<'static>],
    read: OnceLock<Box<[Entry]>>,
}

impl Entries {
    /// Creates entries from `text`, which is parsed on first access. The text refers to `envelopes` by index.
    pub const fn new(text: &'static str, envelopes: &'static [&'static Envelope<'static>]) -> Self {
        Self { text, envelopes, read: OnceLock::new() }
    }

    /// Returns all entries, in the order of the text.
    #[inline]
    pub fn all(&'static self) -> &'static [Entry] {
        self.read.get_or_init(|| self.parse())
    }

    fn parse(&self) -> Box<[Entry]> {
        #[cfg_attr(
            not(any(feature = "axum", feature = "actix")),
            allow(unused_mut, reason = "only servers send bodies")
        )]
        let mut entries = draft::parse(self.text, self.envelopes);
        #[cfg(any(feature = "axum", feature = "actix"))]
        entries.iter_mut().for_each(|entry| entry.constant_body = crate::body::constant(entry));
        entries
    }

    /// Returns the entry at an index.
    ///
    /// # Panics
    ///
    /// Panics if there is no such entry. Generated code only requests existing ones.
    #[inline]
    pub fn get(&'static self, index: usize) -> &'static Entry {
        &self.all()[index]
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entries").field(&self.text).finish()
    }
}

/// The entries of an API's tables.
#[derive(Debug)]
pub struct Tables {
    tables: &'static [&'static Entries],
    read: OnceLock<Box<[&'static [Entry]]>>,
}

impl Tables {
    /// Creates the entries of these tables.
    pub const fn new(tables: &'static [&'static Entries]) -> Self {
        Self { tables, read: OnceLock::new() }
    }

    /// Returns all entries by table. It is the same slice on every call.
    pub fn all(&'static self) -> &'static [&'static [Entry]] {
        self.read.get_or_init(|| self.tables.iter().map(|entries| entries.all()).collect())
    }

    /// Returns an entry, given the index of its table and its index in that table.
    ///
    /// # Panics
    ///
    /// Panics if there is no such entry. Generated code only requests existing ones.
    pub fn get(&'static self, (table, entry): (u16, u16)) -> &'static Entry {
        self.tables[usize::from(table)].get(usize::from(entry))
    }
}
