//! The verbs. Each opens a [`Session`](crate::session::Session), does one thing with it, and prints the
//! result.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod diff;
pub(crate) mod explain;
pub mod generate;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod list;
mod names;
pub(crate) mod new;
pub(crate) mod openapi;
pub mod serve;
