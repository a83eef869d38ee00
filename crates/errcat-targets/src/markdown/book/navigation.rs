//! Which pages there are, in the order of the docs, as the reader of a flavour wants to be told.

use serde_json::{Value as Json, json};

use super::mark;
use crate::docs::links::Place;
use crate::docs::page::{Form, Page};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::view;
use crate::settings::{Flavor, Markdown};
use errcat_catalog::model::{ApiId, Id};

/// A page, or a name without one, and what is below it.
struct Item {
    title: String,
    page: Option<Page>,
    below: Vec<Item>,
}

/// The navigation's file; nothing for readers that have none.
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
        Flavor::Mdbook => Some(("SUMMARY.md".to_owned(), summary(site, &items, &path))),
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

/// Former codes aren't among them: nobody goes there but by an old link.
fn items(site: &Site<'_>) -> Vec<Item> {
    let home = Item { title: site.settings.title.clone(), page: Some(Page::Home), below: Vec::new() };
    let apis = Id::all(&site.catalog.apis).map(|api| of_api(site, api));
    std::iter::once(home).chain(apis).collect()
}

fn of_api(site: &Site<'_>, api_id: ApiId) -> Item {
    let api = site.api(api_id);
    let leaf =
        |title: &str, page: Page| Item { title: title.to_owned(), page: Some(page), below: Vec::new() };
    let mut below: Vec<Item> = Vec::new();
    let guides = Id::enumerate(&api.guides);
    below.extend(guides.map(|(id, guide)| leaf(&guide.title, Page::Guide(api_id, id))));
    for table in &api.tables {
        let own = table.entries.iter().filter(|entry| !entry.shared);
        let errors = own.map(|entry| leaf(&api[entry.code].code, Page::Error(api_id, entry.code)));
        let errors: Vec<Item> = errors.collect();
        if !errors.is_empty() {
            below.push(Item { title: table.title.clone(), page: None, below: errors });
        }
    }
    let parts = |title: &str, count: usize, page: &dyn Fn(usize) -> Page| -> Vec<Item> {
        let title =
            |part: usize| if part == 0 { title.to_owned() } else { format!("{title}, page {}", part + 1) };
        (0..count).map(|part| leaf(&title(part), page(part))).collect()
    };
    below.extend(parts("All codes", view::parts(api), &|part| Page::Codes(api_id, part)));
    below.extend(parts("Operations", view::parts_of_operations(api), &|part| Page::Operations(api_id, part)));
    Item { title: api.title.clone(), page: Some(Page::Api(api_id)), below }
}

/// mdBook's: nested lists of links; a name without a page is a draft.
fn summary(site: &Site<'_>, items: &[Item], path: &dyn Fn(Page) -> String) -> String {
    let place = Place::beside(site, None, "SUMMARY.md");
    let mut lines =
        format!("# {}\n\n{}\n", place.text(&site.settings.title).as_str(), mark(&site.settings.catalog));
    fn write(
        lines: &mut String,
        place: &Place<'_>,
        items: &[Item],
        depth: usize,
        path: &dyn Fn(Page) -> String,
    ) {
        for item in items {
            let url = item.page.map(path).unwrap_or_default();
            let (title, url) = (place.text(&item.title), place.href(&url));
            lines.push_str(&format!("{}- [{}]({})\n", "  ".repeat(depth), title.as_str(), url.as_str()));
            write(lines, place, &item.below, depth + 1, path);
        }
    }
    debug_assert!(place.form == Form::Markdown);
    write(&mut lines, &place, items, 0, path);
    lines
}

/// Docusaurus's: documents by id, and categories that may be one.
fn category(item: &Item, id: &dyn Fn(Page) -> String) -> Json {
    let below: Vec<Json> = item.below.iter().map(|item| category(item, id)).collect();
    match item.page {
        Some(page) if below.is_empty() => json!({ "type": "doc", "id": id(page), "label": item.title }),
        Some(page) => json!({
            "type": "category",
            "label": item.title,
            "link": { "type": "doc", "id": id(page) },
            "items": below,
        }),
        None => json!({ "type": "category", "label": item.title, "items": below }),
    }
}

/// Mintlify's: pages by path, and groups, whose own page is their first.
fn group(item: &Item, id: &dyn Fn(Page) -> String) -> Vec<Json> {
    let own = item.page.map(|page| Json::String(id(page)));
    if item.below.is_empty() {
        return own.into_iter().collect();
    }
    let pages: Vec<Json> =
        own.into_iter().chain(item.below.iter().flat_map(|item| group(item, id))).collect();
    vec![json!({ "group": item.title, "pages": pages })]
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).expect("keys are strings") + "\n"
}
