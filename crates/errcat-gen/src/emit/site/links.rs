//! Where pages are, and how one file of the site points to another.
//!
//! Every page is an `index.html` in a folder of its own, so that its address ends in a slash. Links between pages
//! are relative and name that file: they work under any path of any server, and from a disk, where no server would
//! add `index.html`. Addresses for the world outside (canonical links, the sitemap) end in the slash.
//!
//! A Markdown twin links to other twins. It is read far from where it lies, in a prompt or a notebook, so its links
//! are absolute wherever the catalog tells where the site is published.

use super::shared::Site;
#[cfg(test)]
pub(super) use crate::emit::commonmark::filter::is_safe;
pub(super) use crate::emit::commonmark::filter::is_web;
use crate::settings::Flavor;

/// A page, by the indices of its API and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// All APIs.
    Home,
    /// What a server shows for an address that isn't there.
    NotFound,
    /// One API.
    Api(usize),
    /// All codes of an API, by the number of the page that the table is parted into.
    Codes(usize, usize),
    /// A table: a section of its API's page.
    Table(usize, usize),
    /// One code.
    Error(usize, usize),
    /// A code's former code, which leads on to it: API, code, alias.
    Alias(usize, usize, usize),
    /// A guide.
    Guide(usize, usize),
    /// The operations of an API that has many, a part of them: API, number from 0.
    Operations(usize, usize),
}

/// The most tables that an API's page shows; the codes of the others are listed where all are.
pub(super) const MOST_TABLES: usize = 150;

/// The two forms of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Html,
    Markdown,
}

/// A file that is being written: where its links start, whose names its texts mean, and which form it takes.
pub(super) struct Place<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) api: Option<usize>,
    pub(super) form: Form,
    root: String,
}

impl Page {
    /// The API whose names the page's texts mean.
    pub(super) fn api(self) -> Option<usize> {
        match self {
            Page::Home | Page::NotFound => None,
            Page::Api(api)
            | Page::Codes(api, _)
            | Page::Table(api, _)
            | Page::Error(api, _)
            | Page::Alias(api, _, _)
            | Page::Guide(api, _)
            | Page::Operations(api, _) => Some(api),
        }
    }

    /// Its HTML file, from the site's root.
    pub(super) fn file(self, site: &Site<'_>) -> String {
        match self {
            Page::NotFound => "404.html".to_owned(),
            page => page.folder(site) + "index.html",
        }
    }

    /// Its Markdown twin, from the site's root: the folder's name with `.md`, so that `page/` becomes `page.md`.
    pub(super) fn twin(self, site: &Site<'_>) -> String {
        let mut folder = self.folder(site);
        match folder.pop() {
            None => "index.md".to_owned(),
            Some(_slash) => folder + ".md",
        }
    }

    /// Its files, from the site's root: the page, and its twin where it has one.
    pub(super) fn files(self, site: &Site<'_>) -> impl Iterator<Item = String> {
        let twin = (self != Page::NotFound).then(|| self.twin(site));
        std::iter::once(self.file(site)).chain(twin)
    }

    /// The folder of its HTML file, from the site's root, with a slash at its end unless it is the root. Names and
    /// slugs have only characters that a URL has too.
    pub(super) fn folder(self, site: &Site<'_>) -> String {
        let api = |api: usize| site.api(api).name.as_str();
        match self {
            Page::Home | Page::NotFound => String::new(),
            Page::Api(index) | Page::Table(index, _) => [api(index), "/"].concat(),
            Page::Codes(index, 0) => [api(index), "/codes/"].concat(),
            Page::Codes(index, part) => format!("{}/codes/{}/", api(index), part + 1),
            Page::Error(index, code) => [api(index), "/", &site.api(index).codes[code].slug, "/"].concat(),
            Page::Alias(index, code, alias) => {
                [api(index), "/", &site.api(index).codes[code].aliases[alias].slug, "/"].concat()
            }
            Page::Guide(index, guide) => {
                [api(index), "/guides/", &site.api(index).guides[guide].name, "/"].concat()
            }
            Page::Operations(index, 0) => [api(index), "/operations/"].concat(),
            Page::Operations(index, number) => format!("{}/operations/{}/", api(index), number + 1),
        }
    }
}

