//! Requests of examples, completed from what they leave out.

use crate::view::{BodyView, MessageView};

/// A request with what it left to its original, and to its table.
pub(crate) struct Complete<'a> {
    pub(crate) operation: Option<&'a str>,
    pub(crate) headers: &'a [(String, String)],
    pub(crate) body: Option<BodyView<'a>>,
}

impl<'a> Complete<'a> {
    /// `operations`: those of its table.
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
        // `status`: a request has none.
        let MessageView { operation, status: _, headers, body } = *request;
        Complete {
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
