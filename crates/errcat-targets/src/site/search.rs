//! `search-index.js`: what the site's scripts know of every code, to search, to filter and to decode.
//!
//! It is loaded when a reader first asks for it, and held in memory; at 10,000 codes it is about a megabyte and a
//! half, a tenth of that when compressed. So a code is a row without names, whose empty end is left out:
//!
//! | column | holds |
//! |---|---|
//! | 0 | the code |
//! | 1 | the message, params as `{name}`, braces doubled |
//! | 2 | the title; 0 where it is the message |
//! | 3 | the status, or a list of them; 0 for none |
//! | 4 | its table, or a list of them, the one that defines it first |
//! | 5 | facts: retry + 3 × severity + 15 × lifecycle, each 0 where the catalog is silent |
//! | 6 | its public params |
//! | 7 | its envelope, or a list of them; -1 for none |
//! | 8 | the code it is a kind of; -1 for none |
//! | 9 | former codes |
//! | 10 | the last segment of its page's address, where that isn't the code |
//!
//! Tables, params, envelopes and kinds are numbers: their places in the API's lists. A body is a tree of lists, each
//! of which begins with what it is: `["=", 403]`, `["message"]`, `["text", "See ", ["docs_url"]]`,
//! `["object", "error", ["title"], 0, …]` with name, value and whether it is optional for each member.
//!
//! The file is a script, because pages on a disk can't read data. Its data is JSON within a string: browsers read
//! that faster than an object of the language, and nothing in it can have a meaning to them.

use std::collections::HashMap;

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use crate::docs::links::Place;
use crate::docs::site::Site;
use crate::header::generated_from;
use crate::view::{
    ApiView, BodyPieceView, EnvelopeView, ErrorView, Lifecycle, MemberView, NodeView, ParamView, PieceView,
    SlotView, fills,
};
use errcat_catalog::model::{Api, ApiId, Id, ParamType, Severity};
use errcat_catalog::shape::Choice;

pub(super) const FILE: &str = "search-index.js";

/// The index, with its place in the site.
pub(super) fn file(site: &Site<'_>) -> (String, String) {
    let apis: Vec<ApiId> = Id::all(&site.catalog.apis).collect();
    let apis: Vec<String> = apis.into_par_iter().map(|id| quoted(&api(site, id).to_string())).collect();
    let mark = generated_from(&site.settings.catalog).replace("*/", "* /");
    let data = apis.join(",");
    (FILE.to_owned(), format!("/* {mark} */\n\"use strict\";\nerrcat.index = JSON.parse('[{data}]');\n"))
}

fn api(site: &Site<'_>, id: ApiId) -> Json {
    let place = &Place::beside(site, Some(id), FILE);
    let mut params = Params::default();
    let model = site.api(id);
    let codes = Id::all(&model.codes).map(|code| row(model, &ErrorView::new(place, id, code), &mut params));
    let codes: Vec<Json> = codes.collect();
    let ApiView { name, title, docs_url, tables, envelopes, .. } = ApiView::new(place, id);
    json!({
        "name": name,
        "title": title,
        "docs": docs_url,
        "tables": tables.iter().map(|table| json!([table.name, table.title])).collect::<Vec<_>>(),
        "envelopes": envelopes.iter().map(envelope).collect::<Vec<_>>(),
        "params": params.rows,
        "codes": codes,
    })
}

