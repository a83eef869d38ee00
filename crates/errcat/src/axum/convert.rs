//! Converts the responses of an inner service to responses of the catalog.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, Waker};

use ::http::{HeaderMap, StatusCode, header};
use axum_core::body::Body;
use axum_core::response::Response;
use http_body::Body as _;

use super::marker::{Marker, SharedError};
use crate::fallback::{BODY_HEADERS, Failed};
use crate::raw_response::RawResponse;
use crate::{Context, Decode, Failure};

/// Returns `true` if a response is sent as it is: a success, or a response of the catalog whose status no
/// middleware changed.
#[inline]
pub(super) fn is_final(response: &Response) -> bool {
    let status = response.status();
    status.as_u16() < 400 || Marker::of(response).is_some_and(|marker| marker.status == status)
}

/// Returns the response to send instead of one that isn't final. The body of a response of the catalog is
/// built again, and any other failure is replaced by the API's error for it.
///
/// `cause` is the reason of the failure, if it isn't in the body.
pub(super) fn into_catalog_response<E: Decode + Send + Sync>(
    response: Response,
    cause: Option<String>,
    context: &dyn Context,
) -> Response {
    match Marker::of(&response).cloned() {
        Some(marker) => with_body_of_status(response, marker, context),
        None => replace::<E>(response, cause, context),
    }
}

/// Builds the body again after middleware changed the status, so that a status in the body agrees with it. A
/// body that middleware changed is left as it is.
fn with_body_of_status(mut response: Response, marker: Marker, context: &dyn Context) -> Response {
    let Some(error) = marker.error.as_ref().filter(|_| marker.has_own_body(&response)) else {
        return response;
    };
    let body = RawResponse::new(error, Some(response.status().as_u16()), context).body;
    response.headers_mut().remove(header::CONTENT_LENGTH);
    Marker::set(&mut response, body.len(), marker.error);
    response.map(|_| Body::from(body))
}

/// Replaces a response by that of the API's error for its status.
fn replace<E: Decode + Send + Sync>(
    mut response: Response,
    cause: Option<String>,
    context: &dyn Context,
) -> Response {
    let status = response.status();
    let cause = cause.or_else(|| text(&mut response));
    let failed = Failed {
        status: status.as_u16(),
        reason: &reason(status),
        failure: Failure::of_status(status.as_u16()),
        headers: response.headers(),
        cause: cause.as_deref(),
    };
    let (error, raw) = failed.respond::<E>(context);
    let (mut parts, _) = response.into_parts();
    BODY_HEADERS.iter().for_each(|name| drop(parts.headers.remove(*name)));
    let (head, body) = raw.into_response::<Cow<'static, [u8]>>().into_parts();
    insert_all(&mut parts.headers, head.headers);
    parts.status = head.status;
    let length = body.len();
    let mut response = Response::from_parts(parts, Body::from(body));
    Marker::set(&mut response, length, error.map(|error| Arc::new(error) as SharedError));
    response
}

/// Returns the status in words.
fn reason(status: StatusCode) -> String {
    status.canonical_reason().map_or_else(|| format!("HTTP {}", status.as_u16()), str::to_owned)
}

fn insert_all(headers: &mut HeaderMap, others: HeaderMap) {
    for (name, value) in &others {
        // Other middleware varies by other headers.
        match *name == header::VARY {
            true => _ = headers.append(name, value.clone()),
            false => _ = headers.insert(name, value.clone()),
        }
    }
}

/// The maximum length of a body that is logged, in bytes. axum's rejections are one line.
const MAX_TEXT: u64 = 1 << 10;

/// Returns the body if it is a short plain text in memory: axum writes there why it rejected a request.
fn text(response: &mut Response) -> Option<String> {
    let content_type = response.headers().get(header::CONTENT_TYPE)?;
    let is_text = content_type.as_bytes().starts_with(b"text/plain")
        && !response.headers().contains_key(header::CONTENT_ENCODING);
    let length = response.body().size_hint().exact()?;
    if !is_text || !(1..=MAX_TEXT).contains(&length) {
        return None;
    }
    let mut task = std::task::Context::from_waker(Waker::noop());
    match Pin::new(response.body_mut()).poll_frame(&mut task) {
        Poll::Ready(Some(Ok(frame))) => {
            let data = frame.into_data().ok()?;
            Some(String::from_utf8_lossy(&data).into_owned())
        }
        _ => None,
    }
}
