//! Feature `http`: an error as an `http::Response`, for any server that has those.

use ::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};

use crate::answer::Answer;
use crate::{CatalogError, Context, ErrorResponse, Headers};

/// The response that the catalog promises for an error: status, content type, headers, body. Of the error's
/// source, and of its params that aren't public, nothing is in it.
///
/// An error without a status is answered with 500, one without an envelope without a body.
pub fn response(error: &dyn CatalogError) -> Response<Vec<u8>> {
    response_in(error, &())
}

/// As [`response()`], with what the server fills in.
pub fn response_in(error: &dyn CatalogError, context: &dyn Context) -> Response<Vec<u8>> {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    Answer::new(error, None, context).into_response()
}

impl<E> ErrorResponse<E> {
    /// The response once more, for whoever passes it on: status, the headers that were kept, and the body, to
    /// the byte. `None` if the body is cut off, for half of it is no body.
    pub fn to_http(&self) -> Option<Response<Vec<u8>>> {
        if self.is_body_cut() {
            return None;
        }
        let mut response = Response::new(self.body().to_vec());
        *response.status_mut() = status_code(self.status());
        insert(response.headers_mut(), self.headers());
        Some(response)
    }
}

impl Answer {
    pub(crate) fn into_response(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.body);
        *response.status_mut() = status_code(self.status);
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        let headers = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        insert(response.headers_mut(), headers);
        response
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Leaves out what HTTP doesn't allow: a catalog that says so is refused when it is checked.
fn insert<'a>(headers: &mut HeaderMap, pairs: impl Iterator<Item = (&'static str, &'a str)>) {
    for (name, value) in pairs {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
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
    use crate::sample::{NotFound, Poor};

    #[test]
    fn an_error_is_a_response() {
        let response = response(&Poor::sample());
        assert_eq!(response.status(), 403);
        let headers = response.headers();
        assert_eq!(headers.len(), 3);
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(Headers::get(headers, "RETRY-AFTER"), Some("2"));
        assert_eq!(Headers::get(headers, "no such header"), None);
        assert!(response.body().starts_with(b"{\"error\":\"Insufficient balance\""));
    }

    #[test]
    fn an_error_that_is_no_response_is_an_empty_500() {
        let response = response(&NotFound);
        assert_eq!((response.status().as_u16(), response.headers().len()), (500, 0));
        assert!(response.body().is_empty());
    }

    #[test]
    fn what_http_doesnt_allow_is_left_out() {
        let headers = vec![("no name", "a".to_owned()), ("X-A", "a\nb".to_owned()), ("X-B", "b".to_owned())];
        let answer = Answer { status: 42, content_type: None, headers, body: vec![] };
        let response = answer.into_response();
        assert_eq!((response.status().as_u16(), response.headers().len()), (500, 1));
    }
}
