//! The home page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Link, Status};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use errcat_catalog::model::{ApiId, CodeId, Id, StatusWord};

/// The maximum number of codes in a list of codes with the same status.
const MAX_CODES: usize = 40;

/// The home page, and the page for unknown addresses.
#[derive(Debug, Serialize)]
pub(crate) struct HomePage {
    page: Frame,
    apis: Vec<ApiLine>,
    /// The number of codes of all APIs.
    errors: usize,
    /// The codes of all APIs by status.
    statuses: Vec<StatusCodes>,
    /// Codes without a status.
    without_status: Option<Codes>,
    /// Queries that show what the search understands.
    queries: Vec<String>,
    /// Links to `llms.txt`, `llms-full.txt`, `errors.json` and `errors.schema.json`.
    files: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct ApiLine {
    #[serde(flatten)]
    link: Link,
    name: String,
    summary: Markup,
    errors: usize,
    guides: usize,
}

#[derive(Debug, Serialize)]
struct StatusCodes {
    #[serde(flatten)]
    status: Status,
    codes: Codes,
}

/// The codes with the same status.
#[derive(Debug, Serialize)]
struct Codes {
    /// The number of errors.
    count: usize,
    items: Vec<SharedCode>,
    /// Links to all errors with the status, by API. Empty if all are listed.
    rest: Vec<Link>,
}

/// A code, with a link for each API that has it. The links' texts are the APIs' titles.
#[derive(Debug, Serialize)]
struct SharedCode {
    code: String,
    links: Vec<Link>,
}

impl HomePage {
    pub(crate) fn new(cx: &PageContext<'_>, page: Page) -> Self {
        let site = cx.site;
        let titles: Vec<&str> = site.catalog.apis.iter().map(|api| api.title.as_str()).collect();
        let title = match page {
            Page::NotFound => format!("Page not found · {}", site.settings.title),
            _ => site.settings.title.clone(),
        };
        let description = format!("Errors of {}: what they mean and how to fix them.", titles.join(", "));
        let apis = Id::enumerate(&site.catalog.apis).map(|(id, api)| ApiLine {
            link: Link::new(cx, Page::Api(id), &api.title),
            name: api.name.clone(),
            summary: cx.block(&api.summary),
            errors: api.codes.len(),
            guides: api.guides.len(),
        });
        let mut by_status = if page == Page::Home { by_status(cx) } else { BTreeMap::new() };
        let without_status = by_status.remove(&None).map(|codes| Codes::new(cx, "none", codes));
        let files = ["llms.txt", "llms-full.txt", "errors.json", "errors.schema.json"];
        let files = if site.flavor().is_some() { &[][..] } else { &files };
        HomePage {
            page: Frame::new(cx, page, &title, || description.clone(), &site.settings.catalog),
            apis: apis.collect(),
            errors: site.catalog.apis.iter().map(|api| api.codes.len()).sum(),
            queries: queries(cx),
            statuses: by_status
                .into_iter()
                .filter_map(|(status, codes)| {
                    let status = status?;
                    let codes = Codes::new(cx, &status.to_string(), codes);
                    Some(StatusCodes { status: Status::new(status), codes })
                })
                .collect(),
            without_status,
            files: files
                .iter()
                .map(|file| Link { text: (*file).to_owned(), url: cx.href(&cx.file(None, file)) })
                .collect(),
        }
    }
}

/// Returns the codes of all APIs by status, or `None` for those without.
fn by_status(cx: &PageContext<'_>) -> BTreeMap<Option<StatusWord>, Vec<(ApiId, CodeId)>> {
    let mut by_status: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (api_id, api) in Id::enumerate(&cx.site.catalog.apis) {
        for code in Id::all(&api.codes) {
            let statuses = &api.owner(code).statuses;
            for word in statuses.words() {
                by_status.entry(Some(word)).or_default().push((api_id, code));
            }
            if statuses.is_none() {
                by_status.entry(None).or_default().push((api_id, code));
            }
        }
    }
    by_status
}

impl Codes {
    /// Creates a list. `filter` is the status as the table of all codes filters it.
    fn new(cx: &PageContext<'_>, filter: &str, codes: Vec<(ApiId, CodeId)>) -> Self {
        let api = |id: ApiId| cx.site.api(id);
        let mut shared: BTreeMap<&str, Vec<(ApiId, CodeId)>> = BTreeMap::new();
        let mut by_api: BTreeMap<usize, usize> = BTreeMap::new();
        for (id, code) in &codes {
            shared.entry(&api(*id)[*code].code).or_default().push((*id, *code));
            *by_api.entry(id.index()).or_default() += 1;
        }
        let is_cut = shared.len() > MAX_CODES;
        let mut shared: Vec<_> = shared.into_iter().collect();
        // Codes of several APIs are general, so they are first.
        shared.sort_by_key(|(_, errors)| errors.len() == 1);
        let rest = by_api.into_iter().filter(|_| is_cut).map(|(id, count)| {
            let id = Id::new(id);
            let url = cx.all_codes(id, Some(("status", filter)));
            Link { text: format!("All {count} of {}", api(id).title), url: cx.href(&url) }
        });
        Codes {
            count: codes.len(),
            rest: rest.collect(),
            items: shared
                .into_iter()
                .take(MAX_CODES)
                .map(|(code, errors)| SharedCode {
                    code: code.to_owned(),
                    links: errors
                        .into_iter()
                        .map(|(id, code)| Link::new(cx, Page::Error(id, code), &api(id).title))
                        .collect(),
                })
                .collect(),
        }
    }
}

/// Returns a status, a code and a message of the catalog.
fn queries(cx: &PageContext<'_>) -> Vec<String> {
    let apis = &cx.site.catalog.apis;
    let entries = || apis.iter().flat_map(|api| Id::all(&api.codes).map(move |code| (api, api.owner(code))));
    let limited = entries().find(|(_, entry)| entry.statuses.contains(429));
    let status = limited.or_else(|| entries().next()).and_then(|(_, entry)| entry.statuses.numbers().first());
    let code = entries().last().map(|(api, entry)| api[entry.code].wire.clone());
    let is_plain = |message: &str| message.contains(' ') && (8..40).contains(&message.len());
    let mut messages = entries().map(|(_, entry)| entry.message.shown(&entry.params));
    let message = messages.find(|message| is_plain(message) && !message.contains('{'));
    status.map(u16::to_string).into_iter().chain(code).chain(message).collect()
}
