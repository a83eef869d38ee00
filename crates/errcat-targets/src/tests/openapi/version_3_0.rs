//! Descriptions in OpenAPI 3.0. The suite in `crates/errcat-cli/tests/browser` checks them with validators.

use serde_json::{Map, Value as Json};

use super::{assert_references_exist, catalogs, documents_in};
use crate::settings::OpenApiVersion;

/// The keywords of schemas in OpenAPI 3.0, as far as the catalog has them.
const KEYWORDS: [&str; 20] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "format",
    "items",
    "maximum",
    "minimum",
    "minItems",
    "nullable",
    "oneOf",
    "properties",
    "required",
    "title",
    "type",
];

#[test]
fn schemas_have_only_keywords_of_their_version() {
    let mut count = 0;
    for catalog in &catalogs() {
        for (api, [document, ..]) in &documents_in(catalog, OpenApiVersion::V3_0) {
            assert_eq!(document["openapi"], "3.0.3");
            assert_eq!(document["info"]["summary"], Json::Null);
            assert_references_exist(document, document);
            let components = document["components"].as_object().expect("components");
            let of = |section: &str| components.get(section).and_then(Json::as_object).into_iter().flatten();
            let media_types =
                of("responses").filter_map(|(_, response)| response.get("content")?.as_object());
            let schemas = of("schemas").map(|(_, schema)| schema);
            let in_responses = media_types.flat_map(Map::values).map(|media_type| &media_type["schema"]);
            let in_headers = of("headers").map(|(_, header)| &header["schema"]);
            for schema in schemas.chain(in_responses).chain(in_headers) {
                check_schema(api, schema);
                count += 1;
            }
        }
    }
    assert!(count > 200, "only {count} schemas");
}

fn check_schema(api: &str, schema: &Json) {
    let schema = schema.as_object().expect("a schema");
    for (keyword, value) in schema {
        assert!(KEYWORDS.contains(&keyword.as_str()) || keyword.starts_with("x-"), "{api}: {schema:#?}");
        match (keyword.as_str(), value) {
            ("$ref", _) => assert_eq!(schema.len(), 1, "{api}: {schema:#?}"),
            ("type", ty) => assert!(ty.is_string(), "{api}: {schema:#?}"),
            ("nullable", _) => assert!(schema.contains_key("type"), "{api}: {schema:#?}"),
            ("allOf" | "anyOf" | "oneOf", Json::Array(all)) => {
                all.iter().for_each(|it| check_schema(api, it));
            }
            ("properties", Json::Object(all)) => all.values().for_each(|it| check_schema(api, it)),
            ("items", item) => check_schema(api, item),
            ("additionalProperties", Json::Object(_)) => check_schema(api, value),
            _ => {}
        }
    }
    assert!(
        schema.get("type").is_none_or(|ty| ty != "array") || schema.contains_key("items"),
        "{api}: {schema:#?}"
    );
}

/// A description next to `$ref` would have no effect.
#[test]
fn overlays_replace_whole_responses() {
    let mut count = 0;
    for catalog in &catalogs() {
        for (api, [_, overlays @ ..]) in &documents_in(catalog, OpenApiVersion::V3_0) {
            let actions = overlays.iter().flat_map(|it| it["actions"].as_array().expect("actions"));
            for removal in actions.filter(|action| action["remove"] == true) {
                let target = removal["target"].as_str().expect("a target");
                assert!(!target.contains("'content'"), "{api}: {target}");
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} removals");
}
