//! A service with routes of four APIs that return their errors.
//!
//! ```console
//! $ cargo run -p api-errors --features axum --example service
//! listening on http://127.0.0.1:8080
//! $ curl -i -X POST http://127.0.0.1:8080/kakunin/v1/agents/retired/certify
//! ```
//!
//! Handlers return catalog errors with `?`. [`CatalogLayer`] gives all other failures,
//! such as an unknown path or an invalid body, the shape of the API they occur in.

use std::time::{Duration, SystemTime};

use api_errors::errcat::axum::CatalogLayer;
use api_errors::errcat::{CatalogError, Json as RawJson, OwnedValue, http};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use axum::extract::{Path, rejection::JsonRejection};
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8080".into());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, routes()).await
}

/// Returns the routes of all four APIs, each under its name.
pub(crate) fn routes() -> Router {
    Router::new()
        .nest("/kakunin", kakunin_routes())
        .nest("/zazmic", zazmic_routes())
        .nest("/kortix", kortix_routes())
        .nest("/kaizen", kaizen_routes())
}

fn kakunin_routes() -> Router {
    use kakunin::{certify, events, http, revoke};

    async fn certify(Path(agent): Path<String>) -> Result<Json<Value>, certify::Error> {
        match agent.as_str() {
            "certified" => Err(certify::Error::AgentAlreadyCertified),
            "retired" => Err(certify::Error::AgentRetired),
            "unsigned" => Err(certify::Error::KmsNotConfigured),
            "known" => Ok(Json(json!({ "certificate": "cert_1" }))),
            _ => Err(certify::Error::AgentNotFound),
        }
    }

    async fn revoke(
        Path(certificate): Path<String>,
    ) -> Result<Json<Value>, revoke::Error> {
        match certificate.as_str() {
            "revoked" => Err(revoke::Error::CertificateAlreadyRevoked),
            "expired" => Err(revoke::Error::CertificateExpired),
            "known" => Ok(Json(json!({ "revoked": true }))),
            _ => Err(revoke::Error::CertificateNotFound),
        }
    }

    async fn ingest(Json(event): Json<Value>) -> Result<Json<Value>, kakunin::Error> {
        if event["action_type"] == "flood" {
            return Err(http::Error::RateLimited {
                limit: 100,
                reset: SystemTime::UNIX_EPOCH + Duration::from_millis(1_716_040_800_000),
                retry_after: Duration::from_secs(42),
            }
            .into());
        }
        check(&event)?;
        Ok(Json(json!({ "stored": true })))
    }

    fn check(event: &Value) -> Result<(), events::Error> {
        match (event["action_type"].as_str(), event["agent_id"].as_str()) {
            (Some("call" | "tool"), Some("known")) => Ok(()),
            (Some("call" | "tool"), Some("retired")) => {
                Err(events::Error::AgentNotActive)
            }
            (Some("call" | "tool"), _) => Err(events::Error::AgentNotFound),
            _ => Err(events::Error::InvalidActionType),
        }
    }

    Router::new()
        .route("/v1/agents/{id}/certify", post(certify))
        .route("/v1/certificates/{id}/revoke", post(revoke))
        .route("/v1/events", post(ingest))
        .route(
            "/v1/panic",
            get(|| async {
                panic!("a bug with a secret in its message") as &'static str
            }),
        )
        .fallback(unknown_path)
        .layer(CatalogLayer::<kakunin::Error>::new())
}

