//! The records of examples.

use crate::finding::Spanned;
use crate::shape::{Data, Map, Text, record};

record! {
    /// An example of a request and the error response.
    pub struct RawExample = "an example" {
        /// A title of a few words.
        pub title: Option<Text>,
        /// A description. Markdown.
        pub doc: Option<Text>,
        /// The request that fails.
        pub request: Option<RawRequest>,
        /// The error response; generated from the examples of the params by default.
        pub response: Option<RawResponse>,
        /// The corrected request.
        pub corrected: Option<RawRequest>,
        /// An explanation of the correction. Markdown.
        pub fix: Option<Text>,
        /// Code samples, by language: `python`, `curl`, `rust`.
        pub code: Map<Text>,
    }
}

record! {
    /// A request in an example.
    pub struct RawRequest = "a request" {
        /// The operation: `POST /v1/events`.
        pub operation: Option<Text>,
        /// The headers, by name.
        pub headers: Map<Data>,
        /// The body: data, which is shown as JSON, or text, which is shown as it is.
        pub body: Option<Data>,
    }
}

record! {
    /// A response in an example.
    pub struct RawResponse = "a response" {
        /// The HTTP status.
        pub status: Option<Spanned<i64>>,
        /// The headers, by name.
        pub headers: Map<Data>,
        /// The body: data, which is shown as JSON, or text, which is shown as it is.
        pub body: Option<Data>,
    }
}
