//! The operations of a description.

use errcat_catalog::model::Api;
use heck::ToSnakeCase;
use serde_json::{Value as Json, json};

use super::names::Names;
use super::operations::{DescribedOperation, params, table_of};
use super::texts::line;
use super::types::{Object, object, reference};
use crate::docs::links::PageContext;

/// Returns the operations, by path and method.
pub(super) fn paths(cx: &PageContext<'_>, api: &Api, operations: &[DescribedOperation]) -> Object {
    let mut paths = Object::new();
    let mut ids = Names::new("");
    for described in operations {
        let item = paths.entry(described.operation.path.clone()).or_insert_with(|| json!({}));
        item[&described.operation.method] = Json::Object(operation(cx, api, described, &mut ids));
    }
    paths
}

fn operation(
    cx: &PageContext<'_>,
    api: &Api,
    DescribedOperation { operation, responses }: &DescribedOperation,
    ids: &mut Names,
) -> Object {
    let id = format!("{}_{}", operation.method, operation.path.replace(['{', '}'], "")).to_snake_case();
    let mut described = object("operationId", ids.add(&[&id]));
    let table = table_of(api, operation);
    let name = || format!("{} {}", operation.method.to_uppercase(), operation.path);
    let summary = table.map_or_else(name, |table| table.title.clone());
    described.insert("summary".to_owned(), summary.into());
    if let Some(summary) = table.and_then(|table| table.summary.as_ref()) {
        described.insert("description".to_owned(), line(cx, summary).into());
    }
    let params = params(&operation.path).unwrap_or_default();
    if !params.is_empty() {
        let param = |name: &str| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
        described.insert("parameters".to_owned(), params.into_iter().map(param).collect());
    }
    let success = json!({ "description": "A success. The catalog only describes errors." });
    let mut of_status = object("2XX", success);
    of_status.extend(responses.iter().map(|(status, name)| (status.clone(), reference("responses", name))));
    described.insert("responses".to_owned(), Json::Object(of_status));
    described
}
