//! Data for operators only: internal facts, the log, security notes and the code that raises an error. Empty
//! if the docs don't contain it.

use errcat_catalog::model::{ApiId, CodeId, Entry, InternalFact, Source};
use serde::Serialize;
use serde_json::Value as Json;

use crate::docs::links::PageContext;
use crate::view::{FactView, LogView};

/// Adds the facts for operators to the view of an error.
pub(super) fn add(error: &mut Json, cx: &PageContext<'_>, api_id: ApiId, id: CodeId) {
    let api = cx.site.api(api_id);
    let code = &api[id];
    let facts = api.facts_of(api.owner(id)).filter(|(fact, _)| cx.site.shows(fact));
    error["facts"] = facts.map(|(fact, value)| (fact.name.clone(), value.value.clone())).collect();
    insert_before("related", error, "log", LogView::new(cx, api_id, api.owner(id)));
    let occurrences = error["in"].as_array_mut().expect("a view lists its tables");
    for (occurrence, entry) in occurrences.iter_mut().zip(std::iter::once(&code.owner).chain(&code.shared)) {
        let Entry { shared, security, sources, .. } = &api[*entry];
        // Only the table that defines the code has security notes, so that they aren't repeated.
        let has_security = !*shared && cx.site.publishes(api_id, InternalFact::Security);
        let security = if has_security { security.as_slice() } else { &[] };
        let security: Vec<String> = security.iter().map(|text| cx.block(text).into_string()).collect();
        insert_before("envelope", occurrence, "security", security);
        let sources = sources.iter().filter(|_| cx.site.publishes(api_id, InternalFact::Sources));
        occurrence["sources"] = sources.map(source).collect();
    }
}

/// Adds the internal facts of an API to its view, in the written order.
pub(super) fn add_facts(api_view: &mut Json, cx: &PageContext<'_>, api_id: ApiId) {
    let api = cx.site.api(api_id);
    let facts = api.facts.iter().filter(|fact| cx.site.shows(fact));
    let facts = facts.map(|fact| serde_json::to_value(FactView::new(cx, api, fact)));
    api_view["facts"] = facts.map(|fact| fact.expect("keys are strings")).collect();
}

fn source(source: &Source) -> &str {
    // `text` contains `path` and `lines`. `place` is the location in the catalog.
    let Source { text, path: _, lines: _, place: _ } = source;
    text
}

/// Inserts a member before another one, in the order of `errors.json`.
fn insert_before(next: &str, object: &mut Json, name: &str, value: impl Serialize) {
    let object = object.as_object_mut().expect("a view is an object");
    let position = object.keys().position(|key| key == next).expect("a view has all of its members");
    let value = serde_json::to_value(value).expect("keys are strings");
    object.shift_insert(position, name.to_owned(), value);
}
