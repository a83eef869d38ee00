//! One table.

use errcat_catalog::model::{Api, Table};
use serde::Serialize;

use super::text::Text;
use crate::docs::links::Place;

/// Errors that belong together.
#[derive(Debug, Serialize)]
pub(crate) struct TableView<'a> {
    /// The file's stem, in `snake_case`.
    pub(crate) name: &'a str,
    /// `Certificate issuance`.
    pub(crate) title: &'a str,
    /// Markdown.
    pub(crate) summary: Option<Text<'a>>,
    /// `POST /v1/agents/{id}/certify`; if there are none, any operation can return its errors.
    pub(crate) operations: &'a [String],
    /// The file of the catalog.
    pub(crate) source: &'a str,
    /// The codes of its errors, those that it shares with other tables included.
    pub(crate) codes: Vec<&'a str>,
}

impl<'a> TableView<'a> {
    pub(super) fn new(place: &'a Place<'a>, api: &'a Api, table: &'a Table) -> Self {
        // `reserved` is about the workspace's code.
        let Table { name, title, summary, operations, path, reserved: _, entries } = table;
        TableView {
            name,
            title,
            summary: summary.as_deref().map(|summary| Text::new(place, summary)),
            operations,
            source: path,
            codes: entries.iter().map(|entry| api[entry.code].code.as_str()).collect(),
        }
    }
}
