//! How one file of the site points to another.
//!
//! Links between pages
//! are relative and name that file: they work under any path of any server, and from a disk, where no server would
//! add `index.html`. Addresses for the world outside (canonical links, the sitemap) end in the slash.
//!
//! A Markdown twin links to other twins. It is read far from where it lies, in a prompt or a notebook, so its links
//! are absolute wherever the catalog tells where the site is published.

use super::page::{Form, Page};
use super::site::Site;
use crate::settings::Flavor;
use errcat_catalog::model::ApiId;

/// The most tables that an API's page shows; the codes of the others are listed where all are.
pub(crate) const MAX_TABLES: usize = 150;

/// A file that is being written: where its links start, whose names its texts mean, and which form it takes.
pub(crate) struct Place<'a> {
    pub(crate) site: &'a Site<'a>,
    pub(crate) api: Option<ApiId>,
    pub(crate) form: Form,
    root: String,
}

/// The id of a table's section on its API's page.
pub(crate) fn table_id(name: &str) -> String {
    format!("table-{name}")
}

impl<'a> Place<'a> {
    /// A page's file, or its twin.
    pub(crate) fn of(site: &'a Site<'a>, page: Page, form: Form) -> Self {
        let file = match form {
            Form::Html => page.file(site.catalog),
            Form::Markdown => page.twin(site.catalog),
        };
        let root = match page {
            Page::NotFound => site.published(None).map_or_else(String::new, root_path),
            _ => "../".repeat(file.matches('/').count()),
        };
        Place { site, api: page.api(), form, root }
    }

    /// A file beside the pages, whose links lead to twins: `kakunin/errors.json`.
    pub(crate) fn beside(site: &'a Site<'a>, api: Option<ApiId>, file: &str) -> Self {
        Place { site, api, form: Form::Markdown, root: "../".repeat(file.matches('/').count()) }
    }

    /// The link to a page, in this place's form.
    pub(crate) fn url(&self, page: Page) -> String {
        let file = match self.form {
            Form::Html => page.file(self.site.catalog),
            Form::Markdown => page.twin(self.site.catalog),
        };
        let url = self.file(page.api(), &file);
        match page {
            Page::Table(api, table) if table.index() >= MAX_TABLES => {
                self.all_codes(api, Some(("table", &self.site.api(api)[table].name)))
            }
            // Where a heading can't say its id, the page has to do.
            Page::Table(..) if self.form == Form::Markdown && !self.site.has_heading_ids() => url,
            Page::Table(api, table) => url + "#" + &table_id(&self.site.api(api)[table].name),
            _ => url,
        }
    }

    /// The link to the list of all codes of an API, of those alone that a filter lets through: `("table", "http")`.
    pub(crate) fn all_codes(&self, api: ApiId, filter: Option<(&str, &str)>) -> String {
        let all = self.url(Page::Codes(api, 0));
        match (self.form, filter) {
            (Form::Html, Some((key, value))) => format!("{all}?{key}={}", encode(value)),
            _ => all,
        }
    }

    /// The link to a page's twin, from either form.
    pub(crate) fn twin(&self, page: Page) -> String {
        self.file(page.api(), &page.twin(self.site.catalog))
    }

    /// The link to a file of the site, given from its root.
    pub(crate) fn file(&self, api: Option<ApiId>, file: &str) -> String {
        if let Some(markdown) = self.site.settings.markdown.as_ref()
            && markdown.flavor == Flavor::Mintlify
        {
            // Its links begin at its root, and name no file.
            return format!("/{}{}", markdown.prefix(), file.strip_suffix(".md").unwrap_or(file));
        }
        match (self.form, self.site.published(api)) {
            (Form::Markdown, Some(base)) => [base, "/", file].concat(),
            _ => [&self.root, file].concat(),
        }
    }

    /// What stands before the path of an asset: `../../`.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }
}

/// Where a site is on its server: `/errors/` of `https://example.com/errors`.
///
/// A server shows the page for missing addresses at any depth, so its links can't be relative. Nor do they name the
/// server, for the same site may be tried out on another, where the policy of its pages forbids what comes from
/// elsewhere. Where nobody says where the site is published, the links are relative, which is right for addresses
/// that aren't deeper than the page.
fn root_path(published: &str) -> String {
    let server = published.split_once("://").map_or(published, |(_, rest)| rest);
    let path =
        server.split(['?', '#']).next().unwrap_or_default().split_once('/').map_or("", |(_, path)| path);
    // Two slashes would be the beginning of another server's name.
    match path.trim_matches(['/', '\\']) {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// A path as it stands in a URL.
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
    fn a_site_has_a_path_on_its_server() {
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
