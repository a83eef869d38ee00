//! Renders errors as a table and as JSON.

use errcat_catalog::model::{CodeId, Entry};
use errcat_catalog::report::visible;
use serde_json::{Map, Value as Json, json};

use super::Row;
use super::filter::{RetryFilter, retry_of};
use crate::terminal::table;

pub(super) fn table(rows: &[Row<'_>]) -> String {
    let with_facts = |row: &Row<'_>| {
        let [api, code, status, table, message] = cells(row);
        let facts = row.api.facts_of(row.entry);
        let facts: Vec<String> =
            facts.map(|(fact, value)| format!("{}={}", fact.name, value.text())).collect();
        let facts = if facts.is_empty() { "-".to_owned() } else { facts.join(" ") };
        [api, code, status, facts, table, message]
    };
    match rows.iter().any(|row| !row.entry.facts.is_empty()) {
        true => table::aligned(
            ["API", "CODE", "STATUS", "FACTS", "TABLE", "MESSAGE"],
            rows.iter().map(with_facts),
        ),
        false => table::aligned(["API", "CODE", "STATUS", "TABLE", "MESSAGE"], rows.iter().map(cells)),
    }
}

pub(super) fn json(rows: &[Row<'_>]) -> String {
    let rows: Vec<Json> = rows.iter().map(object).collect();
    let json = serde_json::to_string_pretty(&rows).expect("JSON values have text keys");
    visible::json(&json) + "\n"
}

fn cells(row: &Row<'_>) -> [String; 5] {
    let Row { api, table, entry } = row;
    let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
    let statuses = if statuses.is_empty() { "-".to_owned() } else { statuses.join(" ") };
    let mut headline = entry.headline().shown(&entry.params);
    headline.push_str(match (&entry.retired, &entry.deprecated) {
        (Some(_), _) => " (retired)",
        (None, Some(_)) => " (deprecated)",
        (None, None) => "",
    });
    [api.name.clone(), api[entry.code].code.clone(), statuses, table.name.clone(), headline]
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
        statuses,
        facts: _, // facts_of()
        message,
        log: _,
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
    let facts: Map<String, Json> =
        api.facts_of(entry).map(|(fact, value)| (fact.name.clone(), value.value.clone())).collect();
    let mut object = json!({
        "api": api.name,
        "code": code_of(*code),
        "table": table.name,
        "title": title,
        "message": message.shown(params),
        "statuses": statuses,
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
    if !facts.is_empty() {
        object["facts"] = facts.into();
    }
    object
}
