//! Pages and their files.
//!
//! Every page is an `index.html` in its own folder, so its address ends in a slash.

use errcat_catalog::model::{AliasId, Api, ApiId, Catalog, CodeId, FormerPageId, GuideId, TableId};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The home page, which lists all APIs.
    Home,
    /// The page for unknown addresses.
    NotFound,
    /// The list of the site's versions, which all of them share.
    Versions,
    /// The page of an API.
    Api(ApiId),
    /// A page of the table of all codes of an API, by its number from 0.
    Codes(ApiId, usize),
    /// A table, which is a section of its API's page.
    Table(ApiId, TableId),
    /// The page of a code.
    Error(ApiId, CodeId),
    /// A former code, whose page redirects to the current one.
    Alias(ApiId, CodeId, AliasId),
    /// A former address of pages, which redirects to the current one or lists the errors that may be meant.
    Former(ApiId, FormerPageId),
    /// A guide.
    Guide(ApiId, GuideId),
    /// A page of the operations of an API that has many, by its number from 0.
    Operations(ApiId, usize),
}

/// The two forms of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Markdown,
}

impl Page {
    /// Returns the API that names in the page's texts refer to.
    pub(crate) fn api(self) -> Option<ApiId> {
        match self {
            Page::Home | Page::NotFound | Page::Versions => None,
            Page::Api(api)
            | Page::Codes(api, _)
            | Page::Table(api, _)
            | Page::Error(api, _)
            | Page::Alias(api, _, _)
            | Page::Former(api, _)
            | Page::Guide(api, _)
            | Page::Operations(api, _) => Some(api),
        }
    }

    /// Returns the path of the HTML file, from the site's root.
    pub(crate) fn file(self, catalog: &Catalog) -> String {
        match self {
            Page::NotFound => "404.html".to_owned(),
            Page::Versions => VERSIONS.to_owned(),
            page => page.folder(catalog) + "index.html",
        }
    }

    /// Returns the path of the Markdown file, from the site's root: the folder's name with `.md`, so that
    /// `page/` becomes `page.md`.
    pub(crate) fn twin(self, catalog: &Catalog) -> String {
        let mut folder = self.folder(catalog);
        match folder.pop() {
            None => "index.md".to_owned(),
            Some(_slash) => folder + ".md",
        }
    }

    /// Returns the paths of the page's files, from the site's root: HTML and, if the page has it, Markdown.
    pub(crate) fn files(self, catalog: &Catalog) -> impl Iterator<Item = String> {
        let twin = (self != Page::NotFound).then(|| self.twin(catalog));
        std::iter::once(self.file(catalog)).chain(twin)
    }

    /// Returns the folder of the HTML file, from the site's root. It is empty or ends in a slash. Names and
    /// slugs only contain characters that are valid in URLs.
    pub(crate) fn folder(self, catalog: &Catalog) -> String {
        let name = |api: ApiId| catalog[api].name.as_str();
        match self {
            Page::Home | Page::NotFound | Page::Versions => String::new(),
            Page::Api(api) | Page::Table(api, _) => [name(api), "/"].concat(),
            Page::Codes(api, 0) => [name(api), "/codes/"].concat(),
            Page::Codes(api, part) => format!("{}/codes/{}/", name(api), part + 1),
            Page::Error(api, code) => [&catalog[api][code].address, "/"].concat(),
            Page::Alias(api, code, alias) => [&catalog[api][code][alias].address, "/"].concat(),
            Page::Former(api, former) => [&catalog[api][former].address, "/"].concat(),
            Page::Guide(api, guide) => [name(api), "/guides/", &catalog[api][guide].name, "/"].concat(),
            Page::Operations(api, 0) => [name(api), "/operations/"].concat(),
            Page::Operations(api, number) => format!("{}/operations/{}/", name(api), number + 1),
        }
    }
}

/// The pages that don't belong to an API.
pub(crate) const SHARED_PAGES: [Page; 2] = [Page::Home, Page::NotFound];

/// The path of the list of versions, from the folder of all versions.
pub(crate) const VERSIONS: &str = "versions.html";

/// The path of the feed, from the site's root.
pub(crate) const FEED: &str = "feed.xml";

/// Returns the path of an API's `errors.json`, from the site's root.
pub(crate) fn data_file(api: &Api) -> String {
    format!("{}/errors.json", api.name)
}

/// Returns the path of an API's `llms-full.txt`, from the site's root.
pub(crate) fn full_text_file(api: &Api) -> String {
    format!("{}/llms-full.txt", api.name)
}
