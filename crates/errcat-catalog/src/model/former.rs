//! Former codes and addresses, whose pages lead on to the current ones.

use serde::{Deserialize, Serialize};

use super::CodeId;

/// A former code, and the URL that leads on to its successor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Alias {
    /// The code as it was on the wire.
    pub code: String,
    /// The code as a valid file name on every system.
    pub slug: String,
    /// The path of the page from the site's root, without slashes at its ends.
    pub address: String,
}

/// An address that pages had before [`Api::page_path`](super::Api::page_path) moved them, or before several
/// errors had their code. Addresses of other pages aren't included.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FormerPage {
    /// The path of the page from the site's root, without slashes at its ends.
    pub address: String,
    /// The codes that the page may have been of, at least one.
    pub codes: Vec<CodeId>,
}
