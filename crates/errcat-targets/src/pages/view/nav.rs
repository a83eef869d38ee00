//! The navigation of an error page: the API's tables, and the errors window the current one.
//!
//! All error pages of an API are at the same depth, so links between them are the same on each page. They are
//! created once, as template values, which pages share instead of copying.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::{Link, Listing, MAX_LINKS};
use crate::docs::links::PageContext;
use crate::docs::page::Page;
use crate::docs::site::NavLinks;
use errcat_catalog::model::{ApiId, EntryId, Id, Table};

/// A table in the navigation.
#[derive(Debug, Serialize)]
pub(super) struct NavTable {
    link: Value,
    /// The errors window the current one, including it. `None` in other tables.
    errors: Option<Listing<Value>>,
}

/// Returns the links from any error page of the API.
pub(super) fn links(cx: &PageContext<'_>, api_id: ApiId) -> NavLinks {
    let api = cx.site.api(api_id);
    let link = |page: Page, text: &str| Value::from_serializable(&Link::new(cx, page, text));
    let errors = |table: &Table| {
        let codes = table.entries.iter().map(|entry| entry.code);
        codes.map(|code| link(Page::Error(api_id, code), &api[code].code)).collect()
    };
    NavLinks {
        tables: Id::enumerate(&api.tables)
            .map(|(id, table)| link(Page::Table(api_id, id), &table.title))
            .collect(),
        errors: api.tables.iter().map(errors).collect(),
    }
}

/// Returns the navigation window an error.
pub(super) fn around_entry(
    nav: &NavLinks,
    cx: &PageContext<'_>,
    api: ApiId,
    current: EntryId,
) -> Listing<NavTable> {
    let page = |page: Page| cx.href(&cx.url(page));
    let table = |position: usize| NavTable {
        link: nav.tables[position].clone(),
        errors: (position == current.table.index()).then(|| {
            let all = &nav.errors[position];
            let shown = window(current.entry.index(), all.len(), MAX_LINKS);
            let more = all.len() - shown.len();
            Listing { items: all[shown].to_vec(), more, all: page(Page::Table(api, current.table)) }
        }),
    };
    let shown = window(current.table.index(), nav.tables.len(), MAX_LINKS / 2);
    let more = nav.tables.len() - shown.len();
    Listing { items: shown.map(table).collect(), more, all: page(Page::Api(api)) }
}

/// Returns a range of at limit `limit` positions, centered on a position if possible.
fn window(position: usize, length: usize, limit: usize) -> Range<usize> {
    let start = position.saturating_sub(limit / 2).min(length.saturating_sub(limit));
    start..length.min(start + limit)
}
