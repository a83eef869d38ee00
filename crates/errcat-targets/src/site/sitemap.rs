//! Generates `sitemap.xml`, the addresses of all pages for search engines (sitemaps.org, protocol 0.9).
//!
//! Addresses in a sitemap are absolute, so it is only generated if the catalog specifies the site's address.
//! The date of a page is that of the last commit of the files that it is generated from.

use errcat_catalog::model::{ApiId, CodeId};

use crate::docs::escape_html::escape_into;
use crate::docs::page::Page;
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::history::{History, Timestamp};

/// The maximum number of addresses in a file, as specified by the protocol.
const MAX_URLS: usize = 50_000;

/// An address, and the time of its last change.
struct Entry {
    url: String,
    time: Option<Timestamp>,
}

/// Returns the sitemap of the current site. Search engines list no other versions. If there are too many
/// pages for one file, returns an index and its parts.
pub(super) fn files(site: &Site<'_>, pages: &[Page]) -> Vec<(String, String)> {
    let is_listed = |page: &&Page| {
        site.is_current() && !matches!(page, Page::NotFound | Page::Alias(..) | Page::Former(..))
    };
    let entry = |page: &Page| {
        let time = site.history.and_then(|history| last_change(site, history, *page));
        Some(Entry { url: site.canonical(*page)?, time })
    };
    let entries: Vec<Entry> = pages.iter().filter(is_listed).filter_map(entry).collect();
    match (entries.len(), site.current(None)) {
        (0, _) => Vec::new(),
        (..=MAX_URLS, _) | (_, None) => vec![("sitemap.xml".to_owned(), url_set(site, &entries))],
        (_, Some(base)) => {
            let parts = entries.chunks(MAX_URLS).enumerate();
            let mut files: Vec<(String, String)> = parts
                .map(|(number, entries)| (format!("sitemap-{}.xml", number + 1), url_set(site, entries)))
                .collect();
            let part = |(file, _): &(String, String)| Entry { url: format!("{base}/{file}"), time: None };
            let parts: Vec<Entry> = files.iter().map(part).collect();
            files.push(("sitemap.xml".to_owned(), list(site, "sitemapindex", "sitemap", &parts)));
            files
        }
    }
}

fn url_set(site: &Site<'_>, entries: &[Entry]) -> String {
    list(site, "urlset", "url", entries)
}

fn list(site: &Site<'_>, root: &str, element: &str, entries: &[Entry]) -> String {
    let mark = generated_from(&site.settings.catalog);
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {mark} -->\n");
    xml.push_str(&format!("<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for Entry { url, time } in entries {
        xml.extend(["<", element, "><loc>"]);
        escape_into(&mut xml, url);
        xml.push_str("</loc>");
        if let Some(time) = time {
            xml.extend(["<lastmod>", &time.rfc3339(), "</lastmod>"]);
        }
        xml.extend(["</", element, ">\n"]);
    }
    xml.push_str(&format!("</{root}>\n"));
    xml
}

/// Returns the time of the last change of a page.
fn last_change(site: &Site<'_>, history: &History, page: Page) -> Option<Timestamp> {
    let catalog = &site.settings.catalog;
    match page {
        Page::Error(api, code) => last_change_of_error(site, history, api, code),
        Page::Guide(api, guide) => history.time_of(&site.api(api)[guide].path),
        page => history.time_of_folder(&match page.api() {
            Some(api) => format!("{catalog}/{}/", site.api(api).name),
            None => format!("{catalog}/"),
        }),
    }
}

/// Returns the time of the last change of an error's table, those of its kinds, and the API's definitions.
fn last_change_of_error(
    site: &Site<'_>,
    history: &History,
    api_id: ApiId,
    code: CodeId,
) -> Option<Timestamp> {
    let api = site.api(api_id);
    let entry = api.owner(code);
    let tables = std::iter::once(code).chain(api.kinds(entry)).map(|code| &api[api[code].owner.table].path);
    tables.chain([&api.path]).filter_map(|path| history.time_of(path)).max()
}
