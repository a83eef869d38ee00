//! Feature `actix`: an error as what an actix-web handler returns.
//!
//! ```
//! use errcat::actix::{HttpResponse, ResponseError, StatusCode};
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("Agent not found") }
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
//! // What `#[catalog(kakunin, actix)]` writes for a type.
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

use crate::answer::{Answer, FAILURE};
use crate::{CatalogError, Context, WithStatus};

/// The status that the catalog promises for an error; 500 for one that has none.
pub fn status_code(error: &dyn CatalogError) -> StatusCode {
    status(error.status().unwrap_or(FAILURE))
}

/// The response that the catalog promises for an error: status, content type, headers, body. Of the error's
/// source, and of its params that aren't public, nothing is in it.
pub fn response(error: &dyn CatalogError) -> HttpResponse {
    response_in(error, &())
}

/// As [`response`], with what the server fills in.
pub fn response_in(error: &dyn CatalogError, context: &dyn Context) -> HttpResponse {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    let answer = Answer::new(error, None, context);
    let mut response = HttpResponse::build(status(answer.status)).body(answer.body);
    let headers = response.headers_mut();
    // Or else it is what actix takes a list of bytes for.
    headers.remove(CONTENT_TYPE);
    if let Some(content_type) = answer.content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in &answer.headers {
        // Leaves out what HTTP doesn't allow: a catalog that says so is refused when it is checked.
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
