//! Generates `search-index.js`: the data of all codes for the site's scripts, which search, filter and decode
//! with it.
//!
//! It is loaded when a reader first needs it, and kept in memory. For 10,000 codes, it is about 1.5 MB, or a
//! tenth of that when compressed. Therefore, a code is a row without names, and empty cells at its end are
//! left out:
//!
//! | column | contents |
//! |---|---|
//! | 0 | the id: the code, or `table/CODE` if several errors have it |
//! | 1 | the message, params as `{name}`, braces doubled |
//! | 2 | the title; 0 if it is the message |
//! | 3 | the status, a list of them, or a range such as `4xx`; 0 for none |
//! | 4 | its table, or a list of tables, starting with the one that defines it |
//! | 5 | facts: retry + 3 × severity + 15 × lifecycle + 45 if lists show the title + 90 if it is inherited |
//! | 6 | its public params |
//! | 7 | its envelope, or a list of them; -1 for none |
//! | 8 | the code that it inherits from; -1 for none |
//! | 9 | former codes |
//! | 10 | the path of its page below the API's, or from the site's root with a `/`, if that isn't the id |
//! | 11 | the values of its public facts, as texts |
//! | 12 | the code as it is sent, if that isn't the id |
//! | 13 | the operations that return it; empty if any operation can |
//! | 14 | its headers |
//!
//! Tables, params, envelopes, parents, operations and headers are numbers: their positions in the API's
//! lists. A body is a tree of lists that start with their type: `["=", 403]`, `["message"]`,
//! `["text", "See ", ["docs_url"]]`, `["object", "error", ["title"], 0, …]`. Objects contain a name, a
//! value, and whether it is optional for each member. The name of a key that varies is its start and its end:
//! `["", "Error"]`.
//!
//! The file is a script, because local pages can't load data. Its data is JSON in a string, which browsers
//! parse faster than an object literal, and which can't contain code.
//!
//! [`texts`] generates what only the search needs.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use crate::docs::links::PageContext;
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::view::{
    ApiView, BodyPieceView, EnvelopeHeaderView, EnvelopeView, ErrorView, KeyPatternView, Lifecycle,
    MemberView, NodeView, ParamView, PieceView, SlotView, fills,
};
use errcat_catalog::model::{Api, ApiId, Code, Id, ParamType, Severity};
use errcat_catalog::names;

pub(super) const FILE: &str = "search-index.js";
pub(super) const TEXTS: &str = "search-texts.js";

/// Returns the paths and the texts of the index, and of the texts for the search.
pub(super) fn files(site: &Site<'_>) -> [(String, String); 2] {
    let index = script(site, "index", |id| api(site, id));
    let texts = script(site, "texts", |id| texts::api(site, id));
    let patterns: Json = serde_json::from_str(texts::PATTERNS).expect("the patterns are JSON");
    let patterns = format!("errcat.patterns = JSON.parse('{}');\n", quoted(&patterns.to_string()));
    [(FILE.to_owned(), index), (TEXTS.to_owned(), texts + &patterns)]
}

/// Returns a script that defines a list with the data of each API.
fn script(site: &Site<'_>, name: &str, data: impl Fn(ApiId) -> Json + Sync) -> String {
    let apis: Vec<ApiId> = Id::all(&site.catalog.apis).collect();
    let part = |id| site.part(id, &format!("search-{name}"), || quoted(&data(id).to_string()));
    let apis: Vec<Cow<'_, str>> = apis.into_par_iter().map(part).collect();
    let mark = generated_from(&site.settings.catalog).replace("*/", "* /");
    let data = apis.join(",");
    format!("/* {mark} */\n\"use strict\";\nerrcat.{name} = JSON.parse('[{data}]');\n")
}

fn api(site: &Site<'_>, id: ApiId) -> Json {
    let cx = &PageContext::for_file(site, Some(id), FILE);
    let mut params = Params::default();
    let mut operations = Numbered::default();
    let model = site.api(id);
    let codes = Id::enumerate(&model.codes).map(|(code, Code { address, .. })| {
        row(model, &ErrorView::new(cx, id, code), address, &mut params, &mut operations)
    });
    let codes: Vec<Json> = codes.collect();
    let headers = model.headers.iter().map(|header| json!([header.name, word(&header.value.ty)]));
    let ApiView { name, title, base_url, docs_url, reference, tables, envelopes, .. } = ApiView::new(cx, id);
    json!({
        "name": name,
        "title": title,
        "base": base_url,
        "reference": reference,
        "docs": docs_url,
        "operations": operations.rows,
        "headers": headers.collect::<Vec<_>>(),
        "tables": tables.iter().map(|table| json!([table.name, table.title])).collect::<Vec<_>>(),
        "envelopes": envelopes.iter().map(envelope).collect::<Vec<_>>(),
        "params": params.0.rows,
        "codes": codes,
    })
}

