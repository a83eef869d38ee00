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
use errcat_catalog::model::{Api, Catalog};

/// The catalog, its settings, and everything that can be linked to, by name.
pub(crate) struct Site<'a> {
    selection: &'a Selection<'a>,
    pub(crate) catalog: &'a Catalog,
    pub(crate) settings: &'a Settings,
    apis: HashMap<&'a str, usize>,
    shared: Vec<Shared<'a>>,
    pub(crate) icon: Icon,
    /// A team's own logo.
    pub(crate) logo: Option<Icon>,
    /// Where the pages of no API are published.
    published: Option<&'a str>,
}

/// What the pages of one API share.
struct Shared<'a> {
    codes: HashMap<&'a str, usize>,
    tables: HashMap<&'a str, usize>,
    guides: HashMap<&'a str, usize>,
    /// What decoding gives for each code.
    decoded: Vec<usize>,
    nav: OnceLock<NavLinks>,
    /// For each code, the guides that name it.
    naming: OnceLock<Vec<Vec<usize>>>,
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
        let apis = index(catalog.apis.iter().map(|api| api.name.as_str()));
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

    pub(crate) fn api(&self, api: usize) -> &'a Api {
        &self.catalog.apis[api]
    }

    /// The code that a client gets for a response with this one.
    pub(crate) fn decoded(&self, api: usize, code: usize) -> usize {
        self.shared[api].decoded[code]
    }

    /// The links beside the errors of an API; the first page that has them makes them.
    pub(crate) fn nav(&self, api: usize, make: impl FnOnce() -> NavLinks) -> &NavLinks {
        self.shared[api].nav.get_or_init(make)
    }

    /// The guides of an API that link to one of its codes.
    pub(crate) fn guides_about(&self, api: usize, code: usize) -> &[usize] {
        let naming = self.shared[api].naming.get_or_init(|| {
            let mut naming = vec![Vec::new(); self.api(api).codes.len()];
            for (number, guide) in self.api(api).guides.iter().enumerate() {
                for page in references(&guide.text).iter().filter_map(|name| self.resolve(Some(api), name)) {
                    match page {
                        Page::Error(of, code) if of == api && naming[code].last() != Some(&number) => {
                            naming[code].push(number);
                        }
                        _ => {}
                    }
                }
            }
            naming
        });
        &naming[code]
    }

    /// Where an API's pages are published; for the pages of no API, what the APIs say, unless they contradict
    /// one another.
    pub(crate) fn published(&self, api: Option<usize>) -> Option<&'a str> {
        api.map_or(self.published, |api| self.shared[api].published)
    }

    /// A page's address in the world, where that is known.
    pub(crate) fn canonical(&self, page: Page) -> Option<String> {
        let base = self.published(page.api())?;
        Some([base, "/", &page.folder(self.catalog)].concat())
    }

    /// What a reference in a text of an API means: `agent_not_found`, `guide:retries`.
    pub(crate) fn resolve(&self, api: Option<usize>, reference: &str) -> Option<Page> {
        let here = api.map_or("", |api| &self.api(api).name);
        let target = Target::parse(reference, here);
        let api = *self.apis.get(target.api())?;
        self.selection.follow(here, target.api());
        let shared = &self.shared[api];
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
            codes: index(api.codes.iter().map(|code| code.code.as_str())),
            tables: index(api.tables.iter().map(|table| table.name.as_str())),
            guides: index(api.guides.iter().map(|guide| guide.name.as_str())),
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

fn index<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    names.enumerate().map(|(position, name)| (name, position)).collect()
}

/// What all say; nothing where they say different things, or nothing.
fn agreed<'a>(mut said: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}
