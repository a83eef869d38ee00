//! The page of an API.

use serde::Serialize;

use super::codes::{CodeRow, Filters};
use super::example::Panel;
use super::guide;
use super::occurrence::Operation;
use super::overview::{self, OperationRow, SuccessRow};
use super::params::{self, HeaderRow};
use super::{Frame, Link, Listing, MAX_LINKS};
use crate::docs::links::{MAX_TABLES, PageContext, table_id};
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::view::{ApiView, CatalogText, Encoded, EnvelopeView, FieldView, TableView, words};
use errcat_catalog::model::{Api, ApiId, Code, CodeId, Entry, EnvelopeId, Fact, Id, Table};
use serde_json::Value as Json;

#[derive(Debug, Serialize)]
pub(crate) struct ApiPage {
    page: Frame,
    name: String,
    title: String,
    summary: Markup,
    base_url: Option<String>,
    owner: Option<String>,
    reference: Option<Link>,
    version: Option<String>,
    errors: usize,
    /// Links to `llms-full.txt` and `errors.json`.
    files: Vec<Link>,
    facts: Vec<FactSection>,
    envelopes: Vec<EnvelopeSection>,
    success: Vec<SuccessRow>,
    /// The options of filters.
    filters: Filters,
    /// `true` if the page lists all errors, so that they can be filtered here.
    is_complete: bool,
    /// `true` if any error has a status.
    has_statuses: bool,
    tables: Option<Listing<TableSection>>,
    headers: Vec<HeaderRow>,
    operations: Option<Listing<OperationRow>>,
    guides: Vec<Link>,
}

/// A constant that errors have in addition to their code.
#[derive(Debug, Serialize)]
struct FactSection {
    name: String,
    type_name: String,
    doc: Markup,
    unique: bool,
    values: Vec<String>,
    /// The number of further values.
    more_values: usize,
    ranges: Vec<FactRange>,
    /// The number of further ranges.
    more_ranges: usize,
}

/// The numbers that the errors of a table can have.
#[derive(Debug, Serialize)]
struct FactRange {
    table: Link,
    first: i64,
    last: i64,
}

#[derive(Debug, Serialize)]
struct EnvelopeSection {
    id: String,
    name: String,
    summary: Markup,
    content_type: String,
    identity: String,
    fields: Vec<FieldRow>,
    sample: Option<Panel>,
}

/// A member of a body.
#[derive(Debug, Serialize)]
struct FieldRow {
    /// The path, such as `error.code` or `detail[].loc`.
    path: String,
    /// The type. `None` if it can't be derived from the catalog.
    type_name: Option<String>,
    optional: bool,
    doc: Option<Markup>,
    /// The example of a context field.
    example: Option<String>,
}

#[derive(Debug, Serialize)]
struct TableSection {
    id: String,
    title: String,
    summary: Option<Markup>,
    operations: Vec<Operation>,
    /// The first errors, by status.
    errors: Option<Listing<CodeRow>>,
    source: String,
}

/// The maximum number of errors on an API's page. If there are more, each table only shows its first errors.
const MAX_ERRORS: usize = 250;

impl ApiPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId) -> Self {
        let api = cx.site.api(api_id);
        let view = ApiView::new(cx, api_id);
        let sections = tables(cx, api_id, &view.tables);
        let ApiView {
            name,
            title,
            summary,
            url: _, // the page's address
            base_url,
            docs_url: _, // the pages' addresses
            reference,
            version,
            owner,
            code_type: _, // in the fields of the envelopes
            envelope: _,  // for programs
            facts: _,     // facts()
            success,
            envelopes,
            headers,
            operations: _, // overview::operations
            tables: _,     // tables()
            guides: _,     // guide::links
        } = view;
        let operations = overview::operations(api);
        let page_title = format!("{title} errors");
        let files = ["llms-full.txt", "errors.json"];
        let files = if cx.site.flavor().is_some() { &[][..] } else { &files };
        ApiPage {
            page: Frame::new(cx, Page::Api(api_id), &page_title, || summary.plain(), &api.path),
            name: name.to_owned(),
            title: title.to_owned(),
            summary: summary.block(),
            base_url: base_url.map(str::to_owned),
            owner: owner.map(str::to_owned),
            reference: Link::external(cx, reference, "API documentation"),
            version: version.map(str::to_owned),
            errors: api.codes.len(),
            files: files
                .iter()
                .map(|file| {
                    let url = cx.file(Some(api_id), &format!("{name}/{file}"));
                    Link { text: (*file).to_owned(), url: cx.href(&url) }
                })
                .collect(),
            facts: facts(cx, api_id),
            envelopes: self::envelopes(cx, api, envelopes),
            success: overview::success(&success),
            filters: Filters::new(cx, api_id),
            is_complete: is_complete(api),
            has_statuses: cx.site.has_statuses(api_id),
            tables: sections,
            headers: headers.into_iter().map(params::header).collect(),
            operations: operations
                .listing(cx, api_id)
                .filter(|_| operations.differ_from_tables() || operations.len() > overview::MAX_OPERATIONS),
            guides: guide::links(cx, api_id),
        }
    }
}

/// The id of the section about facts.
pub(super) const FACTS: &str = "facts";

