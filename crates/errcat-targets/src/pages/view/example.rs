//! Examples: a failing request, its response, and the corrected request.

use serde::Serialize;

use super::recognition::Recognition;
use crate::docs::difference::Difference;
use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::docs::page::Form;
use crate::pages::request::{CompleteRequest, body_text, filled_path};
use crate::view::sample::Sample;
use crate::view::{CatalogText, Encoded, ExampleView, MessageView, OccurrenceView};
use errcat_catalog::model::{Api, Entry, Table};

/// An example, as panels next to each other.
#[derive(Debug, Serialize)]
pub(super) struct ExamplePanels {
    title: Option<String>,
    doc: Option<Markup>,
    panels: Vec<Panel>,
    fix: Option<Markup>,
}

/// A panel with an HTTP request or response.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
    /// `request`, `response` or `corrected`.
    kind: &'static str,
    label: &'static str,
    code: Markup,
    /// `true` if values that differ from response to response are highlighted.
    has_values: bool,
    /// Below a response: the parts of it that identify the error.
    recognition: Option<Recognition>,
}

/// Returns the examples of an entry. If no example specifies a response, the encoded response is shown once:
/// in the first example, or as a separate example, unless the page already shows the same response.
pub(super) fn examples(
    cx: &PageContext<'_>,
    api: &Api,
    table: &Table,
    entry: &Entry,
    occurrence: &OccurrenceView<'_>,
) -> Vec<ExamplePanels> {
    let mut encoded = occurrence.response.map(|response| Panel::encoded(cx, response));
    let shown = occurrence.examples.iter().filter(|example| example.doc.is_some() || has_http(example));
    let mut examples: Vec<ExamplePanels> =
        shown.map(|example| panels(cx, table, entry, example, &mut encoded)).collect();
    let is_repeated = entry.shared && entry.envelope == api.owner(entry.code).envelope;
    if examples.is_empty() && !is_repeated {
        let panels: Vec<Panel> = encoded.into_iter().collect();
        if !panels.is_empty() {
            examples.push(ExamplePanels { title: None, doc: None, panels, fix: None });
        }
    }
    examples
}

/// Returns `true` if an example has a request or a response. Examples with only code are shown with the code
/// that handles the error.
fn has_http(example: &ExampleView<'_>) -> bool {
    example.request.is_some() || example.response.is_some() || example.corrected.is_some()
}

fn panels(
    cx: &PageContext<'_>,
    table: &Table,
    entry: &Entry,
    example: &ExampleView<'_>,
    encoded: &mut Option<Panel>,
) -> ExamplePanels {
    let ExampleView {
        title,
        doc,
        request: original,
        response,
        corrected,
        fix,
        code: _, // handle
    } = example;
    let operations = table.operations_of(entry);
    let mut panels = Vec::new();
    let request = original.as_ref().map(|request| request_text(operations, request, None));
    let corrected = corrected.as_ref();
    let corrected = corrected.map(|corrected| request_text(operations, corrected, original.as_ref()));
    let difference = request.as_deref().zip(corrected.as_deref()).map(|(old, new)| Difference::new(old, new));
    match response {
        Some(response) => {
            let code = cx.message(&specified_response(entry, response).to_string(), None);
            panels.push(Panel::new("response", "Response", code));
        }
        None => panels.extend(encoded.take()),
    }
    if let Some(request) = &request {
        let code = cx.message(request, difference.as_ref().map(Difference::removed));
        panels.push(Panel::new("request", "Failing request", code));
    }
    if let Some(corrected) = &corrected {
        let code = match (cx.form, &difference) {
            // A diff shows both the request and the changes.
            (Form::Markdown, Some(difference)) => cx.code_block("diff", &difference.unified()),
            _ => cx.message(corrected, difference.as_ref().map(Difference::added)),
        };
        panels.push(Panel::new("corrected", "Corrected request", code));
    }
    ExamplePanels {
        title: title.map(str::to_owned),
        doc: doc.as_ref().map(CatalogText::block),
        panels,
        fix: fix.as_ref().map(CatalogText::line),
    }
}

/// Returns a response that the catalog specifies.
fn specified_response(entry: &Entry, response: &MessageView<'_>) -> Sample {
    // A response has no operation.
    let MessageView { operation: _, status, headers, body } = *response;
    Sample {
        status: status.or(entry.statuses.first()),
        headers: headers.to_vec(),
        body: body.map(body_text).unwrap_or_default(),
    }
}

/// Returns a request as text. `original` fills in the parts that a corrected request leaves out.
fn request_text(
    operations: &[String],
    request: &MessageView<'_>,
    original: Option<&MessageView<'_>>,
) -> String {
    let request = CompleteRequest::new(operations, request, original);
    let mut text = String::new();
    if let Some(operation) = request.operation {
        text.push_str(&filled_path(operation));
        text.push('\n');
    }
    for (name, value) in request.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(body) = request.body {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&body_text(body));
    }
    text
}

impl ExamplePanels {
    pub(super) fn panels_mut(&mut self) -> &mut [Panel] {
        &mut self.panels
    }
}

impl Panel {
    pub(super) fn is_response(&self) -> bool {
        self.kind == "response"
    }

    pub(super) fn recognized_by(&mut self, recognition: Option<Recognition>) {
        self.recognition = recognition;
    }

    /// Creates a panel of an encoded response.
    pub(super) fn encoded(cx: &PageContext<'_>, response: Encoded<'_>) -> Self {
        let text = response.sample().to_string();
        // Markdown can't mark code.
        let values = if cx.form == Form::Html { response.values(&text) } else { Vec::new() };
        let code = cx.response(&text, &values);
        Panel { has_values: !values.is_empty(), ..Panel::new("response", "Response", code) }
    }

    fn new(kind: &'static str, label: &'static str, code: Markup) -> Self {
        Panel { kind, label, code, has_values: false, recognition: None }
    }
}
