//! Generates `sitemap.xml`, the addresses of all pages for search engines (sitemaps.org, protocol 0.9).
//!
//! Addresses in a sitemap are absolute, so it is only generated if the catalog specifies the site's address.

use crate::docs::escape_html::escape_into;
use crate::docs::page::Page;
use crate::docs::site::Site;
use crate::header::generated_from;

/// The maximum number of addresses in a file, as specified by the protocol.
const MAX_URLS: usize = 50_000;

/// Returns the sitemap. If there are too many pages for one file, returns an index and its parts.
pub(super) fn files(site: &Site<'_>, pages: &[Page]) -> Vec<(String, String)> {
    let is_listed = |page: &&Page| !matches!(page, Page::NotFound | Page::Alias(..) | Page::Former(..));
    let listed = pages.iter().filter(is_listed);
    let urls: Vec<String> = listed.filter_map(|page| site.canonical(*page)).collect();
    match (urls.len(), site.published(None)) {
        (0, _) => Vec::new(),
        (..=MAX_URLS, _) | (_, None) => vec![("sitemap.xml".to_owned(), url_set(site, &urls))],
        (_, Some(base)) => {
            let parts = urls.chunks(MAX_URLS).enumerate();
            let mut files: Vec<(String, String)> = parts
                .map(|(number, urls)| (format!("sitemap-{}.xml", number + 1), url_set(site, urls)))
                .collect();
            let parts: Vec<String> = files.iter().map(|(file, _)| format!("{base}/{file}")).collect();
            files.push(("sitemap.xml".to_owned(), list(site, "sitemapindex", "sitemap", &parts)));
            files
        }
    }
}

fn url_set(site: &Site<'_>, urls: &[String]) -> String {
    list(site, "urlset", "url", urls)
}

fn list(site: &Site<'_>, root: &str, element: &str, urls: &[String]) -> String {
    let mark = generated_from(&site.settings.catalog);
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {mark} -->\n");
    xml.push_str(&format!("<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for url in urls {
        xml.extend(["<", element, "><loc>"]);
        escape_into(&mut xml, url);
        xml.extend(["</loc></", element, ">\n"]);
    }
    xml.push_str(&format!("</{root}>\n"));
    xml
}
