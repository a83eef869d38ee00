//! What all pages share: the catalog, and what is looked up on many pages, made once.

use std::collections::HashMap;
use std::sync::OnceLock;

use pulldown_cmark::{BrokenLink, Parser};

use super::decoded::decoded;
use super::icon::Icon;
use super::page::Page;
use crate::commonmark::filter::is_web;
use crate::selection::Selection;
use crate::settings::{Flavor, Settings};
use crate::template::Template;
use errcat_catalog::links::{MARKDOWN, Target};
use errcat_catalog::model::{Api, ApiId, Catalog, CodeId, GuideId, Id, TableId};

/// The catalog, its settings, and everything that can be linked to, by name.
pub(crate) struct Site<'a> {
    selection: &'a Selection<'a>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) settings: &'a Settings,
    apis: HashMap<&'a str, ApiId>,
    shared: Vec<Shared<'a>>,
    pub(crate) icon: Icon,
    /// A team's own logo.
    pub(crate) logo: Option<Icon>,
    /// Where the pages of no API are published.
    published: Option<&'a str>,
}

/// What the pages of one API share.
struct Shared<'a> {
    codes: HashMap<&'a str, CodeId>,
    tables: HashMap<&'a str, TableId>,
    guides: HashMap<&'a str, GuideId>,
    /// What decoding gives for each code.
    decoded: Vec<CodeId>,
    nav: OnceLock<NavLinks>,
    /// For each code, the guides that name it.
    naming: OnceLock<Vec<Vec<GuideId>>>,
    /// Where its pages are published.
    published: Option<&'a str>,
}

/// Links from any error of an API to its tables and errors, as the templates' own values, which pages share instead of
/// copying.
pub(crate) struct NavLinks {
    pub(crate) tables: Vec<tera::Value>,
    /// By table and entry.
    pub(crate) errors: Vec<Vec<tera::Value>>,
}

impl<'a> Site<'a> {
    pub(crate) fn new(selection: &'a Selection<'a>, settings: &'a Settings, templates: &[Template]) -> Self {
        let catalog = selection.catalog;
        let apis = index(&catalog.apis, |api| &api.name);
        let mut shared: Vec<Shared<'_>> = catalog.apis.iter().map(Shared::new).collect();
        if settings.markdown.is_some() {
            // Those pages are published by somebody else, anywhere.
            shared.iter_mut().for_each(|shared| shared.published = None);
        }
        let published = agreed(shared.iter().filter_map(|shared| shared.published));
        let icon = Icon::new(templates, "icon.svg");
        let logo = settings.theme.logo.as_deref().map(|logo| Icon::new(templates, logo));
        Site { selection, catalog, settings, apis, shared, icon, logo, published }
    }

    /// Who reads the Markdown pages, where they aren't the site's twins but all there is.
    pub(crate) fn flavor(&self) -> Option<Flavor> {
        self.settings.markdown.as_ref().map(|markdown| markdown.flavor)
    }

    /// Whether headings of Markdown pages say their ids: those of the site's twins don't.
    pub(crate) fn has_heading_ids(&self) -> bool {
        self.flavor().is_some_and(Flavor::has_ids)
    }

    pub(crate) fn api(&self, api: ApiId) -> &'a Api {
        &self.catalog[api]
    }

    /// The code that a client gets for a response with this one.
    pub(crate) fn decoded(&self, api: ApiId, code: CodeId) -> CodeId {
        self.shared[api.index()].decoded[code.index()]
    }

    /// The links beside the errors of an API; the first page that has them makes them.
    pub(crate) fn nav(&self, api: ApiId, make: impl FnOnce() -> NavLinks) -> &NavLinks {
        self.shared[api.index()].nav.get_or_init(make)
    }

    /// The guides of an API that link to one of its codes.
    pub(crate) fn guides_about(&self, api: ApiId, code: CodeId) -> &[GuideId] {
        let naming = self.shared[api.index()].naming.get_or_init(|| {
            let mut naming = vec![Vec::new(); self.api(api).codes.len()];
            for (id, guide) in Id::enumerate(&self.api(api).guides) {
                for page in references(&guide.text).iter().filter_map(|name| self.resolve(Some(api), name)) {
                    match page {
                        Page::Error(of, code) if of == api => {
                            let naming: &mut Vec<GuideId> = &mut naming[code.index()];
                            if naming.last() != Some(&id) {
                                naming.push(id);
                            }
                        }
                        _ => {}
                    }
                }
            }
            naming
        });
        &naming[code.index()]
    }

    /// Where an API's pages are published; for the pages of no API, what the APIs say, unless they contradict
    /// one another.
    pub(crate) fn published(&self, api: Option<ApiId>) -> Option<&'a str> {
        api.map_or(self.published, |api| self.shared[api.index()].published)
    }

    /// A page's address in the world, where that is known.
    pub(crate) fn canonical(&self, page: Page) -> Option<String> {
        let base = self.published(page.api())?;
        Some([base, "/", &page.folder(self.catalog)].concat())
    }

    /// What a reference in a text of an API means: `agent_not_found`, `guide:retries`.
    pub(crate) fn resolve(&self, api: Option<ApiId>, reference: &str) -> Option<Page> {
        let here = api.map_or("", |api| &self.api(api).name);
        let target = Target::parse(reference, here);
        let api = *self.apis.get(target.api())?;
        self.selection.follow(here, target.api());
        let shared = &self.shared[api.index()];
        match target {
            Target::Code { code, .. } => shared.codes.get(code).map(|code| Page::Error(api, *code)),
            Target::Guide { name, .. } => shared.guides.get(name).map(|guide| Page::Guide(api, *guide)),
            Target::Table { name, .. } => shared.tables.get(name).map(|table| Page::Table(api, *table)),
        }
    }
}

impl<'a> Shared<'a> {
    fn new(api: &'a Api) -> Self {
        Shared {
            codes: index(&api.codes, |code| &code.code),
            tables: index(&api.tables, |table| &table.name),
            guides: index(&api.guides, |guide| &guide.name),
            decoded: decoded(api),
            nav: OnceLock::new(),
            naming: OnceLock::new(),
            published: api.docs_url.as_deref().filter(|url| is_web(url)),
        }
    }
}

/// What a text refers to in brackets.
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

/// What all say; nothing where they say different things, or nothing.
fn agreed<'a>(mut said: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}
