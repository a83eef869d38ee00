//! Coverage as JSON, with every location.

use errcat_drift::code::UseKind;
use errcat_drift::code::coverage::{Coverage, Raising, UseLocation};
use serde_json::{Value as Json, json};

use super::totals::{Totals, totals};
use super::{CoverageView, name};

pub(super) fn render(view: &CoverageView<'_>) -> String {
    let catalog = view.catalog;
    let code = |it: &Coverage| {
        let api = &catalog[it.code.api];
        let kind_of = match it.raising {
            Raising::KindOf(child) => Some(&*api[child].code),
            _ => None,
        };
        json!({
            "api": api.name,
            "code": catalog[it.code].code,
            "state": name(it.raising),
            "kind_of": kind_of,
            "raised": objects(&it.raised),
            "tests": objects(&it.tests),
            "others": objects(&it.others),
            "lacks": it.missing.iter().map(|lack| lack.name()).collect::<Vec<_>>(),
        })
    };
    let total = |totals: &Totals<'_>| {
        let Totals { api, codes, raised, reserved, tested, complete } = totals;
        json!({
            "api": api,
            "codes": codes,
            "raised": raised,
            "reserved": reserved,
            "in_tests": tested,
            "complete": complete,
        })
    };
    let coverage = json!({
        "codes": view.listed().map(code).collect::<Vec<_>>(),
        "totals": totals(view).iter().map(total).collect::<Vec<_>>(),
        "unparsed": view.unparsed,
    });
    serde_json::to_string_pretty(&coverage).expect("JSON values have text keys") + "\n"
}

fn objects(places: &[UseLocation]) -> Vec<Json> {
    let object = |UseLocation { kind, path, line, column }: &UseLocation| {
        let kind = match kind {
            UseKind::Constructed => "constructed",
            UseKind::Derived => "derived",
            UseKind::Literal => "literal",
            UseKind::Handled => "handled",
            UseKind::Mentioned => "mentioned",
        };
        json!({ "kind": kind, "path": path, "line": line, "column": column })
    };
    places.iter().map(object).collect()
}
