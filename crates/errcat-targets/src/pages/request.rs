//! Requests of examples, completed from what they leave out.

use errcat_catalog::model::{Body, Request, Table};

/// A request with what it left to its original, and to its table.
pub(crate) struct Complete<'a> {
    pub(crate) operation: Option<&'a str>,
    pub(crate) headers: &'a [(String, String)],
    pub(crate) body: Option<&'a Body>,
}

impl<'a> Complete<'a> {
    pub(crate) fn new(table: &'a Table, request: &'a Request, original: Option<&'a Request>) -> Self {
        let only = match table.operations.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        };
        let original_operation = original.and_then(|original| original.operation.as_deref());
        let original_headers = original.map_or(&[][..], |original| &original.headers);
        let own_headers = request.headers.as_slice();
        let body = request.body.as_ref().or(original.and_then(|original| original.body.as_ref()));
        Complete {
            operation: request.operation.as_deref().or(original_operation).or(only),
            headers: if own_headers.is_empty() { original_headers } else { own_headers },
            body,
        }
    }
}

pub(crate) fn body_text(body: &Body) -> String {
    match body {
        Body::Json(json) => serde_json::to_string_pretty(json).expect("JSON is always JSON"),
        Body::Text(text) => text.trim_end_matches('\n').to_owned(),
    }
}
