//! The catalog's texts as Markdown.

use crate::docs::links::Place;

/// Renders a text as Markdown in which references have become links.
pub(super) fn markdown(place: &Place<'_>, text: &str) -> String {
    place.block(text).into_string()
}

/// Renders each text of a list.
pub(super) fn markdown_list(place: &Place<'_>, texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| markdown(place, text)).collect()
}