fn row(
    api: &Api,
    error: &ErrorView<'_>,
    address: &str,
    params: &mut Params,
    operations: &mut Numbered,
) -> Json {
    let message = template(&error.pieces);
    let tables = error.occurrences.iter().map(|occurrence| &occurrence.table);
    let envelopes = error.occurrences.iter().filter_map(|occurrence| occurrence.envelope.as_ref());
    let param = |param: &ParamView<'_>| {
        let header = error.headers.iter().find(|header| fills(param.name, &api[header.id]));
        params.number(param, header.map(|header| header.name))
    };
    let numbers = error.status.iter().map(|status| Json::from(*status));
    let statuses = numbers.chain(error.status_range.map(|range| range.as_str().into()));
    let mut row = vec![
        error.id.into(),
        message.as_str().into(),
        if error.title == message { 0.into() } else { error.title.into() },
        one_or_several(statuses, 0),
        one_or_several(tables.map(|table| table.id.index().into()), 0),
        facts(error).into(),
        error.params.iter().map(param).collect(),
        one_or_several(envelopes.map(|envelope| envelope.id.index().into()), -1),
        error.kind.as_ref().map_or(Json::from(-1), |kind| kind.id.index().into()),
        error.aliases.iter().copied().collect(),
        path(api, error, address),
        error
            .facts
            .values()
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect(),
        if error.code == error.id { 0.into() } else { error.code.into() },
        operations_of(api, error).map(|operation| operations.number(operation.into())).collect(),
        error.headers.iter().map(|header| Json::from(header.id.index())).collect(),
    ];
    let is_empty = |(at, value): (usize, &Json)| match at {
        7 | 8 => *value == -1,
        _ => *value == 0 || value.as_array().is_some_and(Vec::is_empty),
    };
    let kept = row.iter().enumerate().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1);
    row.truncate(kept);
    row.into()
}

/// Returns the operations that return an error, in all of its tables. None if any operation can.
fn operations_of<'a>(api: &'a Api, error: &ErrorView<'a>) -> impl Iterator<Item = &'a str> {
    let of_table = error.occurrences.iter().map(|occurrence| match occurrence.operations {
        [] => &*api[occurrence.table.id].operations,
        own => own,
    });
    let of_table: Vec<&[String]> = of_table.collect();
    let is_any = of_table.iter().any(|operations| operations.is_empty());
    of_table.into_iter().filter(move |_| !is_any).flatten().map(String::as_str)
}

/// Returns the path of an error's page, as the table above describes it.
fn path(api: &Api, error: &ErrorView<'_>, address: &str) -> Json {
    let below = address.strip_prefix(api.name.as_str()).and_then(|rest| rest.strip_prefix('/'));
    match below {
        Some(below) if below == error.id => 0.into(),
        Some(below) => below.into(),
        None => format!("/{address}").into(),
    }
}

/// Returns distinct values as a list, or a single value by itself.
fn one_or_several(values: impl Iterator<Item = Json>, none: i64) -> Json {
    let mut several: Vec<Json> = Vec::new();
    for value in values {
        if !several.contains(&value) {
            several.push(value);
        }
    }
    match several.len() {
        0 => none.into(),
        1 => several.remove(0),
        _ => several.into(),
    }
}

fn facts(error: &ErrorView<'_>) -> u8 {
    let retry = match &error.retry {
        None => 0,
        Some(retry) => 1 + u8::from(retry.again),
    };
    let severity = match error.severity {
        None => 0,
        Some(Severity::Info) => 1,
        Some(Severity::Warning) => 2,
        Some(Severity::Error) => 3,
        Some(Severity::Critical) => 4,
    };
    let lifecycle = match error.lifecycle {
        Lifecycle::Active => 0,
        Lifecycle::Deprecated => 1,
        Lifecycle::Retired => 2,
    };
    // The script has the message and the title, but not the rule that chooses between them.
    let shows_title = u8::from(error.headline != error.message);
    let inherits_title = u8::from(!error.has_own_title && error.title != names::in_words(error.code));
    retry + 3 * severity + 15 * lifecycle + 45 * shows_title + 90 * inherits_title
}

