//! Hand-written code without a catalog: an enum with axum's `IntoResponse`, and a struct
//! for each body with serde's derive.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

pub(crate) enum Error {
    AgentNotFound,
    BalanceTooLow { balance: String, cost: String },
    TooManyRequests { limit: u64, reset: u64, retry_after: u64 },
}

pub(crate) fn balance_too_low() -> Error {
    Error::BalanceTooLow { balance: "$5.00".into(), cost: "$10.00".into() }
}

pub(crate) fn too_many_requests() -> Error {
    Error::TooManyRequests { limit: 10, reset: 1_642_252_800, retry_after: 45 }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match self {
            Self::AgentNotFound => {
                (StatusCode::NOT_FOUND, Json(Plain { error: "Agent not found" }))
                    .into_response()
            }
            Self::BalanceTooLow { balance, cost } => {
                let body = Full {
                    error: "Insufficient balance",
                    message: format!(
                        "Your balance ({balance}) is insufficient for this task ({cost}). Please add credits."
                    ),
                    status_code: 403,
                    details: None,
                };
                (StatusCode::FORBIDDEN, Json(body)).into_response()
            }
            Self::TooManyRequests { limit, reset, retry_after } => {
                let body = Full {
                    error: "Rate limit exceeded",
                    message: format!(
                        "You have exceeded the rate limit of {limit} requests per minute"
                    ),
                    status_code: 429,
                    details: Some(Details { retry_after }),
                };
                let headers = [
                    ("x-ratelimit-limit", limit.to_string()),
                    ("x-ratelimit-remaining", "0".to_owned()),
                    ("x-ratelimit-reset", reset.to_string()),
                    ("retry-after", retry_after.to_string()),
                ];
                (StatusCode::TOO_MANY_REQUESTS, headers, Json(body)).into_response()
            }
        }
    }
}

/// Answers with the request's ID.
pub(crate) async fn missing(headers: HeaderMap) -> Response {
    let request_id = headers.get("x-request-id").and_then(|id| id.to_str().ok());
    let body = Missing { detail: "Not found", code: "not_found", request_id };
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

#[derive(Serialize)]
struct Plain {
    error: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Full {
    error: &'static str,
    message: String,
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    retry_after: u64,
}

#[derive(Serialize)]
struct Missing<'a> {
    detail: &'static str,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}
