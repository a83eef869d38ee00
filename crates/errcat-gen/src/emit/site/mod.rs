//! The documentation site: a page for each error, API and guide, and for machines the same facts beside it.
//!
//! ```text
//! index.html            index.md              all APIs
//! kakunin/index.html    kakunin.md            one API: envelopes, statuses, tables, headers, operations
//! kakunin/codes/…       kakunin/codes.md      all of its codes in one table
//! kakunin/x/index.html  kakunin/x.md          one error; for a former code, the way on to its successor
//! kakunin/guides/x/…    kakunin/guides/x.md   a guide
//! kakunin/operations/…  kakunin/operations.md the operations of an API that has many, in parts
//! kakunin/errors.json   kakunin/llms-full.txt everything of one API, as data and as one text
//! errors.json  errors.schema.json  llms.txt  llms-full.txt  sitemap.xml  404.html  search-index.js  style.css  site.js
//! ```
//!
//! A page is data, a `view`, put through a template. Views are built once for HTML and once for Markdown; the
//! templates only loop and choose. Pages know nothing of one another, so they are rendered on every core, and
//! planned in the order in which they are listed.
//!
//! # Invariants
//!
//! - **Nothing of the catalog runs.** Pages allow scripts only as files of the site, never within a page; texts of the
//!   catalog are escaped or filtered. All that pages say is there without scripts.
//! - **A page doesn't grow with the catalog**, except those whose purpose is to list all of it.
//! - **Links are relative**, so the site works under any path and from a disk.

mod book;
mod decoded;
mod difference;
mod handle;
mod highlight;
mod html;
mod icon;
mod json;
mod links;
mod markdown;
mod sample;
mod search;
mod shared;
mod sitemap;
mod templates;
mod text;
mod view;
mod words;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::commonmark::{self, escape, filter};

use self::links::{Form, Page, Place};
use self::shared::Site;
use self::templates::Templates;
pub use self::templates::{BUILT_IN, Template, TemplateError, is_template};
use self::view::{AliasPage, ApiPage, CodesPage, ErrorPage, GuidePage, HomePage, OperationsPage};
use crate::model::Catalog;
use crate::plan::Plan;
use crate::settings::Settings;

/// Plans every page of the site, and what stands beside the pages.
///
/// `templates` are those of the folders `site` and `markdown`, each path once; others are left alone.
///
/// # Errors
///
/// What is wrong with a template: with its syntax, with a name that it uses, or with its place.
pub fn emit(
    catalog: &Catalog,
    templates: &[Template],
    settings: &Settings,
    plan: &mut Plan,
) -> Result<(), TemplateError> {
    let site = Site::new(catalog, settings, templates);
    let compiled = Templates::compile(templates)?;
    let pages = pages(catalog);
    if let Some(markdown) = &settings.markdown {
        // What an earlier run may have left of the site is deleted.
        plan.own_directory(&settings.site);
        return book::emit(&site, &compiled, &pages, markdown, plan);
    }
    let render = |page: &Page| Rendered::new(&site, &compiled, *page);
    let data = || {
        let mut files = json::files(&site);
        files.push(search::file(&site));
        files
    };
    let (data, rendered) = rayon::join(data, || pages.par_iter().map(render).collect::<Vec<_>>());
    // In order, so that of several mistakes the same is told each time.
    let rendered = rendered.into_iter().collect::<Result<Vec<_>, _>>()?;

    let mut files = data;
    files.extend(text::files(&site, &compiled, &rendered)?);
    files.extend(sitemap::files(&site, &pages));
    for page in rendered {
        files.push((page.page.file(&site), page.html));
        files.extend(page.twin.map(|twin| (page.page.twin(&site), twin)));
    }

    plan.own_directory(&settings.site);
    for (path, text) in files {
        plan.generated(format!("{}/{path}", settings.site), text);
    }
    for (path, asset) in templates::assets(templates) {
        let planned = format!("{}/{path}", settings.site);
        if plan.contains(planned.as_str().into()) {
            return Err(asset.error(format!("the site has a page of its own at `{path}`")));
        }
        let source = format!("{}/{}", settings.templates, asset.path);
        let mut text = marked(path, &source, &asset.text);
        if path == "style.css" {
            text.push_str(&site.icon.style());
            text.push_str(&settings.theme.css());
        }
        plan.generated(planned, text);
    }
    missing_logo(templates, settings).map_or(Ok(()), Err)
}

/// A logo that the settings name and nobody put there.
fn missing_logo(templates: &[Template], settings: &Settings) -> Option<TemplateError> {
    let logo = settings.theme.logo.as_ref()?;
    let mut known = templates::assets(templates);
    known.all(|(path, _)| path != logo).then(|| {
        let message = "`logo` in [workspace.metadata.errcat.theme] names this file, which isn't there";
        TemplateError::missing(&format!("site/{logo}"), message)
    })
}

/// The site's pages, in the order of the docs.
fn pages(catalog: &Catalog) -> Vec<Page> {
    let mut pages = vec![Page::Home, Page::NotFound];
    for (position, api) in catalog.apis.iter().enumerate() {
        pages.push(Page::Api(position));
        pages.extend((0..view::parts(api)).map(|part| Page::Codes(position, part)));
        pages.extend((0..api.guides.len()).map(|guide| Page::Guide(position, guide)));
        pages.extend((0..view::parts_of_operations(api)).map(|part| Page::Operations(position, part)));
        for (index, code) in api.codes.iter().enumerate() {
            pages.push(Page::Error(position, index));
            pages.extend((0..code.aliases.len()).map(|alias| Page::Alias(position, index, alias)));
        }
    }
    pages
}

/// A page and its twin.
struct Rendered {
    page: Page,
    html: String,
    twin: Option<String>,
}

impl Rendered {
    fn new(site: &Site<'_>, templates: &Templates, page: Page) -> Result<Self, TemplateError> {
        let html = render(templates, &Place::of(site, page, Form::Html), page)?;
        let twin = match page {
            Page::NotFound => None,
            page => Some(render(templates, &Place::of(site, page, Form::Markdown), page)?),
        };
        Ok(Rendered { page, html, twin })
    }
}

/// A page as it reads at a place: its own, or a text that holds several.
fn render(templates: &Templates, place: &Place<'_>, page: Page) -> Result<String, TemplateError> {
    let form = place.form;
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

/// What every generated file says of itself in its first lines.
fn generated_from(source: &str) -> String {
    format!("@generated by cargo xtask gen from {source}; edits are lost")
}

/// An asset with the mark of a generated file, where its format has comments.
fn marked(path: &str, source: &str, text: &str) -> String {
    let mark = generated_from(source);
    match path.rsplit_once('.').map(|(_, suffix)| suffix) {
        Some("css" | "js") => format!("/* {mark} */\n{text}"),
        Some("txt") => format!("# {mark}\n{text}"),
        Some("svg") if !text.starts_with("<?") => format!("<!-- {mark} -->\n{text}"),
        _ => text.to_owned(),
    }
}
