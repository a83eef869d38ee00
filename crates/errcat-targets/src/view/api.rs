//! A single API, without its errors.

use std::borrow::Cow;
use std::collections::HashSet;

use errcat_catalog::model::{Api, ApiId, Envelope, Fact, FactRange, Guide, GuideId, Id, Success, Table};
use errcat_catalog::shape::Choice;
use serde::Serialize;
use serde_json::Value as Json;

use super::body::EnvelopeView;
use super::named::Named;
use super::param::HeaderView;
use super::table::TableView;
use super::text::CatalogText;
use crate::docs::links::PageContext;
use crate::docs::page::Page;

/// The facts that an API's errors share.
#[derive(Debug, Serialize)]
pub(crate) struct ApiView<'a> {
    /// The folder's name, in `snake_case`.
    pub(crate) name: &'a str,
    /// `Kakunin`.
    pub(crate) title: &'a str,
    /// Markdown.
    pub(crate) summary: CatalogText<'a>,
    /// The URL of the Markdown page. Absolute if the catalog specifies the site's address, otherwise relative
    /// to the site's root.
    pub(crate) url: String,
    /// The base URL of requests, without a slash at the end.
    pub(crate) base_url: Option<&'a str>,
    /// The site's address, without a slash at the end.
    pub(crate) docs_url: Option<&'a str>,
    /// The URL of the API's documentation.
    pub(crate) reference: Option<&'a str>,
    /// The version of the API.
    pub(crate) version: Option<&'a str>,
    /// The owner.
    pub(crate) owner: Option<&'a str>,
    /// The type of the codes on the wire: `string` or `integer`.
    pub(crate) code_type: &'static str,
    /// The envelope of responses whose error isn't known. Null if most errors are never a body.
    pub(crate) envelope: Option<Named<'a, Envelope>>,
    /// The facts that its errors can have, and that clients may see.
    pub(crate) facts: Vec<FactView<'a>>,
    /// Statuses that aren't errors.
    pub(crate) success: Vec<SuccessView<'a>>,
    /// The formats of its error bodies.
    pub(crate) envelopes: Vec<EnvelopeView<'a>>,
    /// The headers of its errors.
    pub(crate) headers: Vec<HeaderView<'a>>,
    /// The operations that errors or tables name, each once.
    pub(crate) operations: Vec<&'a str>,
    /// In the order of the docs.
    pub(crate) tables: Vec<TableView<'a>>,
    /// In the order of the docs.
    pub(crate) guides: Vec<GuideView<'a>>,
}

/// A constant that errors have in addition to their code.
#[derive(Debug, Serialize)]
pub(crate) struct FactView<'a> {
    /// `errno`.
    pub(crate) name: &'a str,
    /// The type: `string`, `integer`, `number` or `boolean`.
    #[serde(rename = "type")]
    pub(crate) ty: Cow<'a, str>,
    /// Markdown.
    pub(crate) doc: CatalogText<'a>,
    /// `true` if no two codes have the same value.
    pub(crate) unique: bool,
    /// The values that it can have. Empty if it can have any.
    pub(crate) values: &'a [Json],
    /// The numbers that the errors of a table can have.
    pub(crate) ranges: Vec<FactRangeView<'a>>,
}

/// The numbers that the errors of a table can have.
#[derive(Debug, Serialize)]
pub(crate) struct FactRangeView<'a> {
    /// The name of the table.
    pub(crate) table: &'a str,
    /// The first number.
    pub(crate) first: i64,
    /// The last number.
    pub(crate) last: i64,
}

/// A status that isn't an error.
#[derive(Debug, Serialize)]
pub(crate) struct SuccessView<'a> {
    /// `200`.
    pub(crate) status: u16,
    /// `OK`.
    pub(crate) title: &'a str,
    /// Plain text.
    pub(crate) doc: &'a str,
}

