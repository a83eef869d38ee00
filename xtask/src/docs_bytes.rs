//! What the docs show of a response is what the generated crate sends: status, headers, and the body to the
//! byte.

use std::collections::BTreeMap;

use api_errors::errcat::{Decode, Entry, Envelope, OwnedValue, Values, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use errcat_targets::output::Plan;
use serde_json::Value as Json;

#[test]
fn every_response_is_as_the_docs_show_it() {
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

/// Compares every error of an API that is a response, made of its params' examples; how many there are.
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
                let told: BTreeMap<String, String> = headers
                    .map(|(name, value)| (name.to_lowercase(), value.as_str().expect("a text").to_owned()))
                    .collect();
                assert_eq!(told, sent, "{at}");
            }
            let body = String::from_utf8(response.into_body()).expect("JSON is UTF-8");
            assert_eq!(shown["body"].to_string(), body, "{at}");
            let indented = serde_json::to_string_pretty(&shown["body"]).expect("JSON");
            let page = file(plan, &format!("{api}/{}.md", page(entry)));
            let page = std::str::from_utf8(page).expect("UTF-8").replace("\n  ", "\n");
            assert!(
                page.contains(&indented.replace("\n  ", "\n")),
                "{at}: its page has no\n{indented}\n{page}"
            );
            compared += 1;
        }
    }
    compared
}

/// The last part of its address.
fn page(entry: &Entry) -> &str {
    entry.docs_url.and_then(|url| url.trim_end_matches('/').rsplit('/').next()).expect("an address")
}

fn file<'p>(plan: &'p Plan, path: &str) -> &'p [u8] {
    let path = format!("target/site/{path}");
    let found = plan.files().find(|(it, _)| it.as_str() == path);
    &found.unwrap_or_else(|| panic!("there is no {path}")).1.bytes
}

/// The response of an entry in `errors.json`.
fn shown<'j>(docs: &'j Json, entry: &Entry) -> Option<&'j Json> {
    let error = docs["errors"].as_array()?.iter().find(|error| error["code"] == entry.code)?;
    let place = error["in"].as_array()?.iter().find(|place| place["table"] == entry.table)?;
    Some(&place["response"]).filter(|response| !response.is_null())
}

/// What the server fills in, as the docs show it.
fn context(envelope: &Envelope<'_>, name: &str) -> Option<OwnedValue> {
    let field = envelope.context.iter().find(|field| field.name == name)?;
    OwnedValue::from_json(&serde_json::from_str(field.example).ok()?, field.ty)
}
