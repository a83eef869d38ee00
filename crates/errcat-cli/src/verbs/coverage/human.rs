//! Coverage as a table.

use errcat_catalog::model::Api;
use errcat_drift::code::coverage::{Coverage, MissingPart, Raising, UseLocation};

use super::totals::totals;
use super::{CoverageView, name};
use crate::reading::code;
use crate::terminal::output::{counted, grouped};
use crate::terminal::table;

pub(super) fn render(view: &CoverageView<'_>) -> String {
    let catalog = view.catalog;
    let cells = |it: &Coverage| {
        let api = &catalog[it.code.api];
        let code = &catalog[it.code].code;
        [api.name.clone(), code.clone(), raised(api, it), places(&it.tests), lacks(&it.missing)]
    };
    let heads = ["API", "CODE", "RAISED", "TESTS", "PAGE LACKS"];
    let mut text = table::aligned(&heads, view.listed().map(cells));
    text.push('\n');
    for totals in totals(view) {
        let codes = counted(totals.codes, "code");
        let [raised, reserved, tested, complete] =
            [totals.raised, totals.reserved, totals.tested, totals.complete].map(grouped);
        let reserved = if totals.reserved > 0 { format!(", {reserved} reserved") } else { String::new() };
        text.push_str(&format!(
            "{}: {codes}, {raised} raised{reserved}, {tested} in tests, {complete} fully documented\n",
            totals.api
        ));
    }
    text + &code::unparsed_note(view.unparsed)
}

fn raised(api: &Api, coverage: &Coverage) -> String {
    match coverage.raising {
        Raising::KindOf(child) => format!("kind of {}", api[child].code),
        Raising::Raised => places(&coverage.raised),
        other => name(other).to_owned(),
    }
}

/// Renders the number of locations, and the first.
fn places(places: &[UseLocation]) -> String {
    match places {
        [] => "-".to_owned(),
        [first, ..] => format!("{} {}:{}", grouped(places.len()), first.path, first.line),
    }
}

fn lacks(lacks: &[MissingPart]) -> String {
    match lacks {
        [] => "-".to_owned(),
        lacks => lacks.iter().map(|lack| lack.name()).collect::<Vec<_>>().join(", "),
    }
}