fn zazmic_routes() -> Router {
    use zazmic::{chat, http, task};

    async fn execute(Path(agent): Path<String>) -> Result<Json<Value>, http::Error> {
        match agent.as_str() {
            "expensive" => Err(http::Error::BalanceTooLow {
                balance: "$5.00".into(),
                cost: "$10.00".into(),
            }),
            "known" => Ok(Json(json!({ "id": "task_abc123", "status": "running" }))),
            _ => Err(http::Error::EndpointNotFound),
        }
    }

    /// A failed task is a successful response; the error is inside the task.
    async fn task() -> impl IntoResponse {
        let error = task::Error::AgentError {
            reason: "Connection timeout".into(),
            timeout: Some(Duration::from_millis(30_000)),
            attempted_at: Some(time("10:30:00")),
        };
        ([(CONTENT_TYPE, "application/json")], body(&error))
    }

    /// The error is the stream's last event.
    async fn stream() -> impl IntoResponse {
        let error = String::from_utf8(body(&chat::Error::InsufficientBalance))
            .expect("JSON is UTF-8");
        (
            [(CONTENT_TYPE, "text/event-stream")],
            format!("data: {{\"type\":\"text\"}}\n\ndata: {error}\n\n"),
        )
    }

    fn body(error: &dyn CatalogError) -> Vec<u8> {
        let context = |name: &str| match name {
            "task_id" => Some(OwnedValue::from("task_abc123")),
            "created_at" | "timestamp" => Some(time("10:30:00").into()),
            "completed_at" => Some(time("10:30:30").into()),
            _ => None,
        };
        self::http::response_in(error, &context).into_body()
    }

    Router::new()
        .route("/v1/agents/{id}/execute", post(execute))
        .route("/v1/tasks/{id}", get(task))
        .route("/v1/chat/{id}/stream", get(stream))
        .fallback(unknown_path)
        .layer(CatalogLayer::<zazmic::Error>::new())
}

fn kortix_routes() -> Router {
    use kortix::{configuration, threads, validation};

    async fn health() -> configuration::Error {
        configuration::Error::ShuttingDown
    }

    async fn thread() -> threads::Error {
        // The values are for the log. The body is the same whether the thread doesn't
        // exist or belongs to another account.
        threads::Error::ThreadNotFound {
            resource: "thread_1".into(),
            reason: "another account's".into(),
        }
    }

    async fn create(
        body: Result<Json<Value>, JsonRejection>,
    ) -> Result<Json<Value>, kortix::Error> {
        let titled = body.is_ok_and(|Json(body)| body["title"].is_string());
        if titled {
            return Ok(Json(json!({ "thread_id": "thread_1" })));
        }
        let errors = r#"[{"loc":["body","title"],"msg":"field required","type":"value_error.missing"}]"#;
        Err(validation::Error::ValidationFailed { errors: RawJson::from_text(errors) }
            .into())
    }

    let instance = |_: &axum::http::request::Parts| {
        |name: &str| match name {
            "timestamp" => Some(OwnedValue::from(
                SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_447_400),
            )),
            "instance_id" => Some("i-abc123xyz".into()),
            _ => None,
        }
    };
    Router::new()
        .route("/v1/health", get(health))
        .route("/v1/threads/{id}", get(thread))
        .route("/v1/threads", post(create))
        .fallback(unknown_path)
        .layer(CatalogLayer::<kortix::Error>::new().context(instance))
}

fn kaizen_routes() -> Router {
    use kaizen::http;

    async fn encode(
        body: Result<Json<Value>, JsonRejection>,
    ) -> Result<Json<Value>, http::Error> {
        let Ok(Json(payload)) = body else { return Err(http::Error::InvalidPayload) };
        if payload["token_models"].as_array().is_some_and(|models| models.len() > 10) {
            return Err(http::Error::RateLimited {
                retry_after: Duration::from_secs(30),
            });
        }
        if payload["prompt"]["messages"].is_array() {
            return Ok(Json(
                json!({ "operation": "encode", "status": "ok", "result": {} }),
            ));
        }
        Err(http::Error::InvalidPayload)
    }

    Router::new()
        .route("/v1/prompts/encode", post(encode))
        .fallback(unknown_path)
        .layer(CatalogLayer::<kaizen::Error>::new())
}

/// Handles unknown paths of an API. Without this fallback, a nested router leaves them
/// to the outer router, which responds with an empty body.
async fn unknown_path() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// Returns a time on the day of the reference's samples, 15 January 2024.
fn time(clock: &str) -> SystemTime {
    let seconds = clock
        .split(':')
        .fold(0, |sum, part| sum * 60 + part.parse::<u64>().unwrap_or(0));
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_705_276_800 + seconds)
}
