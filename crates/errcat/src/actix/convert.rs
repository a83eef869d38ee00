//! Converts the responses of an inner service to responses of the catalog.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::error::{InternalError, JsonPayloadError};
use actix_web::{Error, HttpResponse};

use super::marker::Marker;
use crate::context::RequestContext;
use crate::fallback::{BODY_HEADERS, Failed};
use crate::{Decode, Failure};

/// Returns the response to send. A response of the catalog is sent as it is, and any other failure is
/// replaced by the API's error for it.
pub(super) fn into_catalog_response<E: Decode>(
    response: ServiceResponse<impl MessageBody + 'static>,
    context: &mut RequestContext,
) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    ServiceResponse::new(request, convert::<E>(response.map_into_boxed_body(), None, context))
}

/// Returns the error to send instead of one that middleware returned. Its response is already built, because
/// the context ends here.
pub(super) fn into_catalog_error<E: Decode>(error: Error, context: &mut RequestContext) -> Error {
    let response = context.enter(|| HttpResponse::from_error(error));
    let response = convert::<E>(response, None, context);
    InternalError::from_response("the response is built", response).into()
}

/// Returns the error to send after a panic.
pub(super) fn panic_error<E: Decode>(message: &str, context: &mut RequestContext) -> Error {
    let response = convert::<E>(HttpResponse::InternalServerError().finish(), Some(message), context);
    InternalError::from_response("a handler panicked", response).into()
}

fn convert<E: Decode>(
    response: HttpResponse,
    cause: Option<&str>,
    context: &mut RequestContext,
) -> HttpResponse {
    if response.status().as_u16() < 400 {
        return response;
    }
    match Marker::of(&response) {
        Some(marker) => with_body_of_status(response, marker, context),
        None => replace::<E>(response, cause, context),
    }
}

/// Builds the body again if middleware changed the status, so that a status in the body agrees with it. A
/// body that middleware changed is left as it is.
fn with_body_of_status(response: HttpResponse, marker: Marker, context: &mut RequestContext) -> HttpResponse {
    let status = response.status();
    if status == marker.status || !marker.has_own_body(&response) {
        return response;
    }
    let Some(error) = response.error() else { return response };
    let rebuilt = context
        .enter_with_status(status.as_u16(), || error.as_response_error().error_response())
        .into_parts();
    response.set_body(rebuilt.1)
}

/// Replaces a response by that of the API's error for the failure.
fn replace<E: Decode>(response: HttpResponse, cause: Option<&str>, context: &RequestContext) -> HttpResponse {
    let status = response.status();
    let refusal = response.error().map(ToString::to_string);
    let failed = Failed {
        status: status.as_u16(),
        reason: status.canonical_reason().unwrap_or("HTTP error"),
        failure: failure(&response),
        headers: response.headers(),
        cause: cause.or(refusal.as_deref()),
    };
    let (_, raw) = context.with_values(|values| failed.respond::<E>(values));
    let mut response = response;
    let headers = response.headers_mut();
    BODY_HEADERS.iter().for_each(|name| drop(headers.remove(*name)));
    raw.write_head(headers);
    *response.status_mut() = super::status(raw.status);
    let marker = Marker { status: response.status(), length: raw.body.len() };
    response.extensions_mut().insert(marker);
    response.set_body(raw.body).map_into_boxed_body()
}

/// Returns the failure that actix-web answered. For two failures, actix-web uses another status: 400 for a
/// content type other than JSON, and 404 for a path param of the wrong type.
fn failure(response: &HttpResponse) -> Option<Failure> {
    let error = response.error();
    if let Some(JsonPayloadError::ContentType) = error.and_then(|error| error.as_error()) {
        return Some(Failure::UnsupportedMediaType);
    }
    if error.is_some_and(|error| error.as_error::<InternalError<serde::de::value::Error>>().is_some()) {
        return Some(Failure::MalformedRequest);
    }
    Failure::of_status(response.status().as_u16())
}
