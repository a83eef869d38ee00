//! The source of the runtime that generated crates depend on: the packages `errcat` and `errcat-derive`.

use serde::Deserialize;

/// The source of the runtime's packages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum RuntimeSource {
    /// A registry.
    Registry {
        /// The required version.
        version: String,
        /// The URL of the registry's index. `None` for crates.io.
        index: Option<String>,
    },
    /// A git repository. Cargo finds the packages in it by their names.
    Git {
        /// The repository's URL.
        url: String,
        /// The revision. `None` for the repository's default branch.
        reference: Option<GitReference>,
    },
    /// A folder that contains a folder for each package, named after it. The path is absolute or relative to
    /// the workspace's root.
    Path(String),
    /// The dependencies that the workspace declares for its members.
    Workspace {
        /// The packages that it declares.
        packages: Vec<String>,
        /// The source of the others.
        others: Box<RuntimeSource>,
    },
}

/// A revision of a git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitReference {
    /// The key in a manifest.
    pub key: GitKey,
    /// The name of the revision, branch or tag.
    pub name: String,
}

/// A key of a git dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GitKey {
    /// A commit.
    Rev,
    /// A branch.
    Branch,
    /// A tag.
    Tag,
}

impl GitKey {
    /// Returns the key as cargo reads it.
    pub fn as_str(self) -> &'static str {
        match self {
            GitKey::Rev => "rev",
            GitKey::Branch => "branch",
            GitKey::Tag => "tag",
        }
    }
}

impl Default for RuntimeSource {
    /// The release of this generator.
    fn default() -> Self {
        RuntimeSource::Registry { version: env!("CARGO_PKG_VERSION").to_owned(), index: None }
    }
}

/// The setting as it is written, with the keys of a dependency in a manifest.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    version: Option<String>,
    registry_index: Option<String>,
    path: Option<String>,
    git: Option<String>,
    rev: Option<String>,
    branch: Option<String>,
    tag: Option<String>,
}

impl TryFrom<Written> for RuntimeSource {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { version, registry_index: index, path, git, rev, branch, tag } = written;
        let keys = [(GitKey::Rev, rev), (GitKey::Branch, branch), (GitKey::Tag, tag)];
        let mut references =
            keys.into_iter().filter_map(|(key, name)| Some(GitReference { key, name: name? }));
        let (reference, another) = (references.next(), references.next());
        match (version, path, git) {
            (Some(version), None, None) if reference.is_none() => {
                Ok(RuntimeSource::Registry { version, index })
            }
            (None, Some(path), None) if reference.is_none() && index.is_none() => {
                Ok(RuntimeSource::Path(path))
            }
            (None, None, Some(url)) if another.is_none() && index.is_none() => {
                Ok(RuntimeSource::Git { url, reference })
            }
            _ => Err(
                "the runtime is either `{ version = \"…\" }`, `{ path = \"…\" }`, or `{ git = \"…\" }` with at \
                      most one of `rev`, `branch` and `tag`",
            ),
        }
    }
}
