//! Params and headers, as table rows.

use serde::Serialize;
use serde_json::Value as Json;

use crate::docs::links::PageContext;
use crate::docs::markup::Markup;
use crate::view::{CatalogText, ErrorView, HeaderView, LogView, ParamView, PieceView, example_text, fills};
use errcat_catalog::model::{Api, ApiId, BodyPiece, Entry, EnvelopeHeader, Slot};

/// The values of a response: params, and headers.
#[derive(Debug, Serialize)]
pub(super) struct Values {
    /// Params, except for those that are only in a header.
    params: Vec<ParamRow>,
    headers: Vec<HeaderRow>,
}

/// A param that clients can see.
#[derive(Debug, Serialize)]
pub(super) struct ParamRow {
    name: String,
    type_name: String,
    optional: bool,
    /// The description. `None` if the catalog has none.
    doc: Option<Markup>,
    /// The known values; empty if it can have any.
    values: Vec<String>,
    example: String,
    found_in: Vec<ParamLocation>,
}

/// A part of the response that contains a param's value: `the message`, `the body as accountId`,
/// `the header Retry-After`.
#[derive(Debug, Serialize)]
struct ParamLocation {
    what: &'static str,
    name: Option<String>,
}

/// Facts for operators only.
#[derive(Debug, Serialize)]
pub(super) struct Log {
    message: Option<Markup>,
    params: Vec<LogRow>,
}

/// A param that only the log contains, or a secret, which not even the log contains.
#[derive(Debug, Serialize)]
pub(super) struct LogRow {
    name: String,
    type_name: String,
    audience: &'static str,
    optional: bool,
    doc: Option<Markup>,
    /// The known values; empty if it can have any.
    values: Vec<String>,
    /// The example. `None` for secrets.
    example: Option<String>,
}

/// A response header.
#[derive(Debug, Serialize)]
pub(super) struct HeaderRow {
    name: String,
    type_name: String,
    doc: Markup,
    example: String,
    /// The param that sets the value. `None` if the value is constant.
    param: Option<String>,
    /// The param, if it isn't anywhere else in the response.
    only_of: Option<ParamRow>,
}

impl Values {
    /// Returns `None` if an error has none.
    pub(super) fn new(cx: &PageContext<'_>, api: &Api, error: &ErrorView<'_>) -> Option<Self> {
        let mut headers: Vec<HeaderRow> =
            error.headers.iter().map(|header| self::header(HeaderView::new(cx, &api[header.id]))).collect();
        let mut params = Vec::new();
        for param in public(api, error) {
            let header = match param.found_in.as_slice() {
                [ParamLocation { what: HEADER, name: Some(name) }] => {
                    headers.iter_mut().find(|header| header.name == *name && header.only_of.is_none())
                }
                _ => None,
            };
            match header {
                Some(header) => header.only_of = Some(param),
                None => params.push(param),
            }
        }
        (!params.is_empty() || !headers.is_empty()).then_some(Values { params, headers })
    }
}

/// Returns the params that clients can see.
fn public(api: &Api, error: &ErrorView<'_>) -> Vec<ParamRow> {
    let row = |param: &ParamView<'_>| {
        // `type_name`, `wire_type` and `ty` are types for programs. `audience` is always public.
        let ParamView {
            name,
            words,
            optional,
            doc,
            example,
            wire,
            values,
            type_name: _,
            wire_type: _,
            audience: _,
            ty: _,
            data_type: _, // For generators of code.
            wire_name: _,
        } = param;
        ParamRow {
            name: (*name).to_owned(),
            type_name: words.clone(),
            optional: *optional,
            doc: doc.as_ref().map(CatalogText::line),
            values: values.to_vec(),
            example: example.map(example_text).unwrap_or_default(),
            found_in: param_locations(api, error, name, *wire),
        }
    };
    error.params.iter().map(row).collect()
}

/// Returns the facts for the log. `None` if there are none, or if the docs don't contain them.
pub(super) fn log(cx: &PageContext<'_>, api: ApiId, entry: &Entry) -> Option<Log> {
    // The message is rendered from its template, which distinguishes params from text.
    let LogView { message: _, params } = LogView::new(cx, api, entry)?;
    let row = |param: ParamView<'_>| {
        // The params aren't in the body. `type_name`, `wire_type` and `ty` are types for programs.
        let ParamView {
            name,
            words,
            optional,
            doc,
            example,
            audience,
            wire: _,
            values,
            type_name: _,
            wire_type: _,
            ty: _,
            data_type: _, // For generators of code.
            wire_name: _,
        } = param;
        LogRow {
            name: name.to_owned(),
            type_name: words,
            audience,
            optional,
            doc: doc.as_ref().map(CatalogText::line),
            values: values.to_vec(),
            example: example.map(example_text),
        }
    };
    let message = entry.log.as_ref().map(|log| cx.template(log, &entry.params));
    Some(Log { message, params: params.into_iter().map(row).collect() })
}

/// Returns the row of a header.
pub(super) fn header(header: HeaderView<'_>) -> HeaderRow {
    // `type_name` and `wire_type` are types for programs.
    let HeaderView { name, words, doc, example, param, type_name: _, wire_type: _, data_type: _ } = header;
    HeaderRow {
        name: name.to_owned(),
        type_name: words,
        doc: doc.line(),
        example: header_example(example),
        param: param.map(str::to_owned),
        only_of: None,
    }
}

/// Returns the example of a header as it is sent: the items of a list are joined.
fn header_example(example: &Json) -> String {
    match example {
        Json::Array(items) => items.iter().map(example_text).collect::<Vec<_>>().join(", "),
        example => example_text(example),
    }
}

const HEADER: &str = "the header";

/// Returns the parts of the response that contain a param's value. `wire` is the param's name in the body.
fn param_locations(api: &Api, error: &ErrorView<'_>, param: &str, wire: Option<&str>) -> Vec<ParamLocation> {
    let envelope = error.envelope.as_ref().map(|envelope| &api[envelope.id]);
    let is_own = |slot: &Slot| matches!(slot, Slot::Param(name) if name == param);
    let mut found = Vec::new();
    let is_mentioned = error.pieces.iter().any(|PieceView { text: _, param: named }| *named == Some(param));
    // An error without a format, such as an SDK's exception, has its message elsewhere.
    let has_message = envelope.is_none_or(|envelope| envelope.has_slot(&|slot| *slot == Slot::Message));
    if is_mentioned && has_message {
        found.push(ParamLocation { what: "the message", name: None });
    }
    if let Some(envelope) = envelope {
        let all = || envelope.path_of(&|slot| matches!(slot, Slot::Params | Slot::Extensions));
        let among_all = || match (all()?, wire?) {
            (path, wire) if path.is_empty() => Some(wire.to_owned()),
            (path, wire) => Some(format!("{path}.{wire}")),
        };
        let path = envelope.path_of(&is_own).or_else(among_all);
        found.extend(path.map(|path| match path.as_str() {
            path if path.is_empty() || path == param => ParamLocation { what: "the body", name: None },
            _ => ParamLocation { what: "the body as", name: Some(path) },
        }));
        let is_in = |header: &&EnvelopeHeader| {
            header.value.iter().any(|piece| matches!(piece, BodyPiece::Slot(slot) if is_own(slot)))
        };
        let headers = envelope.headers.iter().filter(is_in);
        found.extend(headers.map(|header| ParamLocation { what: HEADER, name: Some(header.name.clone()) }));
    }
    for header in error.headers.iter().filter(|header| fills(param, &api[header.id])) {
        found.push(ParamLocation { what: HEADER, name: Some(header.name.to_owned()) });
    }
    found
}
