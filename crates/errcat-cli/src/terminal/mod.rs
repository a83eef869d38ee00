//! What people and programs read: results, tables, and why a verb could not do its work.

pub(crate) mod failure;
pub(crate) mod format;
pub(crate) mod output;
pub(crate) mod table;
