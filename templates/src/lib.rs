//! The built-in templates of errcat, embedded in the program.
//!
//! ```
//! let (_, page) = errcat_templates::FILES
//!     .iter()
//!     .find(|(path, _)| *path == "site/error.html")
//!     .expect("the template of an error's page");
//! assert!(String::from_utf8_lossy(page).contains("{% block meaning %}"));
//! ```
//!
//! The package is the folder that users restyle. `site/` and `markdown/` contain the templates of pages, and
//! each folder with a `target.toml` is a target. `README.md` in the folder describes both. The crate
//! `errcat-targets` renders them.
//!
//! To generate a `Cargo.toml`, name the template `Cargo.toml.tera`: cargo excludes folders with a
//! `Cargo.toml` from the package around them.

/// The templates, sorted by their path in the folder, such as `("site/error.html", …)`.
pub const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Returns `true` if a path in the templates folder belongs to the package that embeds it rather than to the
/// templates.
pub fn is_of_package(path: &str) -> bool {
    matches!(path, "Cargo.toml" | "Cargo.lock" | "LICENSE-APACHE" | "LICENSE-MIT" | "README.md")
        || path.starts_with("src/")
}
