//! Support for actix-web: catalog errors as the errors of handlers. Requires the feature `actix`.
//!
//! ```
//! use errcat::actix::{HttpResponse, ResponseError, StatusCode};
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "Not found") }
//! # }
//! # impl std::error::Error for CertifyError {}
//! # impl CatalogError for CertifyError {
//! #     fn entry(&self) -> &'static Entry {
//! #         static ENTRY: Entry = Entry { code: "agent_not_found", statuses: &[404], ..Entry::EMPTY };
//! #         &ENTRY
//! #     }
//! #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
//! # }
//!
//! // `#[catalog(kakunin, actix)]` generates this impl.
//! impl ResponseError for CertifyError {
//!     fn status_code(&self) -> StatusCode {
//!         errcat::actix::status_code(self)
//!     }
//!
//!     fn error_response(&self) -> HttpResponse {
//!         errcat::actix::response(self)
//!     }
//! }
//!
//! async fn certify() -> Result<&'static str, CertifyError> {
//!     Err(CertifyError)
//! }
//! # let _ = actix_web::web::get().to(certify);
//! ```
//!
//! # Other failures
//!
//! actix-web answers an unknown path, a refused extractor or a panic with plain text, with an empty body, or
//! not at all. The middleware [`CatalogMiddleware`] answers them with errors of the catalog.

pub use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, VARY};
pub use actix_web::{HttpResponse, ResponseError};

use self::marker::Marker;
pub use self::middleware::{CatalogMiddleware, CatalogService};
use crate::context::RequestContext;
use crate::raw_response::{DEFAULT_STATUS, RawResponse};
use crate::{CatalogError, Context, ErrorList, Headers, WithSource, WithStatus};

mod convert;
mod future;
mod marker;
mod middleware;

/// Returns the HTTP status of an error, or 500 if the error has none.
pub fn status_code(error: &dyn CatalogError) -> StatusCode {
    status(error.status().unwrap_or(DEFAULT_STATUS))
}

/// Builds the response for an error: status, content type, headers and body, as defined in the catalog. It
/// contains neither the text of the error's source nor params that aren't public. Inside a
/// [`CatalogMiddleware`], the body has the context values of that middleware.
pub fn response(error: &dyn CatalogError) -> HttpResponse {
    match RequestContext::current_status() {
        // The same error is sent with another status, so that it was logged before.
        Some(status) => RequestContext::with_current(|context| build(error, Some(status), context)),
        None => RequestContext::with_current(|context| response_in(error, context)),
    }
}

/// Like [`response`], with values for the envelope's context fields.
pub fn response_in(error: &dyn CatalogError, context: &dyn Context) -> HttpResponse {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    build(error, None, context)
}

fn build(error: &dyn CatalogError, status: Option<u16>, context: &dyn Context) -> HttpResponse {
    RawResponse::new(error, status, context).into_actix()
}

impl RawResponse {
    fn into_actix(self) -> HttpResponse {
        let mut response = HttpResponse::new(status(self.status));
        self.write_head(response.headers_mut());
        let marker = Marker { status: response.status(), length: self.body.len() };
        response.extensions_mut().insert(marker);
        response.set_body(self.body).map_into_boxed_body()
    }

    /// Writes the content type and the error's headers. Skips invalid header names and values, which `errcat`
    /// reports when it checks the catalog.
    fn write_head(&self, headers: &mut HeaderMap) {
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        for (name, value) in self.headers.iter() {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
                // Other middleware varies by other headers.
                match name == VARY {
                    true => headers.append(name, value),
                    false => _ = headers.insert(name, value),
                }
            }
        }
    }
}

impl Headers for HeaderMap {
    fn get(&self, name: &str) -> Option<&str> {
        HeaderMap::get(self, name)?.to_str().ok()
    }
}

macro_rules! responses {
    ($($ty:ident)*) => {$(
        impl<E: CatalogError> ResponseError for $ty<E> {
            fn status_code(&self) -> StatusCode {
                status_code(self)
            }

            fn error_response(&self) -> HttpResponse {
                response(self)
            }
        }
    )*};
}

responses! { ErrorList WithSource WithStatus }

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
