//! The Markdown pages alone, for a generator of sites that a team has already.

use serde::Deserialize;

/// Where the pages go, and for whom.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Markdown {
    /// The folder that they fill; nothing else in it is touched.
    pub folder: String,
    /// Who reads them.
    #[serde(default)]
    pub flavor: Flavor,
    /// What stands before a page's path in the navigation: the folder's path from where that begins. The default is
    /// what follows `docs/` in the folder, or nothing where there is none.
    pub prefix: Option<String>,
}

/// Who reads the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flavor {
    /// Anybody: Markdown with front matter, and no navigation.
    #[default]
    Plain,
    /// mdBook: without front matter, with `SUMMARY.md`.
    Mdbook,
    /// Docusaurus 3: with `sidebar.json`.
    Docusaurus,
    /// Mintlify: MDX, with `navigation.json`.
    Mintlify,
}

impl Markdown {
    /// What stands before a page's path in the navigation, with a slash at its end unless it is nothing.
    pub(crate) fn prefix(&self) -> String {
        let below_docs = || match self.folder.split_once("docs/") {
            Some((before, below)) if before.is_empty() || before.ends_with('/') => below.to_owned(),
            _ => String::new(),
        };
        let prefix = self.prefix.clone().unwrap_or_else(below_docs);
        let prefix = prefix.trim_matches('/');
        if prefix.is_empty() { String::new() } else { format!("{prefix}/") }
    }
}

impl Flavor {
    /// Whether a heading may say its id, as in `# Title {#id}`.
    pub(crate) fn has_ids(self) -> bool {
        matches!(self, Flavor::Mdbook | Flavor::Docusaurus)
    }
}

#[cfg(test)]
mod tests {
    use super::{Flavor, Markdown};

    #[test]
    fn pages_are_found_below_docs() {
        let prefix = |folder: &str, prefix: Option<&str>| {
            let (folder, prefix) = (folder.to_owned(), prefix.map(str::to_owned));
            Markdown { folder, flavor: Flavor::Docusaurus, prefix }.prefix()
        };
        assert_eq!(prefix("docs/errors", None), "errors/");
        assert_eq!(prefix("website/docs/api/errors", None), "api/errors/");
        assert_eq!(prefix("mydocs/errors", None), "");
        assert_eq!(prefix("docs", None), "");
        assert_eq!(prefix("errors", Some("/reference/")), "reference/");
        assert_eq!(prefix("docs/errors", Some("")), "");
    }
}
