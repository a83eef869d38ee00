//! The kind of a page and its place in the site, as JSON-LD for search engines (<https://schema.org>).
//!
//! Only facts that readers of the page see too.

use serde_json::{Value as Json, json};

use super::nav;
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;

/// Returns the data block of a page. `None` for pages that only redirect or aren't in the sitemap.
pub(super) fn of_page(cx: &PageContext<'_>, page: Page, heading: &str, description: &str) -> Option<Markup> {
    let kind = match page {
        Page::NotFound | Page::Versions | Page::Alias(..) | Page::Former(..) => return None,
        Page::Home => "WebSite",
        Page::Api(_) | Page::Table(..) | Page::Codes(..) | Page::Operations(..) => "CollectionPage",
        Page::Error(..) | Page::Guide(..) => "TechArticle",
    };
    let name = if page == Page::Home { "name" } else { "headline" };
    let mut this = json!({
        "@type": kind,
        name: heading,
        "description": description,
        "url": url(cx, page),
        "inLanguage": "en",
    });
    if page != Page::Home {
        this["isPartOf"] = json!({
            "@type": "WebSite",
            "name": cx.site.settings.title,
            "url": url(cx, Page::Home),
        });
    }
    let graph: Vec<Json> = [this].into_iter().chain(breadcrumbs(cx, page, heading)).collect();
    let text = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    // Nothing in it can end the element.
    Some(Markup::trusted(text.replace('<', "\\u003c")))
}

/// Returns the parent pages and the page itself. `None` without parents.
fn breadcrumbs(cx: &PageContext<'_>, page: Page, heading: &str) -> Option<Json> {
    let parents = nav::parents(cx, page);
    if parents.is_empty() {
        return None;
    }
    let item = |(position, (page, title)): (usize, (Page, &str))| json!({ "@type": "ListItem", "position": position + 1, "name": title, "item": url(cx, page) });
    let this = json!({ "@type": "ListItem", "position": parents.len() + 1, "name": heading });
    let items: Vec<Json> = parents.into_iter().enumerate().map(item).chain([this]).collect();
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": items }))
}

/// Returns the public URL of a page, or a relative one if the site's address isn't known.
fn url(cx: &PageContext<'_>, page: Page) -> String {
    let relative = cx.url(page);
    let path = relative.strip_prefix(cx.root()).unwrap_or(&relative);
    match cx.site.current(page.api()) {
        Some(base) => [base, "/", path.trim_start_matches("./")].concat(),
        None => relative,
    }
}
