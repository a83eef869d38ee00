//! What all pages share: the catalog, and what is looked up on many pages, made once.

use std::collections::HashMap;
use std::sync::OnceLock;

use pulldown_cmark::{BrokenLink, Parser};

use super::decoded::decoded;
use super::icon::Icon;
use super::links::{Page, is_web};
use super::templates::Template;
use super::view::Nav;
use crate::incremental::Wanted;
use crate::links::{MARKDOWN, Target};
use crate::model::{Api, Catalog};
use crate::settings::{Flavor, Settings};

/// The catalog, its settings, and everything that can be linked to, by name.
pub(super) struct Site<'a> {
    wanted: &'a Wanted<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) settings: &'a Settings,
    apis: HashMap<&'a str, usize>,
    shared: Vec<Shared<'a>>,
    pub(super) icon: Icon,
    /// A team's own logo.
    pub(super) logo: Option<Icon>,
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
    nav: OnceLock<Nav>,
    /// For each code, the guides that name it.
    naming: OnceLock<Vec<Vec<usize>>>,
    /// Where its pages are published.
    published: Option<&'a str>,
}

impl<'a> Site<'a> {
    pub(super) fn new(wanted: &'a Wanted<'a>, settings: &'a Settings, templates: &[Template]) -> Self {
        let catalog = wanted.catalog;
        let apis = index(catalog.apis.iter().map(|api| api.name.as_str()));
        let mut shared: Vec<Shared<'_>> = catalog.apis.iter().map(Shared::new).collect();
        if settings.markdown.is_some() {
            // Those pages are published by somebody else, anywhere.
            shared.iter_mut().for_each(|shared| shared.published = None);
        }
        let published = agreed(shared.iter().filter_map(|shared| shared.published));
        let icon = Icon::new(templates, "icon.svg");
        let logo = settings.theme.logo.as_deref().map(|logo| Icon::new(templates, logo));
        Site { wanted, catalog, settings, apis, shared, icon, logo, published }
    }

    /// Who reads the Markdown pages, where they aren't the site's twins but all there is.
    pub(super) fn flavor(&self) -> Option<Flavor> {
        self.settings.markdown.as_ref().map(|markdown| markdown.flavor)
    }

    /// Whether headings of Markdown pages say their ids: those of the site's twins don't.
    pub(super) fn has_heading_ids(&self) -> bool {
        self.flavor().is_some_and(Flavor::has_ids)
    }

    pub(super) fn api(&self, api: usize) -> &'a Api {
        &self.catalog.apis[api]
    }

    /// The code that a client gets for a response with this one.
    pub(super) fn decoded(&self, api: usize, code: usize) -> usize {
        self.shared[api].decoded[code]
    }

    /// The links beside the errors of an API; the first page that has them makes them.
    pub(super) fn nav(&self, api: usize, make: impl FnOnce() -> Nav) -> &Nav {
        self.shared[api].nav.get_or_init(make)
    }

    /// The guides of an API that link to one of its codes.
    pub(super) fn guides_about(&self, api: usize, code: usize) -> &[usize] {
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
    pub(super) fn published(&self, api: Option<usize>) -> Option<&'a str> {
        api.map_or(self.published, |api| self.shared[api].published)
    }

    /// A page's address in the world, where that is known.
    pub(super) fn canonical(&self, page: Page) -> Option<String> {
        let base = self.published(page.api())?;
        Some([base, "/", &page.folder(self)].concat())
    }

    /// What a reference in a text of an API means: `agent_not_found`, `guide:retries`.
    pub(super) fn resolve(&self, api: Option<usize>, reference: &str) -> Option<Page> {
        let here = api.map_or("", |api| &self.api(api).name);
        let target = Target::parse(reference, here);
        let api = *self.apis.get(target.api())?;
        self.wanted.follow(here, target.api());
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
