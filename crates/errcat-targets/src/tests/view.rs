//! The view of the catalog has what the data of the site has, under the same names, as far as it is public.

use errcat_catalog::model::{ApiId, Catalog, Id};
use serde_json::{Map, Value as Json};

use super::site;
use crate::docs::links::Place;
use crate::fixture;
use crate::pages::Pages;
use crate::selection::Selection;
use crate::settings::Settings;
use crate::view::{ApiView, ErrorView};

/// Members of the data that only operators need, or that are about the file itself.
const LEFT_OUT: &[&str] = &["$comment", "$schema", "errors", "log", "security", "sources"];

#[test]
fn the_view_has_what_the_public_data_has() {
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

#[test]
fn the_view_has_nothing_that_is_not_public() {
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
    let pages = Pages::new(&selection, &settings, &fixture::template_files()).expect("templates");
    let place = &Place::beside(&pages.site, Some(id), &format!("{}/errors.json", catalog[id].name));
    let json = |view: serde_json::Result<Json>| view.expect("JSON");
    let codes = Id::all(&catalog[id].codes);
    let errors = codes.map(|code| json(serde_json::to_value(ErrorView::new(place, id, code))));
    (json(serde_json::to_value(ApiView::new(place, id))), errors.collect())
}

/// Every member of the data is in the view, with its value.
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
