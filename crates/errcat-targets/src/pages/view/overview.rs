//! Lists successful statuses, and errors by operation.

use std::collections::HashMap;

use serde::Serialize;

use super::occurrence::Operation;
use super::{ErrorLink, Listing, MAX_LINKS, Status};
use crate::docs::links::PageContext;
use crate::docs::page::Page;
use crate::view::SuccessView;
use errcat_catalog::model::{Api, ApiId, CodeId, Entry, Id, StatusWord, TableId};

/// The maximum number of links in an overview, in all of its rows, so that pages don't grow with the catalog.
const MAX_OVERVIEW_LINKS: usize = 300;

/// The maximum number of operations on an API's page. If there are more, they have their own pages.
pub(super) const MAX_OPERATIONS: usize = 60;

/// A status that isn't an error.
#[derive(Debug, Serialize)]
pub(super) struct SuccessRow {
    #[serde(flatten)]
    status: Status,
    title: String,
    doc: String,
}

#[derive(Debug, Serialize)]
pub(super) struct OperationRow {
    #[serde(flatten)]
    operation: Operation,
    errors: Option<Listing<ErrorLink>>,
}

/// Operations with what lists them. Their errors aren't stored, because many operations with many errors
/// would take too much memory.
pub(super) struct Operations<'a> {
    rows: Vec<(&'a str, Vec<Lister>)>,
    /// The errors of each table that have the table's operations.
    of_tables: Vec<Vec<CodeId>>,
}

/// A part of the catalog that lists an operation.
#[derive(Clone, Copy)]
enum Lister {
    /// A table, for its errors without their own operations.
    Table(TableId),
    Error(CodeId),
}

pub(super) fn success(success: &[SuccessView<'_>]) -> Vec<SuccessRow> {
    let row = |success: &SuccessView<'_>| SuccessRow {
        status: Status::new(StatusWord::Number(success.status)),
        title: success.title.to_owned(),
        doc: success.doc.to_owned(),
    };
    success.iter().map(row).collect()
}

pub(super) fn operations(api: &Api) -> Operations<'_> {
    let mut rows: Vec<(&str, Vec<Lister>)> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut add = |operation, lister| {
        let position = *positions.entry(operation).or_insert_with(|| {
            rows.push((operation, Vec::new()));
            rows.len() - 1
        });
        rows[position].1.push(lister);
    };
    let mut of_tables = Vec::new();
    for (id, table) in Id::enumerate(&api.tables) {
        table.operations.iter().for_each(|operation| add(operation.as_str(), Lister::Table(id)));
        let (general, own): (Vec<&Entry>, _) =
            table.entries.iter().partition(|entry| entry.operations.is_empty());
        for entry in own {
            entry.operations.iter().for_each(|operation| add(operation, Lister::Error(entry.code)));
        }
        of_tables.push(general.iter().map(|entry| entry.code).collect());
    }
    Operations { rows, of_tables }
}

impl Operations<'_> {
    /// Returns the number of operations.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns `true` if the headings of the tables don't show which operations return which errors: an error
    /// has its own operations, or an operation belongs to several tables.
    pub(super) fn differ_from_tables(&self) -> bool {
        self.rows.iter().any(|(_, listers)| !matches!(listers.as_slice(), [Lister::Table(_)]))
    }

    /// Returns the first operations, for the API's page.
    pub(super) fn listing(&self, cx: &PageContext<'_>, api_id: ApiId) -> Option<Listing<OperationRow>> {
        let limit = links_per_row(self.len().min(MAX_OPERATIONS));
        let rows = (0..self.len()).map(|position| self.row(cx, api_id, position, limit));
        Listing::first(rows, MAX_OPERATIONS, cx.href(&cx.url(Page::Operations(api_id, 0))))
    }

    /// Returns one operation, with at most `limit` of its errors.
    pub(super) fn row(
        &self,
        cx: &PageContext<'_>,
        api_id: ApiId,
        position: usize,
        limit: usize,
    ) -> OperationRow {
        let (operation, listers) = &self.rows[position];
        let filter = match listers.as_slice() {
            [Lister::Table(only)] => Some(("table", cx.site.api(api_id)[*only].name.as_str())),
            _ => None,
        };
        let codes = listers.iter().map(|lister| match lister {
            Lister::Table(table) => self.of_tables[table.index()].as_slice(),
            Lister::Error(code) => std::slice::from_ref(code),
        });
        let all: usize = codes.clone().map(<[CodeId]>::len).sum();
        let shown = codes.flatten().take(limit);
        let items: Vec<_> = shown.map(|code| ErrorLink::new(cx, api_id, *code)).collect();
        let more = all - items.len();
        let all = cx.href(&cx.all_codes(api_id, filter));
        let errors = (!items.is_empty()).then_some(Listing { items, more, all });
        OperationRow { operation: Operation::new(cx, cx.site.api(api_id), operation), errors }
    }
}

fn links_per_row(rows: usize) -> usize {
    (MAX_OVERVIEW_LINKS / rows.max(1)).clamp(3, MAX_LINKS)
}
