//! From any response to one of the catalog's: which error of an API is meant by a mere status.

use std::sync::Arc;

use ::http::{HeaderMap, HeaderName, StatusCode, header};
use axum_core::body::Body;
use axum_core::response::Response;

use super::Answered;
use crate::answer::Answer;
use crate::decodable::entries;
use crate::{CatalogError, Context, Decode, Entry, Values};

/// Makes a response one of the catalog's, if it isn't; and fills in what the server knows, if that is still
/// to be done.
pub(super) fn catalogued<E: Decode + Send + Sync>(
    mut response: Response,
    context: Option<&(dyn Context + Send)>,
) -> Response {
    let status = response.status();
    if let Some(answered) = response.extensions_mut().get_mut::<Answered>() {
        let (Some(error), Some(context), false) = (&answered.error, context, answered.is_complete) else {
            return response;
        };
        let answer = Answer::new(error, None, context);
        answered.is_complete = true;
        response.headers_mut().remove(header::CONTENT_LENGTH);
        return response.map(|_| Body::from(answer.body));
    }
    if status.as_u16() < 400 {
        return response;
    }
    let (error, answer) = answer::<E>(status, context.map_or(&(), |context| context));
    let (mut parts, _) = response.into_parts();
    OF_THE_BODY.iter().for_each(|name| drop(parts.headers.remove(name)));
    let (answer, body) = answer.into_response().into_parts();
    set(&mut parts.headers, answer.headers);
    parts.extensions.insert(Answered { error, is_complete: true });
    Response::from_parts(parts, Body::from(body))
}

/// The headers that tell of the body (RFC 9110, sections 8 and 14.4), which goes.
const OF_THE_BODY: &[HeaderName] = &[
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

fn set(headers: &mut HeaderMap, others: HeaderMap) {
    for (name, value) in &others {
        headers.insert(name, value.clone());
    }
}

/// What an API answers with a status, and the error that it is, if it has one for it.
fn answer<E: Decode + Send + Sync>(
    status: StatusCode,
    context: &dyn Context,
) -> (Option<Arc<dyn CatalogError + Send + Sync>>, Answer) {
    let code = status.as_u16();
    if let Some(error) = general::<E>(code) {
        #[cfg(feature = "tracing")]
        crate::tracing::event(&error);
        let answer = Answer::new(&error, Some(code), context);
        return (Some(Arc::new(error)), answer);
    }
    let reason = status.canonical_reason().map_or_else(|| format!("HTTP {code}"), str::to_owned);
    #[cfg(feature = "tracing")]
    crate::tracing::event_of_status(entries::<E>().next().map_or("", |entry| entry.api), code, &reason);
    (None, Answer::of_status(code, &reason, E::envelope(), context))
}

/// The error of an API that says no more than its status: of those that are no kind of another, the only one,
/// or else the one that others are kinds of. A narrower one would say what nobody knows.
fn general<E: Decode>(status: u16) -> Option<E> {
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
