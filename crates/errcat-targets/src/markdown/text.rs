//! Files for language models: `llms.txt`, an index (llmstxt.org), and `llms-full.txt`, which contains all
//! pages.

use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::{Page, full_text_file};
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::pages::{Pages, view};
use crate::selection::is_large;
use crate::sentence::sentence;
use crate::template::TemplateError;
use errcat_catalog::model::{Api, ApiId, Id};

/// The maximum number of an API's errors in the index. If there are more, it lists the pages of all codes
/// instead.
const MAX_LISTED_ERRORS: usize = 500;

/// The maximum length of a guide's description in the index, in characters.
const MAX_DESCRIPTION_LENGTH: usize = 200;

/// The heading of the code that handles an error, in `markdown/error.md`.
const CODE_HEADING: &str = "\n## Handle it in code\n";

/// The maximum size of the text of all APIs, in bytes. Larger texts wouldn't fit into a model's context. Each
/// API also has its own text.
const MAX_BYTES: usize = 1 << 20;

/// Returns the files that don't belong to an API. `texts` are the results of [`join_pages`] for all APIs,
/// except in large catalogs.
pub(super) fn shared_files(site: &Site<'_>, texts: &[String]) -> [(String, String); 2] {
    [("llms.txt".to_owned(), index(site)), ("llms-full.txt".to_owned(), full_text(site, texts))]
}

/// Returns the text of an API's pages. `twins` are the pages with their Markdown.
pub(super) fn join_pages<'p>(
    pages: &Pages<'_>,
    api: ApiId,
    twins: impl Iterator<Item = (&'p Page, &'p String)>,
) -> Result<String, TemplateError> {
    let site = &pages.site;
    let mut text = String::new();
    let mut has_code = false;
    for (page, twin) in twins {
        // Absolute links work in any file, and the pages of most errors are in the same folder as this file.
        let is_in_folder = || page.twin(site.catalog).matches('/').count() == 1;
        let is_error = matches!(page, Page::Error(..));
        let reads_the_same = has_only_absolute_links(site) || is_error && is_in_folder();
        match page {
            // These pages only contain links to the pages below.
            Page::Alias(..) | Page::Former(..) | Page::Codes(..) => continue,
            _ if reads_the_same => push_page(&mut text, twin, &mut has_code),
            page => {
                let cx = PageContext::for_file(site, Some(api), &full_text_file(site.api(api)));
                push_page(&mut text, &pages.render(&cx, *page)?, &mut has_code);
            }
        }
        text.push('\n');
    }
    Ok(text)
}

/// Adds a page. The code that handles an error is similar for all errors of an API, so only the first error
/// has it: `has_code` is `true` once that is added.
fn push_page(text: &mut String, twin: &str, has_code: &mut bool) {
    let twin = without_front_matter(twin);
    let Some((before, section)) = twin.split_once(CODE_HEADING) else {
        text.push_str(twin);
        return;
    };
    if std::mem::replace(has_code, true) {
        text.push_str(before);
        if let Some(next) = section.find("\n## ") {
            text.push_str(&section[next..]);
        }
    } else {
        text.push_str(twin);
    }
}

/// Returns an API's `llms-full.txt`, from the text of its pages.
pub(super) fn api_full_text(api: &Api, text: &str) -> String {
    [&mark(&api.path), "\n", text].concat()
}

/// Returns `true` if all links are absolute. Pages can link to any API, so the addresses of all of them must
/// be known.
fn has_only_absolute_links(site: &Site<'_>) -> bool {
    Id::all(&site.catalog.apis).all(|api| site.published(Some(api)).is_some())
}

/// Returns the text of all APIs if it isn't too large and all links are absolute, otherwise links to the
/// texts of each API.
fn full_text(site: &Site<'_>, texts: &[String]) -> String {
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
    let cx = PageContext::for_file(site, None, "llms-full.txt");
    text.push_str(&format!("\n# {}\n\n", cx.text(&site.settings.title).as_str()));
    for (id, api) in Id::enumerate(&site.catalog.apis) {
        let url = cx.file(Some(id), &full_text_file(api));
        text.push_str(&item(&cx.text(&api.title), &cx.href(&url), "all pages of this API in one file"));
    }
    text
}

