//! Support for the `http` crate: catalog errors as `http::Response`, for any server that uses it. Requires
//! the feature `http`.

use std::borrow::Cow;

use ::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};

use crate::context::RequestContext;
use crate::raw_response::RawResponse;
#[cfg(feature = "axum")]
use crate::response::DecodedError;
use crate::response::retry::{LIMIT, REMAINING, RESET};
use crate::{CatalogError, Context, ErrorResponse, Headers};

/// Builds the response for an error: status, content type, headers and body, as defined in the catalog. It
/// contains neither the text of the error's source nor params that aren't public.
///
/// An error without a status becomes a 500, an error without an envelope has an empty body. Inside a
/// [`CatalogLayer`](crate::axum::CatalogLayer), the body has the context values of that layer.
pub fn response(error: &dyn CatalogError) -> Response<Vec<u8>> {
    RequestContext::with_current(|context| response_in(error, context))
}

/// Like [`response()`], with values for the envelope's context fields.
pub fn response_in(error: &dyn CatalogError, context: &dyn Context) -> Response<Vec<u8>> {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    let response = RawResponse::new(error, None, context).into_response();
    #[cfg(feature = "axum")]
    let response = crate::axum::mark(response);
    response
}

impl<E> ErrorResponse<E> {
    /// Returns the response again, for clients that forward it: the status, the headers that were kept, and
    /// the exact body. Returns `None` if the body was cut off, because half a body must not be forwarded.
    ///
    /// A [`CatalogLayer`](crate::axum::CatalogLayer) leaves the response as it is if the error is one of the
    /// catalog, and replaces any other, such as the page of a proxy.
    pub fn to_http(&self) -> Option<Response<Vec<u8>>> {
        if self.is_body_truncated() {
            return None;
        }
        let mut response = Response::new(self.body().to_vec());
        *response.status_mut() = status_code(self.status());
        insert(response.headers_mut(), self.headers());
        #[cfg(feature = "axum")]
        if let DecodedError::Error(_) | DecodedError::Kind(_) = self.decoded() {
            response = crate::axum::mark(response);
        }
        Some(response)
    }
}

impl RawResponse {
    pub(crate) fn into_response<B: From<Cow<'static, [u8]>>>(self) -> Response<B> {
        let mut response = Response::new(self.body.into());
        *response.status_mut() = status_code(self.status);
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, content_type_value(content_type));
        }
        insert(response.headers_mut(), self.headers.iter());
        response
    }
}

/// Returns a content type as a header's value. The usual ones are constants, because creating a value checks
/// each of its bytes.
fn content_type_value(content_type: &'static str) -> HeaderValue {
    match content_type {
        "application/json" => const { HeaderValue::from_static("application/json") },
        "application/problem+json" => const { HeaderValue::from_static("application/problem+json") },
        other => HeaderValue::from_static(other),
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Inserts headers, skipping invalid names and values. `errcat` reports them when it checks the catalog.
fn insert<'a>(headers: &mut HeaderMap, pairs: impl Iterator<Item = (&'static str, &'a str)>) {
    for (name, value) in pairs {
        if let (Some(name), Ok(value)) = (header_name(name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}

/// Returns the name of a header, or `None` if it is invalid. The names of rate limits are constants, because
/// `http` would check and copy them.
fn header_name(name: &'static str) -> Option<HeaderName> {
    match name {
        LIMIT => Some(const { HeaderName::from_static("x-ratelimit-limit") }),
        REMAINING => Some(const { HeaderName::from_static("x-ratelimit-remaining") }),
        RESET => Some(const { HeaderName::from_static("x-ratelimit-reset") }),
        other => HeaderName::try_from(other).ok(),
    }
}

impl Headers for HeaderMap {
    fn get(&self, name: &str) -> Option<&str> {
        HeaderMap::get(self, name)?.to_str().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raw_response::HeaderTexts;
    use crate::sample::{LowBalance, NotFound};

    #[test]
    fn response_contains_status_headers_and_body() {
        let response = response(&LowBalance::sample());
        assert_eq!(response.status(), 403);
        let headers = response.headers();
        assert_eq!(headers.len(), 3);
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(Headers::get(headers, "RETRY-AFTER"), Some("2"));
        assert_eq!(Headers::get(headers, "no such header"), None);
        assert!(response.body().starts_with(b"{\"error\":\"Insufficient balance\""));
    }

    #[test]
    fn error_without_status_and_envelope_is_an_empty_500() {
        let response = response(&NotFound);
        assert_eq!((response.status().as_u16(), response.headers().len()), (500, 0));
        assert!(response.body().is_empty());
    }

    #[test]
    fn constant_names_equal_parsed_ones() {
        for name in [LIMIT, REMAINING, RESET, "X-Api-Version", "no name"] {
            assert_eq!(header_name(name), HeaderName::try_from(name).ok(), "{name}");
        }
    }

    #[test]
    fn invalid_status_and_headers_are_replaced_or_skipped() {
        let mut headers = HeaderTexts::default();
        for (name, value) in [("no name", "a"), ("X-A", "a\nb"), ("X-B", "b")] {
            headers.push(name, value);
        }
        let raw = RawResponse { status: 42, content_type: None, headers, body: Cow::default() };
        let response = raw.into_response::<Vec<u8>>();
        assert_eq!((response.status().as_u16(), response.headers().len()), (500, 1));
    }
}
