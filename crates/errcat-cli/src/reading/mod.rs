//! Reads a workspace: its settings, catalog, templates and code.

pub(crate) mod base;
pub(crate) mod code;
pub(crate) mod crates;
pub(crate) mod dependents;
pub(crate) mod git;
pub mod inputs;
pub(crate) mod manifest;
pub(crate) mod members;
pub(crate) mod modules;
pub(crate) mod named_apis;
pub mod runtime;
pub(crate) mod snapshot;
pub(crate) mod sources;
pub(crate) mod templates;
pub(crate) mod unused_settings;
mod versions;
pub(crate) mod watcher;
pub mod workspace;
