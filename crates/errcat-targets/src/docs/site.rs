//! The data that all pages share, and indexes that are created once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use pulldown_cmark::{BrokenLink, Parser};

use super::icon::Icon;
use super::page::Page;
use crate::commonmark::filter::is_web;
use crate::history::History;
use crate::selection::Selection;
use crate::settings::{Edition, Flavor, Settings};
use errcat_catalog::inputs::InputFile;
use errcat_catalog::links::{MARKDOWN, Target};
use errcat_catalog::model::{Api, ApiId, Catalog, CodeId, Fact, GuideId, Id, InternalFact, TableId};

/// The catalog, its settings, and an index of everything that links can refer to.
pub(crate) struct Site<'a> {
    selection: &'a Selection<'a>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) settings: &'a Settings,
    apis: HashMap<&'a str, ApiId>,
    api_indexes: Vec<ApiIndex<'a>>,
    pub(crate) icon: Icon,
    /// The custom logo.
    pub(crate) logo: Option<Icon>,
    /// The addresses of pages that don't belong to an API.
    addresses: Option<Addresses<'a>>,
    /// The dates and changes of the catalog's files.
    pub(crate) history: Option<&'a History>,
}

/// The data that the pages of one API share.
struct ApiIndex<'a> {
    codes: HashMap<&'a str, CodeId>,
    tables: HashMap<&'a str, TableId>,
    guides: HashMap<&'a str, GuideId>,
    /// `true` if any error has a status. Others are those of a program without HTTP.
    has_statuses: bool,
    nav: OnceLock<NavLinks>,
    /// For each code, the guides that mention it.
    mentions: OnceLock<Vec<Vec<GuideId>>>,
    addresses: Option<Addresses<'a>>,
}

/// The addresses at which pages are published.
struct Addresses<'a> {
    /// The current site, without a slash at the end.
    current: &'a str,
    /// The version that is generated.
    version: Cow<'a, str>,
}

/// Navigation links from any error of an API to its tables, errors and guides, as template values, which
/// pages share instead of copying.
pub(crate) struct NavLinks {
    pub(crate) tables: Vec<tera::Value>,
    /// By table and entry.
    pub(crate) errors: Vec<Vec<tera::Value>>,
    pub(crate) guides: Vec<tera::Value>,
}

