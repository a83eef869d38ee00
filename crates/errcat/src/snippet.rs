//! The source code that an error is about, for reports of miette.

use ::miette::{LabeledSpan, SourceCode, SourceSpan};

/// The source code that an error is about, with labels.
#[derive(Default)]
pub struct Snippet<'a> {
    pub(crate) source_code: Option<&'a dyn SourceCode>,
    pub(crate) labels: Vec<LabeledSpan>,
}

impl<'a> Snippet<'a> {
    /// Creates a snippet of some source code. Without it, that of the report is used.
    pub fn new(source_code: Option<&'a dyn SourceCode>) -> Self {
        Self { source_code, labels: Vec::new() }
    }

    /// Adds a label to a span, if there is one.
    #[must_use]
    pub fn label<S: Clone + Into<SourceSpan>>(mut self, span: Option<&S>, text: Option<&str>) -> Self {
        let label = span.map(|span| LabeledSpan::new_with_span(text.map(str::to_owned), span.clone()));
        self.labels.extend(label);
        self
    }
}