/// A page of prose.
#[derive(Debug, Serialize)]
pub(crate) struct GuideView<'a> {
    /// The file's stem.
    pub(crate) name: &'a str,
    /// Plain text.
    pub(crate) title: &'a str,
    /// The URL of the Markdown page.
    pub(crate) url: String,
    /// Markdown, without the title.
    #[serde(serialize_with = "CatalogText::serialize_guide")]
    pub(crate) text: CatalogText<'a>,
}

impl<'a> ApiView<'a> {
    /// Creates the view of an API.
    pub(crate) fn new(cx: &'a PageContext<'a>, id: ApiId) -> Self {
        let api = cx.site.api(id);
        let Api {
            name,
            title,
            summary,
            base_url,
            docs_url,
            page_path: _,         // `url` and `docs_url` of each error.
            former_page_paths: _, // `former_pages`
            reference,
            version,
            version_place: _, // Not for readers.
            repository: _,    // Links to sources, which are for operators.
            owner,
            path: _,     // The location in the catalog.
            publish: _,  // Views contain no internal facts.
            reserved: _, // For the workspace's code.
            never_raised_allows: _,
            missing_fallback: _,
            missing_fallback_allows: _,
            code_type,
            facts,
            envelope,
            success,
            headers,
            envelopes,
            tables,
            codes: _,        // They have their own views.
            former_pages: _, // They lead to the pages of errors.
            guides,
        } = api;
        let guides = Id::enumerate(guides);
        ApiView {
            name,
            title,
            summary: CatalogText::new(cx, summary),
            url: cx.url(Page::Api(id)),
            base_url: base_url.as_deref(),
            docs_url: docs_url.as_deref(),
            reference: reference.as_deref(),
            version: version.as_deref(),
            owner: owner.as_deref(),
            code_type: code_type.word(),
            envelope: envelope.map(|envelope| Named::new(api, envelope)),
            facts: facts.iter().filter(|it| it.is_public()).map(|it| FactView::new(cx, api, it)).collect(),
            success: success.iter().map(self::success).collect(),
            envelopes: envelopes.iter().map(|envelope| EnvelopeView::new(cx, api, envelope)).collect(),
            headers: headers.iter().map(|header| HeaderView::new(cx, header)).collect(),
            operations: operations(tables),
            tables: tables.iter().map(|table| TableView::new(cx, api, table)).collect(),
            guides: guides.map(|(guide_id, guide)| self::guide(cx, id, guide_id, guide)).collect(),
        }
    }
}

impl<'a> FactView<'a> {
    /// Creates the view of a fact.
    pub(crate) fn new(cx: &'a PageContext<'a>, api: &'a Api, fact: &'a Fact) -> Self {
        let Fact { name, ty, doc, unique, values, ranges, audience: _, line: _ } = fact;
        let range = |range: &FactRange| {
            let FactRange { table, first, last } = *range;
            FactRangeView { table: &api[table].name, first, last }
        };
        FactView {
            name,
            ty: ty.name(),
            doc: CatalogText::new(cx, doc),
            unique: *unique,
            values,
            ranges: ranges.iter().map(range).collect(),
        }
    }
}

/// Returns the operations that errors or tables name, in the order of the docs.
fn operations(tables: &[Table]) -> Vec<&str> {
    let mut seen = HashSet::new();
    let of_entries = tables.iter().flat_map(|table| {
        table.entries.iter().flat_map(|entry| table.operations_of(entry)).map(String::as_str)
    });
    of_entries.filter(|operation| seen.insert(*operation)).collect()
}

fn success(success: &Success) -> SuccessView<'_> {
    let Success { status, title, doc } = success;
    SuccessView { status: *status, title, doc }
}

fn guide<'a>(cx: &'a PageContext<'a>, api: ApiId, id: GuideId, guide: &'a Guide) -> GuideView<'a> {
    // `path` is the location in the catalog.
    let Guide { name, title, text, path: _ } = guide;
    GuideView { name, title, url: cx.url(Page::Guide(api, id)), text: CatalogText::new(cx, text) }
}
