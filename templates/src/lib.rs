//! The templates that errcat brings with it, embedded, so that it has them wherever it runs.
//!
//! The package is the folder that people restyle: `site/` and `markdown/` are the templates of the pages, and each folder with a
//! `target.toml` is a target. `README.md` explains both.
//!
//! A template for a `Cargo.toml` is named `Cargo.toml.tera`: cargo leaves a folder with a `Cargo.toml` out of the package around it.

/// The templates, sorted by their path in the folder: `("site/error.html", …)`.
pub const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Returns `true` if a path in a folder of templates belongs to a package that embeds it rather than to the templates.
pub fn is_of_package(path: &str) -> bool {
    matches!(path, "Cargo.toml" | "Cargo.lock" | "README.md") || path.starts_with("src/")
}
