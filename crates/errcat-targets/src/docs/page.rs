//! Pages, and the files that they are in.
//!
//! Every page is an `index.html` in a folder of its own, so that its address ends in a slash.

use errcat_catalog::model::{AliasId, Api, ApiId, Catalog, CodeId, GuideId, TableId};

/// A page, by its API and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// All APIs.
    Home,
    /// What a server shows for an address that isn't there.
    NotFound,
    /// One API.
    Api(ApiId),
    /// All codes of an API, by the number of the page that the table is parted into.
    Codes(ApiId, usize),
    /// A table: a section of its API's page.
    Table(ApiId, TableId),
    /// One code.
    Error(ApiId, CodeId),
    /// A code's former code, which leads on to it.
    Alias(ApiId, CodeId, AliasId),
    /// A guide.
    Guide(ApiId, GuideId),
    /// The operations of an API that has many, a part of them by its number from 0.
    Operations(ApiId, usize),
}

/// The two forms of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Markdown,
}

impl Page {
    /// The API whose names the page's texts mean.
    pub(crate) fn api(self) -> Option<ApiId> {
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
    pub(crate) fn file(self, catalog: &Catalog) -> String {
        match self {
            Page::NotFound => "404.html".to_owned(),
            page => page.folder(catalog) + "index.html",
        }
    }

    /// Its Markdown twin, from the site's root: the folder's name with `.md`, so that `page/` becomes `page.md`.
    pub(crate) fn twin(self, catalog: &Catalog) -> String {
        let mut folder = self.folder(catalog);
        match folder.pop() {
            None => "index.md".to_owned(),
            Some(_slash) => folder + ".md",
        }
    }

    /// Its files, from the site's root: the page, and its twin where it has one.
    pub(crate) fn files(self, catalog: &Catalog) -> impl Iterator<Item = String> {
        let twin = (self != Page::NotFound).then(|| self.twin(catalog));
        std::iter::once(self.file(catalog)).chain(twin)
    }

    /// The folder of its HTML file, from the site's root, with a slash at its end unless it is the root. Names and
    /// slugs have only characters that a URL has too.
    pub(crate) fn folder(self, catalog: &Catalog) -> String {
        let name = |api: ApiId| catalog[api].name.as_str();
        match self {
            Page::Home | Page::NotFound => String::new(),
            Page::Api(api) | Page::Table(api, _) => [name(api), "/"].concat(),
            Page::Codes(api, 0) => [name(api), "/codes/"].concat(),
            Page::Codes(api, part) => format!("{}/codes/{}/", name(api), part + 1),
            Page::Error(api, code) => [name(api), "/", &catalog[api][code].slug, "/"].concat(),
            Page::Alias(api, code, alias) => [name(api), "/", &catalog[api][code][alias].slug, "/"].concat(),
            Page::Guide(api, guide) => [name(api), "/guides/", &catalog[api][guide].name, "/"].concat(),
            Page::Operations(api, 0) => [name(api), "/operations/"].concat(),
            Page::Operations(api, number) => format!("{}/operations/{}/", name(api), number + 1),
        }
    }
}

/// The pages that are no API's.
pub(crate) const SHARED_PAGES: [Page; 2] = [Page::Home, Page::NotFound];

/// Where everything about an API is as data, from the site's root.
pub(crate) fn data_file(api: &Api) -> String {
    format!("{}/errors.json", api.name)
}

/// Where the text of all of an API's pages is, from the site's root.
pub(crate) fn full_text_file(api: &Api) -> String {
    format!("{}/llms-full.txt", api.name)
}
