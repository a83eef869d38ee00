//! A folder of templates as a target: `target.toml`, templates (`*.tera`), and files that are copied.
//!
//! ```text
//! target.toml ─ manifest ─ plan ─┐
//! *.tera ───────────── compiled ─┼─ render ─ outputs
//! the catalog's views ──── jobs ─┘
//! ```
//!
//! # Invariants
//!
//! - **A template sees its own folder and the view**, neither other files nor the environment.
//! - **No path leaves the output's folder**: each is checked after rendering.
//! - **A mistake is located** in the template or in `target.toml`.

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

#[cfg(test)]
mod tests;

pub use self::discover::{discover, is_manifest};
pub use self::mistake::{TARGET_MANIFEST, UNMARKED_OUTPUT, UNSAFE_OUTPUT};
pub use self::target::FolderTarget;
