//! The versions of OpenAPI that errors can be described in.

use serde::Deserialize;

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum OpenApiVersion {
    /// OpenAPI 3.0, whose schemas are an older dialect of JSON Schema.
    #[serde(rename = "3.0")]
    V3_0,
    /// OpenAPI 3.1.
    #[default]
    #[serde(rename = "3.1")]
    V3_1,
}

impl OpenApiVersion {
    /// Returns the version to merge into a file with this member `openapi`. `None` if there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let is = |version: &str| {
            let patch = text.strip_prefix(version);
            patch.is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
        };
        // 3.2 only adds to 3.1.
        [("3.0", Self::V3_0), ("3.1", Self::V3_1), ("3.2", Self::V3_1)]
            .into_iter()
            .find(|(name, _)| is(name))
            .map(|(_, it)| it)
    }

    /// Returns the version as descriptions specify it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }

    /// Returns `true` if the reference to a response can have a description of its own. OpenAPI 3.0 ignores
    /// all members next to `$ref`.
    pub fn has_described_references(self) -> bool {
        self == Self::V3_1
    }
}
