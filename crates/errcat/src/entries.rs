//! A table's entries as a text: what generated code holds of them, and how they are read.
//!
//! As Rust, ten thousand entries would take rustc longer than everything else of a crate: each is dozens of expressions to
//! check. As a text they are one literal. It is read once, when the first entry of its table is asked for; from then on an
//! [`Entry`] is as static as any.
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
//!     doc The agent asked for
//! ",
//!     &[],
//! );
//! assert_eq!(ENTRIES.get(0).code, "agent_not_found");
//! assert_eq!(ENTRIES.get(0).params[0].doc, "The agent asked for");
//! ```
//!
//! # The text
//!
//! A line is a key and its value, after one space; how far it is indented says nothing. `+` continues the value before with
//! a line break. What comes before the first `error` holds for all of them; a `param` is followed by what is said of it,
//! so is a `header`. What isn't said is as in [`Entry::EMPTY`], and what isn't known is skipped: the text is generated, and
//! reading it has nobody to complain to.

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
    /// Entries that are read from `text` when one is asked for; `envelopes` are those that it names by their index.
    pub const fn new(text: &'static str, envelopes: &'static [&'static Envelope<'static>]) -> Self {
        Self { text, envelopes, read: OnceLock::new() }
    }

    /// All of them, in the order of the text.
    pub fn all(&'static self) -> &'static [Entry] {
        self.read.get_or_init(|| draft::read(self.text, self.envelopes))
    }

    /// One, by its index.
    ///
    /// # Panics
    ///
    /// There is none: generated code asks only for those that are there.
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
    /// Those of these tables.
    pub const fn new(tables: &'static [&'static Entries]) -> Self {
        Self { tables, read: OnceLock::new() }
    }

    /// All of them: the same slice each time.
    pub fn all(&'static self) -> &'static [&'static [Entry]] {
        self.read.get_or_init(|| self.tables.iter().map(|entries| entries.all()).collect())
    }

    /// One, by its table's and its own index.
    ///
    /// # Panics
    ///
    /// There is none: generated code asks only for those that are there.
    pub fn get(&'static self, (table, entry): (u16, u16)) -> &'static Entry {
        self.tables[usize::from(table)].get(usize::from(entry))
    }
}
