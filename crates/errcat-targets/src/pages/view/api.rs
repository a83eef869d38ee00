//! One API: what its errors share, and all of them.

use serde::Serialize;

use super::example::Panel;
use super::guide::{self, GuideLink};
use super::occurrence::Operation;
use super::overview::{self, OperationRow, StatusRow};
use super::params::{self, HeaderRow};
use super::{ErrorLink, Frame, Link, Listing, MAX_LINKS};
use crate::docs::links::{MAX_TABLES, Place, table_id};
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::view::fields::{self, FieldRow};
use crate::view::words;
use errcat_catalog::model::{Api, ApiId, Envelope, Table};

#[derive(Debug, Serialize)]
pub(crate) struct ApiPage {
    page: Frame,
    name: String,
    title: String,
    summary: Markup,
    base_url: Option<String>,
    owner: Option<String>,
    reference: Option<Link>,
    errors: usize,
    /// `llms-full.txt`, `errors.json`.
    files: Vec<Link>,
    envelopes: Vec<EnvelopeView>,
    statuses: Vec<StatusRow>,
    tables: Option<Listing<TableView>>,
    headers: Vec<HeaderRow>,
    operations: Option<Listing<OperationRow>>,
    guides: Vec<GuideLink>,
}

#[derive(Debug, Serialize)]
struct EnvelopeView {
    id: String,
    name: String,
    summary: Markup,
    content_type: String,
    identity: String,
    fields: Vec<FieldRow>,
    sample: Option<Panel>,
}

#[derive(Debug, Serialize)]
struct TableView {
    id: String,
    title: String,
    summary: Option<Markup>,
    operations: Vec<Operation>,
    errors: Option<Listing<ErrorLink>>,
    source: String,
}

/// The most errors on an API's page that lists each of them. With more, each table shows only its first ones.
const MAX_ERRORS: usize = 250;

impl ApiPage {
    pub(crate) fn new(place: &Place<'_>, api_id: ApiId) -> Self {
        let api = place.site.api(api_id);
        let Api {
            name,
            title,
            summary,
            base_url,
            docs_url: _, // the pages' addresses
            reference,
            repository: _, // where errors are raised
            owner,
            path,
            reserved: _,            // a note for the workspace's own code
            never_raised_allows: _, // a lint's levels
            success: _,             // overview::statuses
            headers,
            envelopes: _, // envelopes()
            tables: _,    // tables()
            codes,
            guides: _, // guide::links
        } = api;
        let page_title = format!("{title} errors");
        let files = ["llms-full.txt", "errors.json"];
        let files = if place.site.flavor().is_some() { &[][..] } else { &files };
        ApiPage {
            page: Frame::new(place, Page::Api(api_id), &page_title, || place.plain(summary), path),
            name: name.clone(),
            title: title.clone(),
            summary: place.block(summary),
            base_url: base_url.clone(),
            owner: owner.clone(),
            reference: Link::external(place, reference.as_deref(), "API documentation"),
            errors: codes.len(),
            files: files
                .iter()
                .map(|file| {
                    let url = place.file(Some(api_id), &format!("{name}/{file}"));
                    Link { text: (*file).to_owned(), url: place.href(&url) }
                })
                .collect(),
            envelopes: envelopes(place, api),
            statuses: overview::statuses(place, api_id),
            tables: tables(place, api_id),
            headers: headers.iter().map(|header| params::header(place, header)).collect(),
            operations: overview::operations(api).listing(place, api_id),
            guides: guide::links(place, api_id, None),
        }
    }
}

/// Each with the response to the first error that has it.
fn envelopes(place: &Place<'_>, api: &Api) -> Vec<EnvelopeView> {
    let mut first = vec![None; api.envelopes.len()];
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        if let Some(envelope) = entry.envelope {
            first[envelope.index()].get_or_insert(entry);
        }
    }
    let view = |(envelope, entry): (&Envelope, Option<_>)| {
        let Envelope {
            name,
            summary,
            content_type,
            body: _, // fields::fields
            identify_by,
            context: _, // fields::fields
            fields: _,  // fields::fields
            line: _,
        } = envelope;
        EnvelopeView {
            id: format!("envelope-{name}"),
            name: name.clone(),
            summary: place.block(summary),
            content_type: content_type.clone(),
            identity: words::identify_by(identify_by),
            fields: fields::fields(place, api, envelope),
            sample: entry.and_then(|entry| Panel::encoded(place, api, entry)),
        }
    };
    api.envelopes.iter().zip(first).map(view).collect()
}

/// All of them, or of each table the first where the page would grow too large: then so many that all tables come
/// to `MAX_ERRORS`.
fn tables(place: &Place<'_>, api_id: ApiId) -> Option<Listing<TableView>> {
    let api = place.site.api(api_id);
    let entries: usize = api.tables.iter().map(|table| table.entries.len()).sum();
    let shown = api.tables.len().clamp(1, MAX_TABLES);
    let most = if entries <= MAX_ERRORS { entries } else { (MAX_ERRORS / shown).max(1) };
    let tables = api.tables.iter().map(|table| TableView::new(place, api_id, table, most));
    Listing::first(tables, MAX_TABLES, place.href(&place.all_codes(api_id, None)))
}

impl TableView {
    fn new(place: &Place<'_>, api_id: ApiId, table: &Table, most: usize) -> Self {
        let Table {
            name,
            title,
            summary,
            operations,
            path,
            reserved: _, // a note for the workspace's own code
            entries,
        } = table;
        let errors = entries.iter().map(|entry| ErrorLink::of_entry(place, api_id, entry));
        let all = place.href(&place.all_codes(api_id, Some(("table", name))));
        TableView {
            id: table_id(name),
            title: title.clone(),
            summary: summary.as_deref().map(|summary| place.block(summary)),
            operations: operations.iter().take(MAX_LINKS).map(|one| Operation::new(one)).collect(),
            errors: Listing::first(errors, most, all),
            source: path.clone(),
        }
    }
}
