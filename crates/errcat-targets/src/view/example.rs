//! Worked examples: what was asked, what came, and what to ask instead.

use errcat_catalog::model::{Api, Body, Entry, Example, Request, Response};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value as Json;

use super::text::markdown;
use crate::docs::links::Place;
use crate::view::sample;

/// A worked example.
#[derive(Debug, Serialize)]
pub(crate) struct ExampleView<'a> {
    /// `Missing messages`.
    title: Option<&'a str>,
    /// Markdown.
    doc: Option<String>,
    /// What was asked.
    request: Option<MessageView<'a>>,
    /// What came, if the catalog writes it.
    response: Option<MessageView<'a>>,
    /// What to ask instead.
    corrected: Option<MessageView<'a>>,
    /// What the correction is about, Markdown.
    fix: Option<String>,
    /// Code by language: `python`.
    #[serde(serialize_with = "pairs")]
    code: &'a [(String, String)],
}

/// A request or a response.
#[derive(Debug, Serialize)]
pub(crate) struct MessageView<'a> {
    /// Of a request: `POST /v1/events`.
    operation: Option<&'a str>,
    /// Of a response: `404`.
    status: Option<u16>,
    /// By name.
    #[serde(serialize_with = "pairs")]
    headers: &'a [(String, String)],
    /// JSON, or a text.
    body: Option<BodyView<'a>>,
}

/// A body.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum BodyView<'a> {
    /// Any JSON.
    Json(&'a Json),
    /// Anything else.
    Text(&'a str),
}

/// The response that servers send if every param has its example's value.
#[derive(Debug, Serialize)]
pub(crate) struct ResponseView {
    /// Null if the body comes in a stream, or inside another answer.
    status: Option<u16>,
    /// By name.
    #[serde(serialize_with = "pairs")]
    headers: Vec<(String, String)>,
    /// JSON.
    body: Json,
}

impl ResponseView {
    /// Returns `None` for an error that is never a body.
    pub(super) fn new(api: &Api, entry: &Entry) -> Option<Self> {
        let sample::Sample { status, headers, body } = sample::response(api, entry)?;
        let body = serde_json::from_str(&body).unwrap_or(Json::String(body));
        Some(ResponseView { status, headers, body })
    }
}

impl<'a> ExampleView<'a> {
    pub(super) fn new(place: &Place<'_>, example: &'a Example) -> Self {
        let Example { title, doc, request, response, corrected, fix, code } = example;
        let text = |text: &String| markdown(place, text);
        ExampleView {
            title: title.as_deref(),
            doc: doc.as_ref().map(text),
            request: request.as_ref().map(self::request),
            response: response.as_ref().map(self::response),
            corrected: corrected.as_ref().map(self::request),
            fix: fix.as_ref().map(text),
            code,
        }
    }
}

fn request(request: &Request) -> MessageView<'_> {
    let Request { operation, headers, body } = request;
    MessageView {
        operation: operation.as_deref(),
        status: None,
        headers,
        body: body.as_ref().map(self::body),
    }
}

fn response(response: &Response) -> MessageView<'_> {
    let Response { status, headers, body } = response;
    MessageView { operation: None, status: *status, headers, body: body.as_ref().map(self::body) }
}

fn body(body: &Body) -> BodyView<'_> {
    match body {
        Body::Json(json) => BodyView::Json(json),
        Body::Text(text) => BodyView::Text(text),
    }
}

/// Serializes names and values as an object.
fn pairs<S: Serializer>(pairs: impl AsRef<[(String, String)]>, serializer: S) -> Result<S::Ok, S::Error> {
    let pairs = pairs.as_ref();
    let mut object = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        object.serialize_entry(name, value)?;
    }
    object.end()
}
