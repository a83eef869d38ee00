//! Support for tonic: catalog errors as statuses of gRPC. Requires the feature `tonic`.
//!
//! ```
//! use errcat::tonic::Status;
//! # use errcat::*;
//! # #[derive(Debug)] struct CertifyError;
//! # impl std::fmt::Display for CertifyError {
//! #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "Not found") }
//! # }
//! # impl std::error::Error for CertifyError {}
//! # impl CatalogError for CertifyError {
//! #     fn entry(&self) -> &'static Entry {
//! #         static FACTS: &[Fact] = &[Fact { name: "grpc", value: FactValue::Text("NOT_FOUND") }];
//! #         static ENTRY: Entry = Entry { code: "agent_not_found", facts: FACTS, ..Entry::EMPTY };
//! #         &ENTRY
//! #     }
//! #     fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) { visit(&[]) }
//! # }
//!
//! // `#[catalog(kakunin, tonic)]` generates this impl.
//! impl From<CertifyError> for Status {
//!     fn from(error: CertifyError) -> Self {
//!         errcat::tonic::into_status(error)
//!     }
//! }
//!
//! fn certify() -> Result<(), CertifyError> {
//!     Err(CertifyError)
//! }
//!
//! fn handler() -> Result<(), Status> {
//!     Ok(certify()?)
//! }
//! # assert_eq!(handler().unwrap_err().code(), errcat::tonic::Code::NotFound);
//! ```
//!
//! The status has the catalog's fact `grpc`, by name or as a number:
//!
//! ```yaml
//! # api.yaml
//! facts:
//!   grpc: { doc: The status of gRPC }
//! # certify.yaml
//! errors:
//!   agent_not_found: { facts: { grpc: NOT_FOUND }, message: "The agent {agent} was not found" }
//! ```
//!
//! The details contain a `google.rpc.ErrorInfo`: the code as the `reason`, the API as the `domain`, and the
//! public params as the `metadata`.

use std::fmt::Display;
use std::sync::Arc;

pub use ::tonic::{Code, Status};

use crate::{CatalogError, ErrorList, FactValue, WithSource, WithStatus};

/// The name of the fact with the status.
const FACT: &str = "grpc";

/// The names of statuses, by number.
const NAMES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// Converts an error to a status, and keeps it as the status's source, for layers that log or count errors.
/// Clients never see the source.
pub fn into_status(error: impl CatalogError + Send + Sync + 'static) -> Status {
    let mut status = status(&error);
    status.set_source(Arc::new(error));
    status
}

/// Returns the status of an error. It contains neither the text of the error's source nor params that aren't
/// public.
pub fn status(error: &dyn CatalogError) -> Status {
    #[cfg(feature = "tracing")]
    crate::tracing::event(error);
    let entry = error.entry();
    let code = entry.fact(FACT).map_or(Code::Unknown, code);
    let (mut message, mut info) = (String::new(), Vec::new());
    field(&mut info, 1, entry.code.as_bytes());
    field(&mut info, 2, entry.api.as_bytes());
    error.params(&mut |values| {
        message = entry.message.for_clients(entry.params, values).to_string();
        let public = entry.params.iter().zip(values).filter(|(param, _)| param.is_public());
        for (param, value) in public.filter(|(_, value)| !value.is_absent()) {
            field(&mut info, 3, &metadata(param.name, &value.text(param.ty)));
        }
    });
    let details = details(code, &message, &info);
    Status::with_details(code, message, details.into())
}

/// Returns the status of a fact. An error is never `OK`.
fn code(fact: FactValue) -> Code {
    let number = match fact {
        FactValue::Text(text) => {
            NAMES.iter().position(|name| *name == text).and_then(|at| at.try_into().ok())
        }
        fact => fact.as_i64().and_then(|number| number.try_into().ok()),
    };
    match number.map(Code::from_i32) {
        Some(Code::Ok) | None => Code::Unknown,
        Some(code) => code,
    }
}

/// Encodes a `google.rpc.Status` with a `google.rpc.ErrorInfo`.
fn details(code: Code, message: &str, info: &[u8]) -> Vec<u8> {
    let mut any = Vec::new();
    field(&mut any, 1, b"type.googleapis.com/google.rpc.ErrorInfo");
    field(&mut any, 2, info);
    // The field `code`, a number below 128.
    let mut status = vec![1 << 3, code as u8];
    field(&mut status, 2, message.as_bytes());
    field(&mut status, 3, &any);
    status
}

/// Encodes an item of a map.
fn metadata(name: &str, value: &dyn Display) -> Vec<u8> {
    let mut item = Vec::new();
    field(&mut item, 1, name.as_bytes());
    field(&mut item, 2, value.to_string().as_bytes());
    item
}

/// Encodes a field of a protobuf message that is a text, bytes or a message.
fn field(message: &mut Vec<u8>, number: u8, bytes: &[u8]) {
    message.push(number << 3 | 2);
    let mut length = bytes.len();
    while length > 0x7F {
        message.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    message.push(length as u8);
    message.extend(bytes);
}

macro_rules! statuses {
    ($($ty:ident)*) => {$(
        impl<E: CatalogError + Send + Sync + 'static> From<$ty<E>> for Status {
            fn from(error: $ty<E>) -> Self {
                into_status(error)
            }
        }
    )*};
}

statuses! { ErrorList WithSource WithStatus }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names_and_numbers() {
        for (number, name) in (0..).zip(NAMES) {
            let expected = if number == 0 { Code::Unknown } else { Code::from_i32(number) };
            assert_eq!(code(FactValue::Text(name)), expected, "{name}");
            assert_eq!(code(FactValue::Integer(number.into())), expected, "{number}");
            let words = format!("{expected:?}").to_lowercase();
            assert!(number == 0 || name.replace('_', "").to_lowercase() == words, "{name} is {words}");
        }
        for fact in [FactValue::Text("Not found"), FactValue::Integer(17), FactValue::Integer(i64::MAX)] {
            assert_eq!(code(fact), Code::Unknown, "{fact}");
        }
    }
}
