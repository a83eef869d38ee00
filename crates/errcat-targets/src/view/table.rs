//! A single table.

use errcat_catalog::model::{Api, Table};
use serde::Serialize;

use super::text::CatalogText;
use crate::docs::links::PageContext;

/// A group of related errors.
#[derive(Debug, Serialize)]
pub(crate) struct TableView<'a> {
    /// The file's stem, in `snake_case`.
    pub(crate) name: &'a str,
    /// `Certificate issuance`.
    pub(crate) title: &'a str,
    /// Markdown.
    pub(crate) summary: Option<CatalogText<'a>>,
    /// Operations such as `POST /v1/agents/{id}/certify`. If there are none, any operation can return the
    /// errors.
    pub(crate) operations: &'a [String],
    /// The file in the catalog.
    pub(crate) source: &'a str,
    /// The codes of its errors, including codes that are shared with other tables.
    pub(crate) codes: Vec<&'a str>,
}

impl<'a> TableView<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, api: &'a Api, table: &'a Table) -> Self {
        // `reserved` is for the workspace's code.
        let Table { name, title, summary, operations, path, reserved: _, entries } = table;
        TableView {
            name,
            title,
            summary: summary.as_deref().map(|summary| CatalogText::new(cx, summary)),
            operations,
            source: path,
            codes: entries.iter().map(|entry| api[entry.code].code.as_str()).collect(),
        }
    }
}
