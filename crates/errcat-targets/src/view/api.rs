//! One API, without its errors.

use errcat_catalog::model::{Api, ApiId, Guide, GuideId, Id, Success};
use serde::Serialize;

use super::body::EnvelopeView;
use super::param::HeaderView;
use super::table::TableView;
use super::text::markdown;
use crate::docs::links::Place;
use crate::docs::page::Page;

/// What an API's errors share.
#[derive(Debug, Serialize)]
pub(crate) struct ApiView<'a> {
    /// The folder's name, in `snake_case`.
    name: &'a str,
    /// `Kakunin`.
    title: &'a str,
    /// Markdown.
    summary: String,
    /// The Markdown page; absolute if the catalog says where the site is published, otherwise relative to the site's root.
    url: String,
    /// Where requests go, without a slash at the end.
    base_url: Option<&'a str>,
    /// Where the site is published, without a slash at the end.
    docs_url: Option<&'a str>,
    /// Its own documentation.
    reference: Option<&'a str>,
    /// Who answers for it.
    owner: Option<&'a str>,
    /// Statuses without an error.
    success: Vec<SuccessView<'a>>,
    /// The bodies that its errors have.
    envelopes: Vec<EnvelopeView<'a>>,
    /// The headers that its errors have.
    headers: Vec<HeaderView<'a>>,
    /// In the order of the docs.
    tables: Vec<TableView<'a>>,
    /// In the order of the docs.
    guides: Vec<GuideView<'a>>,
}

/// A status without an error.
#[derive(Debug, Serialize)]
pub(crate) struct SuccessView<'a> {
    /// `200`.
    status: u16,
    /// `OK`.
    title: &'a str,
    /// Plain text.
    doc: &'a str,
}

/// A page of prose.
#[derive(Debug, Serialize)]
pub(crate) struct GuideView<'a> {
    /// The file's stem.
    name: &'a str,
    /// Plain text.
    title: &'a str,
    /// The Markdown page, like the error's.
    url: String,
    /// Markdown, without the title.
    text: String,
}

impl<'a> ApiView<'a> {
    /// The API of an id.
    pub(crate) fn new(place: &Place<'a>, id: ApiId) -> Self {
        let api = place.site.api(id);
        let Api {
            name,
            title,
            summary,
            base_url,
            docs_url,
            reference,
            repository: _, // Shows sources, which are for operators.
            owner,
            path: _,     // Where the catalog declares it.
            reserved: _, // About the workspace's code.
            never_raised_allows: _,
            success,
            headers,
            envelopes,
            tables,
            codes: _, // Views of their own.
            guides,
        } = api;
        let guides = Id::enumerate(guides);
        ApiView {
            name,
            title,
            summary: markdown(place, summary),
            url: place.url(Page::Api(id)),
            base_url: base_url.as_deref(),
            docs_url: docs_url.as_deref(),
            reference: reference.as_deref(),
            owner: owner.as_deref(),
            success: success.iter().map(self::success).collect(),
            envelopes: envelopes.iter().map(|envelope| EnvelopeView::new(place, api, envelope)).collect(),
            headers: headers.iter().map(|header| HeaderView::new(place, header)).collect(),
            tables: tables.iter().map(|table| TableView::new(place, api, table)).collect(),
            guides: guides.map(|(guide_id, guide)| self::guide(place, id, guide_id, guide)).collect(),
        }
    }
}

fn success(success: &Success) -> SuccessView<'_> {
    let Success { status, title, doc } = success;
    SuccessView { status: *status, title, doc }
}

fn guide<'a>(place: &Place<'_>, api: ApiId, id: GuideId, guide: &'a Guide) -> GuideView<'a> {
    // `path`: where it is written.
    let Guide { name, title, text, path: _ } = guide;
    let (text, _) = place.guide(text);
    GuideView { name, title, url: place.url(Page::Guide(api, id)), text: text.into_string() }
}
