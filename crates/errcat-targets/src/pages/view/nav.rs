//! The navigation of an API, the same on all of its pages: its tables, with the errors around the current
//! one, its guides, and the sections of its page.
//!
//! All error pages of an API are at the same depth, so links between them are the same on each page. They are
//! created once, as template values, which pages share instead of copying.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::{Link, Listing, MAX_LINKS};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::{Form, Page};
use crate::docs::site::{NavLinks, Site};
use errcat_catalog::model::{Api, ApiId, EntryId, Id, StatusWord, Table};

/// An API with at most this many errors lists all of them on each page.
const MAX_NAV_ERRORS: usize = 40;

#[derive(Debug, Serialize)]
pub(super) struct Nav {
    api: Link,
    /// The number of errors of the API.
    errors: usize,
    /// The link to the current page, as the navigation's links spell it.
    current: Markup,
    /// The title of the table that contains the current error.
    table: Option<String>,
    tables: Listing<NavTable>,
    guides: Option<Listing<Value>>,
    /// The link to the response formats on the API's page.
    bodies: Option<Markup>,
    /// The link to the headers on the API's page.
    headers: Option<Markup>,
}

/// A table in the navigation.
#[derive(Debug, Serialize)]
struct NavTable {
    link: Value,
    /// The number of its errors.
    count: usize,
    /// The errors around the current one, including it. `None` if the navigation only links to the table.
    errors: Option<Listing<Value>>,
    /// `true` if it contains the current page.
    open: bool,
}

/// A link to an error.
#[derive(Debug, Serialize)]
struct NavError {
    /// The code with line break opportunities.
    text: Markup,
    url: Markup,
    status: Option<String>,
}

impl Nav {
    /// Creates the navigation of a page.
    pub(super) fn new(cx: &PageContext<'_>, api_id: ApiId, page: Page) -> Self {
        let api = cx.site.api(api_id);
        match page {
            Page::Error(_, code) => {
                let links = cx.site.nav(api_id, || links(cx, api_id, api.tables.len(), true));
                Nav::with(cx, api_id, page, links, Some(api[code].owner))
            }
            page => {
                let links = links(cx, api_id, table_limit(api), is_small(api));
                Nav::with(cx, api_id, page, &links, None)
            }
        }
    }

    fn with(
        cx: &PageContext<'_>,
        api_id: ApiId,
        page: Page,
        links: &NavLinks,
        current: Option<EntryId>,
    ) -> Self {
        let api = cx.site.api(api_id);
        let url = |page: Page| cx.href(&cx.url(page));
        let section = |id: &str| cx.href(&format!("{}#{id}", cx.url(Page::Api(api_id))));
        let current_table = current.map(|id| id.table.index());
        let table = |position: usize| {
            let all = &links.errors[position];
            let entry = current.filter(|id| id.table.index() == position).map(|id| id.entry.index());
            let is_listed = entry.is_some() || is_small(api);
            NavTable {
                link: links.tables[position].clone(),
                count: api.tables[position].entries.len(),
                errors: is_listed.then(|| {
                    let limit = if is_small(api) { MAX_NAV_ERRORS } else { MAX_LINKS };
                    let shown = window(entry.unwrap_or(0), all.len(), limit);
                    let more = all.len() - shown.len();
                    Listing {
                        items: all[shown].to_vec(),
                        more,
                        all: url(Page::Table(api_id, Id::new(position))),
                    }
                }),
                open: entry.is_some() || (page == Page::Api(api_id) && position == 0),
            }
        };
        let shown = window(current_table.unwrap_or(0), api.tables.len(), table_limit(api));
        let more = api.tables.len() - shown.len();
        Nav {
            api: Link::new(cx, Page::Api(api_id), &api.title),
            errors: api.codes.len(),
            current: url(page),
            table: current.map(|id| api[id.table].title.clone()),
            tables: Listing { items: shown.map(table).collect(), more, all: section("errors") },
            guides: Listing::first(links.guides.iter().cloned(), MAX_LINKS, section("guides")),
            bodies: (!api.envelopes.is_empty()).then(|| section("envelopes")),
            headers: (!api.headers.is_empty()).then(|| section("headers")),
        }
    }
}

fn is_small(api: &Api) -> bool {
    api.tables.iter().map(|table| table.entries.len()).sum::<usize>() <= MAX_NAV_ERRORS
}

