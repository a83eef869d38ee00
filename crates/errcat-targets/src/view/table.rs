//! One table.

use errcat_catalog::model::{Api, Table};
use serde::Serialize;

use super::text::markdown;
use crate::docs::links::Place;

/// Errors that belong together.
#[derive(Debug, Serialize)]
pub(crate) struct TableView<'a> {
    /// The file's stem, in `snake_case`.
    name: &'a str,
    /// `Certificate issuance`.
    title: &'a str,
    /// Markdown.
    summary: Option<String>,
    /// `POST /v1/agents/{id}/certify`; if there are none, any operation can return its errors.
    operations: &'a [String],
    /// The file of the catalog.
    source: &'a str,
    /// The codes of its errors, those that it shares with other tables included.
    codes: Vec<&'a str>,
}

impl<'a> TableView<'a> {
    pub(super) fn new(place: &Place<'_>, api: &'a Api, table: &'a Table) -> Self {
        // `reserved` is about the workspace's code.
        let Table { name, title, summary, operations, path, reserved: _, entries } = table;
        TableView {
            name,
            title,
            summary: summary.as_deref().map(|summary| markdown(place, summary)),
            operations,
            source: path,
            codes: entries.iter().map(|entry| api[entry.code].code.as_str()).collect(),
        }
    }
}
