//! Lowers examples of code.

use super::texts::text;
use crate::model::CodeExample;
use crate::raw::RawCodeExample;

pub(super) fn lower(raw: &RawCodeExample) -> CodeExample {
    let RawCodeExample { span: _, keys: _, title, doc, language, fails, mark, works } = raw;
    let range = |mark: &str| {
        let start = fails.value.find(mark).expect("rule invalid-code-example");
        start..start + mark.len()
    };
    CodeExample {
        title: text(title.as_ref()),
        doc: text(doc.as_ref()),
        language: language.value.clone(),
        fails: fails.value.clone(),
        mark: mark.as_ref().map(|mark| range(&mark.value)),
        works: text(works.as_ref()),
    }
}
