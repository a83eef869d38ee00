//! Codes in the string literals of any language, found by the patterns of the settings.

use std::collections::HashSet;
use std::ops::Range;

use crate::settings::Literal;
use errcat_catalog::model::QualifiedCode;

use super::File;
use super::index::Index;

/// The matches of the patterns in a file.
#[derive(Debug, Default)]
pub(super) struct Literals {
    pub(super) codes: Vec<(QualifiedCode, Range<usize>)>,
    /// The matches that aren't codes, each with the index of its pattern.
    pub(super) unknown: Vec<(usize, Range<usize>)>,
    /// The patterns that match something.
    pub(super) matched: HashSet<usize>,
}

/// Searches a file for its patterns.
pub(super) fn read(file: &File, literals: &[Literal], index: &Index<'_>) -> Literals {
    let mut found = Literals::default();
    for at in &file.literals {
        let literal = &literals[*at];
        let codes = literal.pattern.captures_iter(&file.text).filter_map(|captures| captures.get(1));
        for code in codes {
            found.matched.insert(*at);
            match index.code_of(&literal.api, code.as_str()) {
                Some(id) => found.codes.push((id, code.range())),
                None => found.unknown.push((*at, code.range())),
            }
        }
    }
    found
}