/// Returns the facts that the edition contains.
fn facts(cx: &PageContext<'_>, api_id: ApiId) -> Vec<FactSection> {
    let api = cx.site.api(api_id);
    let section = |fact: &Fact| {
        let Fact { name, ty, doc, unique, values, ranges, audience: _, line: _ } = fact;
        let range = |range: &errcat_catalog::model::FactRange| {
            let table = Link::new(cx, Page::Table(api_id, range.table), &api[range.table].title);
            FactRange { table, first: range.first, last: range.last }
        };
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        FactSection {
            name: name.clone(),
            type_name: ty.words(),
            doc: cx.line(doc),
            unique: *unique,
            values: values.iter().take(MAX_LINKS).map(text).collect(),
            more_values: values.len().saturating_sub(MAX_LINKS),
            ranges: ranges.iter().take(MAX_LINKS).map(range).collect(),
            more_ranges: ranges.len().saturating_sub(MAX_LINKS),
        }
    };
    api.facts.iter().filter(|fact| cx.site.shows(fact)).map(section).collect()
}

/// Returns the response formats as the author wrote them, each with the response of the first error that
/// uses it.
fn envelopes(cx: &PageContext<'_>, api: &Api, views: Vec<EnvelopeView<'_>>) -> Vec<EnvelopeSection> {
    let mut first = vec![None; api.envelopes.len()];
    for entry in api.tables.iter().flat_map(|table| &table.entries) {
        if let Some(envelope) = entry.envelope {
            first[api.as_written(envelope).index()].get_or_insert(entry);
        }
    }
    let section = |(view, id, entry): (EnvelopeView<'_>, EnvelopeId, Option<&Entry>)| {
        // The fields contain the data of `body` and `context`.
        let EnvelopeView {
            name,
            summary,
            content_type,
            format: _,      // The content type says it.
            identify_by: _, // words::identify_by()
            headers: _,     // in the sample
            fields,
            recognizes_unknown: _, // for clients
            body: _,
            context: _,
        } = view;
        EnvelopeSection {
            id: format!("envelope-{name}"),
            name: name.to_owned(),
            summary: summary.block(),
            content_type: content_type.to_owned(),
            identity: identity(api, id),
            fields: fields.into_iter().map(FieldRow::new).collect(),
            sample: entry.and_then(|entry| Encoded::new(api, entry)).map(|it| Panel::encoded(cx, it)),
        }
    };
    let all = views.into_iter().zip(Id::all(&api.envelopes)).zip(first);
    let all = all.map(|((view, id), entry)| (view, id, entry));
    all.filter(|(_, id, _)| api.as_written(*id) == *id).map(section).collect()
}

/// Returns what identifies the errors of an envelope, and how many codes clients can decode.
fn identity(api: &Api, envelope: EnvelopeId) -> String {
    let has_envelope = |code: &Code| {
        let entry = &api[code.owner];
        entry.retired.is_none() && entry.envelope.is_some_and(|it| api.as_written(it) == envelope)
    };
    let codes: Vec<(CodeId, &Code)> =
        Id::enumerate(&api.codes).filter(|(_, code)| has_envelope(code)).collect();
    let (all, known) = (codes.len(), codes.iter().filter(|(id, code)| code.decoding.code == *id).count());
    let sentence = words::identify_by(&api[envelope]);
    if known == all { sentence } else { format!("{sentence} Clients can decode {known} of its {all} codes.") }
}

impl FieldRow {
    fn new(field: FieldView<'_>) -> Self {
        let FieldView { path, type_name, optional, doc, example } = field;
        FieldRow { path, type_name, optional, doc: doc.map(|doc| doc.line()), example }
    }
}

/// Returns `true` if an API's page lists all of its errors.
fn is_complete(api: &Api) -> bool {
    let entries: usize = api.tables.iter().map(|table| table.entries.len()).sum();
    entries <= MAX_ERRORS && api.tables.len() <= MAX_TABLES
}

/// Returns the tables with their errors. If the page would get too large, each table only shows its first
/// errors, up to `MAX_ERRORS` in all tables.
fn tables(cx: &PageContext<'_>, api_id: ApiId, views: &[TableView<'_>]) -> Option<Listing<TableSection>> {
    let api = cx.site.api(api_id);
    let entries: usize = api.tables.iter().map(|table| table.entries.len()).sum();
    let shown = api.tables.len().clamp(1, MAX_TABLES);
    let limit = if entries <= MAX_ERRORS { entries } else { (MAX_ERRORS / shown).max(1) };
    let tables = api.tables.iter().zip(views);
    let tables = tables.map(|(table, view)| TableSection::new(cx, api_id, table, view, limit));
    Listing::first(tables, MAX_TABLES, cx.href(&cx.all_codes(api_id, None)))
}

impl TableSection {
    fn new(cx: &PageContext<'_>, api_id: ApiId, table: &Table, view: &TableView<'_>, limit: usize) -> Self {
        // The links to errors contain `codes`.
        let TableView { name, title, summary, operations, source, codes: _ } = view;
        let mut entries: Vec<&Entry> = table.entries.iter().collect();
        if entries.len() <= limit {
            // Errors without a status are last.
            entries.sort_by_key(|entry| entry.statuses.first().unwrap_or(u16::MAX));
        }
        let errors = entries.into_iter().map(|entry| CodeRow::new(cx, api_id, entry));
        let all = cx.href(&cx.all_codes(api_id, Some(("table", name))));
        TableSection {
            id: table_id(name),
            title: (*title).to_owned(),
            summary: summary.as_ref().map(CatalogText::block),
            operations: operations
                .iter()
                .take(MAX_LINKS)
                .map(|operation| Operation::new(cx, cx.site.api(api_id), operation))
                .collect(),
            errors: Listing::first(errors, limit, all),
            source: (*source).to_owned(),
        }
    }
}
