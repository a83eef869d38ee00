//! Lowers texts, and those with placeholders.

use crate::finding::Spanned;
use crate::model::{Id, Param, Piece, Template};
use crate::shape::Text;
use crate::template::{self, RawPiece};

pub(super) fn lower_template(text: &Text, params: &[Param]) -> Template {
    let piece = |piece: RawPiece<'_>| match piece {
        RawPiece::Text(text) => Piece::Text(text),
        RawPiece::Placeholder(name, _) => {
            let param = params.iter().position(|param| param.name == name);
            Piece::Param(Id::new(param.expect("rule undeclared-param")))
        }
    };
    let pieces =
        template::parse(&text.value).expect("rule unbalanced-brace").into_iter().map(piece).collect();
    Template { text: text.value.clone(), pieces }
}

pub(super) fn url(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.trim_end_matches('/').to_owned())
}

pub(super) fn spanned(text: Option<&Text>) -> Option<Spanned<String>> {
    text.map(|text| text.0.clone())
}

pub(super) fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.clone()).collect()
}
