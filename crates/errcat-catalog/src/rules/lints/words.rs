//! The words of a text, for comparing what two texts say.

use crate::template::{self, RawPiece};

/// The words of a text: letters and digits, with the apostrophe or hyphen between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    text.split(move |c| !is_inside(c))
        .map(|word| word.trim_matches(['\'', '’', '-']))
        .filter(|word| !word.is_empty())
}

/// A message without its params.
pub(super) fn without_params(message: &str) -> String {
    let Ok(pieces) = template::parse(message) else { return message.to_owned() };
    let text = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => text,
        RawPiece::Placeholder(..) => " ".to_owned(),
    };
    pieces.into_iter().map(text).collect()
}
