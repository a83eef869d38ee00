//! Support for utoipa: the responses of errors in an OpenAPI description. Requires the feature `utoipa`.
//!
//! Generated enums implement [`IntoResponses`], and so do hand-written ones with
//! `#[catalog(kakunin, utoipa)]`:
//!
//! ```ignore
//! #[utoipa::path(post, path = "/agents/{id}/certify", responses((status = 200), certify::Error))]
//! async fn certify() -> Result<(), certify::Error> { Ok(()) }
//! ```
//!
//! Each status lists its codes, and has an example of each body. For complete schemas, see the target
//! `openapi` of errcat.

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use ::utoipa::IntoResponses;
use ::utoipa::openapi::example::{Example, ExampleBuilder};
use ::utoipa::openapi::schema::{Object, SchemaType, Type};
use ::utoipa::openapi::{ContentBuilder, ResponseBuilder};
pub use ::utoipa::openapi::{RefOr, Response};
use serde_json::Value as Json;

use crate::body::Body;
use crate::{Entry, Envelope, IntoValue, OwnedValue, Param, Value};

/// The responses of an operation, by status.
pub type Responses = BTreeMap<String, RefOr<Response>>;

/// Returns the responses of entries. Errors that are never sent, and retired ones, have none.
pub fn responses<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Responses {
    let mut by_status: BTreeMap<u16, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| entry.retired.is_none()) {
        for status in entry.statuses {
            by_status.entry(*status).or_default().push(entry);
        }
    }
    let response =
        |(status, entries): (u16, Vec<&Entry>)| (status.to_string(), RefOr::T(response(status, &entries)));
    by_status.into_iter().map(response).collect()
}

/// Adds responses to others. Descriptions of the same status are joined.
pub fn merge(all: &mut Responses, others: Responses) {
    for (status, other) in others {
        match (all.get_mut(&status), other) {
            (Some(RefOr::T(known)), RefOr::T(other)) => {
                write!(known.description, "\n{}", other.description).expect("writing to a String");
                for (content_type, other) in other.content {
                    match known.content.get_mut(&content_type) {
                        Some(RefOr::T(known)) => {
                            if let RefOr::T(other) = other {
                                known.examples.extend(other.examples);
                            }
                        }
                        _ => _ = known.content.insert(content_type, other),
                    }
                }
            }
            (_, other) => _ = all.insert(status, other),
        }
    }
}

/// Returns the response with a status, which all entries have.
fn response(status: u16, entries: &[&Entry]) -> Response {
    let line =
        |entry: &&Entry| format!("- `{}`: {}", entry.code, entry.message.whole().unwrap_or(entry.title));
    let lines: Vec<String> = entries.iter().map(line).collect();
    let mut response = ResponseBuilder::new().description(lines.join("\n"));
    let mut contents: BTreeMap<&str, Vec<(String, RefOr<Example>)>> = BTreeMap::new();
    for entry in entries {
        let Some(envelope) = entry.envelope else { continue };
        let body = example(entry, envelope, status);
        let example = ExampleBuilder::new().summary(entry.title).value(Some(body)).build();
        let name = entry.id.unwrap_or(entry.code).to_owned();
        contents.entry(envelope.content_type).or_default().push((name, RefOr::T(example)));
    }
    for (content_type, examples) in contents {
        let ty = if content_type.ends_with("json") { Type::Object } else { Type::String };
        let schema = Object::with_type(SchemaType::Type(ty));
        let content = ContentBuilder::new().schema(Some(schema)).examples_from_iter(examples).build();
        response = response.content(content_type, content);
    }
    response.build()
}

/// Returns the body of an error with the examples of its params.
fn example(entry: &Entry, envelope: &Envelope<'_>, status: u16) -> Json {
    let owned = |params: &[Param<'_>]| -> Vec<OwnedValue> {
        let value = |param: &Param<'_>| OwnedValue::from_json_text(param.example, param.ty);
        params.iter().map(|param| value(param).unwrap_or(OwnedValue::Absent)).collect()
    };
    let (params, context) = (owned(entry.params), owned(envelope.context));
    let values: Vec<Value<'_>> = params.iter().map(IntoValue::value).collect();
    let filled = entry.message.for_clients(entry.params, &values);
    let body = Body {
        envelope,
        code: entry.code,
        title: entry.title,
        status: Some(status),
        docs_url: entry.docs_url,
        message: if filled.is_absent() { Value::Absent } else { Value::Display(&filled) },
        facts: &|name| entry.fact(name).map_or(Value::Absent, Value::from),
        constants: &|constant| entry.constant(constant),
        params: entry.params,
        values: &values,
        context: &|name| {
            let field = envelope.context.iter().position(|field| field.name == name);
            field.map_or(Value::Absent, |at| context[at].value())
        },
        others: &[],
    };
    let text = body.to_text();
    serde_json::from_str(&text).unwrap_or(Json::String(text))
}
