//! Generates `search-texts.js`: the texts that the search finds errors by in addition to the index, the
//! guides, and the patterns of requests and responses.
//!
//! For each API, `errors` contains a row for each code, in the order of the index: what to do in one
//! line, and all other texts. `guides` contains the name, the title and the text of each guide.

use serde_json::{Value as Json, json};

use super::TEXTS;
use crate::docs::links::PageContext;
use crate::docs::site::Site;
use crate::view::{ApiView, CatalogText, ErrorView};
use errcat_catalog::model::{ApiId, Id};

/// The patterns of requests and responses, with which `errcat explain` reads a log, too.
pub const PATTERNS: &str = include_str!("http.json");

pub(super) fn api(site: &Site<'_>, id: ApiId) -> Json {
    let cx = &PageContext::for_file(site, Some(id), TEXTS);
    let codes = Id::enumerate(&site.api(id).codes).map(|(code, _)| row(&ErrorView::new(cx, id, code)));
    let errors: Vec<Json> = codes.collect();
    let ApiView { guides, .. } = ApiView::new(cx, id);
    let guides: Vec<Json> =
        guides.iter().map(|guide| json!([guide.name, guide.title, guide.text.plain()])).collect();
    json!({ "errors": errors, "guides": guides })
}

fn row(error: &ErrorView<'_>) -> Json {
    let occurrences = &error.occurrences;
    let causes = occurrences.iter().flat_map(|occurrence| &occurrence.causes);
    let causes = causes.flat_map(|cause| std::iter::once(&cause.text).chain(&cause.fix));
    let fixes = occurrences.iter().flat_map(|occurrence| &occurrence.fixes);
    let texts = error.answer.iter().chain(&error.meaning).chain(causes).chain(fixes);
    let texts: Vec<String> = texts.map(CatalogText::plain).collect();
    json!([what_to_do(error), texts.join(" ")])
}

/// Returns the sentence about retries of an error that goes away, otherwise the catalog's answer,
/// otherwise the first fix. Empty if there is none.
fn what_to_do(error: &ErrorView<'_>) -> String {
    let retry = error.retry.as_ref().filter(|retry| retry.again);
    let own_fix = error.causes.iter().find_map(|cause| cause.fix.as_ref());
    let fix = || error.answer.as_ref().or(error.fixes.first()).or(own_fix).map(CatalogText::plain);
    retry.map(|retry| retry.sentence.clone()).or_else(fix).unwrap_or_default()
}
