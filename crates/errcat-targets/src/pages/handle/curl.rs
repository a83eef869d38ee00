//! The request as a command.

use crate::pages::request::{Complete, body_text};
use crate::view::{ExampleView, MessageView};
use errcat_catalog::model::{Api, Entry, Table};

/// The corrected request, if there is one, and the bare operation, if there is none.
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
    let bare = MessageView::default();
    let request = Complete::new(&table.operations, corrected.or(original).unwrap_or(&bare), original);

    let operation = request.operation.or_else(|| any_operation(api, table, entry))?;
    let (method, path) = operation.split_once(' ')?;
    let url = format!("{base}{}", fill_in(path));
    // curl has its own use for brackets, too: it would send a request for each of `[1-999]`.
    let literally = if url.contains(['[', ']']) { "-g " } else { "" };
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
        // After `-d`, an `@` would send a file of whoever tries the command.
        let option = if text.starts_with('@') { "--data-raw" } else { "-d" };
        arguments.push(format!("{option} {}", quoted(&text)));
    }
    Some(arguments.join(" \\\n  "))
}

/// An operation that may answer with an error that isn't known to come from a certain one: the first that the catalog
/// names, or a gap for the reader to fill where it names none.
fn any_operation<'a>(api: &'a Api, table: &'a Table, entry: &Entry) -> Option<&'a str> {
    let operations = table.operations.iter().chain(api.tables.iter().flat_map(|table| &table.operations));
    let first = operations.map(String::as_str).next().unwrap_or("METHOD /{path}");
    // What isn't an answer comes to somebody who sent another request than this one.
    (entry.envelope.is_some() && !entry.statuses.is_empty()).then_some(first)
}

/// `/agents/{id}` as `/agents/ID`: curl and shells have their own use for braces.
fn fill_in(path: &str) -> String {
    let mut filled = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if inside => filled.extend(c.to_uppercase()),
            c => filled.push(c),
        }
    }
    filled
}

/// A shell's word that means exactly this text (POSIX, 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
