//! One API, without its errors.

use errcat_catalog::model::{Api, ApiId, Guide, GuideId, Id, Success};
use serde::Serialize;

use super::body::EnvelopeView;
use super::param::HeaderView;
use super::table::TableView;
use super::text::Text;
use crate::docs::links::Place;
use crate::docs::page::Page;

/// What an API's errors share.
#[derive(Debug, Serialize)]
pub(crate) struct ApiView<'a> {
    /// The folder's name, in `snake_case`.
    pub(crate) name: &'a str,
    /// `Kakunin`.
    pub(crate) title: &'a str,
    /// Markdown.
    pub(crate) summary: Text<'a>,
    /// The Markdown page; absolute if the catalog says where the site is published, otherwise relative to the site's root.
    pub(crate) url: String,
    /// Where requests go, without a slash at the end.
    pub(crate) base_url: Option<&'a str>,
    /// Where the site is published, without a slash at the end.
    pub(crate) docs_url: Option<&'a str>,
    /// Its own documentation.
    pub(crate) reference: Option<&'a str>,
    /// Who answers for it.
    pub(crate) owner: Option<&'a str>,
    /// Statuses without an error.
    pub(crate) success: Vec<SuccessView<'a>>,
    /// The bodies that its errors have.
    pub(crate) envelopes: Vec<EnvelopeView<'a>>,
    /// The headers that its errors have.
    pub(crate) headers: Vec<HeaderView<'a>>,
    /// In the order of the docs.
    pub(crate) tables: Vec<TableView<'a>>,
    /// In the order of the docs.
    pub(crate) guides: Vec<GuideView<'a>>,
}

/// A status without an error.
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
    /// The Markdown page, like the error's.
    pub(crate) url: String,
    /// Markdown, without the title.
    #[serde(serialize_with = "Text::serialize_guide")]
    pub(crate) text: Text<'a>,
}

impl<'a> ApiView<'a> {
    /// The API of an id.
    pub(crate) fn new(place: &'a Place<'a>, id: ApiId) -> Self {
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
            summary: Text::new(place, summary),
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

fn guide<'a>(place: &'a Place<'a>, api: ApiId, id: GuideId, guide: &'a Guide) -> GuideView<'a> {
    // `path`: where it is written.
    let Guide { name, title, text, path: _ } = guide;
    GuideView { name, title, url: place.url(Page::Guide(api, id)), text: Text::new(place, text) }
}
