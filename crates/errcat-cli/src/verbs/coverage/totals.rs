//! How many of an API's codes have what they should.

use errcat_drift::code::coverage::{Coverage, Raising};

use super::Found;

/// The counts of one API.
pub(super) struct Totals<'a> {
    pub(super) api: &'a str,
    pub(super) codes: usize,
    /// Kinds of raised ones among them.
    pub(super) raised: usize,
    pub(super) reserved: usize,
    pub(super) tested: usize,
    pub(super) complete: usize,
}

pub(super) fn totals<'a>(found: &Found<'a>) -> Vec<Totals<'a>> {
    let Found { catalog, all, .. } = *found;
    let of_api = |of: &[Coverage]| {
        let count = |has: fn(&Coverage) -> bool| of.iter().filter(|it| has(it)).count();
        Totals {
            api: &catalog[of[0].code.api].name,
            codes: of.len(),
            raised: count(|it| matches!(it.raising, Raising::Raised | Raising::KindOf(_))),
            reserved: count(|it| it.raising == Raising::Reserved),
            tested: count(|it| !it.tests.is_empty()),
            complete: count(|it| it.missing.is_empty()),
        }
    };
    all.chunk_by(|a, b| a.code.api == b.code.api).map(of_api).collect()
}
