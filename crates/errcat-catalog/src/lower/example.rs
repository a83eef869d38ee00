//! Worked examples.

use serde_json::Value as Json;

use super::text;
use crate::model::{Body, Example, Request, Response};
use crate::raw::{RawExample, RawRequest};
use crate::shape::Data;

pub(super) fn lower(raw: &RawExample) -> Example {
    Example {
        title: text(raw.title.as_ref()),
        doc: text(raw.doc.as_ref()),
        request: raw.request.as_ref().map(request),
        response: raw.response.as_ref().map(|response| Response {
            status: response.status.as_ref().map(|n| u16::try_from(n.value).expect("rule invalid-status")),
            headers: header_values(&response.headers.0),
            body: response.body.as_ref().map(body),
        }),
        corrected: raw.corrected.as_ref().map(request),
        fix: text(raw.fix.as_ref()),
        code: raw
            .code
            .0
            .iter()
            .map(|(language, code)| (language.value.clone(), code.value.clone()))
            .collect(),
    }
}

fn request(raw: &RawRequest) -> Request {
    Request {
        operation: text(raw.operation.as_ref()),
        headers: header_values(&raw.headers.0),
        body: raw.body.as_ref().map(body),
    }
}

fn body(Data(body): &Data) -> Body {
    match &body.value {
        Json::String(text) => Body::Text(text.trim_end().to_owned()),
        json => Body::Json(json.clone()),
    }
}

fn header_values(raw: &[(crate::finding::Spanned<String>, Data)]) -> Vec<(String, String)> {
    let value = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    raw.iter().map(|(name, Data(data))| (name.value.clone(), value(&data.value))).collect()
}
