//! Splits texts into words, to compare them.

use crate::template::{self, RawPiece};

/// Returns the words of a text: letters and digits, with apostrophes and hyphens between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    text.split(move |c| !is_inside(c))
        .map(|word| word.trim_matches(['\'', '’', '-']))
        .filter(|word| !word.is_empty())
}

/// Returns a message without its placeholders.
pub(super) fn without_params(message: &str) -> String {
    let Ok(pieces) = template::parse(message) else { return message.to_owned() };
    let text = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => text,
        RawPiece::Placeholder(..) => " ".to_owned(),
    };
    pieces.into_iter().map(text).collect()
}
