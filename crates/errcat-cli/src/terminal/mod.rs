//! Prints results, tables and failures.

pub(crate) mod failure;
pub(crate) mod format;
pub(crate) mod output;
pub(crate) mod table;
