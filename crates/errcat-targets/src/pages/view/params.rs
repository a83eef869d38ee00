//! Params and headers, as rows of a table.

use serde::Serialize;

use crate::docs::links::Place;
use crate::docs::markup::Markup;
use crate::view::{ErrorView, HeaderView, LogView, Named, ParamView, PieceView, example_text, fills};
use errcat_catalog::model::{Api, Entry, Header};

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

/// A part of the response that has a param's value: `the message`, `the body as accountId`, `the header Retry-After`.
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

/// The params of an error that clients may see.
pub(super) fn public(api: &Api, error: &ErrorView<'_>) -> Vec<ParamRow> {
    let row = |param: &ParamView<'_>| {
        // `type_name`, `wire_type` and `ty`: the type for programs. `audience`: public.
        let ParamView {
            name,
            words,
            optional,
            doc,
            example,
            wire,
            type_name: _,
            wire_type: _,
            audience: _,
            ty: _,
        } = param;
        ParamRow {
            name: (*name).to_owned(),
            type_name: words.clone(),
            optional: *optional,
            doc: doc.line(),
            example: example.map(example_text).unwrap_or_default(),
            found_in: found_in(api, error, name, *wire),
        }
    };
    error.params.iter().map(row).collect()
}

/// Nothing where the log is told nothing but the message.
pub(super) fn log(place: &Place<'_>, entry: &Entry) -> Option<Log> {
    // The message is rendered from its template, which tells params from text.
    let LogView { message: _, params } = LogView::new(place, entry)?;
    let row = |param: ParamView<'_>| {
        // No body has it. `type_name`, `wire_type` and `ty`: the type for programs.
        let ParamView {
            name,
            words,
            optional,
            doc,
            example,
            audience,
            wire: _,
            type_name: _,
            wire_type: _,
            ty: _,
        } = param;
        LogRow {
            name: name.to_owned(),
            type_name: words,
            audience,
            optional,
            doc: doc.line(),
            example: example.map(example_text),
        }
    };
    let message = entry.log.as_ref().map(|log| place.template(log, &entry.params));
    Some(Log { message, params: params.into_iter().map(row).collect() })
}

/// The headers that an error has.
pub(super) fn headers(place: &Place<'_>, api: &Api, headers: &[Named<'_, Header>]) -> Vec<HeaderRow> {
    headers.iter().map(|header| self::header(HeaderView::new(place, &api[header.id]))).collect()
}

/// A header as a row.
pub(super) fn header(header: HeaderView<'_>) -> HeaderRow {
    // `type_name` and `wire_type`: the type for programs.
    let HeaderView { name, words, doc, example, param, type_name: _, wire_type: _ } = header;
    HeaderRow {
        name: name.to_owned(),
        type_name: words,
        doc: doc.line(),
        example: example_text(example),
        param: param.map(str::to_owned),
    }
}

/// Where a client finds a param's value. `wire` is its name in the body.
fn found_in(api: &Api, error: &ErrorView<'_>, param: &str, wire: Option<&str>) -> Vec<FoundIn> {
    let mut found = Vec::new();
    if error.pieces.iter().any(|PieceView { text: _, param: mentioned }| *mentioned == Some(param)) {
        found.push(FoundIn { what: "the message", name: None });
    }
    match wire {
        Some(wire) if wire == param => found.push(FoundIn { what: "the body", name: None }),
        Some(wire) => found.push(FoundIn { what: "the body as", name: Some(wire.to_owned()) }),
        None => {}
    }
    for header in error.headers.iter().filter(|header| fills(param, &api[header.id])) {
        found.push(FoundIn { what: "the header", name: Some(header.name.to_owned()) });
    }
    found
}
