//! The tables of an API and their entries.

use super::params::Param;
use crate::finding::{FileId, Spanned};
use crate::model::{EnvelopeId, HeaderId, TableId};
use crate::raw::{RawError, RawTable};

/// A table.
pub struct Table<'a> {
    /// The file name without `.yaml`.
    pub name: &'a str,
    /// The file.
    pub file: FileId,
    /// The content.
    pub raw: &'a RawTable,
}

/// An entry of a table.
pub struct Entry<'a> {
    /// The table.
    pub table: TableId,
    /// The code.
    pub code: &'a Spanned<String>,
    /// The content.
    pub raw: &'a RawError,
    /// The index of the entry that defines the code: the entry itself, unless it has `same_as`.
    pub owner: usize,
    /// The owner, followed by the entries that it inherits from, the nearest first.
    pub chain: Vec<usize>,
    /// The params: inherited ones, those of headers, and the entry's own. If there are more than
    /// [`MAX_PARAMS`](super::MAX_PARAMS), only one more is kept.
    pub params: Vec<Param<'a>>,
    /// The headers without duplicates, inherited ones first. If there are more than
    /// [`MAX_HEADERS`](super::MAX_HEADERS), only one more is kept.
    pub(super) headers: Vec<HeaderId>,
    /// The envelope; `None` if the error is never sent as a body.
    pub(super) envelope: Option<EnvelopeId>,
}
