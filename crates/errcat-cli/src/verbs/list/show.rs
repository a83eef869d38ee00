//! Renders errors as a table and as JSON.

use errcat_catalog::model::{CodeId, Entry};
use errcat_catalog::report::visible;
use serde_json::{Map, Value as Json, json};

use super::Row;
use super::filter::{RetryFilter, retry_of};
use crate::terminal::table;

/// Renders a table. It has no column for statuses or facts if no row has one.
pub(super) fn table(rows: &[Row<'_>]) -> String {
    let has_status = rows.iter().any(|row| !row.entry.statuses.is_none());
    let has_facts = rows.iter().any(|row| !row.entry.facts.is_empty());
    let is_shown = |head: &str| match head {
        "STATUS" => has_status,
        "FACTS" => has_facts,
        _ => true,
    };
    let shown = |row: &Row<'_>| {
        let cells = HEADS.into_iter().zip(cells(row));
        cells.filter(|(head, _)| is_shown(head)).map(|(_, cell)| cell).collect::<Vec<_>>()
    };
    let heads: Vec<&str> = HEADS.into_iter().filter(|head| is_shown(head)).collect();
    table::aligned(&heads, rows.iter().map(shown))
}

/// The columns.
const HEADS: [&str; 6] = ["API", "CODE", "STATUS", "FACTS", "TABLE", "MESSAGE"];

pub(super) fn json(rows: &[Row<'_>]) -> String {
    let rows: Vec<Json> = rows.iter().map(object).collect();
    let json = serde_json::to_string_pretty(&rows).expect("JSON values have text keys");
    visible::json(&json) + "\n"
}

fn cells(row: &Row<'_>) -> [String; HEADS.len()] {
    let Row { api, table, entry } = row;
    let joined = |words: Vec<String>| if words.is_empty() { "-".to_owned() } else { words.join(" ") };
    let statuses = joined(entry.statuses.words().map(|word| word.to_string()).collect());
    let facts = api.facts_of(entry).map(|(fact, value)| format!("{}={}", fact.name, value.text()));
    let facts = joined(facts.collect());
    let mut headline = entry.headline().shown(&entry.params);
    headline.push_str(match (&entry.retired, &entry.deprecated) {
        (Some(_), _) => " (retired)",
        (None, Some(_)) => " (deprecated)",
        (None, None) => "",
    });
    [api.name.clone(), api[entry.code].code.clone(), statuses, facts, table.name.clone(), headline]
}

fn object(row: &Row<'_>) -> Json {
    let Row { api, table, entry } = row;
    // `errors.json` has the fields that are omitted here.
    let Entry {
        code,
        shared: _,
        place: _,
        line,
        kind,
        title,
        has_own_title: _, // only for headings
        statuses,
        facts: _,      // facts_of()
        operations: _, // operations_of()
        message,
        log: _,
        answer: _,
        meaning: _,
        causes: _,
        fixes: _,
        notes: _,
        security: _,
        severity: _,
        params,
        fallback_for: _,
        headers: _,
        retry: _, // retry_of()
        examples: _,
        code_examples: _,
        sources: _,
        envelope: _,
        owner: _,
        related: _,
        since: _,
        deprecated,
        retired,
        successor,
        reserved: _,
        never_raised: _,
    } = entry;
    let code_of = |code: CodeId| &*api[code].code;
    let wire = &*api[*code].wire;
    let facts: Map<String, Json> =
        api.facts_of(entry).map(|(fact, value)| (fact.name.clone(), value.value.clone())).collect();
    let mut object = json!({
        "api": api.name,
        "code": wire,
        "table": table.name,
        "title": title,
        "message": message.shown(params),
        "statuses": statuses.numbers(),
        "kind": kind.map(code_of),
        "retry": match retry_of(entry) {
            RetryFilter::Never => Some("never"),
            RetryFilter::Later => Some("later"),
            RetryFilter::Unsaid => None,
        },
        "deprecated": deprecated,
        "retired": retired,
        "use": successor.map(code_of),
        "docs_url": api.docs_url(*code),
        "path": table.path,
        "line": line,
    });
    let operations = table.operations_of(entry);
    if code_of(*code) != wire {
        object["id"] = code_of(*code).into();
    }
    if let Some(range) = statuses.range() {
        object["status_range"] = range.as_str().into();
    }
    if !operations.is_empty() {
        object["operations"] = operations.into();
    }
    if !facts.is_empty() {
        object["facts"] = facts.into();
    }
    object
}
