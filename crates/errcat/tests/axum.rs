//! What a router answers: errors of the catalog's, and everything else that goes wrong.
#![cfg(feature = "axum")]

mod api;

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use errcat::OwnedValue;
use errcat::axum::{Catalogued, error_of, into_response};
use tower::ServiceExt;

use crate::api::{Api, ApiError, kakunin, kortix, zazmic};

impl<A: Api> IntoResponse for ApiError<A> {
    fn into_response(self) -> Response {
        into_response(self)
    }
}

/// What a handler takes.
#[derive(serde::Deserialize)]
struct Agent {
    #[allow(dead_code, reason = "it is only read")]
    name: String,
}

/// Each way to go wrong.
fn routes() -> Router {
    Router::new()
        .route("/not_found", get(|| async { Err::<(), _>(kakunin::Error::new("agent_not_found", vec![])) }))
        .route(
            "/limited",
            get(|| async {
                let values = vec![10_i64.into(), OwnedValue::Duration(Duration::from_millis(1_500))];
                Err::<(), _>(zazmic::Error::new("too_many_requests", values))
            }),
        )
        .route("/draining", get(|| async { Err::<(), _>(kortix::Error::new("shutting_down", vec![])) }))
        .route("/agents", post(|_: Json<Agent>| async { "made" }).layer(DefaultBodyLimit::max(64)))
        .route(
            "/panic",
            get(|| async {
                if true {
                    panic!("secret plans")
                }
            }),
        )
        .route(
            "/status/{status}",
            get(|axum::extract::Path(status): axum::extract::Path<u16>| async move {
                let status = StatusCode::from_u16(status).expect("a status");
                (
                    status,
                    [("x-kept", "yes"), ("content-language", "en"), ("etag", "\"1\"")],
                    "the framework's own text",
                )
            }),
        )
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
    code: Option<&'static str>,
}

/// Asks a router.
fn ask(router: Router, request: Request<String>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let Ok(response) = router.oneshot(request).await;
        let code = error_of(&response).map(|error| error.entry().code);
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8(body.to_vec()).expect("text");
        Answer { status: parts.status.as_u16(), headers: parts.headers, body, code }
    })
}

fn get_from(router: Router, path: &str) -> Answer {
    ask(router, Request::get(path).body(String::new()).expect("a request"))
}

fn kakunins() -> Router {
    routes().layer(Catalogued::<kakunin::Error>::new())
}

