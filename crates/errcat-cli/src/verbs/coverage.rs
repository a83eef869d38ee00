//! `coverage`: of each error, where code raises it, where tests have it, and what its page lacks. It reports; `check` judges.

use camino::Utf8Path;
use errcat_catalog::model::{Api, Catalog};
use errcat_drift::code::Kind;
use errcat_drift::code::coverage::{Coverage, Lack, Place, Raising};
use serde_json::{Value as Json, json};

use super::list;
use crate::program::Verdict;
use crate::reading::code;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::format::{self, Format};
use crate::terminal::output::{self, counted, grouped};
use crate::terminal::table;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Of this API
    #[arg(long)]
    api: Option<String>,
    /// Only what nothing raises, and nobody says why
    #[arg(long)]
    unraised: bool,
    /// How to tell: for people, or as JSON, with every place
    #[arg(long, default_value = "human", value_parser = format::parser(&[Format::Human, Format::Json]))]
    format: Format,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    let session = Session::open(here)?;
    let generated = session.owned_directories();
    let (workspace, catalog) = session.catalog()?;
    list::check_api(options.api.as_deref(), &catalog)?;
    let files = code::read(&workspace, &generated)?;
    let found = errcat_drift::code::find(&catalog, &workspace.settings.code.literals, &files);
    let mut all = errcat_drift::code::coverage(&catalog, &files, &found);
    all.retain(|it| list::is_named(options.api.as_deref(), &catalog[it.code.api].name));
    let unparsed = code::unparsed(&found, &files);
    let text = match options.format {
        Format::Json => machine(&catalog, &all, options.unraised, &unparsed),
        _ => human(&catalog, &all, options.unraised, &unparsed),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

fn shown(all: &[Coverage], unraised: bool) -> impl Iterator<Item = &Coverage> {
    all.iter().filter(move |it| !unraised || it.raising == Raising::Nowhere)
}

fn human(catalog: &Catalog, all: &[Coverage], unraised: bool, unparsed: &[&str]) -> String {
    let cells = |it: &Coverage| {
        let api = &catalog[it.code.api];
        let code = &catalog[it.code].code;
        [api.name.clone(), code.clone(), raised(api, it), places(&it.tests), lacks(&it.lacks)]
    };
    let heads = ["API", "CODE", "RAISED", "TESTS", "PAGE LACKS"];
    let mut text = table::aligned(heads, shown(all, unraised).map(cells));
    text.push('\n');
    for totals in totals(catalog, all) {
        let codes = counted(totals.codes, "code");
        let [raised, reserved, tested, complete] =
            [totals.raised, totals.reserved, totals.tested, totals.complete].map(grouped);
        let reserved = if totals.reserved > 0 { format!(", {reserved} reserved") } else { String::new() };
        text.push_str(&format!(
            "{}: {codes}, {raised} raised{reserved}, {tested} in tests, {complete} complete\n",
            totals.api
        ));
    }
    text + &code::told_of_unparsed(unparsed)
}

fn raised(api: &Api, coverage: &Coverage) -> String {
    match coverage.raising {
        Raising::KindOf(child) => format!("kind of {}", api[child].code),
        Raising::Raised => places(&coverage.raised),
        other => name(other).to_owned(),
    }
}

/// How many, and the first.
fn places(places: &[Place]) -> String {
    match places {
        [] => "-".to_owned(),
        [first, ..] => format!("{} {}:{}", grouped(places.len()), first.path, first.line),
    }
}

fn lacks(lacks: &[Lack]) -> String {
    match lacks {
        [] => "-".to_owned(),
        lacks => lacks.iter().map(|lack| lack.name()).collect::<Vec<_>>().join(", "),
    }
}

/// How many of an API's codes have what they should.
struct Totals<'a> {
    api: &'a str,
    codes: usize,
    /// Kinds of raised ones among them.
    raised: usize,
    reserved: usize,
    tested: usize,
    complete: usize,
}

fn totals<'a>(catalog: &'a Catalog, all: &[Coverage]) -> Vec<Totals<'a>> {
    let of_api = |of: &[Coverage]| {
        let count = |has: fn(&Coverage) -> bool| of.iter().filter(|it| has(it)).count();
        Totals {
            api: &catalog[of[0].code.api].name,
            codes: of.len(),
            raised: count(|it| matches!(it.raising, Raising::Raised | Raising::KindOf(_))),
            reserved: count(|it| it.raising == Raising::Reserved),
            tested: count(|it| !it.tests.is_empty()),
            complete: count(|it| it.lacks.is_empty()),
        }
    };
    all.chunk_by(|a, b| a.code.api == b.code.api).map(of_api).collect()
}

fn machine(catalog: &Catalog, all: &[Coverage], unraised: bool, unparsed: &[&str]) -> String {
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
            "lacks": it.lacks.iter().map(|lack| lack.name()).collect::<Vec<_>>(),
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
        "codes": shown(all, unraised).map(code).collect::<Vec<_>>(),
        "totals": totals(catalog, all).iter().map(total).collect::<Vec<_>>(),
        "unparsed": unparsed,
    });
    serde_json::to_string_pretty(&coverage).expect("JSON values have text keys") + "\n"
}

fn name(raising: Raising) -> &'static str {
    match raising {
        Raising::Raised => "raised",
        Raising::KindOf(_) => "kind",
        Raising::Reserved => "reserved",
        Raising::Deprecated => "deprecated",
        Raising::Retired => "retired",
        Raising::Nowhere => "nowhere",
    }
}

fn objects(places: &[Place]) -> Vec<Json> {
    let object = |Place { kind, path, line, column }: &Place| {
        let kind = match kind {
            Kind::Constructed => "constructed",
            Kind::Derived => "derived",
            Kind::Literal => "literal",
            Kind::Handled => "handled",
            Kind::Mentioned => "mentioned",
        };
        json!({ "kind": kind, "path": path, "line": line, "column": column })
    };
    places.iter().map(object).collect()
}
