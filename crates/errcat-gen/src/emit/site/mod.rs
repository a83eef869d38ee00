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
//! templates only loop and choose. Pages know nothing of one another, so they are rendered on every core, API by API,
//! and each is handed over as soon as it is there.
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

use std::collections::HashSet;

use rayon::prelude::*;

use super::commonmark::{self, escape, filter};

use self::links::{Form, Page, Place};
use self::shared::Site;
use self::templates::Templates;
pub use self::templates::{BUILT_IN, Template, TemplateError, is_template};
use self::view::{AliasPage, ApiPage, CodesPage, ErrorPage, GuidePage, HomePage, OperationsPage};
use crate::incremental::Wanted;
use crate::model::Catalog;
use crate::plan::Output;
use crate::settings::Settings;

/// Makes every page of the site, and what stands beside the pages.
///
/// `templates` are those of the folders `site` and `markdown`, each path once; others are left alone.
///
/// # Errors
///
/// What is wrong with a template: with its syntax, with a name that it uses, or with its place.
pub fn emit(
    wanted: &Wanted<'_>,
    templates: &[Template],
    settings: &Settings,
    output: &dyn Output,
) -> Result<(), TemplateError> {
    let catalog = wanted.catalog;
    let site = Site::new(wanted, settings, templates);
    let compiled = Templates::compile(templates)?;
    if let Some(markdown) = &settings.markdown {
        return book::emit(&site, &compiled, wanted, markdown, output);
    }
    let put = |path: &str, text: String| output.generated(format!("{}/{path}", settings.site), text);
    let make_shared = |page: &Page| make(&site, &compiled, *page, &put);
    let (data, (shared, apis)) = rayon::join(
        || {
            let (data, index) = rayon::join(|| json::shared(&site), || search::file(&site));
            data.into_iter().chain([index]).chain(sitemap::files(&site, &pages(catalog))).collect::<Vec<_>>()
        },
        || {
            rayon::join(
                || SHARED_PAGES.par_iter().map(make_shared).collect(),
                || wanted.map(|api| api_files(&site, &compiled, api, &put)),
            )
        },
    );
    in_order(shared)?;
    let texts = in_order(apis)?;

    let mut names: HashSet<String> = SHARED_PAGES.iter().flat_map(|page| page.files(&site)).collect();
    for (path, text) in data.into_iter().chain(text::shared(&site, &texts)) {
        put(&path, text);
        names.insert(path);
    }
    assets(&site, templates, &names, &put)
}

/// Takes a file, by its path in the site.
type Put<'a> = dyn Fn(&str, String) + Sync + 'a;

/// The files of one API; gives the text of all its pages.
fn api_files(
    site: &Site<'_>,
    templates: &Templates,
    api: usize,
    put: &Put<'_>,
) -> Result<String, TemplateError> {
    let pages = pages_of(site.catalog, api);
    let make = |page: &Page| make(site, templates, *page, put);
    let (data, twins) =
        rayon::join(|| json::whole(site, api), || pages.par_iter().map(make).collect::<Vec<_>>());
    let text = text::of_pages(site, templates, api, pages.iter().zip(&in_order(twins)?))?;
    put(&json::file(site.api(api)), data);
    put(&text::full_file(site.api(api)), text::full(site.api(api), &text));
    Ok(text)
}

/// Hands over a page and its twin; gives the twin.
fn make(
    site: &Site<'_>,
    templates: &Templates,
    page: Page,
    put: &Put<'_>,
) -> Result<Option<String>, TemplateError> {
    put(&page.file(site), render(templates, &Place::of(site, page, Form::Html), page)?);
    if page == Page::NotFound {
        return Ok(None);
    }
    let twin = render(templates, &Place::of(site, page, Form::Markdown), page)?;
    put(&page.twin(site), twin.clone());
    Ok(Some(twin))
}

/// What was made, or the first mistake, so that of several the same is told each time.
fn in_order<T>(made: Vec<Result<T, TemplateError>>) -> Result<Vec<T>, TemplateError> {
    made.into_iter().collect()
}

/// What goes into the site as it is. `names`: the files of the site that are no API's.
fn assets(
    site: &Site<'_>,
    templates: &[Template],
    names: &HashSet<String>,
    put: &Put<'_>,
) -> Result<(), TemplateError> {
    let settings = site.settings;
    for (path, asset) in templates::assets(templates) {
        if names.contains(path) || is_an_apis(site, path) {
            return Err(asset.error(format!("the site has a page of its own at `{path}`")));
        }
        let source = format!("{}/{}", settings.templates, asset.path);
        let mut text = marked(path, &source, &asset.text);
        if path == "style.css" {
            text.push_str(&site.icon.style());
            text.push_str(&settings.theme.css());
        }
        put(path, text);
    }
    missing_logo(templates, settings).map_or(Ok(()), Err)
}

/// Whether an API has a file at a path of the site.
fn is_an_apis(site: &Site<'_>, path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let name = folder.strip_suffix(".md").unwrap_or(folder);
    let Some(position) = site.catalog.apis.iter().position(|api| api.name == name) else { return false };
    let api = site.api(position);
    let pages = pages_of(site.catalog, position);
    let mut files = pages.iter().flat_map(|page| page.files(site));
    path == json::file(api) || path == text::full_file(api) || files.any(|file| file == path)
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

/// The pages that are no API's.
const SHARED_PAGES: [Page; 2] = [Page::Home, Page::NotFound];

/// The site's pages, in the order of the docs.
fn pages(catalog: &Catalog) -> Vec<Page> {
    let apis = (0..catalog.apis.len()).flat_map(|api| pages_of(catalog, api));
    SHARED_PAGES.into_iter().chain(apis).collect()
}

/// The pages of an API.
fn pages_of(catalog: &Catalog, position: usize) -> Vec<Page> {
    let api = &catalog.apis[position];
    let mut pages = vec![Page::Api(position)];
    pages.extend((0..view::parts(api)).map(|part| Page::Codes(position, part)));
    pages.extend((0..api.guides.len()).map(|guide| Page::Guide(position, guide)));
    pages.extend((0..view::parts_of_operations(api)).map(|part| Page::Operations(position, part)));
    for (index, code) in api.codes.iter().enumerate() {
        pages.push(Page::Error(position, index));
        pages.extend((0..code.aliases.len()).map(|alias| Page::Alias(position, index, alias)));
    }
    pages
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
