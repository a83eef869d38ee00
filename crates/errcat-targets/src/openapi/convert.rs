//! Converts a description to OpenAPI 3.0. Its schemas have no `const`, no lists of types and no tuples, and
//! one example at most.
//!
//! Only schemas are converted: examples and `x-errcat` contain data, whose members can have any name.

use serde_json::{Value as Json, json};

use super::components::Components;
use super::types::{Object, object};

/// Converts the members before `paths`.
pub(super) fn head(head: &mut Object, version: &str) {
    head.insert("openapi".to_owned(), version.into());
    if let Some(Json::Object(info)) = head.get_mut("info") {
        info.retain(|name, _| name != "summary");
    }
}

/// Converts the schemas of components.
pub(super) fn components(components: &mut Components) {
    let Components { schemas, responses, headers, examples: _ } = components;
    let has_tuples = schemas.iter().any(|(_, schema)| has_tuple(schema));
    let converter = Converter { has_tuples };
    schemas.iter_mut().for_each(|(_, schema)| converter.replace(schema));
    headers.iter_mut().for_each(|(_, header)| converter.replace_member(header));
    let contents =
        responses.iter_mut().filter_map(|(_, response)| response.get_mut("content")?.as_object_mut());
    for content in contents {
        content.values_mut().for_each(|media_type| converter.replace_member(media_type));
    }
}

/// Returns `true` if a schema contains one for a list whose items have different schemas.
fn has_tuple(schema: &Json) -> bool {
    match schema {
        Json::Object(members) => members.contains_key("prefixItems") || members.values().any(has_tuple),
        Json::Array(items) => items.iter().any(has_tuple),
        _ => false,
    }
}

struct Converter {
    /// `true` if only the items of tuples may tell errors apart.
    has_tuples: bool,
}

impl Converter {
    /// Converts the member `schema` of a header or a media type.
    fn replace_member(&self, parent: &mut Json) {
        if let Some(schema) = parent.get_mut("schema") {
            self.replace(schema);
        }
    }

    fn replace(&self, schema: &mut Json) {
        *schema = self.value(schema.take());
    }

    /// Converts a schema. `additionalProperties` can also be a boolean.
    fn value(&self, value: Json) -> Json {
        match value {
            Json::Object(schema) => Json::Object(self.schema(schema)),
            other => other,
        }
    }

    fn schema(&self, schema: Object) -> Object {
        let has_discriminator = schema.contains_key("discriminator");
        let mut converted = Object::new();
        for (keyword, value) in schema {
            match (keyword.as_str(), value) {
                ("const", value) => converted.extend(constant(value)),
                ("type", Json::Array(types)) => converted.extend(nullable(types)),
                ("examples", Json::Array(examples)) => {
                    converted
                        .extend(examples.into_iter().next().map(|example| ("example".to_owned(), example)));
                }
                // `items` remains, which applies to all other items.
                ("prefixItems", _) => {}
                // Without tuples, a body can match several schemas. It still matches at least one.
                ("oneOf", Json::Array(all)) if self.has_tuples && !has_discriminator => {
                    converted.insert("anyOf".to_owned(), self.list(all));
                }
                ("allOf" | "anyOf" | "oneOf", Json::Array(all)) => {
                    converted.insert(keyword, self.list(all));
                }
                ("properties", Json::Object(members)) => {
                    let members = members.into_iter().map(|(name, schema)| (name, self.value(schema)));
                    converted.insert(keyword, members.collect());
                }
                ("items" | "additionalProperties", value) => {
                    converted.insert(keyword, self.value(value));
                }
                (_, value) => {
                    converted.insert(keyword, value);
                }
            }
        }
        converted
    }

    fn list(&self, schemas: Vec<Json>) -> Json {
        schemas.into_iter().map(|schema| self.value(schema)).collect()
    }
}

/// Returns the schema of a constant. Generators of clients need its type. `null` has none: `nullable` only
/// adds it to another type.
fn constant(value: Json) -> Object {
    let ty = match &value {
        Json::Null => None,
        Json::Bool(_) => Some("boolean"),
        Json::Number(number) if number.is_f64() => Some("number"),
        Json::Number(_) => Some("integer"),
        Json::String(_) => Some("string"),
        Json::Array(_) => Some("array"),
        Json::Object(_) => Some("object"),
    };
    let mut schema = Object::from_iter(ty.map(|ty| ("type".to_owned(), ty.into())));
    if let Json::Array(_) = value {
        // Required next to the type `array`.
        schema.insert("items".to_owned(), json!({}));
    }
    schema.insert("enum".to_owned(), json!([value]));
    schema
}

