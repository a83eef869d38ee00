//! Targets that are folders of templates: a `target.toml`, templates (`*.tera`), and files that are copied.
//!
//! ```text
//! target.toml ─ manifest ─ plan ─┐
//! *.tera ───────────── compiled ─┼─ render ─ outputs
//! the catalog's views ──── jobs ─┘
//! ```
//!
//! # Invariants
//!
//! - **Templates see only their own folder and the view**, neither other files nor the environment.
//! - **Paths stay in the output folder.** Each path is checked after rendering.
//! - **Mistakes have a location** in the template or in `target.toml`.

mod language;
mod path;

mod comment;
mod filters;

mod mistake;

mod manifest;
mod plan;

mod compiled;
mod data;
mod incremental;
mod jobs;
mod render;

mod target;

mod discover;
mod emit;

#[cfg(test)]
mod tests;

pub use self::discover::{discover, is_manifest};
pub(crate) use self::emit::emit;
pub use self::mistake::{TARGET_MANIFEST, UNSAFE_OUTPUT};
pub use self::target::FolderTarget;
