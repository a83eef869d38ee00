//! Finds errors by name, and by similar names.

use std::collections::BTreeSet;

use errcat_catalog::model::{Catalog, QualifiedCode};
use errcat_catalog::names::folded;

use crate::rules;

/// The maximum number of suggested names.
const MAX_SUGGESTIONS: usize = 3;

/// Returns the codes with a name, in all APIs. The name is `code`, `api/code` or a former code, in any case,
/// with `-` or `_`.
pub(super) fn by_name(catalog: &Catalog, name: &str) -> Vec<QualifiedCode> {
    let wanted = folded(name);
    let is_wanted = |id: &QualifiedCode| {
        let api = &catalog[id.api].name;
        names(catalog, *id).any(|name| {
            let name = folded(name);
            name == wanted
                || wanted.strip_prefix(&folded(api)).and_then(|it| it.strip_prefix('/')) == Some(&name)
        })
    };
    let codes: Vec<QualifiedCode> = catalog.codes().filter(is_wanted).collect();
    if codes.is_empty() { by_fact(catalog, name) } else { codes }
}

/// Returns the codes with a fact of this value: `1146`, `42S02`.
fn by_fact(catalog: &Catalog, value: &str) -> Vec<QualifiedCode> {
    let has = |id: &QualifiedCode| {
        let api = &catalog[id.api];
        api.owner(id.code).facts.iter().any(|fact| fact.text().eq_ignore_ascii_case(value.trim()))
    };
    catalog.codes().filter(has).collect()
}

/// Returns names that are similar to a name, the closest first.
pub(super) fn close_to(catalog: &Catalog, name: &str) -> Vec<String> {
    let wanted = folded(name);
    let codes = catalog.codes().map(|id| &*catalog[id].code);
    let names: BTreeSet<&str> = codes.chain(rules::all().map(|rule| rule.name)).collect();
    let mut close: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded(name), &wanted), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(wanted.len()) / 4)
        .collect();
    close.sort();
    close.into_iter().take(MAX_SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
}

/// Returns the current name of a code and its former names.
pub(super) fn names(catalog: &Catalog, id: QualifiedCode) -> impl Iterator<Item = &str> {
    let code = &catalog[id];
    [&*code.code, &*code.wire].into_iter().chain(code.aliases.iter().map(|alias| &*alias.code))
}
