//! Settings of the Markdown pages for another site generator.

use serde::Deserialize;

/// Settings of the Markdown pages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Markdown {
    /// The output folder. Other files in it aren't touched.
    pub folder: String,
    /// The site generator that reads the pages.
    #[serde(default)]
    pub flavor: Flavor,
    /// The prefix of page paths in the navigation. The default is the part of the folder after `docs/`, or
    /// nothing if the folder isn't in `docs/`.
    pub prefix: Option<String>,
}

/// A site generator that reads the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flavor {
    /// Any generator: Markdown with front matter, without navigation.
    #[default]
    Plain,
    /// mdBook: without front matter, with `SUMMARY.md`.
    Mdbook,
    /// Docusaurus 3: with `sidebar.json`.
    Docusaurus,
    /// Mintlify: MDX, with `navigation.json`.
    Mintlify,
    /// MkDocs: with `SUMMARY.md` for its plugin `literate-nav`.
    Mkdocs,
}

impl Markdown {
    /// Returns the prefix of page paths in the navigation: empty, or with a slash at the end.
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
    /// Returns `true` if headings can set their id, as in `# Title {#id}`.
    pub(crate) fn has_ids(self) -> bool {
        matches!(self, Flavor::Mdbook | Flavor::Docusaurus)
    }
}

#[cfg(test)]
mod tests {
    use super::{Flavor, Markdown};

    #[test]
    fn default_prefix_is_the_part_after_docs() {
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
