//! What stands beside an error: the API's tables, and in its own table the errors around it.
//!
//! All errors of an API lie equally deep, so links from one to another read the same on each of their pages. They
//! are made once, as the templates' own values, which a page shares instead of copying.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::{Link, Listing, MAX_LINKS};
use crate::docs::links::Place;
use crate::docs::page::Page;
use crate::docs::site::NavLinks;
use errcat_catalog::model::{ApiId, EntryId, Id, Table};

/// A table beside a page.
#[derive(Debug, Serialize)]
pub(super) struct NavTable {
    link: Value,
    /// The errors around the page's, itself among them; nothing in other tables.
    errors: Option<Listing<Value>>,
}

/// The links from the page of any error of the API.
pub(super) fn links(place: &Place<'_>, api_id: ApiId) -> NavLinks {
    let api = place.site.api(api_id);
    let link = |page: Page, text: &str| Value::from_serializable(&Link::new(place, page, text));
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

/// What is near an error.
pub(super) fn near(nav: &NavLinks, place: &Place<'_>, api: ApiId, current: EntryId) -> Listing<NavTable> {
    let page = |page: Page| place.href(&place.url(page));
    let table = |position: usize| NavTable {
        link: nav.tables[position].clone(),
        errors: (position == current.table.index()).then(|| {
            let all = &nav.errors[position];
            let shown = around(current.entry.index(), all.len(), MAX_LINKS);
            let more = all.len() - shown.len();
            Listing { items: all[shown].to_vec(), more, all: page(Page::Table(api, current.table)) }
        }),
    };
    let shown = around(current.table.index(), nav.tables.len(), MAX_LINKS / 2);
    let more = nav.tables.len() - shown.len();
    Listing { items: shown.map(table).collect(), more, all: page(Page::Api(api)) }
}

/// As many positions before one as after it, as far as there are any, and no more than `most`.
fn around(position: usize, length: usize, most: usize) -> Range<usize> {
    let start = position.saturating_sub(most / 2).min(length.saturating_sub(most));
    start..length.min(start + most)
}