impl<'a> Site<'a> {
    pub(crate) fn new(
        selection: &'a Selection<'a>,
        settings: &'a Settings,
        templates: &[InputFile],
        history: Option<&'a History>,
    ) -> Self {
        let catalog = selection.catalog;
        let apis = index(&catalog.apis, |api| &api.name);
        let addresses = |address: Option<&'a str>| {
            // Markdown pages are published with another site, at an unknown address.
            address.filter(|_| settings.markdown.is_none()).map(|current| Addresses::new(current, settings))
        };
        let api_indexes =
            catalog.apis.iter().map(|api| ApiIndex::new(api, addresses(address(api)))).collect();
        let common = addresses(common_address(catalog));
        let icon = Icon::new(templates, "icon.svg");
        let logo = settings.theme.logo.as_deref().map(|logo| Icon::new(templates, logo));
        Site { selection, catalog, settings, apis, api_indexes, icon, logo, addresses: common, history }
    }

    /// Returns an API's part of a file that all APIs share, which is generated only if the API is.
    pub(crate) fn part(&self, api: ApiId, name: &str, make: impl FnOnce() -> String) -> Cow<'a, str> {
        self.selection.part(api, name, make)
    }

    /// Returns the site generator that reads the Markdown pages. `None` if they belong to this site.
    pub(crate) fn flavor(&self) -> Option<Flavor> {
        self.settings.markdown.as_ref().map(|markdown| markdown.flavor)
    }

    /// Returns `true` if headings of Markdown pages set their IDs. In this site, they don't.
    pub(crate) fn has_heading_ids(&self) -> bool {
        self.flavor().is_some_and(Flavor::has_ids)
    }

    /// Returns `true` if the docs of an API contain a kind of internal facts.
    pub(crate) fn publishes(&self, api: ApiId, fact: InternalFact) -> bool {
        self.settings.edition == Edition::Internal || self.catalog[api].publish.contains(&fact)
    }

    /// Returns `true` if the docs contain a fact of errors.
    pub(crate) fn shows(&self, fact: &Fact) -> bool {
        self.settings.edition == Edition::Internal || fact.is_public()
    }

    pub(crate) fn api(&self, api: ApiId) -> &'a Api {
        &self.catalog[api]
    }

    /// Returns `true` if any error of an API has a status.
    pub(crate) fn has_statuses(&self, api: ApiId) -> bool {
        self.api_indexes[api.index()].has_statuses
    }

    /// Returns the navigation links of an API. The first page that needs them creates them.
    pub(crate) fn nav(&self, api: ApiId, make: impl FnOnce() -> NavLinks) -> &NavLinks {
        self.api_indexes[api.index()].nav.get_or_init(make)
    }

    /// Returns the guides of an API that link to one of its codes.
    pub(crate) fn guides_mentioning(&self, api: ApiId, code: CodeId) -> &[GuideId] {
        let mentions = self.api_indexes[api.index()].mentions.get_or_init(|| {
            let mut mentions = vec![Vec::new(); self.api(api).codes.len()];
            for (id, guide) in Id::enumerate(&self.api(api).guides) {
                for page in references(&guide.text).iter().filter_map(|name| self.resolve(Some(api), name)) {
                    match page {
                        Page::Error(of, code) if of == api => {
                            let mentions: &mut Vec<GuideId> = &mut mentions[code.index()];
                            if mentions.last() != Some(&id) {
                                mentions.push(id);
                            }
                        }
                        _ => {}
                    }
                }
            }
            mentions
        });
        &mentions[code.index()]
    }

    /// Returns the address of an API's pages in the version that is generated. For pages that don't belong to
    /// an API, returns the common address of all APIs, if there is one.
    pub(crate) fn published(&self, api: Option<ApiId>) -> Option<&str> {
        self.addresses(api).map(|addresses| &*addresses.version)
    }

    /// Like [`Site::published`], for the current site. Search engines list its pages.
    pub(crate) fn current(&self, api: Option<ApiId>) -> Option<&'a str> {
        self.addresses(api).map(|addresses| addresses.current)
    }

    fn addresses(&self, api: Option<ApiId>) -> Option<&Addresses<'a>> {
        api.map_or(&self.addresses, |api| &self.api_indexes[api.index()].addresses).as_ref()
    }

    /// Returns a page's public URL, if the site's address is known: that of the current site, so that pages
    /// of older versions stay as they are.
    pub(crate) fn canonical(&self, page: Page) -> Option<String> {
        let base = self.current(page.api())?;
        Some([base, "/", &page.folder(self.catalog)].concat())
    }

    /// Returns `true` if the current site is generated, not a version of it.
    pub(crate) fn is_current(&self) -> bool {
        self.settings.docs_version.is_none()
    }

    /// Returns `true` if the site has a feed of what changed.
    pub(crate) fn has_feed(&self) -> bool {
        self.is_current() && self.history.is_some() && self.addresses.is_some()
    }

    /// Returns the page of a code, or that of its API if it doesn't have the code. `None` if there is no such
    /// API.
    pub(crate) fn page_of(&self, api: &str, code: Option<&str>) -> Option<Page> {
        let api = *self.apis.get(api)?;
        let code = code.and_then(|code| self.api_indexes[api.index()].codes.get(code));
        Some(code.map_or(Page::Api(api), |code| Page::Error(api, *code)))
    }

    /// Resolves a reference in a text of an API, such as `agent_not_found` or `guide:retries`.
    pub(crate) fn resolve(&self, api: Option<ApiId>, reference: &str) -> Option<Page> {
        let here = api.map_or("", |api| &self.api(api).name);
        let is_id = |id: &str| api.is_some_and(|api| self.api_indexes[api.index()].codes.contains_key(id));
        let target = Target::parse(reference, here, is_id);
        let api = *self.apis.get(target.api())?;
        self.selection.follow(here, target.api());
        let index = &self.api_indexes[api.index()];
        match target {
            Target::Code { code, .. } => index.codes.get(code).map(|code| Page::Error(api, *code)),
            Target::Guide { name, .. } => index.guides.get(name).map(|guide| Page::Guide(api, *guide)),
            Target::Table { name, .. } => index.tables.get(name).map(|table| Page::Table(api, *table)),
        }
    }
}

impl<'a> Addresses<'a> {
    fn new(current: &'a str, settings: &Settings) -> Self {
        let version = match &settings.docs_version {
            Some(version) => format!("{current}/{}", version.as_str()).into(),
            None => current.into(),
        };
        Addresses { current, version }
    }
}

impl<'a> ApiIndex<'a> {
    fn new(api: &'a Api, addresses: Option<Addresses<'a>>) -> Self {
        ApiIndex {
            codes: index(&api.codes, |code| &code.code),
            tables: index(&api.tables, |table| &table.name),
            guides: index(&api.guides, |guide| &guide.name),
            has_statuses: api.codes.iter().any(|code| !api[code.owner].statuses.is_none()),
            nav: OnceLock::new(),
            mentions: OnceLock::new(),
            addresses,
        }
    }
}

/// Returns the address of the pages of all APIs. `None` if they differ or none is known.
pub(crate) fn common_address(catalog: &Catalog) -> Option<&str> {
    common_value(catalog.apis.iter().filter_map(address))
}

/// Returns the address of an API's pages.
fn address(api: &Api) -> Option<&str> {
    api.docs_url.as_deref().filter(|url| is_web(url))
}

/// Returns the references of a text, which are in brackets.
fn references(text: &str) -> Vec<String> {
    let mut references = Vec::new();
    let note = |link: BrokenLink<'_>| {
        references.push(link.reference.into_string());
        None
    };
    Parser::new_with_broken_link_callback(text, MARKDOWN, Some(note)).for_each(drop);
    references
}

fn index<T>(items: &[T], name: impl Fn(&T) -> &String) -> HashMap<&str, Id<T>> {
    Id::enumerate(items).map(|(id, item)| (name(item).as_str(), id)).collect()
}

/// Returns the value if all values are equal. `None` if they differ or there are none.
fn common_value<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}
