//! The operations of an API that has more of them than fit on its page, so many a page.

use serde::Serialize;

use super::overview::{self, MAX_OPERATIONS, OperationRow};
use super::{Frame, Link, MAX_LINKS};
use crate::docs::links::Place;
use crate::docs::page::Page;
use errcat_catalog::model::{Api, ApiId};

/// The most operations that a page lists, so that it stays quick to load.
const MAX_OPERATIONS_PER_PAGE: usize = 100;

/// Into how many pages an API's operations are parted; none where they are on its own page.
pub(crate) fn parts_of_operations(api: &Api) -> usize {
    match overview::operations(api).len() {
        ..=MAX_OPERATIONS => 0,
        all => all.div_ceil(MAX_OPERATIONS_PER_PAGE),
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct OperationsPage {
    page: Frame,
    api: Link,
    /// Which of the pages this is, from 1, and how many there are.
    number: usize,
    of: usize,
    operations: Vec<OperationRow>,
    previous: Option<Link>,
    next: Option<Link>,
}

impl OperationsPage {
    /// `number` is from 0.
    pub(crate) fn new(place: &Place<'_>, api_id: ApiId, number: usize) -> Self {
        let api = place.site.api(api_id);
        let operations = overview::operations(api);
        let of = operations.len().div_ceil(MAX_OPERATIONS_PER_PAGE);
        let first = number * MAX_OPERATIONS_PER_PAGE;
        let shown = first..operations.len().min(first + MAX_OPERATIONS_PER_PAGE);
        let title = match number {
            0 => format!("{}: operations", api.title),
            _ => format!("{}: operations, page {}", api.title, number + 1),
        };
        let description = || format!("The errors of each operation of {}", api.title);
        let page = |number: usize, text: &str| Link::new(place, Page::Operations(api_id, number), text);
        OperationsPage {
            page: Frame::new(place, Page::Operations(api_id, number), &title, description, &api.path),
            api: Link::new(place, Page::Api(api_id), &api.title),
            number: number + 1,
            of,
            operations: shown
                .map(|position| operations.row(place, api_id, position, MAX_LINKS / 2))
                .collect(),
            previous: number.checked_sub(1).map(|number| page(number, "Previous page")),
            next: (number + 1 < of).then(|| page(number + 1, "Next page")),
        }
    }
}
