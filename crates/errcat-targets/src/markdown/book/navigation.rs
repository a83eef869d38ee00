//! Generates the navigation, in the order of the docs and in the format of each site generator.

use serde_json::{Value as Json, json};

use super::mark;
use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::view;
use crate::settings::{Flavor, Markdown};
use errcat_catalog::model::{ApiId, Id};

/// A page or a group, with its children.
struct NavItem {
    title: String,
    page: Option<Page>,
    children: Vec<NavItem>,
}

/// Returns the path and the text of the navigation. `None` if the site generator has no navigation file.
pub(super) fn file(site: &Site<'_>, markdown: &Markdown) -> Option<(String, String)> {
    let items = items(site);
    let path = |page: Page| page.twin(site.catalog);
    let id = |page: Page| {
        let path = page.twin(site.catalog);
        format!("{}{}", markdown.prefix(), path.strip_suffix(".md").unwrap_or(&path))
    };
    let comment = generated_from(&site.settings.catalog);
    match markdown.flavor {
        Flavor::Plain => None,
        Flavor::Mdbook => Some(("SUMMARY.md".to_owned(), summary(site, &items, true, &path))),
        Flavor::Mkdocs => Some(("SUMMARY.md".to_owned(), summary(site, &items, false, &path))),
        Flavor::Docusaurus => {
            let items: Vec<Json> = items.iter().map(|item| category(item, &id)).collect();
            Some(("sidebar.json".to_owned(), pretty(&json!({ "$comment": comment, "items": items }))))
        }
        Flavor::Mintlify => {
            let pages: Vec<Json> = items.iter().flat_map(|item| group(item, &id)).collect();
            let group = json!({ "$comment": comment, "group": site.settings.title, "pages": pages });
            Some(("navigation.json".to_owned(), pretty(&group)))
        }
    }
}

/// Returns the items of the navigation. Former codes are left out, because they are only reached by old
/// links.
fn items(site: &Site<'_>) -> Vec<NavItem> {
    let home = NavItem::new(site, Page::Home, Vec::new());
    let apis = Id::all(&site.catalog.apis).map(|api| api_item(site, api));
    std::iter::once(home).chain(apis).collect()
}

impl NavItem {
    fn new(site: &Site<'_>, page: Page, children: Vec<NavItem>) -> Self {
        let title = view::label(site, page).expect("the navigation contains the page");
        NavItem { title, page: Some(page), children }
    }
}

fn api_item(site: &Site<'_>, api_id: ApiId) -> NavItem {
    let api = site.api(api_id);
    let leaf = |page: Page| NavItem::new(site, page, Vec::new());
    let mut children: Vec<NavItem> =
        Id::all(&api.guides).map(|guide| leaf(Page::Guide(api_id, guide))).collect();
    for table in &api.tables {
        let own = table.entries.iter().filter(|entry| !entry.shared);
        let errors: Vec<NavItem> = own.map(|entry| leaf(Page::Error(api_id, entry.code))).collect();
        if !errors.is_empty() {
            children.push(NavItem { title: table.title.clone(), page: None, children: errors });
        }
    }
    children.extend((0..view::code_page_count(api)).map(|part| leaf(Page::Codes(api_id, part))));
    children.extend((0..view::operation_page_count(api)).map(|part| leaf(Page::Operations(api_id, part))));
    NavItem::new(site, Page::Api(api_id), children)
}

/// Returns the navigation of mdBook and MkDocs: nested lists of links. A title without a link is a draft, an
/// empty link, in mdBook, and only text in MkDocs.
fn summary(site: &Site<'_>, items: &[NavItem], has_drafts: bool, path: &dyn Fn(Page) -> String) -> String {
    let cx = PageContext::for_file(site, None, "SUMMARY.md");
    debug_assert!(cx.form == Form::Markdown);
    let line = |item: &NavItem| {
        let title = cx.text(&item.title);
        match item.page {
            Some(page) => format!("[{}]({})", title.as_str(), cx.href(&path(page)).as_str()),
            None if has_drafts => format!("[{}]()", title.as_str()),
            None => title.into_string(),
        }
    };
    let mut lines =
        format!("# {}\n\n{}\n", cx.text(&site.settings.title).as_str(), mark(&site.settings.catalog));
    fn write(lines: &mut String, items: &[NavItem], depth: usize, line: &dyn Fn(&NavItem) -> String) {
        for item in items {
            // MkDocs needs four spaces for each level.
            lines.push_str(&format!("{}- {}\n", "    ".repeat(depth), line(item)));
            write(lines, &item.children, depth + 1, line);
        }
    }
    write(&mut lines, items, 0, &line);
    lines
}

/// Returns a document or category of Docusaurus.
fn category(item: &NavItem, id: &dyn Fn(Page) -> String) -> Json {
    let children: Vec<Json> = item.children.iter().map(|item| category(item, id)).collect();
    match item.page {
        Some(page) if children.is_empty() => json!({ "type": "doc", "id": id(page), "label": item.title }),
        Some(page) => json!({
            "type": "category",
            "label": item.title,
            "link": { "type": "doc", "id": id(page) },
            "items": children,
        }),
        None => json!({ "type": "category", "label": item.title, "items": children }),
    }
}

/// Returns Mintlify's pages, by path, and groups, whose own page is the first in the list.
fn group(item: &NavItem, id: &dyn Fn(Page) -> String) -> Vec<Json> {
    let own = item.page.map(|page| Json::String(id(page)));
    if item.children.is_empty() {
        return own.into_iter().collect();
    }
    let pages: Vec<Json> =
        own.into_iter().chain(item.children.iter().flat_map(|item| group(item, id))).collect();
    vec![json!({ "group": item.title, "pages": pages })]
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).expect("keys are strings") + "\n"
}
