//! The responses of generated and of hand-written errors in an OpenAPI description of utoipa.
#![cfg(all(feature = "derive", feature = "utoipa"))]

use api_errors::CatalogError;
use api_errors::{kakunin, zazmic};
use serde_json::{Value, json};
use utoipa::OpenApi;

#[derive(Debug, CatalogError)]
#[catalog(kakunin, utoipa)]
#[allow(dead_code, reason = "only described")]
enum CertifyError {
    #[code(agent_not_found)]
    NotFound,
    #[code(rate_limited)]
    Limited {
        limit: u32,
        reset: std::time::SystemTime,
        retry_after: std::time::Duration,
    },
    #[code(transparent)]
    Task(zazmic::http::Error),
}

#[utoipa::path(
    post,
    path = "/certify",
    responses((status = 200, description = "Certified"), kakunin::certify::Error)
)]
fn certify() {}

#[utoipa::path(get, path = "/any", responses(kakunin::Error))]
fn any() {}

#[utoipa::path(get, path = "/hand_written", responses(CertifyError))]
fn hand_written() {}

#[derive(OpenApi)]
#[openapi(paths(certify, any, hand_written))]
struct Docs;

/// Returns the responses of an operation, as utoipa writes them.
fn responses(method: &str, path: &str) -> Value {
    let _ = (certify, any, hand_written);
    let api = serde_json::to_value(Docs::openapi()).expect("JSON");
    api["paths"][path][method]["responses"].clone()
}

#[test]
fn generated_errors_have_a_response_for_each_status() {
    let responses = responses("post", "/certify");
    let statuses: Vec<&String> =
        responses.as_object().expect("an object").keys().collect();
    assert_eq!(statuses, ["200", "404", "409", "422", "503"]);
    let conflicts = &responses["409"];
    assert_eq!(
        conflicts["description"],
        "- `agent_already_certified`: Agent already has an active certificate"
    );
    let content = &conflicts["content"]["application/json"];
    assert_eq!(content["schema"]["type"], "object");
    let example = &content["examples"]["agent_already_certified"];
    assert_eq!(example["summary"], "Conflict");
    let body = json!({ "error": "Agent already has an active certificate" });
    assert_eq!(example["value"], body);
    // The API has the errors of all tables.
    let all = self::responses("get", "/any");
    assert!(
        all["429"]["description"].as_str().expect("a text").contains("`rate_limited`")
    );
}

#[test]
fn hand_written_errors_have_the_responses_of_their_codes() {
    let responses = responses("get", "/hand_written");
    let description = |status: &str| {
        responses[status]["description"].as_str().expect("a text").to_owned()
    };
    assert_eq!(
        description("404").lines().next(),
        Some("- `agent_not_found`: Agent not found")
    );
    assert!(description("404").lines().count() > 1, "those of the wrapped error follow");
    assert!(
        description("429").starts_with("- `rate_limited`: "),
        "{}",
        description("429")
    );
    assert_eq!(responses["409"], Value::Null);
    let examples = &responses["404"]["content"]["application/json"]["examples"];
    assert!(
        examples["agent_not_found"].is_object() && examples["not_found"].is_object(),
        "{examples}"
    );
}