fn table_limit(api: &Api) -> usize {
    if is_small(api) { MAX_LINKS } else { MAX_LINKS / 2 }
}

/// Returns the links from a page to the API's guides, its first tables, and the errors of these tables.
fn links(cx: &PageContext<'_>, api_id: ApiId, table_count: usize, with_errors: bool) -> NavLinks {
    let api = cx.site.api(api_id);
    let link = |page: Page, text: &str| Value::from_serializable(&Link::new(cx, page, text));
    let error = |code| {
        let statuses = &api.owner(code).statuses;
        let status = statuses.words().find(|word| matches!(word, StatusWord::Number(_)));
        Value::from_serializable(&NavError {
            text: cx.breakable(&api[code].code),
            url: cx.href(&cx.url(Page::Error(api_id, code))),
            status: status.or(statuses.words().next()).map(|word| word.to_string()),
        })
    };
    let entries = |table: &Table| table.entries.iter().map(|entry| error(entry.code)).collect();
    let errors = |table| if with_errors { entries(table) } else { Vec::new() };
    let tables = || Id::enumerate(&api.tables).take(table_count);
    NavLinks {
        tables: tables().map(|(id, table)| link(Page::Table(api_id, id), &table.title)).collect(),
        errors: tables().map(|(_, table)| errors(table)).collect(),
        guides: Id::enumerate(&api.guides)
            .map(|(id, guide)| link(Page::Guide(api_id, id), &guide.title))
            .collect(),
    }
}

/// Returns a range of at most `limit` positions, centered on a position if possible.
fn window(position: usize, length: usize, limit: usize) -> Range<usize> {
    let start = position.saturating_sub(limit / 2).min(length.saturating_sub(limit));
    start..length.min(start + limit)
}

/// Returns the label of a page in the navigation of another site generator. `None` if the navigation doesn't
/// contain the page.
pub(crate) fn label(site: &Site<'_>, page: Page) -> Option<String> {
    let numbered = |title: &str, part: usize| match part {
        0 => title.to_owned(),
        _ => format!("{title}, page {}", part + 1),
    };
    Some(match page {
        Page::Home => site.settings.title.clone(),
        Page::Api(api) => site.api(api).title.clone(),
        Page::Guide(api, guide) => site.api(api)[guide].title.clone(),
        Page::Error(api, code) => site.api(api)[code].code.clone(),
        Page::Codes(_, part) => numbered("All codes", part),
        Page::Operations(_, part) => numbered("Operations", part),
        Page::NotFound | Page::Versions | Page::Table(..) | Page::Alias(..) | Page::Former(..) => {
            return None;
        }
    })
}

/// Returns the API of a catalog that has only one.
pub(super) fn only_api(cx: &PageContext<'_>) -> Option<ApiId> {
    let mut apis = Id::all(&cx.site.catalog.apis);
    apis.next().filter(|_| apis.next().is_none())
}

/// Returns the navigation of an HTML page. Pages of former codes and addresses only redirect.
pub(super) fn nav(cx: &PageContext<'_>, page: Page) -> Option<Nav> {
    match page {
        Page::Home | Page::NotFound | Page::Versions | Page::Alias(..) | Page::Former(..) => None,
        page => page.api().filter(|_| cx.form == Form::Html).map(|api| Nav::new(cx, api, page)),
    }
}

/// Returns the links to the parent pages.
pub(super) fn trail(cx: &PageContext<'_>, page: Page) -> Vec<Link> {
    parents(cx, page).into_iter().map(|(page, title)| Link::new(cx, page, title)).collect()
}

/// Returns the parent pages with their titles, from the top.
pub(super) fn parents<'a>(cx: &PageContext<'a>, page: Page) -> Vec<(Page, &'a str)> {
    let site = cx.site;
    let home = || (Page::Home, site.settings.title.as_str());
    let of_api = |api| (Page::Api(api), site.api(api).title.as_str());
    match page {
        Page::Home => Vec::new(),
        Page::Error(api, code) => {
            let table = site.api(api)[code].owner.table;
            vec![of_api(api), (Page::Table(api, table), &*site.api(api)[table].title)]
        }
        page => std::iter::once(home())
            .chain(page.api().filter(|api| page != Page::Api(*api)).map(of_api))
            .collect(),
    }
}
