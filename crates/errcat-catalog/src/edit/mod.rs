//! Edits of authored files: finds where a new entry belongs, and writes it as an author would. All other
//! bytes stay as they are.
//!
//! [`Outline`] lists the tables of a catalog, even of one with mistakes. [`insert()`] finds the position of
//! an entry in the text of a table. [`NewEntry`] and [`NewApi`] are what is written, and [`Yaml`] writes it.
//! [`MemberEdits`] changes files of other formats, in YAML or JSON.

mod catalog;
mod entry;
mod flow;
mod insert;
mod members;
mod order;
mod outline;
mod yaml;

pub use self::catalog::{NewApi, NewFact, new_table};
pub use self::entry::{NewEntry, NewParam};
pub use self::insert::{Insertion, insert};
pub use self::members::{MemberEdits, Members};
pub use self::order::successor;
pub use self::outline::{ApiOutline, EntryOutline, FactOutline, Outline, TableOutline};
pub use self::yaml::{Style, Yaml, scalar};