/// The id of a table's section on its API's page.
pub(super) fn table_id(name: &str) -> String {
    format!("table-{name}")
}

impl<'a> Place<'a> {
    /// A page's file, or its twin.
    pub(super) fn of(site: &'a Site<'a>, page: Page, form: Form) -> Self {
        let file = match form {
            Form::Html => page.file(site),
            Form::Markdown => page.twin(site),
        };
        let root = match page {
            Page::NotFound => site.published(None).map_or_else(String::new, root_path),
            _ => "../".repeat(file.matches('/').count()),
        };
        Place { site, api: page.api(), form, root }
    }

    /// A file beside the pages, whose links lead to twins: `kakunin/errors.json`.
    pub(super) fn beside(site: &'a Site<'a>, api: Option<usize>, file: &str) -> Self {
        Place { site, api, form: Form::Markdown, root: "../".repeat(file.matches('/').count()) }
    }

    /// The link to a page, in this place's form.
    pub(super) fn url(&self, page: Page) -> String {
        let file = match self.form {
            Form::Html => page.file(self.site),
            Form::Markdown => page.twin(self.site),
        };
        let url = self.file(page.api(), &file);
        match page {
            Page::Table(api, table) if table >= MOST_TABLES => {
                self.all_codes(api, Some(("table", &self.site.api(api).tables[table].name)))
            }
            // Where a heading can't say its id, the page has to do.
            Page::Table(..) if self.form == Form::Markdown && !self.site.has_heading_ids() => url,
            Page::Table(api, table) => url + "#" + &table_id(&self.site.api(api).tables[table].name),
            _ => url,
        }
    }

    /// The link to the list of all codes of an API, of those alone that a filter lets through: `("table", "http")`.
    pub(super) fn all_codes(&self, api: usize, filter: Option<(&str, &str)>) -> String {
        let all = self.url(Page::Codes(api, 0));
        match (self.form, filter) {
            (Form::Html, Some((key, value))) => format!("{all}?{key}={}", encode(value)),
            _ => all,
        }
    }

    /// The link to a page's twin, from either form.
    pub(super) fn twin(&self, page: Page) -> String {
        self.file(page.api(), &page.twin(self.site))
    }

    /// The link to a file of the site, given from its root.
    pub(super) fn file(&self, api: Option<usize>, file: &str) -> String {
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
    pub(super) fn root(&self) -> &str {
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
pub(super) fn encode(path: &str) -> String {
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
    use super::{encode, is_safe, root_path};

    #[test]
    fn a_site_has_a_path_on_its_server() {
        assert_eq!(root_path("https://a.example"), "/");
        assert_eq!(root_path("https://a.example/errors"), "/errors/");
        assert_eq!(root_path("https://a.example/b/c/?d#e"), "/b/c/");
        assert_eq!(root_path("https://a.example//b.example/\\c"), "/b.example/\\c/");
        assert_eq!(root_path("https://a.example/\\b.example"), "/b.example/");
    }

    #[test]
    fn only_what_opens_a_page_is_safe() {
        for safe in [
            "https://a.example/",
            "HTTP://a.example",
            "mailto:a@b.example",
            "../x/index.html#y",
            "?a:b",
            "#a:b",
            "",
        ] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_url in [
            "javascript:alert(1)",
            "JavaScript:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "file:///etc/passwd",
            "blob:x",
        ] {
            assert!(!is_safe(unsafe_url), "{unsafe_url}");
        }
    }

    #[test]
    fn paths_are_encoded() {
        assert_eq!(encode("a b/c?d#é.rs"), "a%20b/c%3Fd%23%C3%A9.rs");
    }
}
