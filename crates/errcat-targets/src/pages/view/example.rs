//! Examples: what was asked, what came, what to ask instead.

use serde::Serialize;

use crate::docs::difference::Difference;
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::docs::page::Form;
use crate::pages::request::{Complete, body_text};
use crate::view::sample::Sample;
use crate::view::{Encoded, ExampleView, MessageView, OccurrenceView, Text};
use errcat_catalog::model::{Api, Entry, Table};

/// One example, as panels that stand side by side.
#[derive(Debug, Serialize)]
pub(super) struct ExamplePanels {
    title: Option<String>,
    doc: Option<Markup>,
    panels: Vec<Panel>,
    fix: Option<Markup>,
}

/// A message of HTTP.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
    /// `request`, `response` or `corrected`.
    kind: &'static str,
    label: &'static str,
    /// A response's status.
    status: Option<u16>,
    code: Markup,
}

/// An entry's examples. A response that none of them writes is the encoder's, once: with the first example, or as
/// an example of its own, unless the page shows the same already.
pub(super) fn examples(
    place: &Place<'_>,
    api: &Api,
    table: &Table,
    entry: &Entry,
    occurrence: &OccurrenceView<'_>,
) -> Vec<ExamplePanels> {
    let mut encoded = occurrence.response.map(|response| Panel::encoded(place, response));
    let shown = occurrence.examples.iter().filter(|example| example.doc.is_some() || has_http(example));
    let mut examples: Vec<ExamplePanels> =
        shown.map(|example| panels(place, table, entry, example, &mut encoded)).collect();
    let is_repeated = entry.shared && entry.envelope == api.owner(entry.code).envelope;
    if examples.is_empty() && !is_repeated {
        let panels: Vec<Panel> = encoded.into_iter().collect();
        if !panels.is_empty() {
            examples.push(ExamplePanels { title: None, doc: None, panels, fix: None });
        }
    }
    examples
}

/// Examples of code alone stand where errors are handled.
fn has_http(example: &ExampleView<'_>) -> bool {
    example.request.is_some() || example.response.is_some() || example.corrected.is_some()
}

fn panels(
    place: &Place<'_>,
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
    let mut panels = Vec::new();
    let request = original.as_ref().map(|request| request_text(table, request, None));
    let corrected = corrected.as_ref();
    let corrected = corrected.map(|corrected| request_text(table, corrected, original.as_ref()));
    let difference = request.as_deref().zip(corrected.as_deref()).map(|(old, new)| Difference::new(old, new));
    if let Some(request) = &request {
        let code = place.message(request, difference.as_ref().map(Difference::removed));
        panels.push(Panel { kind: "request", label: "Failing request", status: None, code });
    }
    match response {
        Some(response) => {
            let sample = written(entry, response);
            panels.push(response_panel(place, &sample));
        }
        None => panels.extend(encoded.take()),
    }
    if let Some(corrected) = &corrected {
        let code = match (place.form, &difference) {
            // One block tells both what to send and what has changed.
            (Form::Markdown, Some(difference)) => place.code_block("diff", &difference.unified()),
            _ => place.message(corrected, difference.as_ref().map(Difference::added)),
        };
        panels.push(Panel { kind: "corrected", label: "Corrected request", status: None, code });
    }
    ExamplePanels {
        title: title.map(str::to_owned),
        doc: doc.as_ref().map(Text::block),
        panels,
        fix: fix.as_ref().map(Text::line),
    }
}

fn response_panel(place: &Place<'_>, sample: &Sample) -> Panel {
    let code = place.message(&sample.to_string(), None);
    Panel { kind: "response", label: "Response", status: sample.status, code }
}

/// A response that the catalog writes.
fn written(entry: &Entry, response: &MessageView<'_>) -> Sample {
    // `operation`: a response has none.
    let MessageView { operation: _, status, headers, body } = *response;
    Sample {
        status: status.or(entry.statuses.first().copied()),
        headers: headers.to_vec(),
        body: body.map(body_text).unwrap_or_default(),
    }
}

/// A request as it goes over the wire. A corrected one says only what it corrects.
fn request_text(table: &Table, request: &MessageView<'_>, original: Option<&MessageView<'_>>) -> String {
    let request = Complete::new(&table.operations, request, original);
    let mut text = String::new();
    if let Some(operation) = request.operation {
        text.push_str(operation);
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

impl Panel {
    /// The encoder's response as a panel.
    pub(super) fn encoded(place: &Place<'_>, response: Encoded<'_>) -> Self {
        response_panel(place, &response.sample())
    }
}
