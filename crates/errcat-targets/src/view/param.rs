//! Params and headers.

use std::borrow::Cow;

use errcat_catalog::model::{Audience, Header, Param, ParamType};
use errcat_catalog::shape::Choice;
use serde::Serialize;
use serde_json::Value as Json;

use super::data_type::DataTypeView;
use super::text::CatalogText;
use super::words;
use crate::docs::links::PageContext;

/// A value of an error or an envelope.
#[derive(Debug, Serialize)]
pub(crate) struct ParamView<'a> {
    /// The name in the catalog, in `snake_case`: `retry_after`.
    pub(crate) name: &'a str,
    /// The type for people: `duration in seconds`.
    #[serde(rename = "type")]
    pub(crate) words: String,
    /// The type in one word: `duration_seconds`. A key of `[types]` in `target.toml`.
    pub(crate) type_name: Cow<'a, str>,
    /// The JSON type on the wire: `string`, `integer`, `number`, `boolean`, `array`, `object`, or `json` for
    /// any.
    pub(crate) wire_type: &'static str,
    /// The type, for generators of code.
    pub(crate) data_type: DataTypeView<'a>,
    /// The known values of a text, or of the texts in a list or a map. Empty if it can be any.
    pub(crate) values: &'a [String],
    /// `true` if it may be absent.
    pub(crate) optional: bool,
    /// `public`.
    pub(crate) audience: &'static str,
    /// The name in the body. Null if the body doesn't contain it.
    pub(crate) wire: Option<&'a str>,
    /// The name in the object of all params. Clients also read params from there that servers write
    /// elsewhere.
    pub(crate) wire_name: &'a str,
    /// Markdown. Null if the catalog doesn't describe it.
    pub(crate) doc: Option<CatalogText<'a>>,
    /// An example, as it is sent.
    pub(crate) example: Option<&'a Json>,
    /// The type, for Rust code.
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
    pub(crate) type_name: Cow<'a, str>,
    /// The type of its value: `string`, `integer`, `number`, `boolean` or `array`.
    pub(crate) wire_type: &'static str,
    /// The type, for generators of code.
    pub(crate) data_type: DataTypeView<'a>,
    /// Markdown.
    pub(crate) doc: CatalogText<'a>,
    /// An example. If no param sets the header, its constant value.
    pub(crate) example: &'a Json,
    /// The name of the param that sets the value. Null if the value is constant.
    pub(crate) param: Option<&'a str>,
}

/// Returns the params that clients may see.
pub(super) fn public<'a>(cx: &'a PageContext<'a>, params: &'a [Param]) -> Vec<ParamView<'a>> {
    let public = params.iter().filter(|param| param.audience == Audience::Public);
    public.map(|param| ParamView::new(cx, param)).collect()
}

/// Returns the params that clients may not see.
pub(super) fn params_for_operators<'a>(cx: &'a PageContext<'a>, params: &'a [Param]) -> Vec<ParamView<'a>> {
    let others = params.iter().filter(|param| param.audience != Audience::Public);
    others.map(|param| ParamView::new(cx, param)).collect()
}

impl<'a> ParamView<'a> {
    fn new(cx: &'a PageContext<'a>, param: &'a Param) -> Self {
        let Param { name, ty, doc, example, wire, in_body, audience, optional } = param;
        ParamView {
            name,
            words: words::param_type(ty),
            type_name: type_name(ty),
            wire_type: wire_type(ty),
            data_type: DataTypeView::new(ty),
            values: ty.known_values().map_or(&[], |known| &known.values),
            optional: *optional,
            audience: audience.word(),
            wire: in_body.then_some(wire),
            wire_name: wire,
            doc: (!doc.is_empty()).then(|| CatalogText::new(cx, doc)),
            example: (*audience != Audience::Secret).then_some(example),
            ty,
        }
    }
}

impl<'a> HeaderView<'a> {
    pub(crate) fn new(cx: &'a PageContext<'a>, header: &'a Header) -> Self {
        // `line` is the location in the catalog.
        let Header { name, value, constant, line: _ } = header;
        // The other fields are about bodies.
        let Param { name: param, ty, doc, example, wire: _, in_body: _, audience: _, optional: _ } = value;
        HeaderView {
            name,
            words: words::param_type(ty),
            type_name: type_name(ty),
            wire_type: wire_type(ty),
            data_type: DataTypeView::new(ty),
            doc: CatalogText::new(cx, doc),
            example,
            param: (!constant).then_some(param),
        }
    }
}

/// Returns `true` if the param sets the header's value.
pub(crate) fn fills(param: &str, header: &Header) -> bool {
    !header.constant && header.value.name == param
}

/// Returns an example on one line. Strings have no quotes.
pub(crate) fn example_text(example: &Json) -> String {
    match example {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns the type in one word. A Rust type is a string for other languages.
fn type_name(ty: &ParamType) -> Cow<'_, str> {
    match ty {
        ParamType::Rust(_) => ParamType::String.name(),
        ty => ty.name(),
    }
}

fn wire_type(ty: &ParamType) -> &'static str {
    match ty {
        ParamType::String | ParamType::TimestampRfc3339 | ParamType::Rust(_) | ParamType::Enum(_) => "string",
        ParamType::Integer | ParamType::TimestampSeconds | ParamType::TimestampMilliseconds => "integer",
        ParamType::Number | ParamType::DurationSeconds | ParamType::DurationMilliseconds => "number",
        ParamType::Boolean => "boolean",
        ParamType::Json => "json",
        ParamType::List(_) => "array",
        ParamType::Map(_) => "object",
    }
}
