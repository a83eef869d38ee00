//! The schemas of params: their types on the wire.

use errcat_catalog::model::{Param, ParamType};
use serde_json::{Map, Value as Json, json};

use crate::docs::links::PageContext;

/// A JSON object: a schema, or another part of a description.
pub(super) type Object = Map<String, Json>;

/// Returns an object with one member.
pub(super) fn object(name: &str, value: impl Into<Json>) -> Object {
    Object::from_iter([(name.to_owned(), value.into())])
}

/// Returns the reference to a component.
pub(super) fn reference(section: &str, name: &str) -> Json {
    json!({ "$ref": format!("#/components/{section}/{name}") })
}

/// Returns the schema of a param, with its description and an example.
pub(super) fn param(cx: &PageContext<'_>, param: &Param) -> Object {
    let mut schema = data_type(&param.ty);
    describe(&mut schema, &description(cx, param));
    if !matches!(param.ty, ParamType::Json) {
        schema.insert("examples".to_owned(), json!([param.example]));
    }
    schema
}

/// Returns the description of a param, with its unit.
pub(super) fn description(cx: &PageContext<'_>, param: &Param) -> String {
    let doc = super::texts::line(cx, &param.doc);
    let parts = [doc.as_str(), unit(&param.ty).unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Adds a description, unless it is empty.
pub(super) fn describe(schema: &mut Object, description: &str) {
    if !description.is_empty() {
        schema.insert("description".to_owned(), description.into());
    }
}

/// Returns a sentence about the unit of a value.
fn unit(ty: &ParamType) -> Option<&'static str> {
    Some(match ty.item() {
        ParamType::DurationSeconds => "A duration in seconds.",
        ParamType::DurationMilliseconds => "A duration in milliseconds.",
        ParamType::TimestampSeconds => "Unix time in seconds.",
        ParamType::TimestampMilliseconds => "Unix time in milliseconds.",
        ParamType::String
        | ParamType::Integer
        | ParamType::Number
        | ParamType::Boolean
        | ParamType::TimestampRfc3339
        | ParamType::Json
        | ParamType::Rust(_)
        | ParamType::Enum(_)
        | ParamType::List(_)
        | ParamType::Map(_) => return None,
    })
}

/// Returns the schema of a type.
pub(super) fn data_type(ty: &ParamType) -> Object {
    let schema = match ty {
        ParamType::String | ParamType::Rust(_) => json!({ "type": "string" }),
        // Servers can send values that are newer than the catalog, so `enum` would be wrong.
        ParamType::Enum(known) => json!({ "type": "string", "x-extensible-enum": known.values }),
        ParamType::Integer | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => {
            json!({ "type": "integer", "format": "int64" })
        }
        ParamType::Number => json!({ "type": "number", "format": "double" }),
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => {
            json!({ "type": "number", "minimum": 0 })
        }
        ParamType::Boolean => json!({ "type": "boolean" }),
        ParamType::TimestampRfc3339 => json!({ "type": "string", "format": "date-time" }),
        ParamType::Json => json!({}),
        ParamType::List(item) => json!({ "type": "array", "items": data_type(item) }),
        ParamType::Map(item) => json!({ "type": "object", "additionalProperties": data_type(item) }),
    };
    let Json::Object(schema) = schema else { unreachable!("every schema above is an object") };
    schema
}

/// Allows `null` in addition to the values of a schema. A schema without a type allows it anyway.
pub(super) fn allow_null(schema: &mut Object) {
    if let Some(Json::String(ty)) = schema.get("type") {
        let types = json!([ty, "null"]);
        schema.insert("type".to_owned(), types);
    }
}
