//! Renders the pages of a catalog, as HTML and as Markdown.
//!
//! A page is rendered from a template and a view, which contains all data of the page. Views are built
//! separately for HTML and Markdown; templates only contain loops and conditions. Pages are independent of
//! each other, so they are rendered on all cores.
//!
//! ```text
//! index.html            index.md              all APIs
//! kakunin/index.html    kakunin.md            one API: errors, envelopes, headers, operations, guides
//! kakunin/codes/…       kakunin/codes.md      all codes of the API in one table
//! kakunin/x/index.html  kakunin/x.md          one error; for a former code or address, a redirect
//! kakunin/guides/x/…    kakunin/guides/x.md   a guide
//! kakunin/operations/…  kakunin/operations.md the operations of an API that has many
//! ```
//!
//! # Invariants
//!
//! - **Texts of the catalog never run.** Pages only allow scripts that are files of the site; the page for
//!   missing URLs allows one more, by its hash. Texts of the catalog are escaped or filtered. All content is
//!   available without scripts.
//! - **Pages don't grow with the catalog**, except those that list all of it.
//! - **Links are relative**, so the site works under any path, and from a disk. They lead to folders, so each
//!   page has one address.

pub(crate) mod inputs;
mod request;
pub(crate) mod templates;

mod handle;
pub(crate) mod view;

use errcat_catalog::finding::Report;
use errcat_catalog::inputs::InputFile;
use errcat_catalog::model::{ApiId, Catalog, Id};

use self::inputs::PageInputs;
use self::templates::Templates;
use self::view::{
    AliasPage, ApiPage, CodesPage, ErrorPage, FormerPage, GuidePage, HomePage, OperationsPage, VersionsPage,
};
use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page, SHARED_PAGES};
use crate::docs::site::Site;
use crate::history::History;
use crate::selection::{Selection, is_large};
use crate::settings::Settings;
use crate::template::{self, Template, TemplateError};

pub use self::templates::is_template;

/// The data and the templates of all pages.
pub(crate) struct Pages<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) selection: &'a Selection<'a>,
    /// The files of the templates folder.
    pub(crate) files: &'a [InputFile],
    texts: Vec<Template>,
    templates: Templates,
    /// The hashes of the inputs of pages. `None` if all pages are always rendered.
    inputs: Option<PageInputs>,
}

impl<'a> Pages<'a> {
    /// Compiles the templates, and prepares the data that pages share.
    ///
    /// # Errors
    ///
    /// Returns the first mistake in a template, with its location.
    pub(crate) fn new(
        selection: &'a Selection<'a>,
        settings: &'a Settings,
        templates: &'a [InputFile],
        history: Option<&'a History>,
    ) -> Result<Self, Report> {
        // A template that is too large is reported elsewhere. Without it, the built-in one applies.
        let is_page = |file: &&InputFile| is_template(&file.path) && !file.too_large;
        let pages: Vec<InputFile> = templates.iter().filter(is_page).cloned().collect();
        let texts = template::read(&pages, &settings.templates)?;
        let compiled =
            Templates::compile(&texts).map_err(|error| error.report(&texts, &settings.templates))?;
        let site = Site::new(selection, settings, templates, history);
        let inputs = is_large(selection.catalog).then(|| PageInputs::new(&site, templates));
        Ok(Pages { site, selection, files: templates, texts, templates: compiled, inputs })
    }

    /// Returns a number that changes whenever a page could change, in both formats. `None` for pages that are
    /// always rendered.
    pub(crate) fn inputs_of(&self, page: Page) -> Option<u64> {
        self.inputs.as_ref()?.hash_of(&self.site, page)
    }

    /// Renders a page for a file: its own, or one that contains several pages.
    pub(crate) fn render(&self, cx: &PageContext<'_>, page: Page) -> Result<String, TemplateError> {
        let (templates, form) = (&self.templates, cx.form);
        match page {
            Page::Home => templates.render(form, "home", &HomePage::new(cx, page)),
            Page::NotFound => templates.render(form, "404", &HomePage::new(cx, page)),
            Page::Versions => templates.render(form, "versions", &VersionsPage::new(cx)),
            Page::Api(api) | Page::Table(api, _) => templates.render(form, "api", &ApiPage::new(cx, api)),
            Page::Codes(api, part) => templates.render(form, "codes", &CodesPage::new(cx, api, part)),
            Page::Error(api, code) => templates.render(form, "error", &ErrorPage::new(cx, api, code)),
            Page::Alias(api, code, alias) => {
                templates.render(form, "alias", &AliasPage::new(cx, api, code, alias))
            }
            Page::Former(api, former) => templates.render(form, "former", &FormerPage::new(cx, api, former)),
            Page::Operations(api, part) => {
                templates.render(form, "operations", &OperationsPage::new(cx, api, part))
            }
            Page::Guide(api, guide) => templates.render(form, "guide", &GuidePage::new(cx, api, guide)),
        }
    }

    /// Renders the root of a site that has only versions, which redirects to the latest one.
    pub(crate) fn render_newest(&self, cx: &PageContext<'_>) -> Result<String, TemplateError> {
        self.templates.render(Form::Html, "newest", &VersionsPage::new(cx))
    }

    /// Returns a mistake in a template as a report.
    pub(crate) fn report(&self, error: &TemplateError) -> Report {
        error.report(&self.texts, &self.site.settings.templates)
    }
}

/// Returns all pages, in the order of the docs.
pub(crate) fn pages(catalog: &Catalog) -> Vec<Page> {
    let apis = Id::all(&catalog.apis).flat_map(|api| pages_of(catalog, api));
    SHARED_PAGES.into_iter().chain(apis).collect()
}

/// Returns the pages of an API.
pub(crate) fn pages_of(catalog: &Catalog, id: ApiId) -> Vec<Page> {
    let api = &catalog[id];
    let mut pages = vec![Page::Api(id)];
    pages.extend((0..view::code_page_count(api)).map(|part| Page::Codes(id, part)));
    pages.extend(Id::all(&api.guides).map(|guide| Page::Guide(id, guide)));
    pages.extend((0..view::operation_page_count(api)).map(|part| Page::Operations(id, part)));
    for (code_id, code) in Id::enumerate(&api.codes) {
        pages.push(Page::Error(id, code_id));
        pages.extend(Id::all(&code.aliases).map(|alias| Page::Alias(id, code_id, alias)));
    }
    pages.extend(Id::all(&api.former_pages).map(|former| Page::Former(id, former)));
    pages
}

/// Returns the results, or the first mistake. The order is fixed, so that the same mistake is reported each
/// time.
pub(crate) fn collect_in_order<T>(rendered: Vec<Result<T, TemplateError>>) -> Result<Vec<T>, TemplateError> {
    rendered.into_iter().collect()
}