fn row(api: &Api, error: &ErrorView<'_>, params: &mut Params) -> Json {
    let message = template(&error.pieces);
    let tables = error.occurrences.iter().map(|occurrence| &occurrence.table);
    let envelopes = error.occurrences.iter().filter_map(|occurrence| occurrence.envelope.as_ref());
    let param = |param: &ParamView<'_>| {
        let header = error.headers.iter().find(|header| fills(param.name, &api[header.id]));
        params.number(param, header.map(|header| header.name))
    };
    let mut row = vec![
        error.code.into(),
        message.as_str().into(),
        if error.title == message { 0.into() } else { error.title.into() },
        one_or_several(error.status.iter().map(|status| Json::from(*status)), 0),
        one_or_several(tables.map(|table| table.id.index().into()), 0),
        facts(error).into(),
        error.params.iter().map(param).collect(),
        one_or_several(envelopes.map(|envelope| envelope.id.index().into()), -1),
        error.kind.as_ref().map_or(Json::from(-1), |kind| kind.id.index().into()),
        error.aliases.iter().copied().collect(),
        if error.slug == error.code { 0.into() } else { error.slug.into() },
    ];
    let is_empty = |(at, value): (usize, &Json)| match at {
        7 | 8 => *value == -1,
        _ => *value == 0 || value.as_array().is_some_and(Vec::is_empty),
    };
    let kept = row.iter().enumerate().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1);
    row.truncate(kept);
    row.into()
}

/// Each once, in order; one of them by itself.
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
    retry + 3 * severity + 15 * lifecycle
}

/// The message as the catalog would write it.
fn template(pieces: &[PieceView<'_>]) -> String {
    let mut template = String::new();
    for PieceView { text, param } in pieces {
        template.extend(text.map(|text| text.replace('{', "{{").replace('}', "}}")));
        template.extend(param.map(|param| format!("{{{param}}}")));
    }
    template
}

/// The different params of an API: `[name, type, name in the body, header]`. Its name in the body is 0 where that is
/// its name, or isn't there; a row ends where there is nothing more to say.
#[derive(Default)]
struct Params {
    rows: Vec<Json>,
    numbers: HashMap<String, usize>,
}

impl Params {
    fn number(&mut self, param: &ParamView<'_>, header: Option<&str>) -> usize {
        let wire = param.wire.filter(|wire| *wire != param.name);
        let mut row: Vec<Json> = vec![param.name.into(), word(param.ty).into()];
        if wire.is_some() || header.is_some() {
            row.push(wire.map_or(Json::from(0), Json::from));
            row.extend(header.map(Json::from));
        }
        let row = Json::from(row);
        let rows = &mut self.rows;
        *self.numbers.entry(row.to_string()).or_insert_with_key(|_| {
            rows.push(row);
            rows.len() - 1
        })
    }
}

/// The first word of a param's type: enough to tell what its text may look like.
fn word(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String | ParamType::Rust(_) => "string",
        ParamType::Integer => "integer",
        ParamType::Number => "number",
        ParamType::Boolean => "boolean",
        ParamType::DurationSeconds | ParamType::DurationMilliseconds => "duration",
        ParamType::TimestampRfc3339 => "timestamp",
        ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => "unix",
        ParamType::Json => "json",
    }
}

fn envelope(envelope: &EnvelopeView<'_>) -> Json {
    let EnvelopeView { name, body, identify_by, .. } = envelope;
    let by: Vec<&str> = identify_by.iter().map(|identity| identity.word()).collect();
    json!({ "name": name, "body": node(body), "by": by })
}

fn node(value: &NodeView<'_>) -> Json {
    match value {
        NodeView::Literal { value } => literal(value),
        NodeView::Slot(slot) => self::slot(slot),
        NodeView::Text { pieces } => {
            let piece = |BodyPieceView { text, slot }: &BodyPieceView<'_>| {
                text.map(Json::from).or(slot.as_ref().map(self::slot))
            };
            std::iter::once("text".into()).chain(pieces.iter().filter_map(piece)).collect()
        }
        NodeView::List { items } => std::iter::once("list".into()).chain(items.iter().map(node)).collect(),
        NodeView::Object { members } => {
            let cells = members.iter().flat_map(|MemberView { name, optional, value }| {
                [(*name).into(), node(value), u8::from(*optional).into()]
            });
            std::iter::once("object".into()).chain(cells).collect()
        }
    }
}

/// What has no place in it has the shape of what it is, so that a reader takes members that come on top.
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

/// A text as the content of a string of JavaScript that may stand anywhere: it ends neither that, nor a line, nor a script.
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

#[cfg(test)]
mod tests;
