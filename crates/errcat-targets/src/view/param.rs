//! Params and headers.

use errcat_catalog::model::{Audience, Header, Param, ParamType};
use errcat_catalog::shape::Choice;
use serde::Serialize;
use serde_json::Value as Json;

use super::text::Text;
use super::words;
use crate::docs::links::Place;

/// A value that an error or an envelope carries.
#[derive(Debug, Serialize)]
pub(crate) struct ParamView<'a> {
    /// `retry_after`: the name in the catalog, in `snake_case`.
    pub(crate) name: &'a str,
    /// The type for people: `duration in seconds`.
    #[serde(rename = "type")]
    pub(crate) words: String,
    /// The type in one word: `duration_seconds`. A key of `[types]` in `target.toml`.
    pub(crate) type_name: &'a str,
    /// The JSON type on the wire: `string`, `integer`, `number`, `boolean`, or `json` for any.
    pub(crate) wire_type: &'static str,
    /// `true` if it may be absent.
    pub(crate) optional: bool,
    /// `public`.
    pub(crate) audience: &'static str,
    /// The name in the body's params; null if the body's params don't have it.
    pub(crate) wire: Option<&'a str>,
    /// Markdown.
    pub(crate) doc: Text<'a>,
    /// An example, as the wire has it.
    pub(crate) example: Option<&'a Json>,
    /// The type itself, for code.
    #[serde(skip)]
    pub(crate) ty: &'a ParamType,
}

/// A response header.
#[derive(Debug, Serialize)]
pub(crate) struct HeaderView<'a> {
    /// `Retry-After`.
    pub(crate) name: &'a str,
    /// The type for people: `duration in seconds`.
    #[serde(rename = "type")]
    pub(crate) words: String,
    /// The type in one word: `duration_seconds`.
    pub(crate) type_name: &'a str,
    /// The type that its text is read as: `string`, `integer`, `number`, `boolean`, or `json` for any.
    pub(crate) wire_type: &'static str,
    /// Markdown.
    pub(crate) doc: Text<'a>,
    /// An example; if no param fills the header, its value.
    pub(crate) example: &'a Json,
    /// The name of the param that fills it; null if its value is always the same.
    pub(crate) param: Option<&'a str>,
}

/// Returns the params that clients may see.
pub(super) fn public<'a>(place: &'a Place<'a>, params: &'a [Param]) -> Vec<ParamView<'a>> {
    let public = params.iter().filter(|param| param.audience == Audience::Public);
    public.map(|param| ParamView::new(place, param)).collect()
}

/// Returns the params that clients may not see.
pub(super) fn operators_params<'a>(place: &'a Place<'a>, params: &'a [Param]) -> Vec<ParamView<'a>> {
    let others = params.iter().filter(|param| param.audience != Audience::Public);
    others.map(|param| ParamView::new(place, param)).collect()
}

impl<'a> ParamView<'a> {
    fn new(place: &'a Place<'a>, param: &'a Param) -> Self {
        let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
        ParamView {
            name,
            words: words::param_type(ty),
            type_name: type_name(ty),
            wire_type: wire_type(ty),
            optional: *optional,
            audience: audience.word(),
            wire: in_body.then_some(wire),
            doc: Text::new(place, doc),
            example: (*audience != Audience::Secret).then_some(example),
            ty,
        }
    }
}

impl<'a> HeaderView<'a> {
    pub(crate) fn new(place: &'a Place<'a>, header: &'a Header) -> Self {
        // `line`: where the catalog declares it.
        let Header { name, value, constant, line: _ } = header;
        // The rest of the value is about bodies, which headers aren't.
        let Param { name: param, ty, doc, example, wire: _, in_body: _, audience: _, optional: _ } = value;
        HeaderView {
            name,
            words: words::param_type(ty),
            type_name: type_name(ty),
            wire_type: wire_type(ty),
            doc: Text::new(place, doc),
            example,
            param: (!constant).then_some(param),
        }
    }
}

/// Returns `true` if a header has the value of the param of this name.
pub(crate) fn fills(param: &str, header: &Header) -> bool {
    !header.constant && header.value.name == param
}

/// Returns an example on one line, a text without its quotes.
pub(crate) fn example_text(example: &Json) -> String {
    match example {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The type in one word. A Rust type is a text for everyone else.
fn type_name(ty: &ParamType) -> &str {
    match ty {
        ParamType::Rust(_) => ParamType::String.name(),
        ty => ty.name(),
    }
}

fn wire_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String | ParamType::TimestampRfc3339 | ParamType::Rust(_) => "string",
        ParamType::Integer | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => "integer",
        ParamType::Number | ParamType::DurationSeconds | ParamType::DurationMilliseconds => "number",
        ParamType::Boolean => "boolean",
        ParamType::Json => "json",
    }
}
