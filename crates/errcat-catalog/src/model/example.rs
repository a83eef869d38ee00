//! Worked examples: what was asked, what came, and what to ask instead.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A worked example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Example {
    /// `Missing messages`.
    pub title: Option<String>,
    /// Markdown.
    pub doc: Option<String>,
    /// What was asked.
    pub request: Option<Request>,
    /// What came, where the catalog writes it.
    pub response: Option<Response>,
    /// What to ask instead.
    pub corrected: Option<Request>,
    /// What the correction is about, Markdown.
    pub fix: Option<String>,
    /// Language (`python`) and code.
    pub code: Vec<(String, String)>,
}

/// A request in an example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Request {
    /// `POST /v1/events`.
    pub operation: Option<String>,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Option<Body>,
}

/// A response in an example.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Response {
    /// 404.
    pub status: Option<u16>,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// What came.
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
