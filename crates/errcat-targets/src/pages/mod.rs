//! What the pages of a catalog are made of, in both forms: HTML and Markdown.
//!
//! A page is data, a `view`, put through a template. Views are built once for HTML and once for Markdown; the templates
//! only loop and choose. Pages know nothing of one another, so they are rendered on every core.
//!
//! ```text
//! index.html            index.md              all APIs
//! kakunin/index.html    kakunin.md            one API: envelopes, statuses, tables, headers, operations
//! kakunin/codes/…       kakunin/codes.md      all of its codes in one table
//! kakunin/x/index.html  kakunin/x.md          one error; for a former code, the way on to its successor
//! kakunin/guides/x/…    kakunin/guides/x.md   a guide
//! kakunin/operations/…  kakunin/operations.md the operations of an API that has many, in parts
//! ```
//!
//! # Invariants
//!
//! - **Nothing of the catalog runs.** Pages allow scripts only as files of the site, never within a page; texts of the
//!   catalog are escaped or filtered. All that pages say is there without scripts.
//! - **A page doesn't grow with the catalog**, except those whose purpose is to list all of it.
//! - **Links are relative**, so the site works under any path and from a disk.

mod request;
pub(crate) mod templates;

mod handle;
pub(crate) mod view;

use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::{ApiId, Catalog, Id};

use self::templates::Templates;
use self::view::{AliasPage, ApiPage, CodesPage, ErrorPage, GuidePage, HomePage, OperationsPage};
use crate::docs::links::Place;
use crate::docs::page::{Page, SHARED_PAGES};
use crate::docs::site::Site;
use crate::selection::Selection;
use crate::settings::Settings;
use crate::template::{self, Template, TemplateError};

pub use self::templates::is_template;

/// The pages of a catalog: what they share, and the templates that they are put through.
pub(crate) struct Pages<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) selection: &'a Selection<'a>,
    pub(crate) texts: Vec<Template>,
    templates: Templates,
}

impl<'a> Pages<'a> {
    /// Compiles the templates, and looks up what pages share.
    ///
    /// # Errors
    ///
    /// The first mistake of a template, with its location.
    pub(crate) fn new(
        selection: &'a Selection<'a>,
        settings: &'a Settings,
        templates: &[InputFile],
    ) -> Result<Self, Report> {
        let texts = template::read(templates, &settings.templates)?;
        let compiled =
            Templates::compile(&texts).map_err(|error| error.report(&texts, &settings.templates))?;
        let site = Site::new(selection, settings, &texts);
        Ok(Pages { site, selection, texts, templates: compiled })
    }

    /// Renders a page as it reads at a place: its own, or a text that holds several.
    pub(crate) fn render(&self, place: &Place<'_>, page: Page) -> Result<String, TemplateError> {
        let (templates, form) = (&self.templates, place.form);
        match page {
            Page::Home => templates.render(form, "home", &HomePage::new(place, page)),
            Page::NotFound => templates.render(form, "404", &HomePage::new(place, page)),
            Page::Api(api) | Page::Table(api, _) => templates.render(form, "api", &ApiPage::new(place, api)),
            Page::Codes(api, part) => templates.render(form, "codes", &CodesPage::new(place, api, part)),
            Page::Error(api, code) => templates.render(form, "error", &ErrorPage::new(place, api, code)),
            Page::Alias(api, code, alias) => {
                templates.render(form, "alias", &AliasPage::new(place, api, code, alias))
            }
            Page::Operations(api, part) => {
                templates.render(form, "operations", &OperationsPage::new(place, api, part))
            }
            Page::Guide(api, guide) => templates.render(form, "guide", &GuidePage::new(place, api, guide)),
        }
    }

    /// A template's mistake as a report.
    pub(crate) fn report(&self, error: &TemplateError) -> Report {
        error.report(&self.texts, &self.site.settings.templates)
    }
}

/// Every page, in the order of the docs.
pub(crate) fn pages(catalog: &Catalog) -> Vec<Page> {
    let apis = Id::all(&catalog.apis).flat_map(|api| pages_of(catalog, api));
    SHARED_PAGES.into_iter().chain(apis).collect()
}

/// The pages of an API.
pub(crate) fn pages_of(catalog: &Catalog, id: ApiId) -> Vec<Page> {
    let api = &catalog[id];
    let mut pages = vec![Page::Api(id)];
    pages.extend((0..view::parts(api)).map(|part| Page::Codes(id, part)));
    pages.extend(Id::all(&api.guides).map(|guide| Page::Guide(id, guide)));
    pages.extend((0..view::parts_of_operations(api)).map(|part| Page::Operations(id, part)));
    for (code_id, code) in Id::enumerate(&api.codes) {
        pages.push(Page::Error(id, code_id));
        pages.extend(Id::all(&code.aliases).map(|alias| Page::Alias(id, code_id, alias)));
    }
    pages
}

/// The results, or the first mistake in their order, so that of several the same is reported each time.
pub(crate) fn in_order<T>(rendered: Vec<Result<T, TemplateError>>) -> Result<Vec<T>, TemplateError> {
    rendered.into_iter().collect()
}
