//! Facts for operators only: the log, security notes and the code that raises an error.

use errcat_catalog::model::{Api, CodeId, Entry, Source};
use serde::Serialize;
use serde_json::Value as Json;

use crate::docs::links::PageContext;
use crate::view::LogView;

/// Adds the facts for operators to the view of an error.
pub(super) fn add(error: &mut Json, cx: &PageContext<'_>, api: &Api, id: CodeId) {
    let code = &api[id];
    insert_before("related", error, "log", LogView::new(cx, api.owner(id)));
    let occurrences = error["in"].as_array_mut().expect("a view lists its tables");
    for (occurrence, entry) in occurrences.iter_mut().zip(std::iter::once(&code.owner).chain(&code.shared)) {
        let Entry { shared, security, sources, .. } = &api[*entry];
        // Only the table that defines the code has security notes, so that they aren't repeated.
        let security = if *shared { &[] } else { security.as_slice() };
        let security: Vec<String> = security.iter().map(|text| cx.block(text).into_string()).collect();
        insert_before("envelope", occurrence, "security", security);
        occurrence["sources"] = sources.iter().map(source).collect();
    }
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
