//! The section of an error page for one of its tables: causes, fixes and examples in that table.
//!
//! A code is defined in one table, and can be shared by others (`same_as`). Each of them has its own causes,
//! fixes, notes, examples and operations, so each has its own section on the page.

use serde::Serialize;

use super::code_example::CodePanels;
use super::example::{self, ExamplePanels};
use super::recognition::Recognition;
use super::{Link, MAX_LINKS};
use crate::commonmark::filter::is_web;
use crate::docs::links::{PageContext, encode};
use crate::docs::markup::Markup;
use crate::docs::page::Page;
use crate::view::{CatalogText, CauseView, Named, OccurrenceView};
use errcat_catalog::model::{Api, ApiId, Entry, EntryId, InternalFact, Source, Table};

#[derive(Debug, Serialize)]
pub(super) struct Occurrence {
    table: Link,
    /// The table's name, for element IDs.
    name: String,
    /// Causes with a fix of their own.
    pairs: Vec<CauseFix>,
    /// The other causes.
    causes: Vec<Markup>,
    code_examples: Vec<CodePanels>,
    /// Fixes that don't belong to a cause.
    fixes: Vec<Markup>,
    notes: Vec<Markup>,
    /// Security notes. Only the table that defines the code has them, so that they aren't repeated.
    security: Vec<Markup>,
    examples: Vec<ExamplePanels>,
    operations: Vec<Operation>,
    /// The number of further operations, which the table lists.
    more_operations: usize,
    /// `true` if it is a response, and no operations are listed for it in any table, so any operation can
    /// return it.
    any_operation: bool,
    envelope: Option<Link>,
    sources: Vec<SourceView>,
}

/// A cause, and how to fix it.
#[derive(Debug, Serialize)]
struct CauseFix {
    cause: Markup,
    fix: Markup,
}

/// An operation such as `POST /v1/agents/{id}/certify`, split for styling.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Operation {
    method: String,
    path: String,
    /// The API's documentation.
    url: Option<Markup>,
}

/// Code that raises an error.
#[derive(Debug, Serialize)]
struct SourceView {
    /// The text as written in the catalog.
    text: String,
    path: String,
    lines: Vec<LineRange>,
}

/// A range of lines such as `143-146`, with a link.
#[derive(Debug, Serialize)]
struct LineRange {
    text: String,
    url: Option<Markup>,
}

impl Occurrence {
    /// Creates a section. `view` contains the facts that clients may see.
    pub(super) fn new(cx: &PageContext<'_>, api_id: ApiId, id: EntryId, view: &OccurrenceView<'_>) -> Self {
        let api = cx.site.api(api_id);
        let table = &api[id.table];
        let entry = &api[id];
        let Table {
            name,
            title,
            summary: _,    // ApiPage
            operations: _, // Table::operations_of
            path: _,       // ErrorPage and ApiPage link to it
            reserved: _,
            entries: _, // nav
        } = table;
        // The other fields are in the views of the error and of this occurrence.
        let Entry { shared, security, sources, .. } = entry;
        // `example::examples` reads `response` and `examples`.
        let OccurrenceView {
            table: _,
            operations: own,
            causes,
            fixes,
            notes,
            envelope,
            carries: _,    // In the table of params.
            decoded_as: _, // On the page, for the table that defines the error.
            look_alikes: _,
            response: _,
            examples: _,
            code_examples,
        } = view;
        let operations = table.operations_of(entry);
        // All errors of a table repeat its operations. Those of one error are on its page only.
        let limit = if own.is_empty() { MAX_LINKS } else { own.len() };
        let has_operations =
            api[entry.code].entries().any(|id| !api[id.table].operations_of(&api[id]).is_empty());
        let has_security = !*shared && cx.site.publishes(api_id, InternalFact::Security);
        let security = if has_security { security.as_slice() } else { &[] };
        let sources = sources.iter().filter(|_| cx.site.publishes(api_id, InternalFact::Sources));
        Occurrence {
            table: Link::new(cx, Page::Table(api_id, id.table), title),
            name: name.clone(),
            pairs: causes.iter().filter_map(CauseFix::new).collect(),
            causes: causes
                .iter()
                .filter(|cause| cause.fix.is_none())
                .map(|cause| cause.text.line())
                .collect(),
            code_examples: code_examples.iter().map(|example| CodePanels::new(cx, example)).collect(),
            fixes: fixes.iter().map(CatalogText::line).collect(),
            notes: notes.iter().map(CatalogText::block).collect(),
            security: security.iter().map(|text| cx.block(text)).collect(),
            examples: example::examples(cx, api, table, entry, view),
            operations: operations
                .iter()
                .take(limit)
                .map(|operation| Operation::new(cx, api, operation))
                .collect(),
            more_operations: operations.len().saturating_sub(limit),
            any_operation: envelope.is_some() && !entry.statuses.is_none() && !has_operations,
            envelope: envelope.as_ref().map(|Named { id, name: _ }| {
                let page = cx.url(Page::Api(api_id));
                let name = &api[api.as_written(*id)].name;
                Link { text: name.clone(), url: cx.href(&format!("{page}#envelope-{name}")) }
            }),
            sources: sources.map(|source| SourceView::new(cx, api, source)).collect(),
        }
    }
}

impl Occurrence {
    /// Shows how to recognize the error below its first response. Returns the argument if no response is
    /// shown.
    pub(super) fn show_recognition(&mut self, recognition: Option<Recognition>) -> Option<Recognition> {
        let panels = self.examples.iter_mut().flat_map(ExamplePanels::panels_mut);
        match panels.into_iter().find(|panel| panel.is_response()) {
            Some(panel) => panel.recognized_by(recognition),
            None => return recognition,
        }
        None
    }
}

impl CauseFix {
    /// Returns `None` for a cause without a fix of its own.
    fn new(CauseView { text, fix }: &CauseView<'_>) -> Option<Self> {
        Some(CauseFix { cause: text.line(), fix: fix.as_ref()?.line() })
    }
}

impl Operation {
    pub(super) fn new(cx: &PageContext<'_>, api: &Api, operation: &str) -> Self {
        let (method, path) = operation.split_once(' ').unwrap_or(("", operation));
        let reference = api.reference.as_deref().filter(|url| is_web(url));
        Operation { method: method.to_owned(), path: path.to_owned(), url: reference.map(|url| cx.href(url)) }
    }
}

impl SourceView {
    fn new(cx: &PageContext<'_>, api: &Api, source: &Source) -> Self {
        let url = |line: u32| {
            let pattern = api.repository.as_deref().filter(|pattern| is_web(pattern))?;
            let url = pattern.replace("{path}", &encode(&source.path)).replace("{line}", &line.to_string());
            Some(cx.href(&url))
        };
        let Source { text, path, lines, place: _ } = source;
        let lines = lines.iter().map(|(first, last)| {
            let text = if first == last { first.to_string() } else { format!("{first}-{last}") };
            LineRange { text, url: url(*first) }
        });
        SourceView { text: text.clone(), path: path.clone(), lines: lines.collect() }
    }
}
