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

pub use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
pub use actix_web::{HttpResponse, ResponseError};

use crate::answer::{DEFAULT_STATUS, RawResponse};
use crate::{CatalogError, Context, WithStatus};

/// Returns the HTTP status of an error, or 500 if the error has none.
pub fn status_code(error: &dyn CatalogError) -> StatusCode {
    status(error.status().unwrap_or(DEFAULT_STATUS))
}

/// Builds the response for an error: status, content type, headers and body, as defined in the catalog. It
/// contains neither the text of the error's source nor params that aren't public.
pub fn response(error: &dyn CatalogError) -> HttpResponse {
    response_in(error, &())
}

/// Like [`response`], with values for the envelope's context fields.
pub fn response_in(error: &dyn CatalogError, context: &dyn Context) -> HttpResponse {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    let raw = RawResponse::new(error, None, context);
    let mut response = HttpResponse::build(status(raw.status)).body(raw.body);
    let headers = response.headers_mut();
    // Without this, actix sets its default content type for bytes.
    headers.remove(CONTENT_TYPE);
    if let Some(content_type) = raw.content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in &raw.headers {
        // Skips invalid header names and values. `errcat` reports them when it checks the catalog.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    response
}

impl<E: CatalogError> ResponseError for WithStatus<E> {
    fn status_code(&self) -> StatusCode {
        status_code(self)
    }

    fn error_response(&self) -> HttpResponse {
        response(self)
    }
}

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
