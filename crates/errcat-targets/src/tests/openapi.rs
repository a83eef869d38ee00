//! The OpenAPI descriptions of any catalog.

use std::collections::{BTreeMap, BTreeSet};

use errcat_catalog::model::{Catalog, StatusRange, StatusWord};
use serde_json::{Value as Json, json};

use super::PAYLOADS;
use crate::emit::emit;
use crate::fixture;
use crate::openapi::TARGET_NAME;
use crate::output::Plan;
use crate::selection::Selection;
use crate::settings::{Edition, FolderSettings, OpenApiVersion, Settings};
use crate::target::Request;

mod version_3_0;

/// Returns the files, by name.
fn files(catalog: &Catalog, version: OpenApiVersion) -> BTreeMap<String, String> {
    let mut settings = Settings { edition: Edition::Internal, ..Settings::default() };
    let output = Some("openapi".into());
    let folder = FolderSettings { output, version: Some(version), ..FolderSettings::default() };
    settings.targets.insert(TARGET_NAME.to_owned(), folder);
    let mut targets = crate::built_in(&settings);
    targets.retain(|target| target.name() == TARGET_NAME);
    let templates = fixture::template_files();
    let selection = Selection::all(catalog);
    let request = Request::new(&selection, &settings, &templates);
    let plan = Plan::collect(Vec::new(), |output| emit(&targets, &request, output, &mut |_| {}));
    let plan = plan.expect("built-in templates");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    plan.files()
        .map(|(path, file)| (path.file_name().expect("a file").to_owned(), text(&file.bytes)))
        .collect()
}

/// Returns the description of each API, with its overlays.
fn documents(catalog: &Catalog) -> BTreeMap<String, [Json; 3]> {
    documents_in(catalog, OpenApiVersion::V3_1)
}

fn documents_in(catalog: &Catalog, version: OpenApiVersion) -> BTreeMap<String, [Json; 3]> {
    let files = files(catalog, version);
    let read = |name: &str| {
        let text = &files[name];
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
    };
    let names = files.keys().filter_map(|name| name.strip_suffix(".openapi.yaml"));
    let kinds = ["openapi", "replace.overlay", "add.overlay"];
    names.map(|api| (api.to_owned(), kinds.map(|kind| read(&format!("{api}.{kind}.yaml"))))).collect()
}

/// Returns the descriptions, by API.
fn descriptions(catalog: &Catalog) -> BTreeMap<String, Json> {
    documents(catalog).into_iter().map(|(api, [document, ..])| (api, document)).collect()
}

#[test]
fn the_version_is_that_of_the_api() {
    let mut catalog = fixture::catalog();
    catalog.apis[0].version = Some("2.3.0".to_owned());
    let api = catalog.apis[0].name.clone();
    for (name, files) in documents(&catalog) {
        let expected = if name == api { "2.3.0" } else { "0.0.0" };
        assert!(files.iter().all(|file| file["info"]["version"] == expected), "{name}: {files:?}");
    }
}

fn catalogs() -> Vec<Catalog> {
    let mut catalogs = vec![fixture::catalog(), fixture::real()];
    catalogs.extend(fixture::families());
    assert!(catalogs.len() > 14, "only {} catalogs", catalogs.len());
    catalogs
}

/// Calls a function for each part of a value, with its pointer.
fn visit(value: &Json, pointer: &str, visitor: &mut dyn FnMut(&str, &Json)) {
    visitor(pointer, value);
    match value {
        Json::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| visit(item, &format!("{pointer}/{index}"), visitor));
        }
        Json::Object(members) => members.iter().for_each(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            visit(value, &format!("{pointer}/{name}"), visitor);
        }),
        _ => {}
    }
}

