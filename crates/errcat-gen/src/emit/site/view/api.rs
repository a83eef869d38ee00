//! One API: what its errors share, and all of them.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::body::{self, FieldRow};
use super::example::Panel;
use super::guide::{self, GuideLink};
use super::occurrence::Operation;
use super::params::{self, HeaderRow};
use super::{ErrorLink, Frame, LIST_LIMIT, Link, Listing, Status};
use crate::emit::site::links::{Page, Place, table_id};
use crate::emit::site::markdown::Markup;
use crate::emit::site::words;
use crate::model::{Api, Envelope, Table};

#[derive(Debug, Serialize)]
pub(in crate::emit::site) struct ApiPage {
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
    tables: Vec<TableView>,
    headers: Vec<HeaderRow>,
    operations: Vec<OperationRow>,
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

/// A status, and which errors have it; none for one that is no error.
#[derive(Debug, Serialize)]
struct StatusRow {
    #[serde(flatten)]
    status: Status,
    /// What the catalog calls it, where no error has it.
    title: Option<String>,
    doc: Option<String>,
    errors: Option<Listing<ErrorLink>>,
}

#[derive(Debug, Serialize)]
struct TableView {
    id: String,
    title: String,
    summary: Option<Markup>,
    operations: Vec<Operation>,
    errors: Vec<ErrorLink>,
    source: String,
}

#[derive(Debug, Serialize)]
struct OperationRow {
    #[serde(flatten)]
    operation: Operation,
    errors: Option<Listing<ErrorLink>>,
}

impl ApiPage {
    pub(in crate::emit::site) fn new(place: &Place<'_>, api_index: usize) -> Self {
        let api = place.site.api(api_index);
        let title = format!("{} errors", api.title);
        let files = ["llms-full.txt", "errors.json"];
        ApiPage {
            page: Frame::new(place, Page::Api(api_index), &title, || place.plain(&api.summary), &api.path),
            name: api.name.clone(),
            title: api.title.clone(),
            summary: place.block(&api.summary),
            base_url: api.base_url.clone(),
            owner: api.owner.clone(),
            reference: Link::external(place, api.reference.as_deref(), "API documentation"),
            errors: api.codes.len(),
            files: files
                .map(|file| {
                    let url = place.file(Some(api_index), &format!("{}/{file}", api.name));
                    Link { text: file.to_owned(), url: place.href(&url) }
                })
                .into(),
            envelopes: envelopes(place, api),
            statuses: statuses(place, api_index),
            tables: api.tables.iter().map(|table| TableView::new(place, api_index, table)).collect(),
            headers: api.headers.iter().map(|header| params::header(place, header)).collect(),
            operations: operations(place, api_index),
            guides: guide::links(place, api_index, None),
        }
    }
}

/// Each with the response to the first error that has it.
fn envelopes(place: &Place<'_>, api: &Api) -> Vec<EnvelopeView> {
    let mut first = vec![None; api.envelopes.len()];
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        if let Some(envelope) = entry.envelope {
            first[envelope].get_or_insert(entry);
        }
    }
    let view = |(envelope, entry): (&Envelope, Option<_>)| EnvelopeView {
        id: format!("envelope-{}", envelope.name),
        name: envelope.name.clone(),
        summary: place.block(&envelope.summary),
        content_type: envelope.content_type.clone(),
        identity: words::identify_by(&envelope.identify_by),
        fields: body::fields(place, api, envelope),
        sample: entry.and_then(|entry| Panel::encoded(place, api, entry)),
    };
    api.envelopes.iter().zip(first).map(view).collect()
}

fn statuses(place: &Place<'_>, api_index: usize) -> Vec<StatusRow> {
    let api = place.site.api(api_index);
    let mut codes: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for success in &api.success {
        codes.entry(success.status).or_default();
    }
    for code in 0..api.codes.len() {
        for status in &api.owner(code).statuses {
            codes.entry(*status).or_default().push(code);
        }
    }
    let all = || place.href(&format!("{}#errors", place.url(Page::Api(api_index))));
    let rows = codes.into_iter().map(|(number, codes)| {
        let success = api.success.iter().find(|success| success.status == number);
        let links = codes.iter().map(|code| ErrorLink::new(place, api_index, *code));
        StatusRow {
            status: Status::new(number),
            title: success.map(|success| success.title.clone()),
            doc: success.map(|success| success.doc.clone()),
            errors: Listing::first(links, LIST_LIMIT, all()),
        }
    });
    rows.collect()
}

/// In the order of the tables that name them.
fn operations(place: &Place<'_>, api_index: usize) -> Vec<OperationRow> {
    let api = place.site.api(api_index);
    let mut order: Vec<&str> = Vec::new();
    let mut codes: HashMap<&str, Vec<usize>> = HashMap::new();
    for table in &api.tables {
        for operation in &table.operations {
            let codes = codes.entry(operation).or_insert_with(|| {
                order.push(operation);
                Vec::new()
            });
            codes.extend(table.entries.iter().map(|entry| entry.code));
        }
    }
    let all = || place.href(&format!("{}#errors", place.url(Page::Api(api_index))));
    let rows = order.into_iter().map(|operation| {
        let links = codes[operation].iter().map(|code| ErrorLink::new(place, api_index, *code));
        OperationRow {
            operation: Operation::new(operation),
            errors: Listing::first(links, LIST_LIMIT, all()),
        }
    });
    rows.collect()
}

impl TableView {
    fn new(place: &Place<'_>, api_index: usize, table: &Table) -> Self {
        TableView {
            id: table_id(&table.name),
            title: table.title.clone(),
            summary: table.summary.as_deref().map(|summary| place.block(summary)),
            operations: table.operations.iter().map(|operation| Operation::new(operation)).collect(),
            errors: table.entries.iter().map(|entry| ErrorLink::of_entry(place, api_index, entry)).collect(),
            source: table.path.clone(),
        }
    }
}
