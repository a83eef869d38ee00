//! The line that represents an error in headings, lists and links.

use std::borrow::Cow;

use super::{Entry, Piece, Template};

impl Entry {
    /// Returns the message, or the title if the message only passes on what its params contain. A heading
    /// such as `{text}` would tell readers nothing.
    pub fn headline(&self) -> Cow<'_, Template> {
        if self.message.is_pass_through() {
            Cow::Owned(Template::literal(&self.title))
        } else {
            Cow::Borrowed(&self.message)
        }
    }
}

impl Template {
    /// Returns `true` if the text consists of params and punctuation only: `{text}`, `{code}: {reason}`.
    pub fn is_pass_through(&self) -> bool {
        let has_words = |piece: &Piece| match piece {
            Piece::Text(text) => text.contains(char::is_alphanumeric),
            Piece::Param(_) => false,
        };
        let has_param = self.pieces.iter().any(|piece| matches!(piece, Piece::Param(_)));
        has_param && !self.pieces.iter().any(has_words)
    }

    /// Creates a template without params.
    fn literal(text: &str) -> Self {
        let escaped = text.replace('{', "{{").replace('}', "}}");
        Template { text: escaped, pieces: vec![Piece::Text(text.to_owned())] }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Id, Piece, Template};

    #[test]
    fn only_messages_without_words_are_pass_through() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let param = || Piece::Param(Id::new(0));
        for (pieces, expected) in [
            (vec![param()], true),
            (vec![param(), text(": "), param(), text(".")], true),
            (vec![text("Error: "), param()], false),
            (vec![text("4"), param()], false),
            (vec![text("错误"), param()], false),
            (vec![text("…")], false),
            (vec![], false),
        ] {
            let template = Template { text: String::new(), pieces };
            assert_eq!(template.is_pass_through(), expected, "{template:?}");
        }
    }
}
