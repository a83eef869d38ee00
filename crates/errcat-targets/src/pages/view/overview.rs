//! Lists errors by status and by operation.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::occurrence::Operation;
use super::{ErrorLink, Listing, MAX_LINKS, Status};
use crate::docs::links::PageContext;
use crate::docs::page::Page;
use crate::view::SuccessView;
use errcat_catalog::model::{Api, ApiId, CodeId, Id, TableId};

/// The maximum number of links in an overview, in all of its rows, so that pages don't grow with the catalog.
const MAX_OVERVIEW_LINKS: usize = 300;

/// The maximum number of operations on an API's page. If there are more, they have their own pages.
pub(super) const MAX_OPERATIONS: usize = 60;

/// A status with its errors. `errors` is `None` for a status that isn't an error.
#[derive(Debug, Serialize)]
pub(super) struct StatusRow {
    #[serde(flatten)]
    status: Status,
    /// The catalog's title of a success status.
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

/// Operations with the tables that list them. Their errors aren't stored, because many operations with many
/// errors would take too much memory.
pub(super) struct Operations<'a>(Vec<(&'a str, Vec<TableId>)>);

pub(super) fn statuses(cx: &PageContext<'_>, api_id: ApiId, success: &[SuccessView<'_>]) -> Vec<StatusRow> {
    let api = cx.site.api(api_id);
    let mut codes: BTreeMap<u16, Vec<CodeId>> = BTreeMap::new();
    for success in success {
        codes.entry(success.status).or_default();
    }
    for code in Id::all(&api.codes) {
        for status in &api.owner(code).statuses {
            codes.entry(*status).or_default().push(code);
        }
    }
    let limit = links_per_row(codes.len());
    let rows = codes.into_iter().map(|(number, codes)| {
        let success = success.iter().find(|success| success.status == number);
        let links = codes.iter().map(|code| ErrorLink::new(cx, api_id, *code));
        let all = cx.all_codes(api_id, Some(("status", &number.to_string())));
        StatusRow {
            status: Status::new(number),
            title: success.map(|success| success.title.to_owned()),
            doc: success.map(|success| success.doc.to_owned()),
            errors: Listing::first(links, limit, cx.href(&all)),
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
    /// Returns the number of operations.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the first operations, for the API's page.
    pub(super) fn listing(&self, cx: &PageContext<'_>, api_id: ApiId) -> Option<Listing<OperationRow>> {
        let limit = links_per_row(self.len().min(MAX_OPERATIONS));
        let rows = (0..self.len()).map(|position| self.row(cx, api_id, position, limit));
        Listing::first(rows, MAX_OPERATIONS, cx.href(&cx.url(Page::Operations(api_id, 0))))
    }

    /// Returns one operation, with at limit `limit` of its errors.
    pub(super) fn row(
        &self,
        cx: &PageContext<'_>,
        api_id: ApiId,
        position: usize,
        limit: usize,
    ) -> OperationRow {
        let (operation, tables) = &self.0[position];
        let filter = match tables.as_slice() {
            [only] => Some(("table", cx.site.api(api_id)[*only].name.as_str())),
            _ => None,
        };
        let tables = tables.iter().map(|table| &cx.site.api(api_id)[*table].entries);
        let all: usize = tables.clone().map(Vec::len).sum();
        let shown = tables.flatten().take(limit);
        let items: Vec<_> = shown.map(|entry| ErrorLink::new(cx, api_id, entry.code)).collect();
        let more = all - items.len();
        let all = cx.href(&cx.all_codes(api_id, filter));
        let errors = (!items.is_empty()).then_some(Listing { items, more, all });
        OperationRow { operation: Operation::new(operation), errors }
    }
}

fn links_per_row(rows: usize) -> usize {
    (MAX_OVERVIEW_LINKS / rows.max(1)).clamp(3, MAX_LINKS)
}
