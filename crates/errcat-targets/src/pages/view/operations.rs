//! The pages of operations, for an API with more operations than fit on its page.

use serde::Serialize;

use super::overview::{self, MAX_OPERATIONS, OperationRow};
use super::{Frame, Link, MAX_LINKS};
use crate::docs::links::PageContext;
use crate::docs::page::Page;
use errcat_catalog::model::{Api, ApiId};

/// The maximum number of operations on a page, so that it loads quickly.
const MAX_OPERATIONS_PER_PAGE: usize = 100;

/// Returns the number of pages. 0 if the API's page lists all operations.
pub(crate) fn operation_page_count(api: &Api) -> usize {
    match overview::operations(api).len() {
        ..=MAX_OPERATIONS => 0,
        all => all.div_ceil(MAX_OPERATIONS_PER_PAGE),
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct OperationsPage {
    page: Frame,
    api: Link,
    /// The number of this page, starting at 1, and the number of pages.
    number: usize,
    of: usize,
    operations: Vec<OperationRow>,
    previous: Option<Link>,
    next: Option<Link>,
}

impl OperationsPage {
    /// Creates a page. `number` starts at 0.
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, number: usize) -> Self {
        let api = cx.site.api(api_id);
        let operations = overview::operations(api);
        let of = operations.len().div_ceil(MAX_OPERATIONS_PER_PAGE);
        let first = number * MAX_OPERATIONS_PER_PAGE;
        let shown = first..operations.len().min(first + MAX_OPERATIONS_PER_PAGE);
        let title = match number {
            0 => format!("{}: operations", api.title),
            _ => format!("{}: operations, page {}", api.title, number + 1),
        };
        let description = || format!("The errors of each operation of {}", api.title);
        let page = |number: usize, text: &str| Link::new(cx, Page::Operations(api_id, number), text);
        OperationsPage {
            page: Frame::new(cx, Page::Operations(api_id, number), &title, description, &api.path),
            api: Link::new(cx, Page::Api(api_id), &api.title),
            number: number + 1,
            of,
            operations: shown.map(|position| operations.row(cx, api_id, position, MAX_LINKS / 2)).collect(),
            previous: number.checked_sub(1).map(|number| page(number, "Previous page")),
            next: (number + 1 < of).then(|| page(number + 1, "Next page")),
        }
    }
}
