//! The components of a description as YAML.

use errcat_catalog::yaml::block_member;
use rayon::prelude::*;
use serde_json::Value as Json;

use super::components::Components;

/// Returns the components as lines of YAML. They are most of a description, so they are written on all cores.
pub(super) fn components(components: &Components, indentation: usize) -> String {
    let spaces = " ".repeat(indentation);
    let mut text = String::new();
    for (name, section) in components.sections().into_iter().filter(|(_, section)| !section.is_empty()) {
        text.push_str(&format!("{spaces}{name}:\n"));
        let write = |(name, value): &(String, Json)| block_member(name, value, indentation + 2);
        section.par_iter().map(write).collect::<Vec<_>>().iter().for_each(|part| text.push_str(part));
    }
    text
}

/// Indents lines. The lines of texts in blocks stay relative to their keys. Empty lines have no indentation.
pub(super) fn indent(text: &str, indentation: usize) -> String {
    let spaces = " ".repeat(indentation);
    let mut indented = String::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            indented.push_str(&spaces);
        }
        indented.push_str(line);
    }
    indented
}