/// Returns the schema of a type that can be `null`.
fn nullable(types: Vec<Json>) -> Object {
    let ty = types.into_iter().find(|ty| ty != "null").unwrap_or_default();
    let mut schema = object("type", ty);
    schema.insert("nullable".to_owned(), true.into());
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(schema: Json) -> Json {
        let mut components = Components { schemas: vec![("A".to_owned(), schema)], ..Components::default() };
        super::components(&mut components);
        components.schemas.remove(0).1
    }

    #[test]
    fn each_keyword_is_converted() {
        for (schema, expected) in [
            (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
            (json!({ "const": 404 }), json!({ "type": "integer", "enum": [404] })),
            (json!({ "const": 0.5 }), json!({ "type": "number", "enum": [0.5] })),
            (json!({ "const": true }), json!({ "type": "boolean", "enum": [true] })),
            (json!({ "const": null }), json!({ "enum": [null] })),
            (json!({ "const": { "const": 1 } }), json!({ "type": "object", "enum": [{ "const": 1 }] })),
            (json!({ "const": [1] }), json!({ "type": "array", "items": {}, "enum": [[1]] })),
            (json!({ "type": ["integer", "null"] }), json!({ "type": "integer", "nullable": true })),
            (json!({ "type": "string", "examples": ["a"] }), json!({ "type": "string", "example": "a" })),
            (
                json!({ "type": "array", "minItems": 1, "prefixItems": [{ "const": 1 }], "items": {} }),
                json!({ "type": "array", "minItems": 1, "items": {} }),
            ),
        ] {
            assert_eq!(converted(schema.clone()), expected, "{schema}");
        }
    }

    #[test]
    fn schemas_are_converted_wherever_they_are() {
        let (old, new) = (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] }));
        for pattern in [
            r#"{ "properties": { "const": SCHEMA, "examples": { "items": SCHEMA } } }"#,
            r#"{ "additionalProperties": SCHEMA }"#,
            r#"{ "additionalProperties": true, "allOf": [{ "$ref": "A" }, { "anyOf": [SCHEMA] }] }"#,
            r#"{ "oneOf": [SCHEMA] }"#,
        ] {
            let with = |schema: &Json| pattern.replace("SCHEMA", &schema.to_string()).parse::<Json>();
            assert_eq!(converted(with(&old).expect("JSON")), with(&new).expect("JSON"));
        }
    }

    #[test]
    fn schemas_of_responses_and_headers_are_converted() {
        let (old, new) = (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] }));
        let response = |schema| json!({ "description": "A", "content": { "text/a": { "schema": schema, "examples": {} } } });
        let header = |schema| json!({ "schema": schema, "example": { "const": "a" } });
        let named = |value| vec![("A".to_owned(), value)];
        let mut components = Components {
            responses: named(response(old.clone())),
            headers: named(header(old.clone())),
            examples: named(json!({ "value": old.clone() })),
            ..Components::default()
        };
        super::components(&mut components);
        assert_eq!(components.responses, named(response(new.clone())));
        assert_eq!(components.headers, named(header(new)));
        assert_eq!(components.examples, named(json!({ "value": old })));
    }

    #[test]
    fn data_stays() {
        let schema =
            json!({ "x-errcat": { "facts": { "const": 1, "type": ["a", "null"], "examples": [1] } } });
        assert_eq!(converted(schema.clone()), schema);
    }

    #[test]
    fn schemas_that_only_differ_in_tuples_can_match_together() {
        let tuple = json!({ "type": "array", "prefixItems": [{ "const": 1 }], "items": {} });
        let union = |name: &str| json!({ "description": "A", "content": { "a/b": { "schema": { name: [{ "$ref": "#/A" }] } } } });
        let mut components = Components {
            schemas: vec![("A".to_owned(), json!({ "properties": { "details": tuple } }))],
            responses: vec![("A".to_owned(), union("oneOf"))],
            ..Components::default()
        };
        super::components(&mut components);
        assert_eq!(components.responses[0].1, union("anyOf"));
        // The member of a discriminator isn't in a tuple.
        let schema = json!({ "properties": { "a": { "prefixItems": [] } }, "oneOf": [], "discriminator": { "propertyName": "code" } });
        assert_eq!(converted(schema)["oneOf"], json!([]));
    }
}
