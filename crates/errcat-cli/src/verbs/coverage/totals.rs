//! Counts the codes of each API that are raised, tested and documented.

use errcat_drift::code::coverage::{Coverage, Raising};

use super::CoverageView;

/// The counts of one API.
pub(super) struct Totals<'a> {
    pub(super) api: &'a str,
    pub(super) codes: usize,
    /// Includes codes that raised codes inherit from, and fallbacks.
    pub(super) raised: usize,
    pub(super) reserved: usize,
    pub(super) tested: usize,
    /// Codes whose pages lack nothing.
    pub(super) complete: usize,
}

pub(super) fn totals<'a>(view: &CoverageView<'a>) -> Vec<Totals<'a>> {
    let CoverageView { catalog, all, .. } = *view;
    let of_api = |codes: &[Coverage]| {
        let count = |matches: fn(&Coverage) -> bool| codes.iter().filter(|it| matches(it)).count();
        Totals {
            api: &catalog[codes[0].code.api].name,
            codes: codes.len(),
            raised: count(|it| {
                matches!(it.raising, Raising::Raised | Raising::KindOf(_) | Raising::Fallback)
            }),
            reserved: count(|it| it.raising == Raising::Reserved),
            tested: count(|it| !it.tests.is_empty()),
            complete: count(|it| it.missing.is_empty()),
        }
    };
    all.chunk_by(|a, b| a.code.api == b.code.api).map(of_api).collect()
}
