//! Completes the requests of examples.

use crate::view::{BodyView, MessageView};

/// A request, completed with parts of the original request, and the operation if there is only one.
pub(crate) struct CompleteRequest<'a> {
    pub(crate) operation: Option<&'a str>,
    pub(crate) headers: &'a [(String, String)],
    pub(crate) body: Option<BodyView<'a>>,
}

impl<'a> CompleteRequest<'a> {
    /// Completes a request. `operations` are those that return the error.
    pub(crate) fn new(
        operations: &'a [String],
        request: &MessageView<'a>,
        original: Option<&MessageView<'a>>,
    ) -> Self {
        let only = match operations {
            [only] => Some(only.as_str()),
            _ => None,
        };
        let original = original.copied().unwrap_or_default();
        // A request has no status.
        let MessageView { operation, status: _, headers, body } = *request;
        CompleteRequest {
            operation: operation.or(original.operation).or(only),
            headers: if headers.is_empty() { original.headers } else { headers },
            body: body.or(original.body),
        }
    }
}

pub(crate) fn body_text(body: BodyView<'_>) -> String {
    match body {
        BodyView::Json(json) => serde_json::to_string_pretty(json).expect("JSON is always JSON"),
        BodyView::Text(text) => text.trim_end_matches('\n').to_owned(),
    }
}
