//! Converts any response to one in the catalog's shape, and selects the API's error for a status.

use std::sync::Arc;

use ::http::{HeaderMap, HeaderName, StatusCode, header};
use axum_core::body::Body;
use axum_core::response::Response;

use super::CatalogMarker;
use crate::answer::RawResponse;
use crate::decodable::entries;
use crate::{CatalogError, Context, Decode, Entry, Values};

/// Gives a response the catalog's shape unless it has it, and adds context values if they are still missing.
pub(super) fn into_catalog_response<E: Decode + Send + Sync>(
    mut response: Response,
    context: Option<&(dyn Context + Send)>,
) -> Response {
    let status = response.status();
    if let Some(marker) = response.extensions_mut().get_mut::<CatalogMarker>() {
        let (Some(error), Some(context), false) = (&marker.error, context, marker.has_context) else {
            return response;
        };
        let rebuilt = RawResponse::new(error, None, context);
        marker.has_context = true;
        response.headers_mut().remove(header::CONTENT_LENGTH);
        return response.map(|_| Body::from(rebuilt.body));
    }
    if status.as_u16() < 400 {
        return response;
    }
    let (error, converted) = response_for_status::<E>(status, context.map_or(&(), |context| context));
    let (mut parts, _) = response.into_parts();
    BODY_HEADERS.iter().for_each(|name| drop(parts.headers.remove(name)));
    let (head, body) = converted.into_response().into_parts();
    insert_all(&mut parts.headers, head.headers);
    parts.extensions.insert(CatalogMarker { error, has_context: true });
    Response::from_parts(parts, Body::from(body))
}

/// Headers that describe the body (RFC 9110, sections 8 and 14.4), which is replaced.
const BODY_HEADERS: &[HeaderName] = &[
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_DISPOSITION,
    header::CONTENT_RANGE,
    header::TRANSFER_ENCODING,
    header::TRAILER,
    header::ETAG,
    header::LAST_MODIFIED,
];

fn insert_all(headers: &mut HeaderMap, others: HeaderMap) {
    for (name, value) in &others {
        headers.insert(name, value.clone());
    }
}

/// Returns an API's response for a status, and the error it was built from, if the API has one for this
/// status.
fn response_for_status<E: Decode + Send + Sync>(
    status: StatusCode,
    context: &dyn Context,
) -> (Option<Arc<dyn CatalogError + Send + Sync>>, RawResponse) {
    let code = status.as_u16();
    if let Some(error) = general_error::<E>(code) {
        #[cfg(feature = "tracing")]
        crate::tracing::event(&error);
        let response = RawResponse::new(&error, Some(code), context);
        return (Some(Arc::new(error)), response);
    }
    let reason = status.canonical_reason().map_or_else(|| format!("HTTP {code}"), str::to_owned);
    #[cfg(feature = "tracing")]
    crate::tracing::event_of_status(entries::<E>().next().map_or("", |entry| entry.api), code, &reason);
    (None, RawResponse::from_status(code, &reason, E::envelope(), context))
}

/// Returns the API's error that says no more than the status itself. Candidates are errors without a `kind`:
/// the only one of the status, or the one that other errors have as their `kind`. A more specific error would
/// claim more than is known.
fn general_error<E: Decode>(status: u16) -> Option<E> {
    let is_general = |entry: &Entry| {
        let is_in_use = entry.retired.is_none() && entry.envelope.is_some();
        is_in_use && entry.kind.is_none() && entry.statuses.contains(&status)
    };
    let is_kind = |entry: &Entry| entries::<E>().any(|other| other.kind == Some(entry.code));
    let is_only = entries::<E>().filter(|entry| is_general(entry)).count() == 1;
    E::tables().iter().enumerate().find_map(|(table, entries)| {
        let general = |entry: &Entry| is_general(entry) && (is_only || is_kind(entry));
        let index = entries.iter().position(general)?;
        E::build(table, index, &mut Values::none(&entries[index]))
    })
}
