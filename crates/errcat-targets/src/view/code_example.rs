//! Examples of code: code that fails, and the corrected code.

use std::ops::Range;

use errcat_catalog::model::CodeExample;
use serde::Serialize;

use super::text::CatalogText;
use crate::docs::links::PageContext;

/// An example of code.
#[derive(Debug, Serialize)]
pub(crate) struct CodeExampleView<'a> {
    /// A title of a few words.
    pub(crate) title: Option<&'a str>,
    /// Markdown.
    pub(crate) doc: Option<CatalogText<'a>>,
    /// The language, as in a Markdown fence.
    pub(crate) language: &'a str,
    /// The code that fails.
    pub(crate) fails: &'a str,
    /// The marked part of the code that fails.
    pub(crate) mark: Option<MarkView<'a>>,
    /// The corrected code.
    pub(crate) works: Option<&'a str>,
}

/// A marked part of code.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MarkView<'a> {
    /// The marked text, which is within a line.
    pub(crate) text: &'a str,
    /// The line in the code, from 1.
    pub(crate) line: usize,
    /// The range in the code, in bytes. Data contains the line instead.
    #[serde(skip)]
    pub(crate) range: Range<usize>,
}

impl<'a> CodeExampleView<'a> {
    pub(super) fn new(cx: &'a PageContext<'a>, example: &'a CodeExample) -> Self {
        let CodeExample { title, doc, language, fails, mark, works } = example;
        let mark = mark.clone().zip(example.marked());
        CodeExampleView {
            title: title.as_deref(),
            doc: doc.as_ref().map(|doc| CatalogText::new(cx, doc)),
            language,
            fails,
            mark: mark.map(|(range, (text, line))| MarkView { text, line, range }),
            works: works.as_deref(),
        }
    }
}
