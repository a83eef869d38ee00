//! The versions of OpenAPI that errors can be described in.

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.0, whose schemas are an older dialect of JSON Schema.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
}

impl Version {
    /// Returns the version that the member `openapi` of a file specifies. `None` if it is another one.
    pub fn parse(text: &str) -> Option<Self> {
        let (major_minor, patch) = match text.splitn(3, '.').collect::<Vec<_>>()[..] {
            [major, minor] => ((major, minor), "0"),
            [major, minor, patch] => ((major, minor), patch),
            _ => return None,
        };
        match major_minor {
            _ if patch.is_empty() => None,
            ("3", "0") => Some(Version::V3_0),
            ("3", "1") => Some(Version::V3_1),
            _ => None,
        }
    }

    /// Returns the version as descriptions specify it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Version::V3_0 => "3.0.3",
            Version::V3_1 => "3.1.0",
        }
    }

    /// Returns `true` if the reference to a response can have a description of its own. OpenAPI 3.0 ignores
    /// all members next to `$ref`.
    pub fn has_described_references(self) -> bool {
        self == Version::V3_1
    }
}
