//! Examples of code: code that fails, and the corrected code.

use serde::Serialize;

use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::view::{CatalogText, CodeExampleView, MarkView};

/// An example of code, as panels next to each other.
#[derive(Debug, Serialize)]
pub(super) struct CodePanels {
    title: Option<String>,
    doc: Option<Markup>,
    fails: Markup,
    /// The mark in the code that fails, for readers who can't see it.
    mark: Option<Mark>,
    works: Option<Markup>,
}

/// A marked part of code.
#[derive(Debug, Serialize)]
struct Mark {
    text: String,
    line: usize,
}

impl CodePanels {
    pub(super) fn new(cx: &PageContext<'_>, example: &CodeExampleView<'_>) -> Self {
        let CodeExampleView { title, doc, language, fails, mark, works } = example;
        CodePanels {
            title: title.map(str::to_owned),
            doc: doc.as_ref().map(CatalogText::block),
            fails: match mark {
                Some(MarkView { range, .. }) => cx.marked_code_block(language, fails, range.clone()),
                None => cx.code_block(language, fails),
            },
            mark: mark.as_ref().map(|mark| Mark { text: mark.text.to_owned(), line: mark.line }),
            works: works.map(|works| cx.code_block(language, works)),
        }
    }
}