#[test]
fn a_handlers_error_is_the_catalogs() {
    for router in [routes(), kakunins()] {
        let answer = get_from(router, "/not_found");
        assert_eq!((answer.status, &*answer.body), (404, r#"{"error":"Agent not found"}"#));
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.code, Some("agent_not_found"));
    }
    let answer = get_from(kakunins(), "/limited");
    assert_eq!(answer.headers["retry-after"], "2");
    assert_eq!(answer.headers["x-ratelimit-limit"], "10");
    assert!(answer.body.ends_with(r#""statusCode":429,"details":{"retryAfter":1.5}}"#), "{}", answer.body);
}

#[test]
fn what_no_route_takes_is_the_apis_404() {
    let answer = get_from(kakunins(), "/nowhere");
    assert_eq!((answer.status, &*answer.body), (404, r#"{"error":"Not Found"}"#));
    assert_eq!(answer.code, Some("not_found"), "not one of its kinds");
}

#[test]
fn a_405_keeps_what_is_allowed() {
    let request = Request::delete("/agents").body(String::new()).expect("a request");
    let answer = ask(kakunins(), request);
    assert_eq!((answer.status, &*answer.body), (405, r#"{"error":"Method Not Allowed"}"#));
    assert_eq!(answer.headers["allow"], "POST");
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.code, None);
}

#[test]
fn what_an_extractor_refuses_is_in_the_apis_shape() {
    let post = |content_type: &str, body: &str| {
        let request =
            Request::post("/agents").header(header::CONTENT_TYPE, content_type).body(body.to_owned());
        ask(routes().layer(Catalogued::<zazmic::Error>::new()), request.expect("a request"))
    };
    let shape = |title: &str, status: u16| {
        format!(r#"{{"error":"{title}","message":"{title}","statusCode":{status}}}"#)
    };
    for (content_type, body, title, status) in [
        ("application/json", "{\"name\":", "Bad Request", 400),
        ("application/json", "{}", "Unprocessable Entity", 422),
        ("text/plain", "{}", "Unsupported Media Type", 415),
        ("application/json", &format!("{{\"name\":\"{}\"}}", "a".repeat(100)), "Payload Too Large", 413),
    ] {
        let answer = post(content_type, body);
        assert_eq!((answer.status, answer.body), (status, shape(title, status)));
    }
    assert_eq!(post("application/json", "{\"name\":\"a\"}").body, "made");
}

#[test]
fn a_panic_is_the_apis_500() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let answer = get_from(kakunins(), "/panic");
    std::panic::set_hook(hook);
    assert_eq!((answer.status, &*answer.body), (500, r#"{"error":"Internal Error"}"#));
    assert_eq!(answer.code, Some("internal_error"));
}

#[test]
fn a_service_that_panics_at_once_is_too() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let service =
        tower::service_fn(|_: Request<String>| -> std::future::Ready<Result<Response, Infallible>> {
            panic!("secret plans")
        });
    let service = tower::Layer::layer(&Catalogued::<kakunin::Error>::new(), service);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let Ok(response) = runtime.block_on(service.oneshot(Request::new(String::new())));
    std::panic::set_hook(hook);
    assert_eq!(response.status(), 500);
}

#[test]
fn of_another_body_nothing_is_left() {
    let answer = get_from(kakunins(), "/status/410");
    assert_eq!((answer.status, &*answer.body), (410, r#"{"error":"Gone"}"#), "the API's own is retired");
    assert_eq!(answer.headers["x-kept"], "yes");
    let mut names: Vec<_> = answer.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-length", "content-type", "x-kept"]);
    assert_eq!(answer.headers["content-length"], answer.body.len().to_string());
}

#[test]
fn a_mere_status_is_no_narrow_error() {
    let body = |status: u16| get_from(kakunins(), &format!("/status/{status}")).body;
    assert_eq!(body(503), r#"{"error":"Service Unavailable"}"#, "two that are no kinds");
    assert_eq!(body(429), r#"{"error":"Too Many Requests"}"#, "it needs params");
    assert_eq!(body(499), r#"{"error":"HTTP 499"}"#);
    assert_eq!(body(425), r#"{"error":"Too Early"}"#);
    for status in [200, 304, 399] {
        assert!(get_from(kakunins(), &format!("/status/{status}")).headers.contains_key("etag"));
    }
}

#[test]
fn an_error_may_be_made_without_what_only_the_server_knows() {
    let router = routes().layer(Catalogued::<kortix::Error>::new());
    let answer = get_from(router, "/status/401");
    assert_eq!((&*answer.body, answer.code), (r#"{"detail":"Unauthorized"}"#, Some("unauthorized")));
}

#[test]
fn what_the_server_fills_in_comes_from_the_request() {
    let router = routes().layer(Catalogued::<kortix::Error>::new().context(|request| {
        let path = request.uri.path().to_owned();
        move |name: &str| (name == "instance_id").then(|| path.as_str().into())
    }));
    let answer = get_from(router.clone(), "/draining");
    assert_eq!(answer.body, r#"{"detail":{"status":"shutting_down","instance_id":"/draining"}}"#);
    assert_eq!(answer.headers["content-length"], answer.body.len().to_string());
    // A layer around, which knows nothing, changes nothing.
    let outer = router.layer(Catalogued::<kakunin::Error>::new().context(|_| ()));
    assert_eq!(get_from(outer, "/draining").body, answer.body);
    let without = get_from(routes(), "/draining").body;
    assert_eq!(without, r#"{"detail":{"status":"shutting_down","instance_id":null}}"#);
}
