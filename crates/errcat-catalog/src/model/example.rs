//! Examples of requests and responses.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A worked example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Example {
    /// `Missing messages`.
    pub title: Option<String>,
    /// Markdown.
    pub doc: Option<String>,
    /// The request that fails.
    pub request: Option<Request>,
    /// The error response, if the catalog defines it.
    pub response: Option<Response>,
    /// The corrected request.
    pub corrected: Option<Request>,
    /// The explanation of the correction, Markdown.
    pub fix: Option<String>,
    /// The languages (`python`) and code samples.
    pub code: Vec<(String, String)>,
}

/// A request in an example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Request {
    /// `POST /v1/events`.
    pub operation: Option<String>,
    /// The names and values of headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Body>,
}

/// A response in an example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Response {
    /// 404.
    pub status: Option<u16>,
    /// The names and values of headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Body>,
}

/// The body of an example's request or response.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Body {
    /// Shown as pretty-printed JSON.
    Json(#[serde(with = "super::json_text")] Json),
    /// Shown as it is.
    Text(String),
}
