//! Tests that the responses in the docs are equal to those of the generated crate: status, headers, and every
//! byte of the body.

use std::collections::BTreeMap;

use api_errors::errcat::{Decode, Entry, Envelope, OwnedValue, Values, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use errcat_targets::output::Plan;
use serde_json::Value as Json;

#[test]
fn responses_are_equal_to_those_in_the_docs() {
    let workspace = errcat_cli::reading::workspace::find(crate::repository::root()).expect("this repository");
    let inputs = errcat_cli::reading::inputs::read(&workspace).expect("its catalog");
    let plan = errcat_cli::pipeline::generate(&inputs).expect("a catalog without findings");
    let compared = [
        compare::<kaizen::Error>(&plan, "kaizen"),
        compare::<kakunin::Error>(&plan, "kakunin"),
        compare::<kortix::Error>(&plan, "kortix"),
        compare::<zazmic::Error>(&plan, "zazmic"),
    ];
    assert!(compared.iter().all(|count| *count > 0), "{compared:?}");
}

/// Compares the response of every error of an API, with its params' examples as values. Returns the number of
/// responses.
fn compare<E: Decode>(plan: &Plan, api: &str) -> usize {
    let docs: Json = serde_json::from_slice(file(plan, &format!("{api}/errors.json"))).expect("JSON");
    let mut compared = 0;
    for (table, entries) in E::tables().iter().enumerate() {
        for (index, entry) in entries.iter().enumerate() {
            let Some(envelope) = entry.envelope.filter(|_| entry.retired.is_none()) else { continue };
            let error =
                E::build(table, index, &mut Values::examples(entry)).expect("an example for each param");
            let response = http::response_in(&error, &|name: &str| context(envelope, name));
            let at = format!("{api}/{} in {}", entry.code, entry.table);
            let shown = shown(&docs, entry).unwrap_or_else(|| panic!("{at} has no response in the docs"));
            if !shown["status"].is_null() {
                assert_eq!(shown["status"], response.status().as_u16(), "{at}");

                let sent: BTreeMap<String, String> = response
                    .headers()
                    .iter()
                    .map(|(name, value)| {
                        (name.as_str().to_owned(), value.to_str().expect("ASCII").to_owned())
                    })
                    .collect();
                let headers = shown["headers"].as_object().expect("headers").iter();
                let documented: BTreeMap<String, String> = headers
                    .map(|(name, value)| (name.to_lowercase(), value.as_str().expect("a text").to_owned()))
                    .collect();
                assert_eq!(documented, sent, "{at}");
            }
            let body = String::from_utf8(response.into_body()).expect("JSON is UTF-8");
            assert_eq!(shown["body"].to_string(), body, "{at}");
            let indented = serde_json::to_string_pretty(&shown["body"]).expect("JSON");
            let page = file(plan, &format!("{api}/{}.md", page(entry)));
            let page = std::str::from_utf8(page).expect("UTF-8").replace("\n  ", "\n");
            assert!(
                page.contains(&indented.replace("\n  ", "\n")),
                "{at}: its page doesn't contain\n{indented}\n{page}"
            );
            compared += 1;
        }
    }
    compared
}

/// Returns the last part of the URL of an entry's page.
fn page(entry: &Entry) -> &str {
    entry.docs_url.and_then(|url| url.trim_end_matches('/').rsplit('/').next()).expect("a URL")
}

fn file<'p>(plan: &'p Plan, path: &str) -> &'p [u8] {
    let path = format!("target/site/{path}");
    let found = plan.files().find(|(it, _)| it.as_str() == path);
    &found.unwrap_or_else(|| panic!("there is no {path}")).1.bytes
}

/// Returns the response of an entry in `errors.json`.
fn shown<'j>(docs: &'j Json, entry: &Entry) -> Option<&'j Json> {
    let error = docs["errors"].as_array()?.iter().find(|error| error["code"] == entry.code)?;
    let place = error["in"].as_array()?.iter().find(|place| place["table"] == entry.table)?;
    Some(&place["response"]).filter(|response| !response.is_null())
}

/// Returns the example of a context field, which servers set.
fn context(envelope: &Envelope<'_>, name: &str) -> Option<OwnedValue> {
    let field = envelope.context.iter().find(|field| field.name == name)?;
    OwnedValue::from_json(&serde_json::from_str(field.example).ok()?, field.ty)
}
