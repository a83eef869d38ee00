//! All codes of an API, grouped by table, with filters by status, table, retry, severity and lifecycle.
//!
//! Long tables are split into pages that load quickly on a phone. With scripts, readers can filter all codes.
//! Filters are part of the address, so that other pages can link to a selection: `codes/?status=404`. They
//! are `status` (a number, a class such as `4xx`, or `none`), `table` (a name), `retry` (`yes`, `no`),
//! `severity`, `lifecycle` (`active`, `deprecated`, `retired`) and `q` (words of the code, the title and the
//! message).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{ErrorLink, Frame, Link, Status};
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::view::Lifecycle;
use errcat_catalog::model::{Api, ApiId, CodeId, Entry, Id, Severity, StatusRange, StatusWord};
use errcat_catalog::shape::Choice;

/// The maximum number of codes on a page, so that it loads quickly on a phone.
const MAX_ROWS: usize = 250;

/// The maximum number of tables in the menu. Readers wouldn't go through more. The script adds the table that
/// a link specifies.
const MAX_TABLE_OPTIONS: usize = 200;

#[derive(Debug, Serialize)]
pub(crate) struct CodesPage {
    page: Frame,
    title: String,
    api: Link,
    /// The number of codes on all pages.
    errors: usize,
    groups: Vec<CodeGroup>,
    /// The number of codes on this page.
    shown: usize,
    /// Links to the pages of the table. Empty if there is only one.
    parts: Vec<Part>,
    previous: Option<Link>,
    next: Option<Link>,
    filters: Filters,
    /// `true` if any error has a status.
    has_statuses: bool,
}

