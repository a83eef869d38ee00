//! Links between files of the site.
//!
//! Links between pages are relative and end in a slash, like absolute URLs (canonical links, the sitemap), so
//! that every page has one address. They work under any path of any server. On a disk, `site.js` adds the
//! file's name, because no server does.
//!
//! A Markdown page links to other Markdown pages. It is often read elsewhere, such as in a prompt or a
//! notebook, so its links are absolute if the catalog specifies the site's address.

use super::page::{Form, Page};
use super::site::Site;
use crate::settings::Flavor;
use errcat_catalog::model::ApiId;

/// The maximum number of tables on an API's page. The codes of further tables are in the table of all codes.
pub(crate) const MAX_TABLES: usize = 150;

/// The context of a file that is being written: its position in the site, the API that names in its texts
/// refer to, and its format.
pub(crate) struct PageContext<'a> {
    pub(crate) site: &'a Site<'a>,
    pub(crate) api: Option<ApiId>,
    pub(crate) form: Form,
    root: String,
    /// `true` for a file that isn't part of the site, and so of none of its versions.
    is_outside: bool,
}

/// Returns the ID of a table's section on its API's page.
pub(crate) fn table_id(name: &str) -> String {
    format!("table-{name}")
}

impl<'a> PageContext<'a> {
    /// Returns the context of a page in a format.
    pub(crate) fn of(site: &'a Site<'a>, page: Page, form: Form) -> Self {
        let file = match form {
            Form::Html => page.file(site.catalog),
            Form::Markdown => page.twin(site.catalog),
        };
        let root = match page {
            Page::NotFound => site.published(None).map_or_else(String::new, root_path),
            Page::Versions => site.settings.newest_pages(),
            _ => "../".repeat(file.matches('/').count()),
        };
        PageContext { site, api: page.api(), form, root, is_outside: false }
    }

    /// Returns the context of another file of the site, such as `kakunin/errors.json`. Its links lead to
    /// Markdown pages.
    pub(crate) fn for_file(site: &'a Site<'a>, api: Option<ApiId>, file: &str) -> Self {
        let root = "../".repeat(file.matches('/').count());
        PageContext { site, api, form: Form::Markdown, root, is_outside: false }
    }

    /// Returns the context of an API's file outside of the site. Its links lead to Markdown pages of the
    /// current site.
    pub(crate) fn outside(site: &'a Site<'a>, api: ApiId) -> Self {
        PageContext { is_outside: true, ..PageContext::for_file(site, Some(api), "") }
    }

    /// Returns the link to a page in the file's format.
    pub(crate) fn url(&self, page: Page) -> String {
        let url = match self.form {
            Form::Html => self.folder(page),
            Form::Markdown => self.file(page.api(), &page.twin(self.site.catalog)),
        };
        match page {
            Page::Table(api, table) if table.index() >= MAX_TABLES => {
                self.all_codes(api, Some(("table", &self.site.api(api)[table].name)))
            }
            // Without heading IDs, the link can only lead to the page.
            Page::Table(..) if self.form == Form::Markdown && !self.site.has_heading_ids() => url,
            Page::Table(api, table) => url + "#" + &table_id(&self.site.api(api)[table].name),
            _ => url,
        }
    }

    /// Returns the link to the folder of an HTML page. An empty link would lead to the current page.
    fn folder(&self, page: Page) -> String {
        let url = self.file(page.api(), &page.folder(self.site.catalog));
        if url.is_empty() { "./".to_owned() } else { url }
    }

    /// Returns the link to the file of an HTML page, for redirects: they work on a disk without scripts.
    pub(crate) fn redirect(&self, page: Page) -> String {
        self.file(page.api(), &page.file(self.site.catalog))
    }

    /// Returns the link to the table of all codes of an API, with an optional filter such as
    /// `("table", "http")`.
    pub(crate) fn all_codes(&self, api: ApiId, filter: Option<(&str, &str)>) -> String {
        let all = self.url(Page::Codes(api, 0));
        match (self.form, filter) {
            (Form::Html, Some((key, value))) => format!("{all}?{key}={}", encode(value)),
            _ => all,
        }
    }

    /// Returns the link to the Markdown version of a page, from either format.
    pub(crate) fn twin(&self, page: Page) -> String {
        self.file(page.api(), &page.twin(self.site.catalog))
    }

    /// Returns the link to a file, given by its path from the site's root.
    pub(crate) fn file(&self, api: Option<ApiId>, file: &str) -> String {
        if let Some(markdown) = self.site.settings.markdown.as_ref()
            && markdown.flavor == Flavor::Mintlify
        {
            // Mintlify's links start at its root, and contain no file names.
            return format!("/{}{}", markdown.prefix(), file.strip_suffix(".md").unwrap_or(file));
        }
        let base = if self.is_outside { self.site.current(api) } else { self.site.published(api) };
        match (self.form, base) {
            (Form::Markdown, Some(base)) => [base, "/", file].concat(),
            _ => [&self.root, file].concat(),
        }
    }

    /// Returns the prefix of asset paths, such as `../../`.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }
}

/// Returns the path of a site on its server: `/errors/` for `https://example.com/errors`.
///
/// A server returns the page for unknown addresses at any depth, so its links can't be relative. They don't
/// contain the server either, because the site may be tested on another server, where the pages' policy would
/// block them. If the catalog doesn't specify the site's address, the links are relative, which only works
/// for addresses at the top level.
pub(crate) fn root_path(published: &str) -> String {
    let server = published.split_once("://").map_or(published, |(_, rest)| rest);
    let path =
        server.split(['?', '#']).next().unwrap_or_default().split_once('/').map_or("", |(_, path)| path);
    // Two slashes would start the name of another server.
    match path.trim_matches(['/', '\\']) {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// Percent-encodes a path.
pub(crate) fn encode(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{encode, root_path};

    #[test]
    fn root_paths_start_and_end_with_a_slash() {
        assert_eq!(root_path("https://a.example"), "/");
        assert_eq!(root_path("https://a.example/errors"), "/errors/");
        assert_eq!(root_path("https://a.example/b/c/?d#e"), "/b/c/");
        assert_eq!(root_path("https://a.example//b.example/\\c"), "/b.example/\\c/");
        assert_eq!(root_path("https://a.example/\\b.example"), "/b.example/");
    }

    #[test]
    fn paths_are_encoded() {
        assert_eq!(encode("a b/c?d#é.rs"), "a%20b/c%3Fd%23%C3%A9.rs");
    }
}
