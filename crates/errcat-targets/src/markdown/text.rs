//! For language models: `llms.txt`, what there is and where (llmstxt.org), and `llms-full.txt`, all of it as one
//! text.

use crate::docs::links::Place;
use crate::docs::markup::{Markup, message_text};
use crate::docs::page::{Page, full_text_file};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::{Pages, view};
use crate::selection::is_large;
use crate::template::TemplateError;
use errcat_catalog::model::{Api, ApiId, Id};

/// The most errors of an API that are listed one by one. Beyond, the pages of all codes list them.
const MAX_LISTED_ERRORS: usize = 500;

/// The most bytes of the text of all APIs. A larger one would fit no model; each API still has its own.
const MAX_BYTES: usize = 1 << 20;

/// The texts of no API. `texts` are those [`of_pages`]: of every API, unless the catalog is a large one.
pub(super) fn shared(site: &Site<'_>, texts: &[String]) -> [(String, String); 2] {
    [("llms.txt".to_owned(), index(site)), ("llms-full.txt".to_owned(), whole(site, texts))]
}

/// The text of an API's pages, one after another. `twins` are its pages with their twins.
pub(super) fn of_pages<'p>(
    pages: &Pages<'_>,
    api: ApiId,
    twins: impl Iterator<Item = (&'p Page, &'p String)>,
) -> Result<String, TemplateError> {
    let site = &pages.site;
    let mut text = String::new();
    for (page, twin) in twins {
        // Absolute links lead from everywhere to the same place, and an error's twin lies beside this file.
        let reads_the_same = has_only_absolute_links(site) || matches!(page, Page::Error(..));
        match page {
            // What leads to the pages below, and says nothing of its own.
            Page::Alias(..) | Page::Codes(..) => continue,
            _ if reads_the_same => text.push_str(without_front_matter(twin)),
            page => {
                let place = Place::beside(site, Some(api), &full_text_file(site.api(api)));
                text.push_str(without_front_matter(&pages.render(&place, *page)?));
            }
        }
        text.push('\n');
    }
    Ok(text)
}

/// An API's `llms-full.txt`, from the text of its pages.
pub(super) fn full(api: &Api, text: &str) -> String {
    [&mark(&api.path), "\n", text].concat()
}

/// A page may link to any API, so each has to tell where it is published.
fn has_only_absolute_links(site: &Site<'_>) -> bool {
    Id::all(&site.catalog.apis).all(|api| site.published(Some(api)).is_some())
}

/// Everything, where it isn't too much and reads the same from everywhere; otherwise where the parts are.
fn whole(site: &Site<'_>, texts: &[String]) -> String {
    let mut text = mark(&site.settings.catalog);
    let size: usize = texts.iter().map(String::len).sum();
    let is_small = !is_large(site.catalog) && size <= MAX_BYTES;
    if is_small && has_only_absolute_links(site) {
        for body in texts {
            text.push('\n');
            text.push_str(body);
        }
        return text;
    }
    let place = Place::beside(site, None, "llms-full.txt");
    text.push_str(&format!("\n# {}\n\n", place.text(&site.settings.title).as_str()));
    for (id, api) in Id::enumerate(&site.catalog.apis) {
        let url = place.file(Some(id), &full_text_file(api));
        text.push_str(&item(&place.text(&api.title), &place.href(&url), "all pages of this API in one file"));
    }
    text
}

fn index(site: &Site<'_>) -> String {
    let place = Place::beside(site, None, "llms.txt");
    let title = place.text(&site.settings.title);
    let mut text = mark(&site.settings.catalog);
    text.push_str(&format!(
        "# {}\n\n\
         > What every error of these APIs means, why it happens and how to fix it. Every page is also \
         available as Markdown: replace the slash at the end of its URL with `.md`. `errors.json` contains the \
         same information as JSON; `errors.schema.json` describes it.\n",
        title.as_str()
    ));
    for (id, api) in Id::enumerate(&site.catalog.apis) {
        text.push_str(&section(site, id, api));
    }
    text
}

fn section(site: &Site<'_>, api_id: ApiId, api: &Api) -> String {
    let place = Place::beside(site, Some(api_id), "llms.txt");
    let page = |page: Page| place.href(&place.url(page));
    let file = |file: String| place.href(&place.file(Some(api_id), &file));
    let mut text = format!("\n## {}\n\n", place.text(&api.title).as_str());

    let summary = place.text(&place.plain(&api.summary));
    text.push_str(&item(&place.text("Overview"), &page(Page::Api(api_id)), summary.as_str()));
    let all = file(full_text_file(api));
    text.push_str(&item(&place.text("Everything in one file"), &all, "all pages below"));
    let data = file(format!("{}/errors.json", api.name));
    text.push_str(&item(&place.code("errors.json"), &data, "every error as JSON"));
    for (id, guide) in Id::enumerate(&api.guides) {
        text.push_str(&item(&place.text(&guide.title), &page(Page::Guide(api_id, id)), "guide"));
    }
    if api.codes.len() > MAX_LISTED_ERRORS {
        let parts = view::parts(api);
        for part in 0..parts {
            let title = format!("All codes, page {} of {parts}", part + 1);
            text.push_str(&item(&place.text(&title), &page(Page::Codes(api_id, part)), "one line per code"));
        }
        return text;
    }
    for (id, code) in Id::enumerate(&api.codes) {
        let entry = api.owner(id);
        let status = entry.statuses.iter().map(|status| format!("{status} ")).collect::<String>();
        let message = place.text(&message_text(&entry.message, &entry.params));
        let about = format!("{status}{}", message.as_str());
        text.push_str(&item(&place.code(&code.code), &page(Page::Error(api_id, id)), &about));
    }
    text
}

fn item(text: &Markup, url: &Markup, about: &str) -> String {
    format!("- [{}]({}): {about}\n", text.as_str(), url.as_str())
}

/// A line that marks a file as generated from a source.
pub(super) fn mark(source: &str) -> String {
    format!("<!-- {} -->\n", generated_from(&source.replace("--", "- -")))
}

/// A twin's text. A template without front matter has nothing to take off.
pub(super) fn without_front_matter(twin: &str) -> &str {
    let rest = twin.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    rest.map_or(twin, |(_, body)| body).trim_start_matches('\n')
}
