//! The view contains the site's public data under the same names.

use std::collections::{BTreeMap, BTreeSet};

use errcat_catalog::model::{ApiId, Catalog, Id};
use serde_json::{Map, Value as Json};

use super::site;
use crate::docs::links::PageContext;
use crate::fixture;
use crate::pages::Pages;
use crate::selection::Selection;
use crate::settings::Settings;
use crate::view::{ApiView, ErrorView};

/// Members of the data for operators only, or about the file itself.
const LEFT_OUT: &[&str] = &["$comment", "$schema", "errors", "log", "security", "sources"];

/// Members of the view that only templates see, by type.
const FOR_TEMPLATES: &[(&str, &[&str])] = &[
    // The table that defines the error is also among its occurrences. `decodable` and `decoded_from` follow
    // from the `decoded_as` of all errors.
    ("error", &["causes", "decodable", "decoded_from", "fixes", "notes", "envelope", "table"]),
    ("guide", &["name", "text"]),
    // Lists and maps don't contain others.
    ("item_type", &["items"]),
    ("header", &["type_name", "wire_type"]),
    ("param", &["type_name", "wire_type"]),
    ("table", &["codes"]),
];

#[test]
fn the_view_contains_the_public_data() {
    let catalog = fixture::catalog();
    let site = site(&catalog);
    for (id, api) in Id::enumerate(&catalog.apis) {
        let data: Json = serde_json::from_str(&site[&format!("{}/errors.json", api.name)]).expect("JSON");
        let (view, errors) = views(&catalog, id);
        assert_contains(&view, &data, &api.name);
        for (view, data) in errors.iter().zip(data["errors"].as_array().expect("a list")) {
            assert_contains(view, data, &format!("{} {}", api.name, data["code"]));
        }
    }
}

/// To make a new member of the view public, add it to the schema. To keep it out of the data, add it to
/// `FOR_TEMPLATES`.
#[test]
fn the_schema_lists_the_members_of_the_view() {
    let catalog = fixture::catalog();
    let schema: Json = serde_json::from_str(&site(&catalog)["errors.schema.json"]).expect("JSON");
    let mut members_by_part = BTreeMap::new();
    // The fixture doesn't have every kind of envelope.
    let catalogs: Vec<Catalog> = std::iter::once(catalog).chain(fixture::families()).collect();
    for (catalog, api) in catalogs.iter().flat_map(|it| Id::all(&it.apis).map(move |api| (it, api))) {
        let (view, errors) = views(catalog, api);
        record_members(&schema, &schema["$defs"]["api"], "api", &view, &mut members_by_part);
        let errors = errors.iter();
        errors.for_each(|error| {
            record_members(&schema, &schema["$defs"]["error"], "error", error, &mut members_by_part);
        });
    }
    let parts = schema["$defs"].as_object().expect("parts").iter();
    for (part, schema) in
        parts.filter(|(part, schema)| schema.get("properties").is_some() && *part != "index")
    {
        assert!(members_by_part.contains_key(part), "no view is a {part}: {schema}");
    }
    for (part, Members { in_schema, in_view }) in &members_by_part {
        let (_, expected) = FOR_TEMPLATES.iter().find(|(known, _)| known == part).unwrap_or(&("", &[]));
        let only_in_view: BTreeSet<&str> = in_view.difference(in_schema).map(String::as_str).collect();
        assert_eq!(only_in_view, expected.iter().copied().collect(), "{part}, only in the view");
        let only_in_schema = in_schema.difference(in_view).map(String::as_str);
        let missing: Vec<&str> = only_in_schema.filter(|name| !LEFT_OUT.contains(name)).collect();
        assert!(missing.is_empty(), "{part}, only in the schema: {missing:?}");
    }
}

/// The member names of an object.
#[derive(Default)]
struct Members {
    in_schema: BTreeSet<String>,
    in_view: BTreeSet<String>,
}

/// Records the members of a view, and those in its part of the schema. `name` is the part's name.
fn record_members(
    schema: &Json,
    part: &Json,
    name: &str,
    view: &Json,
    members_by_part: &mut BTreeMap<String, Members>,
) {
    if let Some(name) = part["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        return record_members(schema, &schema["$defs"][name], name, view, members_by_part);
    }
    for item in view.as_array().into_iter().flatten() {
        record_members(schema, &part["items"], name, item, members_by_part);
    }
    let (Some(view), Some(properties)) = (view.as_object(), part["properties"].as_object()) else { return };
    let members = members_by_part.entry(name.to_owned()).or_default();
    members.in_schema.extend(properties.keys().cloned());
    members.in_view.extend(view.keys().cloned());
    for (member, part) in properties {
        if let Some(view) = view.get(member) {
            record_members(schema, part, &format!("{name}.{member}"), view, members_by_part);
        }
    }
}

#[test]
fn the_view_contains_only_public_facts() {
    let catalog = fixture::catalog();
    let views: Vec<_> = Id::all(&catalog.apis).map(|api| views(&catalog, api)).collect();
    let text = serde_json::to_string(&views).expect("JSON");
    for secret in
        ["sk_very_secret", "expired_yesterday", "\"audience\":\"internal\"", "\"audience\":\"secret\""]
    {
        assert!(!text.contains(secret), "{secret}");
    }
    for api in &catalog.apis {
        for entry in api.tables.iter().flat_map(|table| &table.entries) {
            let sources = entry.sources.iter().map(|source| &source.text);
            let logs = entry.log.iter().map(|log| &log.text);
            for hidden in sources.chain(logs).chain(&entry.security) {
                assert!(!text.contains(&serde_json::to_string(hidden).expect("JSON")), "{hidden}");
            }
        }
    }
}

fn views(catalog: &Catalog, id: ApiId) -> (Json, Vec<Json>) {
    let (settings, selection) = (Settings::default(), Selection::all(catalog));
    let files = fixture::template_files();
    let pages = Pages::new(&selection, &settings, &files, None).expect("templates");
    let cx = &PageContext::for_file(&pages.site, Some(id), &format!("{}/errors.json", catalog[id].name));
    let json = |view: serde_json::Result<Json>| view.expect("JSON");
    let codes = Id::all(&catalog[id].codes);
    let errors = codes.map(|code| json(serde_json::to_value(ErrorView::new(cx, id, code))));
    (json(serde_json::to_value(ApiView::new(cx, id))), errors.collect())
}

/// Asserts that the view contains every member of the data, with the same value.
fn assert_contains(view: &Json, data: &Json, at: &str) {
    match (view, data) {
        (Json::Object(view), Json::Object(data)) => {
            let data = data.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
            data.for_each(|(name, value)| {
                assert_contains(member(view, name, at), value, &format!("{at}.{name}"));
            });
        }
        (Json::Array(view), Json::Array(data)) => {
            assert_eq!(view.len(), data.len(), "{at}");
            view.iter().zip(data).for_each(|(view, data)| assert_contains(view, data, at));
        }
        (view, data) => assert_eq!(view, data, "{at}"),
    }
}

fn member<'v>(view: &'v Map<String, Json>, name: &str, at: &str) -> &'v Json {
    view.get(name).unwrap_or_else(|| panic!("{at} has no {name}"))
}
