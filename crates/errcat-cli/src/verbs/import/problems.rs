//! Makes entries of a registry of problem types (RFC 9457).

use errcat_catalog::edit::{NewApi, NewEntry};
use serde_json::Value;

use super::draft::{Draft, DraftEntry};
use super::notes::{Notes, Origin};
use super::placeholders::{Placeholders, escaped};
use super::rows::Row;
use super::tabular::{TABLE, status_of};
use super::texts::{cleaned, on_one_line};

/// The members that the catalog has keys for.
const KNOWN: [&str; 9] = [
    "type",
    "title",
    "status",
    "detail",
    "description",
    "reference",
    "recommendedHttpStatusCode",
    "instance",
    "(key)",
];

/// Makes a catalog of problem types. Each row has a `type`, whose last segment is the code.
pub(super) fn draft(rows: &[Row], notes: &mut Notes) -> Draft {
    let mut draft =
        Draft { api: NewApi { envelope: "problem".to_owned(), ..NewApi::default() }, ..Draft::default() };
    let mut bases: Vec<&str> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let origin = row.line.map_or_else(|| Origin::Part(format!("row {}", index + 1)), Origin::Line);
        let text = |name: &str| row.get(name).and_then(Value::as_str);
        let Some(uri) = text("type").or_else(|| text("(key)")) else {
            notes.push(&origin, "the problem is left out: it has no `type`");
            draft.left_out += 1;
            continue;
        };
        let (base, code) = split(uri);
        if code.is_empty() || code.contains(char::is_whitespace) || uri == "about:blank" {
            notes.push(&origin, format!("the problem is left out: its type `{uri}` has no name"));
            draft.left_out += 1;
            continue;
        }
        if !bases.contains(&base) {
            bases.push(base);
        }
        let status = row.get("status").or_else(|| row.get("recommendedHttpStatusCode")).map(Value::to_string);
        let statuses = status.and_then(|status| status_of(status.trim_matches('"')));
        if statuses.is_none() {
            notes.push(&origin, format!("`{code}` has no status: `default` is any error status"));
        }
        let title = text("title").and_then(on_one_line);
        let (message, params) =
            text("detail").and_then(cleaned).map(|it| Placeholders::Braces.convert(&it)).unzip();
        for (name, _) in row.cells.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
            notes.push(&origin, format!("`{code}`: the member `{name}` isn't carried"));
        }
        let entry = NewEntry {
            code: code.to_owned(),
            statuses: vec![statuses.unwrap_or_else(|| "default".to_owned())],
            message: message.or_else(|| title.as_deref().map(escaped)).or_else(|| Some(code.to_owned())),
            meaning: text("description").and_then(cleaned),
            params: params.unwrap_or_default(),
            title,
            ..NewEntry::default()
        };
        draft.push(TABLE, DraftEntry { entry, origin });
    }
    set_docs_url(&mut draft.api, bases.first().copied().unwrap_or_default(), notes);
    draft
}

/// Sets the start of the types, without which clients couldn't tell them apart.
pub(super) fn set_docs_url(api: &mut NewApi, base: &str, notes: &mut Notes) {
    let base = base.trim_end_matches(['/', '#']);
    let is_url = base.starts_with("https://") || base.starts_with("http://");
    let url = if is_url { base.to_owned() } else { "https://errors.example.com".to_owned() };
    let text =
        format!("`type` is {url}/API/CODE/ (docs_url in api.yaml); clients compare only the end of it");
    notes.push(&Origin::File, text);
    api.docs_url = Some(url);
}

/// Splits the URI of a type into its start and its last segment.
pub(super) fn split(uri: &str) -> (&str, &str) {
    let uri = uri.trim_end_matches('/');
    let at = uri.rfind(['/', '#', ':']).map_or(0, |at| at + 1);
    uri.split_at(at)
}
