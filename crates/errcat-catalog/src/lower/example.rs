//! Lowers examples.

use serde_json::Value as Json;

use super::texts::text;
use crate::model::{Body, Example, Request, Response};
use crate::raw::{RawExample, RawRequest, RawResponse};
use crate::shape::Data;

pub(super) fn lower(raw: &RawExample) -> Example {
    let RawExample { span: _, keys: _, title, doc, request, response, corrected, fix, code } = raw;
    Example {
        title: text(title.as_ref()),
        doc: text(doc.as_ref()),
        request: request.as_ref().map(lower_request),
        response: response.as_ref().map(lower_response),
        corrected: corrected.as_ref().map(lower_request),
        fix: text(fix.as_ref()),
        code: code.0.iter().map(|(language, code)| (language.value.clone(), code.value.clone())).collect(),
    }
}

fn lower_request(raw: &RawRequest) -> Request {
    let RawRequest { span: _, keys: _, operation, headers, body } = raw;
    Request {
        operation: text(operation.as_ref()),
        headers: header_values(&headers.0),
        body: body.as_ref().map(lower_body),
    }
}

fn lower_response(raw: &RawResponse) -> Response {
    let RawResponse { span: _, keys: _, status, headers, body } = raw;
    Response {
        status: status.as_ref().map(|n| u16::try_from(n.value).expect("rule invalid-status")),
        headers: header_values(&headers.0),
        body: body.as_ref().map(lower_body),
    }
}

fn lower_body(Data(body): &Data) -> Body {
    match &body.value {
        Json::String(text) => Body::Text(text.trim_end().to_owned()),
        json => Body::Json(json.clone()),
    }
}

fn header_values(raw: &[(crate::finding::Spanned<String>, Data)]) -> Vec<(String, String)> {
    let value = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    raw.iter().map(|(name, Data(data))| (name.value.clone(), value(&data.value))).collect()
}
