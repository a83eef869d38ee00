//! Examples: a failing request, its response, and the corrected request.

use std::ops::Range;

use errcat_catalog::model::{Api, Body, Entry, Example, Request, Response};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::sample::{self, Sample};
use super::serialize::pairs;
use super::text::CatalogText;
use crate::docs::links::PageContext;

/// An example.
#[derive(Debug, Serialize)]
pub(crate) struct ExampleView<'a> {
    /// `Missing messages`.
    pub(crate) title: Option<&'a str>,
    /// Markdown.
    pub(crate) doc: Option<CatalogText<'a>>,
    /// The failing request.
    pub(crate) request: Option<MessageView<'a>>,
    /// The response, if the catalog specifies it.
    pub(crate) response: Option<MessageView<'a>>,
    /// The corrected request.
    pub(crate) corrected: Option<MessageView<'a>>,
    /// A description of the fix, as Markdown.
    pub(crate) fix: Option<CatalogText<'a>>,
    /// Source code, by language.
    #[serde(serialize_with = "pairs")]
    pub(crate) code: &'a [(String, String)],
}

/// A request or a response.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct MessageView<'a> {
    /// The operation of a request, such as `POST /v1/events`.
    pub(crate) operation: Option<&'a str>,
    /// The status of a response.
    pub(crate) status: Option<u16>,
    /// By name.
    #[serde(serialize_with = "pairs")]
    pub(crate) headers: &'a [(String, String)],
    /// The body.
    pub(crate) body: Option<BodyView<'a>>,
}

/// A body.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(crate) enum BodyView<'a> {
    /// Any JSON.
    Json(&'a Json),
    /// A body of another format.
    Text(&'a str),
}

/// The response with the examples of the params as values. It is encoded only when it is used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoded<'a> {
    api: &'a Api,
    entry: &'a Entry,
}

/// An encoded response.
#[derive(Debug, Serialize)]
struct ResponseView {
    /// The status. Null if the body is sent in a stream or inside another response.
    status: Option<u16>,
    /// By name.
    #[serde(serialize_with = "pairs")]
    headers: Vec<(String, String)>,
    /// JSON, or a text if the body isn't JSON.
    body: Json,
}

impl<'a> Encoded<'a> {
    /// Returns `None` if the error is never a body.
    pub(crate) fn new(api: &'a Api, entry: &'a Entry) -> Option<Self> {
        entry.envelope.map(|_| Encoded { api, entry })
    }

    /// Encodes the response.
    pub(crate) fn sample(self) -> Sample {
        sample::response(self.api, self.entry).expect("it has an envelope")
    }

    /// Returns the parts of the response's text that are values of params.
    pub(crate) fn values(self, response: &str) -> Vec<Range<usize>> {
        sample::values(self.api, self.entry, response)
    }
}

impl Serialize for Encoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Sample { status, headers, body } = self.sample();
        let is_json = self.entry.envelope.is_some_and(|envelope| self.api[envelope].is_json());
        let json = is_json.then(|| serde_json::from_str(&body).ok()).flatten();
        let body = json.unwrap_or(Json::String(body));
        ResponseView { status, headers, body }.serialize(serializer)
    }
}

impl<'a> ExampleView<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, example: &'a Example) -> Self {
        let Example { title, doc, request, response, corrected, fix, code } = example;
        let text = |text: &'a String| CatalogText::new(cx, text);
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
