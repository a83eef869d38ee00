//! One table's say on a code: why it happens there, how to mend it, what it looks like.
//!
//! A code is defined in one table and may be shared by others (`same_as`). Each of them has its own causes, fixes,
//! notes, examples and operations, so each has its own section on the code's page.

use serde::Serialize;

use super::example::{self, ExamplePanels};
use super::{Link, MAX_LINKS};
use crate::commonmark::filter::is_web;
use crate::docs::links::{Place, encode};
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::view::{Named, OccurrenceView, Text};
use errcat_catalog::model::{Api, ApiId, Entry, EntryId, Source, Table};

#[derive(Debug, Serialize)]
pub(super) struct Occurrence {
    table: Link,
    /// The table's name, for ids.
    name: String,
    causes: Vec<Markup>,
    fixes: Vec<Markup>,
    notes: Vec<Markup>,
    /// Those of the table that defines the code; the others would only repeat them.
    security: Vec<Markup>,
    examples: Vec<ExamplePanels>,
    operations: Vec<Operation>,
    /// How many more there are; its table has them all.
    more_operations: usize,
    /// Whether it has a body but no operation of its own: any may answer with it.
    any_operation: bool,
    envelope: Option<Link>,
    sources: Vec<SourceView>,
}

/// `POST /v1/agents/{id}/certify`, taken apart for styles.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
}

/// Where an error is raised.
#[derive(Debug, Serialize)]
struct SourceView {
    /// As the catalog has it.
    text: String,
    path: String,
    lines: Vec<Lines>,
}

/// `143–146`, and where to see them.
#[derive(Debug, Serialize)]
struct Lines {
    text: String,
    url: Option<Markup>,
}

impl Occurrence {
    /// `view`: what clients may see of it.
    pub(super) fn new(place: &Place<'_>, api_id: ApiId, id: EntryId, view: &OccurrenceView<'_>) -> Self {
        let api = place.site.api(api_id);
        let table = &api[id.table];
        let entry = &api[id];
        let Table {
            name,
            title,
            summary: _, // ApiPage
            operations,
            path: _, // ErrorPage and ApiPage link to it
            reserved: _,
            entries: _, // nav
        } = table;
        // The rest is in the views of the error and of this.
        let Entry { shared, security, sources, .. } = entry;
        // `response` and `examples`: example::examples.
        let OccurrenceView { table: _, causes, fixes, notes, envelope, response: _, examples: _ } = view;
        let security = if *shared { &[] } else { security.as_slice() };
        Occurrence {
            table: Link::new(place, Page::Table(api_id, id.table), title),
            name: name.clone(),
            causes: causes.iter().map(Text::line).collect(),
            fixes: fixes.iter().map(Text::line).collect(),
            notes: notes.iter().map(Text::block).collect(),
            security: security.iter().map(|text| place.block(text)).collect(),
            examples: example::examples(place, api, table, entry, view),
            operations: operations.iter().take(MAX_LINKS).map(|one| Operation::new(one)).collect(),
            more_operations: operations.len().saturating_sub(MAX_LINKS),
            any_operation: operations.is_empty() && envelope.is_some(),
            envelope: envelope.as_ref().map(|Named { id: _, name }| {
                let page = place.url(Page::Api(api_id));
                Link { text: (*name).to_owned(), url: place.href(&format!("{page}#envelope-{name}")) }
            }),
            sources: sources.iter().map(|source| SourceView::new(place, api, source)).collect(),
        }
    }
}

impl Operation {
    pub(super) fn new(operation: &str) -> Self {
        let (method, path) = operation.split_once(' ').unwrap_or(("", operation));
        Operation { method: method.to_owned(), path: path.to_owned() }
    }
}

impl SourceView {
    fn new(place: &Place<'_>, api: &Api, source: &Source) -> Self {
        let url = |line: u32| {
            let pattern = api.repository.as_deref().filter(|pattern| is_web(pattern))?;
            let url = pattern.replace("{path}", &encode(&source.path)).replace("{line}", &line.to_string());
            Some(place.href(&url))
        };
        let Source { text, path, lines, place: _ } = source;
        let lines = lines.iter().map(|(first, last)| {
            let text = if first == last { first.to_string() } else { format!("{first}-{last}") };
            Lines { text, url: url(*first) }
        });
        SourceView { text: text.clone(), path: path.clone(), lines: lines.collect() }
    }
}
