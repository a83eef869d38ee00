//! Examples: what was asked, what came, what to ask instead.

use serde::Serialize;

use crate::docs::difference::Difference;
use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::docs::page::Form;
use crate::pages::request::{Complete, body_text};
use crate::view::sample::{self, Sample};
use errcat_catalog::model::{Api, Entry, Example, Request, Response, Table};

/// One example, as panels that stand side by side.
#[derive(Debug, Serialize)]
pub(super) struct ExampleView {
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
pub(super) fn examples(place: &Place<'_>, api: &Api, table: &Table, entry: &Entry) -> Vec<ExampleView> {
    let mut encoded = sample::response(api, entry).map(|sample| response_panel(place, &sample));
    let shown = entry.examples.iter().filter(|example| example.doc.is_some() || has_http(example));
    let mut views: Vec<ExampleView> =
        shown.map(|example| view(place, table, entry, example, &mut encoded)).collect();
    let is_repeated = entry.shared && entry.envelope == api.owner(entry.code).envelope;
    if views.is_empty() && !is_repeated {
        let panels: Vec<Panel> = encoded.into_iter().collect();
        if !panels.is_empty() {
            views.push(ExampleView { title: None, doc: None, panels, fix: None });
        }
    }
    views
}

/// Examples of code alone stand where errors are handled.
fn has_http(example: &Example) -> bool {
    example.request.is_some() || example.response.is_some() || example.corrected.is_some()
}

fn view(
    place: &Place<'_>,
    table: &Table,
    entry: &Entry,
    example: &Example,
    encoded: &mut Option<Panel>,
) -> ExampleView {
    let Example {
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
    ExampleView {
        title: title.clone(),
        doc: doc.as_deref().map(|doc| place.block(doc)),
        panels,
        fix: fix.as_deref().map(|fix| place.line(fix)),
    }
}

fn response_panel(place: &Place<'_>, sample: &Sample) -> Panel {
    let code = place.message(&sample.to_string(), None);
    Panel { kind: "response", label: "Response", status: sample.status, code }
}

/// A response that the catalog writes.
fn written(entry: &Entry, response: &Response) -> Sample {
    Sample {
        status: response.status.or(entry.statuses.first().copied()),
        headers: response.headers.clone(),
        body: response.body.as_ref().map(body_text).unwrap_or_default(),
    }
}

/// A request as it goes over the wire. A corrected one says only what it corrects.
fn request_text(table: &Table, request: &Request, original: Option<&Request>) -> String {
    let request = Complete::new(table, request, original);
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
    /// The encoder's response as a panel; nothing for what is never a body.
    pub(super) fn encoded(place: &Place<'_>, api: &Api, entry: &Entry) -> Option<Self> {
        sample::response(api, entry).map(|sample| response_panel(place, &sample))
    }
}
