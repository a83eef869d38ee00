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

/// Replaces `/agents/{id}` with `/agents/ID`, as in a request that can be sent. Other braces stay.
pub(crate) fn filled_path(operation: &str) -> String {
    let mut filled = String::with_capacity(operation.len());
    for (number, part) in operation.split('{').enumerate() {
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        match part.split_once('}').filter(|(name, _)| number > 0 && is_name(name)) {
            Some((name, after)) => filled.extend([&name.to_uppercase(), after]),
            None if number > 0 => filled.extend(["{", part]),
            None => filled.push_str(part),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::filled_path;

    #[test]
    fn placeholders_of_paths_are_filled() {
        assert_eq!(filled_path("POST /v1/agents/{id}/runs/{run_id}"), "POST /v1/agents/ID/runs/RUN_ID");
        assert_eq!(filled_path("GET /a{b {{7*7}} {%x%}}"), "GET /a{b {{7*7}} {%x%}}");
    }
}