/// The codes of a table.
#[derive(Debug, Serialize)]
struct CodeGroup {
    table: Link,
    rows: Vec<CodeRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct CodeRow {
    #[serde(flatten)]
    error: ErrorLink,
    severity: Option<&'static str>,
    /// The values for filters: statuses, tables, retry, severity and lifecycle, separated by bars.
    facts: String,
}

/// A link to a page of the table, by its number.
#[derive(Debug, Serialize)]
struct Part {
    #[serde(flatten)]
    link: Link,
    current: bool,
}

/// The available options of filters.
#[derive(Debug, Serialize)]
pub(super) struct Filters {
    /// The first digits of statuses. Empty if all are the same number's.
    families: Vec<u16>,
    statuses: Vec<StatusCount>,
    /// The number of errors without a status.
    without_status: usize,
    tables: Vec<TableOption>,
    severities: Vec<&'static str>,
    /// `true` if the catalog says of some errors whether a retry helps.
    has_retries: bool,
    /// `true` if some errors are deprecated or retired.
    has_lifecycles: bool,
}

/// A status, and the number of errors that can have it.
#[derive(Debug, Serialize)]
pub(super) struct StatusCount {
    #[serde(flatten)]
    status: Status,
    count: usize,
    /// The link to these errors in the table of all codes.
    url: Markup,
}

#[derive(Debug, Serialize)]
struct TableOption {
    name: String,
    title: String,
}

impl CodesPage {
    pub(crate) fn new(cx: &PageContext<'_>, api_id: ApiId, part: usize) -> Self {
        let api = cx.site.api(api_id);
        let count = code_page_count(api);
        let link = |part: usize, text: &str| Link::new(cx, Page::Codes(api_id, part), text);
        let numbered = if count > 1 { format!(", page {} of {count}", part + 1) } else { String::new() };
        let title = format!("All error codes of {}{numbered}", api.title);
        let description =
            || format!("The {} error codes of {} in one table{numbered}.", api.codes.len(), api.title);
        let shown: Vec<CodeId> = Id::all(&api.codes).skip(part * MAX_ROWS).take(MAX_ROWS).collect();
        let current =
            |number: usize| Part { link: link(number, &(number + 1).to_string()), current: number == part };
        CodesPage {
            page: Frame::new(cx, Page::Codes(api_id, part), &title, description, &api.path),
            title,
            api: Link::new(cx, Page::Api(api_id), &api.title),
            errors: api.codes.len(),
            shown: shown.len(),
            groups: shown
                .chunk_by(|one, other| api[*one].owner.table == api[*other].owner.table)
                .map(|codes| CodeGroup::new(cx, api_id, codes))
                .collect(),
            parts: if count > 1 { (0..count).map(current).collect() } else { Vec::new() },
            previous: part.checked_sub(1).map(|part| link(part, "Previous")),
            next: (part + 1 < count).then(|| link(part + 1, "Next")),
            filters: Filters::new(cx, api_id),
            has_statuses: cx.site.has_statuses(api_id),
        }
    }
}

/// Returns the number of pages of an API's codes.
pub(crate) fn code_page_count(api: &Api) -> usize {
    api.codes.len().div_ceil(MAX_ROWS).max(1)
}

impl CodeGroup {
    /// Creates a group of codes that the same table defines.
    fn new(cx: &PageContext<'_>, api_id: ApiId, codes: &[CodeId]) -> Self {
        let api = cx.site.api(api_id);
        let table = api[codes[0]].owner.table;
        CodeGroup {
            table: Link::new(cx, Page::Table(api_id, table), &api[table].title),
            rows: codes.iter().map(|code| CodeRow::new(cx, api_id, api.owner(*code))).collect(),
        }
    }
}

impl CodeRow {
    /// Creates the row of an entry.
    pub(super) fn new(cx: &PageContext<'_>, api_id: ApiId, entry: &Entry) -> Self {
        let api = cx.site.api(api_id);
        let error = ErrorLink::of_entry(cx, api_id, entry);
        let severity = entry.severity.map(Choice::word);
        let facts = [
            join_words(entry.statuses.words().map(|word| word.to_string())),
            join_words(api[entry.code].entries().map(|id| api[id.table].name.clone())),
            error.retry.unwrap_or_default().to_owned(),
            severity.unwrap_or_default().to_owned(),
            Lifecycle::of(entry).word().to_owned(),
        ];
        CodeRow { error, severity, facts: facts.join("|") }
    }
}

fn join_words(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

impl Filters {
    pub(super) fn new(cx: &PageContext<'_>, api_id: ApiId) -> Self {
        let api = cx.site.api(api_id);
        let entries = || Id::all(&api.codes).map(|code| api.owner(code));
        let mut statuses: BTreeMap<StatusWord, usize> = BTreeMap::new();
        entries()
            .flat_map(|entry| entry.statuses.words())
            .for_each(|word| *statuses.entry(word).or_default() += 1);
        let families: BTreeSet<u16> = statuses.keys().flat_map(|status| status.families()).collect();
        // The options of families select the classes.
        let is_class = |status: &StatusWord| {
            matches!(status, StatusWord::Range(StatusRange::ClientError | StatusRange::ServerError))
        };
        let has_classes = statuses.keys().any(is_class);
        let has = |severity: &Severity| entries().any(|entry: &Entry| entry.severity == Some(*severity));
        let severities = [Severity::Info, Severity::Warning, Severity::Error, Severity::Critical];
        Filters {
            families: if families.len() > 1 || has_classes {
                families.into_iter().collect()
            } else {
                Vec::new()
            },
            statuses: statuses
                .into_iter()
                .map(|(word, count)| StatusCount {
                    status: Status::new(word),
                    count,
                    url: cx.href(&cx.all_codes(api_id, Some(("status", &word.to_string())))),
                })
                .collect(),
            without_status: entries().filter(|entry| entry.statuses.is_none()).count(),
            has_retries: entries().any(|entry| entry.retry.is_some()),
            has_lifecycles: entries().any(|entry| Lifecycle::of(entry) != Lifecycle::Active),
            tables: api
                .tables
                .iter()
                .take(MAX_TABLE_OPTIONS)
                .map(|table| TableOption { name: table.name.clone(), title: table.title.clone() })
                .collect(),
            severities: severities
                .iter()
                .filter(|severity| has(severity))
                .map(|severity| severity.word())
                .collect(),
        }
    }
}
