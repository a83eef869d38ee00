//! What only operators may know of an error: what its log says, what matters for security, where it is raised.

use errcat_catalog::model::{Api, CodeId, Entry, Source};
use serde::Serialize;
use serde_json::Value as Json;

use crate::docs::links::Place;
use crate::view::LogView;

/// Adds the facts for operators to the view of an error.
pub(super) fn add(error: &mut Json, place: &Place<'_>, api: &Api, id: CodeId) {
    let code = &api[id];
    insert_before("related", error, "log", LogView::new(place, api.owner(id)));
    let occurrences = error["in"].as_array_mut().expect("a view lists its tables");
    for (occurrence, entry) in occurrences.iter_mut().zip(std::iter::once(&code.owner).chain(&code.shared)) {
        let Entry { shared, security, sources, .. } = &api[*entry];
        // Other tables would only repeat what the one that defines the code says.
        let security = if *shared { &[] } else { security.as_slice() };
        let security: Vec<String> = security.iter().map(|text| place.block(text).into_string()).collect();
        insert_before("envelope", occurrence, "security", security);
        occurrence["sources"] = sources.iter().map(source).collect();
    }
}

fn source(source: &Source) -> &str {
    // The text has path and lines. `place`: where the catalog has it.
    let Source { text, path: _, lines: _, place: _ } = source;
    text
}

/// Inserts a member where `errors.json` has it.
fn insert_before(next: &str, object: &mut Json, name: &str, value: impl Serialize) {
    let object = object.as_object_mut().expect("a view is an object");
    let position = object.keys().position(|key| key == next).expect("a view has all of its members");
    let value = serde_json::to_value(value).expect("keys are strings");
    object.shift_insert(position, name.to_owned(), value);
}
