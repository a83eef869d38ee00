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

use crate::docs::site::Site;
use crate::header::generated_from;
use errcat_catalog::model::{
    Api, Audience, BodyPiece, CodeId, Entry, Envelope, Id, Node, Param, Piece, Retry, Severity, Slot,
};
use errcat_catalog::shape::Choice;

pub(super) const FILE: &str = "search-index.js";

/// The index, with its place in the site.
pub(super) fn file(site: &Site<'_>) -> (String, String) {
    let apis: Vec<String> =
        site.catalog.apis.par_iter().map(|api| quoted(&self::api(api).to_string())).collect();
    let mark = generated_from(&site.settings.catalog).replace("*/", "* /");
    let data = apis.join(",");
    (FILE.to_owned(), format!("/* {mark} */\n\"use strict\";\nerrcat.index = JSON.parse('[{data}]');\n"))
}

fn api(api: &Api) -> Json {
    let mut params = Params::default();
    let codes: Vec<Json> = Id::all(&api.codes).map(|code| row(api, code, &mut params)).collect();
    json!({
        "name": api.name,
        "title": api.title,
        "docs": api.docs_url,
        "tables": api.tables.iter().map(|table| json!([table.name, table.title])).collect::<Vec<_>>(),
        "envelopes": api.envelopes.iter().map(envelope).collect::<Vec<_>>(),
        "params": params.rows,
        "codes": codes,
    })
}

fn row(api: &Api, id: CodeId, params: &mut Params) -> Json {
    let code = &api[id];
    let entry = api.owner(id);
    let message = template(entry);
    let public = entry.params.iter().filter(|param| param.audience == Audience::Public);
    let aliases = code.aliases.iter().map(|alias| alias.code.as_str());
    let mut row = vec![
        code.code.as_str().into(),
        message.as_str().into(),
        if entry.title == message { 0.into() } else { entry.title.as_str().into() },
        one_or_several(entry.statuses.iter().map(|status| Json::from(*status)), 0),
        one_or_several(code.entries().map(|id| id.table.index().into()), 0),
        facts(entry).into(),
        public.map(|param| params.number(param, header(api, entry, param))).collect(),
        one_or_several(
            code.entries().filter_map(|id| api[id].envelope).map(|envelope| envelope.index().into()),
            -1,
        ),
        entry.kind.map_or(Json::from(-1), |kind| kind.index().into()),
        aliases.collect(),
        if code.slug == code.code { 0.into() } else { code.slug.as_str().into() },
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

fn facts(entry: &Entry) -> u8 {
    let retry = match entry.retry {
        None => 0,
        Some(Retry::Never) => 1,
        Some(Retry::Later(_)) => 2,
    };
    let severity = match entry.severity {
        None => 0,
        Some(Severity::Info) => 1,
        Some(Severity::Warning) => 2,
        Some(Severity::Error) => 3,
        Some(Severity::Critical) => 4,
    };
    let lifecycle = match (&entry.retired, &entry.deprecated) {
        (Some(_), _) => 2,
        (None, Some(_)) => 1,
        (None, None) => 0,
    };
    retry + 3 * severity + 15 * lifecycle
}

/// The message as the catalog would write it.
fn template(entry: &Entry) -> String {
    let mut text = String::new();
    for piece in &entry.message.pieces {
        match piece {
            Piece::Text(piece) => text.push_str(&piece.replace('{', "{{").replace('}', "}}")),
            Piece::Param(param) => text.push_str(&format!("{{{}}}", entry[*param].name)),
        }
    }
    text
}

/// The header that a param fills.
fn header<'a>(api: &'a Api, entry: &Entry, param: &Param) -> Option<&'a str> {
    let mut headers = entry.headers.iter().map(|header| &api[*header]);
    let filled = headers.find(|header| !header.constant && header.value.name == param.name)?;
    Some(&filled.name)
}

/// The different params of an API: `[name, type, name in the body, header]`. Its name in the body is 0 where that is
/// its name, or isn't there; a row ends where there is nothing more to say.
#[derive(Default)]
struct Params {
    rows: Vec<Json>,
    numbers: HashMap<String, usize>,
}

impl Params {
    fn number(&mut self, param: &Param, header: Option<&str>) -> usize {
        let wire = (param.in_body && param.wire != param.name).then_some(param.wire.as_str());
        let mut row: Vec<Json> = vec![param.name.as_str().into(), word(param).into()];
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
fn word(param: &Param) -> &'static str {
    use errcat_catalog::model::ParamType;
    match &param.ty {
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

fn envelope(envelope: &Envelope) -> Json {
    json!({
        "name": envelope.name,
        "body": node(&envelope.body),
        "by": envelope.identify_by.iter().map(|by| by.word()).collect::<Vec<_>>(),
    })
}

fn node(value: &Node) -> Json {
    match value {
        Node::Literal(value) => literal(value),
        Node::Slot(slot) => self::slot(slot),
        Node::Text(pieces) => {
            let pieces = pieces.iter().map(|piece| match piece {
                BodyPiece::Text(text) => text.as_str().into(),
                BodyPiece::Slot(slot) => self::slot(slot),
            });
            std::iter::once("text".into()).chain(pieces).collect()
        }
        Node::List(nodes) => std::iter::once("list".into()).chain(nodes.iter().map(node)).collect(),
        Node::Object(members) => {
            let cells = members.iter().flat_map(|member| {
                [member.name.as_str().into(), node(&member.value), u8::from(member.optional).into()]
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

fn slot(slot: &Slot) -> Json {
    match slot {
        Slot::Code => json!(["code"]),
        Slot::Title => json!(["title"]),
        Slot::Message => json!(["message"]),
        Slot::Status => json!(["status"]),
        Slot::DocsUrl => json!(["docs_url"]),
        Slot::Type => json!(["type"]),
        Slot::Extensions => json!(["extensions"]),
        Slot::Params => json!(["params"]),
        Slot::Context(name) => json!(["context", name]),
        Slot::Param(name) => json!(["param", name]),
    }
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
