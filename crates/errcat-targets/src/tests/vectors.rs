//! The vectors of any catalog match their schema.

use std::collections::BTreeSet;

use errcat_catalog::model::Catalog;
use serde_json::Value as Json;

use super::PAYLOADS;
use crate::emit::emit;
use crate::fixture;
use crate::output::Plan;
use crate::selection::Selection;
use crate::settings::{FolderSettings, Settings};
use crate::target::Request;
use crate::vectors::TARGET_NAME;

fn files(catalog: &Catalog) -> [String; 2] {
    let mut settings = Settings::default();
    let folder = FolderSettings { output: Some("vectors".into()), ..FolderSettings::default() };
    settings.targets.insert(TARGET_NAME.to_owned(), folder);
    let mut targets = crate::built_in(&settings);
    targets.retain(|target| target.name() == TARGET_NAME);
    let selection = Selection::all(catalog);
    let request = Request::new(&selection, &settings, &[]);
    let plan = Plan::collect(Vec::new(), |output| emit(&targets, &request, output, &mut |_| {}));
    let plan = plan.expect("the target uses no templates");
    ["vectors/vectors.json", "vectors/vectors.schema.json"].map(|name| {
        let (_, file) = plan.files().find(|(path, _)| *path == name).expect("a file");
        String::from_utf8(file.bytes.clone()).expect("text")
    })
}

#[test]
fn vectors_match_their_schema() {
    let mut catalogs = vec![fixture::catalog(), fixture::hostile(PAYLOADS[0]), fixture::real()];
    catalogs.extend(fixture::families());
    assert!(catalogs.len() > 14, "only {} catalogs", catalogs.len());
    for catalog in &catalogs {
        let [vectors, schema] = files(catalog).map(|text| serde_json::from_str::<Json>(&text).expect("JSON"));
        jsonschema::meta::validate(&schema).expect("a schema");
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let wrong: Vec<String> = schema.iter_errors(&vectors).map(|error| format!("{error:?}")).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", catalog.apis[0].name);
    }
}

#[test]
fn every_error_that_is_sent_has_a_vector() {
    let catalog = fixture::catalog();
    let [vectors, _] = files(&catalog).map(|text| serde_json::from_str::<Json>(&text).expect("JSON"));
    for api in &catalog.apis {
        let names = vectors["apis"][&api.name].as_array().expect("a list").iter();
        let names: BTreeSet<&str> = names.map(|vector| vector["name"].as_str().expect("a name")).collect();
        for code in &api.codes {
            for id in code.entries().filter(|id| api[*id].envelope.is_some() && api[*id].retired.is_none()) {
                let name = format!("{}: {}", api[id.table].name, code.code);
                assert!(names.contains(name.as_str()), "{name} is missing from {names:?}");
            }
        }
    }
}

#[test]
fn vectors_contain_no_internal_facts() {
    let text = files(&fixture::catalog()).concat();
    for secret in ["sk_very_secret", "expired_yesterday", "SECRETSHARD"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
