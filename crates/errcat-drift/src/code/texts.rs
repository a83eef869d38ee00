//! The texts of code that findings refer to.

use std::collections::HashMap;
use std::ops::Range;

use errcat_catalog::finding::{FileId, Sources, Span};

use super::File;

/// The files of code. Each is added to the sources of a report once, if findings refer to it.
pub(super) struct SourceTexts<'a> {
    pub(super) files: &'a [File],
    pub(super) ids: HashMap<usize, FileId>,
}

impl SourceTexts<'_> {
    pub(super) fn span(&mut self, file: usize, range: &Range<usize>, sources: &mut Sources) -> Span {
        let File { path, text, .. } = &self.files[file];
        let id = *self.ids.entry(file).or_insert_with(|| sources.add(&**path, &**text));
        Span::of(id, range.clone())
    }
    pub(super) fn text(&self, file: usize, range: &Range<usize>) -> &str {
        &self.files[file].text[range.clone()]
    }
}