/// Returns the message in the catalog's syntax.
fn template(pieces: &[PieceView<'_>]) -> String {
    let mut template = String::new();
    for PieceView { text, param } in pieces {
        template.extend(text.map(|text| text.replace('{', "{{").replace('}', "}}")));
        template.extend(param.map(|param| format!("{{{param}}}")));
    }
    template
}

/// The distinct params of an API, as `[name, type, name in the body, header]`. The name in the body is 0 if
/// it is the same name, or if the body doesn't contain the param. Empty cells at the end are left out.
#[derive(Default)]
struct Params(Numbered);

/// Distinct values, which rows refer to by their position.
#[derive(Default)]
struct Numbered {
    rows: Vec<Json>,
    numbers: HashMap<String, usize>,
}

impl Numbered {
    fn number(&mut self, value: Json) -> usize {
        let rows = &mut self.rows;
        *self.numbers.entry(value.to_string()).or_insert_with(|| {
            rows.push(value);
            rows.len() - 1
        })
    }
}

impl Params {
    fn number(&mut self, param: &ParamView<'_>, header: Option<&str>) -> usize {
        let wire = param.wire.filter(|wire| *wire != param.name);
        let mut row: Vec<Json> = vec![param.name.into(), word(param.ty).into()];
        if wire.is_some() || header.is_some() {
            row.push(wire.map_or(Json::from(0), Json::from));
            row.extend(header.map(Json::from));
        }
        self.0.number(row.into())
    }
}

/// Returns the first word of a param's type, from which the format of its text follows.
fn word(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String | ParamType::Rust(_) | ParamType::Enum(_) => "string",
        ParamType::Integer => "integer",
        ParamType::Number => "number",
        ParamType::Boolean => "boolean",
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => "duration",
        ParamType::TimestampRfc3339 => "timestamp",
        ParamType::TimestampSeconds => "unix",
        ParamType::TimestampMilliseconds => "unix_ms",
        ParamType::Json => "json",
        ParamType::List(_) => "list",
        ParamType::Map(_) => "map",
    }
}

fn envelope(envelope: &EnvelopeView<'_>) -> Json {
    let EnvelopeView { name, body, identify_by, headers, .. } = envelope;
    let header = |header: &EnvelopeHeaderView<'_>| {
        let EnvelopeHeaderView { name, pieces } = header;
        json!([name, text(pieces)])
    };
    let headers: Vec<Json> = headers.iter().map(header).collect();
    json!({ "name": name, "body": node(body), "by": identify_by, "headers": headers })
}

fn node(value: &NodeView<'_>) -> Json {
    match value {
        NodeView::Literal { value } => literal(value),
        NodeView::Slot(slot) | NodeView::SlotAsText(slot) => self::slot(slot),
        NodeView::Text { pieces } => text(pieces),
        NodeView::Each { item } => json!(["each", node(item)]),
        NodeView::List { items } => std::iter::once("list".into()).chain(items.iter().map(node)).collect(),
        NodeView::Object { members } => {
            let cells = members.iter().flat_map(|MemberView { name, optional, pattern, value }| {
                let pattern = pattern.as_ref().map(|KeyPatternView { start, end }| json!([start, end]));
                [pattern.unwrap_or_else(|| (*name).into()), node(value), u8::from(*optional).into()]
            });
            std::iter::once("object".into()).chain(cells).collect()
        }
    }
}

fn text(pieces: &[BodyPieceView<'_>]) -> Json {
    let piece = |BodyPieceView { text, slot }: &BodyPieceView<'_>| {
        text.map(Json::from).or(slot.as_ref().map(self::slot))
    };
    std::iter::once("text".into()).chain(pieces.iter().filter_map(piece)).collect()
}

/// Returns the shape of a constant. Objects and lists keep their shape, so that readers accept additional
/// members.
fn literal(value: &Json) -> Json {
    match value {
        Json::Array(values) => std::iter::once("list".into()).chain(values.iter().map(literal)).collect(),
        Json::Object(members) => {
            let cells =
                members.iter().flat_map(|(name, value)| [name.as_str().into(), literal(value), 0.into()]);
            std::iter::once("object".into()).chain(cells).collect()
        }
        value => json!(["=", value]),
    }
}

fn slot(SlotView { slot, name }: &SlotView<'_>) -> Json {
    std::iter::once(*slot).chain(*name).collect()
}

/// Escapes a text for a JavaScript string: it can't end the string, a line, or the script.
fn quoted(text: &str) -> String {
    let mut script = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\'', '<', '\u{2028}', '\u{2029}']) {
        script.push_str(&rest[..at]);
        let character = rest[at..].chars().next().expect("it was found");
        match character {
            '\\' => script.push_str("\\\\"),
            '\'' => script.push_str("\\'"),
            other => script.push_str(&format!("\\u{:04x}", u32::from(other))),
        }
        rest = &rest[at + character.len_utf8()..];
    }
    script.push_str(rest);
    script
}

pub(super) mod texts;

#[cfg(test)]
mod tests;
