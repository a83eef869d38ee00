//! The roles of files in the folder of an API, by their paths.

use crate::inputs;

/// The role of a file in the folder of an API.
pub(super) enum Role<'a> {
    Api,
    Table(&'a str),
    Guide(&'a str),
    Lock,
    /// Read only when the code that it describes is available.
    SourcesLock,
    /// A table or `api.yaml` whose name ends in `.yml`.
    Yml(&'a str),
    /// A file that isn't an input.
    Stray,
}

impl<'a> Role<'a> {
    /// Returns the role of a file. `path` starts at the folder of the API.
    pub(super) fn of(path: &'a str) -> Self {
        if let Some(stem) = path.strip_suffix(".yml") {
            Role::Yml(stem)
        } else if let Some(guide) = guide_name(path) {
            Role::Guide(guide)
        } else if path == inputs::API {
            Role::Api
        } else if path == inputs::LOCK {
            Role::Lock
        } else if path == inputs::SOURCES_LOCK {
            Role::SourcesLock
        } else if let Some(table) = path.strip_suffix(".yaml").filter(|name| !name.contains('/')) {
            Role::Table(table)
        } else {
            Role::Stray
        }
    }
}

/// Returns the name of a guide.
fn guide_name(path: &str) -> Option<&str> {
    path.strip_prefix("guides/")?.strip_suffix(".md").filter(|name| !name.contains('/'))
}
