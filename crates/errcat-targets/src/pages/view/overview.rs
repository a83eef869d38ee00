//! Errors by status and by operation.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::occurrence::Operation;
use super::{ErrorLink, Listing, MAX_LINKS, Status};
use crate::docs::links::Place;
use crate::docs::page::Page;
use crate::view::SuccessView;
use errcat_catalog::model::{Api, ApiId, CodeId, Id, TableId};

/// The most links in such an overview, all its rows together, so that no page grows with the catalog.
const MAX_OVERVIEW_LINKS: usize = 300;

/// The most operations on an API's page; where there are more, they have pages of their own.
pub(super) const MAX_OPERATIONS: usize = 60;

/// A status, and which errors have it; none for one that is no error.
#[derive(Debug, Serialize)]
pub(super) struct StatusRow {
    #[serde(flatten)]
    status: Status,
    /// What the catalog calls it, where no error has it.
    title: Option<String>,
    doc: Option<String>,
    errors: Option<Listing<ErrorLink>>,
}

#[derive(Debug, Serialize)]
pub(super) struct OperationRow {
    #[serde(flatten)]
    operation: Operation,
    errors: Option<Listing<ErrorLink>>,
}

/// Each operation with the tables that name it, in their order. Not with their errors: many operations of many errors
/// would be too many.
pub(super) struct Operations<'a>(Vec<(&'a str, Vec<TableId>)>);

pub(super) fn statuses(place: &Place<'_>, api_id: ApiId, success: &[SuccessView<'_>]) -> Vec<StatusRow> {
    let api = place.site.api(api_id);
    let mut codes: BTreeMap<u16, Vec<CodeId>> = BTreeMap::new();
    for success in success {
        codes.entry(success.status).or_default();
    }
    for code in Id::all(&api.codes) {
        for status in &api.owner(code).statuses {
            codes.entry(*status).or_default().push(code);
        }
    }
    let most = links_of_each(codes.len());
    let rows = codes.into_iter().map(|(number, codes)| {
        let success = success.iter().find(|success| success.status == number);
        let links = codes.iter().map(|code| ErrorLink::new(place, api_id, *code));
        let all = place.all_codes(api_id, Some(("status", &number.to_string())));
        StatusRow {
            status: Status::new(number),
            title: success.map(|success| success.title.to_owned()),
            doc: success.map(|success| success.doc.to_owned()),
            errors: Listing::first(links, most, place.href(&all)),
        }
    });
    rows.collect()
}

pub(super) fn operations(api: &Api) -> Operations<'_> {
    let mut order: Vec<(&str, Vec<TableId>)> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for (id, table) in Id::enumerate(&api.tables) {
        for operation in &table.operations {
            let position = *positions.entry(operation).or_insert_with(|| {
                order.push((operation, Vec::new()));
                order.len() - 1
            });
            order[position].1.push(id);
        }
    }
    Operations(order)
}

impl Operations<'_> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The first of them, for the API's page.
    pub(super) fn listing(&self, place: &Place<'_>, api_id: ApiId) -> Option<Listing<OperationRow>> {
        let most = links_of_each(self.len().min(MAX_OPERATIONS));
        let rows = (0..self.len()).map(|position| self.row(place, api_id, position, most));
        Listing::first(rows, MAX_OPERATIONS, place.href(&place.url(Page::Operations(api_id, 0))))
    }

    /// One of them, with so many of its errors.
    pub(super) fn row(&self, place: &Place<'_>, api_id: ApiId, position: usize, most: usize) -> OperationRow {
        let (operation, tables) = &self.0[position];
        let filter = match tables.as_slice() {
            [only] => Some(("table", place.site.api(api_id)[*only].name.as_str())),
            _ => None,
        };
        let tables = tables.iter().map(|table| &place.site.api(api_id)[*table].entries);
        let all: usize = tables.clone().map(Vec::len).sum();
        let shown = tables.flatten().take(most);
        let items: Vec<_> = shown.map(|entry| ErrorLink::new(place, api_id, entry.code)).collect();
        let more = all - items.len();
        let all = place.href(&place.all_codes(api_id, filter));
        let errors = (!items.is_empty()).then_some(Listing { items, more, all });
        OperationRow { operation: Operation::new(operation), errors }
    }
}

fn links_of_each(rows: usize) -> usize {
    (MAX_OVERVIEW_LINKS / rows.max(1)).clamp(3, MAX_LINKS)
}
