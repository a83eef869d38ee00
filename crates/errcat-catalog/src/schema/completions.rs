//! The completions of editors: snippets, and values that a key often has.
//!
//! They don't change which files are valid. Editors insert the body of a snippet, and `${1:text}` is a text
//! that the author replaces.

use serde_json::{Value as Json, json};

use crate::languages::LANGUAGES;
use crate::shape::Definitions;
use crate::{status, value};

/// The keyword with snippets, which VS Code and the YAML language server know.
const SNIPPETS: &str = "defaultSnippets";

/// Types with several values.
const SEVERAL: [&str; 4] = ["list of string", "list of integer", "map of string", "map of integer"];

/// Content types of error responses.
const CONTENT_TYPES: [&str; 4] =
    ["application/json", "application/problem+json", "application/xml", "text/plain; charset=utf-8"];

/// Adds the completions of all records.
pub(super) fn add(definitions: &mut Definitions) {
    let mut set = |record: &str, key: Option<&str>, keyword: &str, value: Json| {
        let record = definitions.get_mut(record).expect("a record");
        let target = match key {
            Some(key) => &mut record["properties"][key],
            None => record,
        };
        target[keyword] = value;
    };
    set("Table", Some("errors"), SNIPPETS, with_name("an error", "agent_not_found", error()));
    set("Error", None, SNIPPETS, json!([snippet("an error", error())]));
    set("Error", Some("params"), SNIPPETS, with_name("a param", "agent_id", param()));
    set(
        "Param",
        None,
        SNIPPETS,
        json!([
            snippet("a param", param()),
            snippet("a duration", duration()),
            snippet("known values", known_values()),
            snippet("a list", list()),
        ]),
    );
    set("Example", None, SNIPPETS, json!([snippet("an example", example())]));
    set("CodeExample", None, SNIPPETS, json!([snippet("a code example", code_example())]));
    set("CodeExample", Some("language"), "examples", json!(LANGUAGES));
    for record in ["Table", "Error"] {
        set(record, Some("status"), SNIPPETS, statuses());
    }
    for record in ["Param", "Header", "Context"] {
        let types: Vec<&str> = value::KINDS.into_iter().chain(SEVERAL).collect();
        set(record, Some("type"), "examples", json!(types));
    }
    set("Fact", Some("type"), "examples", json!(value::FACT_KINDS));
    set("Envelope", Some("content_type"), "examples", json!(CONTENT_TYPES));
}

/// Returns the snippets for an empty file.
pub(super) fn of_files() -> Json {
    let body = json!({
        "title": "${1:Certificates}",
        "operation": "${2:POST /v1/agents}",
        "errors": { "${3:agent_not_found}": error() },
    });
    json!([snippet("a table", body)])
}

fn snippet(label: &str, body: Json) -> Json {
    json!({ "label": label, "body": body })
}

/// Returns the snippets for a value in a map, with its name.
fn with_name(label: &str, name: &str, body: Json) -> Json {
    let name = format!("${{9:{name}}}");
    json!([snippet(label, json!({ name: body }))])
}

fn error() -> Json {
    json!({
        "status": "${4:404}",
        "title": "${5:Agent not found}",
        "causes": ["${6:The ID is misspelled}"],
        "fixes": ["${7:List the agents, and use one of their IDs}"],
        "retry": "${8:never}",
    })
}

fn param() -> Json {
    json!({ "type": "${1:string}", "doc": "${2:The ID of the agent}", "example": "${3:agt_1}" })
}

fn duration() -> Json {
    json!({
        "type": "duration",
        "unit": "${1:seconds}",
        "doc": "${2:How long to wait}",
        "example": "${3:30}",
    })
}

fn known_values() -> Json {
    json!({ "values": ["${1:free}", "${2:pro}"], "doc": "${3:The plan of the account}" })
}

fn list() -> Json {
    json!({
        "type": "${1:list of string}",
        "doc": "${2:The fields that are missing}",
        "example": ["${3:email}"],
    })
}

fn example() -> Json {
    json!({
        "title": "${1:A wrong ID}",
        "request": { "operation": "${2:GET /v1/agents/agt_0}" },
        "corrected": { "operation": "${3:GET /v1/agents/agt_1}" },
        "fix": "${4:The ID of an agent that exists}",
    })
}

fn code_example() -> Json {
    json!({
        "language": "${1:python}",
        "fails": "${2:open(path)}",
        "mark": "${3:path}",
        "works": "${4:open(name)}",
    })
}

/// Returns a snippet for each status of errors, with its name.
fn statuses() -> Json {
    let registered = (400..600).filter(|status| !status::reason(*status).is_empty());
    let snippet = |status| {
        let label = format!("{status} {}", status::reason(status));
        json!({ "label": label, "description": status::doc(status), "body": status })
    };
    registered.map(snippet).collect()
}
