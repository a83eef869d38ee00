//! Adds the components of the catalog to a file, and updates those of an earlier run.

use std::collections::HashSet;

use errcat_catalog::edit::Members;
use errcat_catalog::yaml::Node;
use errcat_targets::openapi::Document;
use serde_json::{Map, Value as Json};

use super::merger::{Merger, Mistake};
use super::node::{is_empty, is_written_here, member, member_text, members, text};

/// The member that marks a component, or a response, as one of the catalog.
pub(super) const MARK: &str = "x-errcat";

/// Adds the components of all sections. Those of an earlier run are updated, and removed if the catalog no
/// longer has them.
pub(super) fn merge(merger: &mut Merger<'_>, root: &Node) -> Result<(), Mistake> {
    let sections: Vec<(&str, &[(String, Json)])> = merger.document.components.sections().to_vec();
    let sections: Vec<_> = sections.into_iter().filter(|(_, wanted)| !wanted.is_empty()).collect();
    let to_json = |wanted: &[(String, Json)]| Json::Object(wanted.iter().cloned().collect::<Map<_, _>>());
    let all = || sections.iter().map(|(name, wanted)| ((*name).to_owned(), to_json(wanted)));
    let whole = ("components".to_owned(), Json::Object(all().collect()));
    let Some((index, key, components)) = member(root, "components") else {
        merger.edits.append(root, &[whole]);
        return Ok(());
    };
    if is_empty(components) {
        merger.edits.replace(root, index, &whole);
        return Ok(());
    }
    if !is_written_here(key, components) || members(components).is_empty() {
        let help = "write `components` as a map, without an alias or `<<`";
        return Err(Mistake::at(key, "`components` can't be edited", help));
    }
    let mut missing: Members = Vec::new();
    for ((name, wanted), section) in sections.iter().zip(all()) {
        match member(components, name) {
            None => missing.push(section),
            Some((index, _, value)) if is_empty(value) => merger.edits.replace(components, index, &section),
            Some((_, key, value)) if !is_written_here(key, value) || members(value).is_empty() => {
                let help = format!("write `{name}` as a map, without an alias or `<<`");
                return Err(Mistake::at(key, format!("`components.{name}` can't be edited"), help));
            }
            Some((_, _, value)) => merge_section(merger, name, value, wanted)?,
        }
    }
    merger.edits.append(components, &missing);
    Ok(())
}

fn merge_section(
    merger: &mut Merger<'_>,
    section: &str,
    map: &Node,
    wanted: &[(String, Json)],
) -> Result<(), Mistake> {
    let mut missing: Members = Vec::new();
    for component in wanted {
        let name = &component.0;
        let Some((index, key, value)) = member(map, name) else {
            missing.push(component.clone());
            continue;
        };
        if !is_marked(merger.api, value) {
            let message = format!("`components.{section}.{name}` exists already, and isn't the catalog's");
            return Err(Mistake::at(key, message, "rename it, and the references to it, or remove it"));
        }
        if !merger.edits.is_equal(map, index, component) {
            merger.edits.replace(map, index, component);
        }
    }
    let stale: Vec<usize> = stale(map, merger.api, wanted).map(|(index, _)| index).collect();
    merger.edits.remove(map, &stale);
    merger.edits.append(map, &missing);
    Ok(())
}

/// Returns the names of responses that an earlier run added, and that the catalog no longer has.
pub(super) fn stale_responses<'n>(root: &'n Node, api: &str, document: &Document) -> Vec<&'n str> {
    let section = member(root, "components").and_then(|(_, _, components)| member(components, "responses"));
    let Some((_, _, responses)) = section else { return Vec::new() };
    stale(responses, api, &document.components.responses).map(|(_, name)| name).collect()
}

/// Returns the components of a section that the catalog no longer has, with their positions.
fn stale<'n>(
    section: &'n Node,
    api: &str,
    wanted: &[(String, Json)],
) -> impl Iterator<Item = (usize, &'n str)> + use<'n> {
    let wanted: HashSet<String> = wanted.iter().map(|(name, _)| name.clone()).collect();
    let api = api.to_owned();
    let named = members(section)
        .iter()
        .enumerate()
        .filter_map(|(index, (key, value))| Some((index, text(key)?, value)));
    named
        .filter(move |(_, name, value)| !wanted.contains(*name) && is_marked(&api, value))
        .map(|(index, name, _)| (index, name))
}

/// Returns `true` if a component, or a response, comes from an API of the catalog.
pub(super) fn is_marked(api: &str, component: &Node) -> bool {
    let mark = member(component, MARK);
    mark.is_some_and(|(_, _, facts)| member_text(facts, "api") == Some(api))
}
