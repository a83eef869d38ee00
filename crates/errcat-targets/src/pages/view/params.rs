//! Params and headers, as rows of a table.

use serde::Serialize;

use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::view::{example_text, words};
use errcat_catalog::model::{Api, Audience, Entry, Header, Id, Param, ParamId, Piece, Template};
use errcat_catalog::shape::Choice;

/// What an error carries for its client.
#[derive(Debug, Serialize)]
pub(super) struct ParamRow {
    name: String,
    type_name: String,
    optional: bool,
    doc: Markup,
    example: String,
    found_in: Vec<FoundIn>,
}

/// A part of the response that has a param's value: `message`, `body as accountId`, `header Retry-After`.
#[derive(Debug, Serialize)]
struct FoundIn {
    what: &'static str,
    name: Option<String>,
}

/// What only operators see.
#[derive(Debug, Serialize)]
pub(super) struct Log {
    message: Option<Markup>,
    params: Vec<LogRow>,
}

/// A param of the log, or one that not even the log shows.
#[derive(Debug, Serialize)]
pub(super) struct LogRow {
    name: String,
    type_name: String,
    audience: &'static str,
    optional: bool,
    doc: Markup,
    /// Never a secret's.
    example: Option<String>,
}

/// A response header.
#[derive(Debug, Serialize)]
pub(super) struct HeaderRow {
    name: String,
    type_name: String,
    doc: Markup,
    example: String,
    /// The param that fills it; nothing for one that always has the same value.
    param: Option<String>,
}

pub(super) fn public(place: &Place<'_>, api: &Api, entry: &Entry) -> Vec<ParamRow> {
    let params = Id::enumerate(&entry.params);
    let params = params.filter(|(_, param)| param.audience == Audience::Public);
    params
        .map(|(id, param)| {
            let Param {
                name,
                ty,
                doc,
                example,
                wire: _,    // found_in()
                in_body: _, // found_in()
                audience: _,
                optional,
            } = param;
            ParamRow {
                name: name.clone(),
                type_name: words::param_type(ty),
                optional: *optional,
                doc: place.line(doc),
                example: example_text(example),
                found_in: found_in(api, entry, id, param),
            }
        })
        .collect()
}

/// Nothing where the log is told nothing but the message.
pub(super) fn log(place: &Place<'_>, entry: &Entry) -> Option<Log> {
    let params = entry.params.iter().filter(|param| param.audience != Audience::Public);
    let params: Vec<LogRow> = params
        .map(|param| {
            // No body has it.
            let Param { name, ty, doc, example, wire: _, in_body: _, audience, optional } = param;
            LogRow {
                name: name.clone(),
                type_name: words::param_type(ty),
                audience: audience.word(),
                optional: *optional,
                doc: place.line(doc),
                example: (*audience == Audience::Internal).then(|| example_text(example)),
            }
        })
        .collect();
    let message = entry.log.as_ref().map(|log| place.template(log, &entry.params));
    (message.is_some() || !params.is_empty()).then_some(Log { message, params })
}

pub(super) fn header(place: &Place<'_>, header: &Header) -> HeaderRow {
    let Header { name, value, constant, line: _ } = header;
    HeaderRow {
        name: name.clone(),
        type_name: words::param_type(&value.ty),
        doc: place.line(&value.doc),
        example: example_text(&value.example),
        param: (!constant).then(|| value.name.clone()),
    }
}

/// Where a client finds a param's value.
fn found_in(api: &Api, entry: &Entry, id: ParamId, param: &Param) -> Vec<FoundIn> {
    let mut found = Vec::new();
    if mentions(&entry.message, id) {
        found.push(FoundIn { what: "message", name: None });
    }
    if param.in_body && param.wire == param.name {
        found.push(FoundIn { what: "body", name: None });
    } else if param.in_body {
        found.push(FoundIn { what: "body as", name: Some(param.wire.clone()) });
    }
    let headers = entry.headers.iter().map(|header| &api[*header]);
    for header in headers.filter(|header| !header.constant && header.value.name == param.name) {
        found.push(FoundIn { what: "header", name: Some(header.name.clone()) });
    }
    found
}

fn mentions(message: &Template, param: ParamId) -> bool {
    message.pieces.contains(&Piece::Param(param))
}