fn index(site: &Site<'_>) -> String {
    let cx = PageContext::for_file(site, None, "llms.txt");
    // Readers expect the title first, the summary next, and nothing but links in the sections.
    let mut text = format!(
        "# {}\n\n\
         > What every error of these APIs means, why it happens and how to fix it.\n\n\
         {}\n\
         Links lead to pages as Markdown. To get the URL of the page for people, replace `.md` with a slash.\n",
        cx.text(&site.settings.title).as_str(),
        mark(&site.settings.catalog),
    );
    for (id, api) in Id::enumerate(&site.catalog.apis) {
        text.push_str(&section(site, id, api));
    }
    text.push_str(&optional(&cx));
    text
}

/// Returns the section with what readers can skip, because it repeats the pages above.
fn optional(cx: &PageContext<'_>) -> String {
    let site = cx.site;
    let file = |api: Option<ApiId>, path: &str| cx.href(&cx.file(api, path));
    let mut text = "\n## Optional\n\n".to_owned();
    for (id, api) in Id::enumerate(&site.catalog.apis) {
        let title = cx.text(&api.title);
        let all = file(Some(id), &full_text_file(api));
        text.push_str(&item(&title, &all, "all pages of this API in one file"));
        let data = file(Some(id), &format!("{}/errors.json", api.name));
        let name = cx.code("errors.json");
        text.push_str(&item(&name, &data, &format!("every error of {} as JSON", title.as_str())));
    }
    let schema = file(None, "errors.schema.json");
    text.push_str(&item(&cx.code("errors.schema.json"), &schema, "describes the JSON files"));
    text
}

fn section(site: &Site<'_>, api_id: ApiId, api: &Api) -> String {
    let cx = PageContext::for_file(site, Some(api_id), "llms.txt");
    let page = |page: Page| cx.href(&cx.url(page));
    let mut text = format!("\n## {}\n\n", cx.text(&api.title).as_str());

    let summary = cx.text(&cx.plain(&api.summary));
    text.push_str(&item(&cx.text("Overview"), &page(Page::Api(api_id)), summary.as_str()));
    for (id, guide) in Id::enumerate(&api.guides) {
        let first_paragraph = guide.text.split("\n\n").next().unwrap_or_default();
        let about = cx.text(&view::shorten(&cx.plain(first_paragraph), MAX_DESCRIPTION_LENGTH));
        text.push_str(&item(&cx.text(&guide.title), &page(Page::Guide(api_id, id)), about.as_str()));
    }
    if api.codes.len() > MAX_LISTED_ERRORS {
        let parts = view::code_page_count(api);
        for part in 0..parts {
            let title = format!("All codes, page {} of {parts}", part + 1);
            text.push_str(&item(&cx.text(&title), &page(Page::Codes(api_id, part)), "one line per code"));
        }
        return text;
    }
    for (id, code) in Id::enumerate(&api.codes) {
        let entry = api.owner(id);
        let status = entry.statuses.words().map(|status| format!("{status} ")).collect::<String>();
        let headline = cx.text(&entry.headline().shown(&entry.params));
        let about = match &entry.answer {
            Some(answer) => {
                let answer = cx.text(&cx.plain(answer));
                format!("{status}{} {}", sentence(headline.as_str()), answer.as_str())
            }
            None => format!("{status}{}", headline.as_str()),
        };
        text.push_str(&item(&cx.code(&code.code), &page(Page::Error(api_id, id)), &about));
    }
    text
}

fn item(text: &Markup, url: &Markup, about: &str) -> String {
    format!("- [{}]({}): {about}\n", text.as_str(), url.as_str())
}

/// Returns a comment that marks a file as generated.
pub(super) fn mark(source: &str) -> String {
    format!("<!-- {} -->\n", generated_from(&source.replace("--", "- -")))
}

/// Returns a Markdown page without its front matter. A custom template may have none.
pub(super) fn without_front_matter(twin: &str) -> &str {
    let rest = twin.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    rest.map_or(twin, |(_, body)| body).trim_start_matches('\n')
}
