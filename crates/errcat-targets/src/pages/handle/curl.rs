//! Requests as curl commands.

use crate::pages::request::{CompleteRequest, body_text, filled_path};
use crate::view::{ExampleView, MessageView};
use errcat_catalog::model::{Api, Entry, Table};

/// Returns the command for the corrected request, the failing request, or the operation without a body,
/// whichever exists first.
pub(super) fn command(
    api: &Api,
    table: &Table,
    entry: &Entry,
    examples: &[ExampleView<'_>],
) -> Option<String> {
    let base = api.base_url.as_deref()?;
    let example = examples.iter().find(|example| example.request.is_some() || example.corrected.is_some());
    let original = example.and_then(|example| example.request.as_ref());
    let corrected = example.and_then(|example| example.corrected.as_ref());
    let operations = table.operations_of(entry);
    let bare = MessageView::default();
    let request = CompleteRequest::new(operations, corrected.or(original).unwrap_or(&bare), original);

    let operation = request.operation.or_else(|| any_operation(api, table, entry))?;
    let (method, path) = operation.split_once(' ')?;
    let url = format!("{base}{}", filled_path(path));
    // Without `-g`, curl would expand brackets and braces: `[1-999]` would send 999 requests.
    let literally = if url.contains(['[', ']', '{', '}']) { "-g " } else { "" };
    let mut arguments = vec![format!("curl -i {literally}-X {method} {}", quoted(&url))];
    for (name, value) in request.headers {
        arguments.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
    }
    if let Some(body) = request.body {
        let has_type = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !has_type {
            arguments.push("-H 'Content-Type: application/json'".to_owned());
        }
        let text = body_text(body);
        // With `-d`, a leading `@` would send a local file.
        let option = if text.starts_with('@') { "--data-raw" } else { "-d" };
        arguments.push(format!("{option} {}", quoted(&text)));
    }
    Some(arguments.join(" \\\n  "))
}

/// Returns an operation that can return the error, if none is specified: the first one in the catalog, or a
/// placeholder.
fn any_operation<'a>(api: &'a Api, table: &'a Table, entry: &'a Entry) -> Option<&'a str> {
    let operations =
        table.operations_of(entry).iter().chain(api.tables.iter().flat_map(|table| &table.operations));
    let first = operations.map(String::as_str).next().unwrap_or("METHOD /{path}");
    // An error that isn't a response of its own results from a different request.
    (entry.envelope.is_some() && !entry.statuses.is_none()).then_some(first)
}

/// Quotes a text for a shell (POSIX, 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