/// Returns a value with its references replaced. `oneOf` and `anyOf` stay.
fn resolved(document: &Json, value: &Json) -> Json {
    match value {
        Json::Object(members) => match members.get("$ref").and_then(Json::as_str) {
            Some(reference) => {
                let target = document.pointer(reference.trim_start_matches('#'));
                resolved(document, target.unwrap_or_else(|| panic!("{reference} doesn't exist")))
            }
            None => members.iter().map(|(name, value)| (name.clone(), resolved(document, value))).collect(),
        },
        Json::Array(items) => items.iter().map(|item| resolved(document, item)).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_example_is_valid() {
    let (mut count, mut keywords) = (0, BTreeSet::new());
    for catalog in &catalogs() {
        for (api, document) in &descriptions(catalog) {
            let responses = document["components"]["responses"].as_object().expect("responses");
            for (name, response) in responses {
                for (media_type, content) in response["content"].as_object().into_iter().flatten() {
                    let schema = &content["schema"];
                    keywords.extend(schema.as_object().expect("a schema").keys().cloned());
                    let validator = jsonschema::validator_for(&resolved(document, schema)).expect("a schema");
                    for (example, value) in content["examples"].as_object().expect("examples") {
                        let value = &resolved(document, value)["value"];
                        let wrong: Vec<_> =
                            validator.iter_errors(value).map(|error| error.to_string()).collect();
                        assert!(
                            wrong.is_empty(),
                            "{api} {name} {media_type} {example}: {wrong:#?}\n{value:#}"
                        );
                        count += 1;
                        assert_constants_matter(document, schema, value);
                    }
                }
            }
        }
    }
    assert!(count > 100, "only {count} examples");
    let expected = ["$ref", "allOf", "anyOf", "discriminator", "oneOf"];
    assert_eq!(keywords.into_iter().collect::<Vec<_>>(), expected);
}

/// A body with another code than those of the response is invalid, if the code tells errors apart.
fn assert_constants_matter(document: &Json, schema: &Json, value: &Json) {
    let Some(property) = schema["discriminator"]["propertyName"].as_str() else { return };
    let mut other = value.clone();
    other[property] = json!("another");
    let validator = jsonschema::validator_for(&resolved(document, schema)).expect("a schema");
    assert!(!validator.is_valid(&other), "{property}: {schema}");
    let mapped = &schema["discriminator"]["mapping"][value[property].as_str().expect("a text")];
    let selected =
        jsonschema::validator_for(&resolved(document, &json!({ "$ref": mapped }))).expect("a schema");
    assert!(selected.is_valid(value), "{mapped}");
}

#[test]
fn every_code_is_in_the_responses_of_its_operations() {
    let mut count = 0;
    for catalog in &catalogs() {
        let documents = descriptions(catalog);
        for api in &catalog.apis {
            for table in &api.tables {
                for entry in &table.entries {
                    let operations = table.operations_of(entry);
                    if operations.is_empty() || api.owner(entry.code).retired.is_some() {
                        continue;
                    }
                    for (operation, word) in
                        operations.iter().flat_map(|it| entry.statuses.words().map(move |word| (it, word)))
                    {
                        let (method, path) = operation.split_once(' ').expect("an operation");
                        let key = match word {
                            StatusWord::Number(number) => number.to_string(),
                            StatusWord::Range(StatusRange::ClientError) => "4XX".to_owned(),
                            StatusWord::Range(StatusRange::ServerError) => "5XX".to_owned(),
                            StatusWord::Range(StatusRange::Any) => "default".to_owned(),
                        };
                        let document = &documents[&api.name];
                        let response = &document["paths"][path][method.to_lowercase()]["responses"][&key];
                        let codes = &resolved(document, response)["x-errcat"]["codes"];
                        let code = json!(api[entry.code].code);
                        assert!(
                            codes.as_array().is_some_and(|codes| codes.contains(&code)),
                            "{operation} {key} {code}"
                        );
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 10, "only {count} errors of operations");
}

#[test]
fn errors_that_any_operation_can_return_are_in_all_operations() {
    let catalog = fixture::real();
    let document = &descriptions(&catalog)["kakunin"];
    let codes = |status: &str| {
        let response = &document["paths"]["/v1/agents/{id}/certify"]["post"]["responses"][status];
        resolved(document, response)["x-errcat"]["codes"].clone()
    };
    assert_eq!(codes("404"), json!(["not_found", "agent_not_found"]));
    assert_eq!(codes("429"), json!(["rate_limited"]));
}

#[test]
fn names_and_references_are_valid_for_hostile_texts() {
    for payload in PAYLOADS {
        let hostile = fixture::hostile(payload);
        let mut shared = hostile.clone();
        for table in shared.apis.iter_mut().flat_map(|api| &mut api.tables) {
            table.operations.clear();
            table.entries.iter_mut().for_each(|entry| entry.operations.clear());
        }
        for catalog in [hostile, shared] {
            let documents = documents(&catalog);
            assert!(!documents.is_empty());
            for (api, [document, overlays @ ..]) in &documents {
                assert_references_exist(document, document);
                overlays.iter().for_each(|overlay| assert_references_exist(overlay, document));
                for (section, components) in document["components"].as_object().into_iter().flatten() {
                    for name in components.as_object().expect("components").keys() {
                        let is_valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                        assert!(name.chars().all(is_valid), "{api} {section}: {name}");
                    }
                }
            }
        }
    }
}

fn assert_references_exist(value: &Json, document: &Json) {
    visit(value, "", &mut |pointer, value| {
        if let Some(reference) = value.get("$ref").and_then(Json::as_str) {
            let target = document.pointer(reference.trim_start_matches('#'));
            assert!(target.is_some(), "{pointer}: {reference}");
        }
    });
}

#[test]
fn overlays_have_the_components_and_responses_of_the_description() {
    let mut count = 0;
    for catalog in &catalogs() {
        for (api, [document, overlays @ ..]) in &documents(catalog) {
            for overlay in overlays {
                assert_references_exist(overlay, document);
                let actions = overlay["actions"].as_array().expect("actions");
                let whole = actions.iter().find(|action| action["target"] == "$").expect("components");
                assert_eq!(whole["update"]["components"], document["components"], "{api}");
                for action in actions.iter().filter(|action| action["target"] != "$") {
                    let target = action["target"].as_str().expect("a target");
                    // Not all implementations have filters, `..` and negative positions.
                    assert!(!target.contains("..") && !target.contains('?'), "{target}");
                    assert!(!target.starts_with("$.paths.*.*"), "{target} selects more than operations");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 40, "only {count} actions");
}

#[test]
fn descriptions_contain_no_internal_facts() {
    let text: String = files(&fixture::catalog(), OpenApiVersion::V3_1).into_values().collect();
    assert!(text.contains("components:"));
    for secret in [
        "sk_very_secret",
        "expired_yesterday",
        "SECRETSHARD",
        "An account of others",
        "bank/pay.py",
        "key refused:",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// Messages are reworded, so clients must not depend on them.
#[test]
fn messages_are_examples_and_never_constants() {
    for catalog in &catalogs() {
        let messages: BTreeSet<&str> = catalog
            .apis
            .iter()
            .flat_map(|api| api.tables.iter().flat_map(|table| &table.entries))
            .filter(|entry| entry.message.text != entry.title)
            .map(|entry| entry.message.text.as_str())
            .collect();
        for document in descriptions(catalog).values() {
            visit(document, "", &mut |pointer, value| {
                let constant = value.get("const").and_then(Json::as_str);
                assert!(!constant.is_some_and(|text| messages.contains(text)), "{pointer}: {value}");
            });
        }
    }
}
