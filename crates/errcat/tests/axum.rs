//! Responses of an axum router: catalog errors, and all other failures.
#![cfg(feature = "axum")]

mod api;

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use errcat::axum::{CatalogLayer, error_of, into_response};
use errcat::{Entry, Envelope, Node, OwnedValue, ParamType, Slot};
use tower::ServiceExt;

use crate::api::{Api, ApiError, kakunin, kortix, zazmic};

impl<A: Api> IntoResponse for ApiError<A> {
    fn into_response(self) -> Response {
        into_response(self)
    }
}

/// The request body of a handler.
#[derive(serde::Deserialize)]
struct Agent {
    #[allow(dead_code, reason = "only deserialized")]
    name: String,
}

/// Routes for every kind of failure.
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
        .route("/agents", post(|_: Json<Agent>| async { "created" }).layer(DefaultBodyLimit::max(64)))
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

struct Reply {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
    code: Option<&'static str>,
}

/// Sends a request to a router.
fn send(router: Router, request: Request<String>) -> Reply {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let Ok(response) = router.oneshot(request).await;
        let code = error_of(&response).map(|error| error.entry().code);
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8(body.to_vec()).expect("text");
        Reply { status: parts.status.as_u16(), headers: parts.headers, body, code }
    })
}

fn get_from(router: Router, path: &str) -> Reply {
    send(router, Request::get(path).body(String::new()).expect("a request"))
}

fn kakunin_routes() -> Router {
    routes().layer(CatalogLayer::<kakunin::Error>::new())
}

#[test]
fn handler_errors_become_catalog_responses() {
    for router in [routes(), kakunin_routes()] {
        let reply = get_from(router, "/not_found");
        assert_eq!((reply.status, &*reply.body), (404, r#"{"error":"Agent not found"}"#));
        assert_eq!(reply.headers["content-type"], "application/json");
        assert_eq!(reply.code, Some("agent_not_found"));
    }
    let reply = get_from(kakunin_routes(), "/limited");
    assert_eq!(reply.headers["retry-after"], "2");
    assert_eq!(reply.headers["x-ratelimit-limit"], "10");
    assert!(reply.body.ends_with(r#""statusCode":429,"details":{"retryAfter":1.5}}"#), "{}", reply.body);
}

#[test]
fn unknown_paths_become_the_apis_404() {
    let reply = get_from(kakunin_routes(), "/nowhere");
    assert_eq!((reply.status, &*reply.body), (404, r#"{"error":"Not Found"}"#));
    assert_eq!(reply.code, Some("not_found"), "and not a more specific error");
}

#[test]
fn method_not_allowed_keeps_the_allow_header() {
    let request = Request::delete("/agents").body(String::new()).expect("a request");
    let reply = send(kakunin_routes(), request);
    assert_eq!((reply.status, &*reply.body), (405, r#"{"error":"Method Not Allowed"}"#));
    assert_eq!(reply.headers["allow"], "POST");
    assert_eq!(reply.headers["content-type"], "application/json");
    assert_eq!(reply.code, None);
}

#[test]
fn failures_without_an_error_have_no_title() {
    let post = |content_type: &str, body: &str| {
        let request =
            Request::post("/agents").header(header::CONTENT_TYPE, content_type).body(body.to_owned());
        send(routes().layer(CatalogLayer::<zazmic::Error>::new()), request.expect("a request"))
    };
    // Clients identify the errors of this API by title, and the catalog has none for these failures.
    for (content_type, body, status) in [
        ("application/json", "{\"name\":", 400),
        ("application/json", "{}", 422),
        ("text/plain", "{}", 415),
        ("application/json", &format!("{{\"name\":\"{}\"}}", "a".repeat(100)), 413),
    ] {
        let reply = post(content_type, body);
        assert_eq!((reply.status, &*reply.body), (status, ""));
        assert!(!reply.headers.contains_key("content-type"));
    }
    assert_eq!(post("application/json", "{\"name\":\"a\"}").body, "created");
}

#[test]
fn panics_become_the_apis_500() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let reply = get_from(kakunin_routes(), "/panic");
    std::panic::set_hook(hook);
    assert_eq!((reply.status, &*reply.body), (500, r#"{"error":"Internal Error"}"#));
    assert_eq!(reply.code, Some("internal_error"));
}

#[test]
fn panics_in_call_become_a_500() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let service =
        tower::service_fn(|_: Request<String>| -> std::future::Ready<Result<Response, Infallible>> {
            panic!("secret plans")
        });
    let service = tower::Layer::layer(&CatalogLayer::<kakunin::Error>::new(), service);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let Ok(response) = runtime.block_on(service.oneshot(Request::new(String::new())));
    std::panic::set_hook(hook);
    assert_eq!(response.status(), 500);
}

#[test]
fn replaced_bodies_leave_no_headers_behind() {
    let reply = get_from(kakunin_routes(), "/status/410");
    assert_eq!(
        (reply.status, &*reply.body),
        (410, r#"{"error":"Gone"}"#),
        "the API's error for this status is retired"
    );
    assert_eq!(reply.headers["x-kept"], "yes");
    let mut names: Vec<_> = reply.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-length", "content-type", "x-kept"]);
    assert_eq!(reply.headers["content-length"], reply.body.len().to_string());
}

#[test]
fn statuses_do_not_become_specific_errors() {
    let body = |status: u16| get_from(kakunin_routes(), &format!("/status/{status}")).body;
    assert_eq!(body(503), r#"{"error":"Service Unavailable"}"#, "two errors without a kind");
    assert_eq!(body(429), r#"{"error":"Too Many Requests"}"#, "the error needs params");
    assert_eq!(body(499), r#"{"error":"HTTP 499"}"#);
    assert_eq!(body(425), r#"{"error":"Too Early"}"#);
    for status in [200, 304, 399] {
        assert!(get_from(kakunin_routes(), &format!("/status/{status}")).headers.contains_key("etag"));
    }
}

#[test]
fn errors_can_be_built_without_internal_params() {
    let router = routes().layer(CatalogLayer::<kortix::Error>::new());
    let reply = get_from(router, "/status/401");
    assert_eq!((&*reply.body, reply.code), (r#"{"detail":"Unauthorized"}"#, Some("unauthorized")));
}

#[test]
fn context_values_come_from_the_request() {
    let router = routes().layer(CatalogLayer::<kortix::Error>::new().context(|request| {
        let path = request.uri.path().to_owned();
        move |name: &str| (name == "instance_id").then(|| path.as_str().into())
    }));
    let reply = get_from(router.clone(), "/draining");
    assert_eq!(reply.body, r#"{"detail":{"status":"shutting_down","instance_id":"/draining"}}"#);
    assert_eq!(reply.headers["content-length"], reply.body.len().to_string());
    // An outer layer without context values changes nothing.
    let outer = router.layer(CatalogLayer::<kakunin::Error>::new().context(|_| ()));
    assert_eq!(get_from(outer, "/draining").body, reply.body);
    let without = get_from(routes(), "/draining").body;
    assert_eq!(without, r#"{"detail":{"status":"shutting_down","instance_id":null}}"#);
}

/// An API whose errors contain the path of their request.
struct Traced;

impl Api for Traced {
    const TABLES: &'static [&'static [Entry]] = &[];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&Envelope {
        body: Node::Object(&[
            api::member("error", Node::Slot(Slot::Message)),
            api::member("path", Node::Slot(Slot::Context("path"))),
        ]),
        context: &[api::param("path", ParamType::String, "\"/\"")],
        ..Envelope::EMPTY
    });
}

#[test]
fn inner_layers_without_context_use_that_of_the_outer_layer() {
    let inner =
        Router::new().fallback(errcat::axum::unknown_path).layer(CatalogLayer::<ApiError<Traced>>::new());
    let outer = CatalogLayer::<ApiError<Traced>>::new().context(|request| {
        let path = request.uri.path().to_owned();
        move |name: &str| (name == "path").then(|| path.as_str().into())
    });
    let reply = get_from(Router::new().nest("/inner", inner).layer(outer), "/inner/nowhere");
    assert_eq!(reply.body, r#"{"error":"Not Found","path":"/inner/nowhere"}"#);
}

#[test]
fn range_of_an_unsatisfiable_request_is_kept() {
    let answer = || async { (StatusCode::RANGE_NOT_SATISFIABLE, [("content-range", "bytes */7")]) };
    let router = Router::new().route("/", get(answer)).layer(CatalogLayer::<kakunin::Error>::new());
    let reply = get_from(router, "/");
    assert_eq!((reply.status, &*reply.body), (416, r#"{"error":"Range Not Satisfiable"}"#));
    assert_eq!(reply.headers["content-range"], "bytes */7");
}

#[test]
fn forwarded_errors_of_the_catalog_are_left_as_they_are() {
    let forward = |body: &'static str| {
        let handler = move || async move {
            let response = errcat::decode::<kakunin::Error>(404, &(), body.as_bytes());
            response.to_http().expect("the whole body").map(axum::body::Body::from)
        };
        let router = Router::new().route("/", get(handler)).layer(CatalogLayer::<kakunin::Error>::new());
        get_from(router, "/").body
    };
    let known = r#"{"error":"Agent not found","hint":"none"}"#;
    assert_eq!(forward(known), known);
    assert_eq!(forward("<h1>Not found</h1>"), r#"{"error":"Not Found"}"#, "the page of a proxy");
}

#[test]
fn clients_that_prefer_markdown_get_the_explanation() {
    let routes = |layer: CatalogLayer<kakunin::Error>| routes().layer(layer);
    let offering = || routes(CatalogLayer::new().offer_markdown());
    let request = |router, path: &str, accept: &str| {
        let request = Request::get(path).header("accept", accept);
        send(router, request.body(String::new()).expect("a request"))
    };
    let reply = request(offering(), "/not_found", "application/json;q=0.9, text/markdown");
    assert_eq!((reply.status, reply.code), (404, Some("agent_not_found")));
    assert_eq!(reply.headers["content-type"], "text/markdown; charset=utf-8");
    assert_eq!(reply.headers["vary"], "Accept");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    assert_eq!(reply.headers["content-length"], reply.body.len().to_string());
    let entry = errcat::CatalogError::entry(&kakunin::Error::new("agent_not_found", vec![]));
    assert_eq!(reply.body, errcat::explain(entry).to_markdown());

    // Headers stay, and the text has no values.
    let reply = request(offering(), "/limited", "text/markdown");
    assert_eq!(reply.status, 429);
    assert_eq!(reply.headers["retry-after"], "2");
    assert!(reply.body.starts_with("# too\\_many\\_requests"), "{}", reply.body);
    assert!(!reply.body.contains("1.5"), "{}", reply.body);

    // Failures that the framework answers, and those without an error of the catalog.
    let reply = request(offering(), "/nowhere", "text/markdown");
    assert!(reply.body.starts_with("# not\\_found: "), "{}", reply.body);
    let reply = request(offering(), "/status/418", "text/markdown");
    assert_eq!((reply.status, reply.code), (418, None));
    assert_eq!(reply.body, r#"{"error":"I'm a teapot"}"#);
    assert_eq!(reply.headers["vary"], "Accept");

    // Everyone else gets the error's own body, in a response for caches that know the difference.
    for accept in ["*/*", "application/json, text/markdown", "text/html"] {
        let reply = request(offering(), "/not_found", accept);
        assert_eq!(reply.body, r#"{"error":"Agent not found"}"#, "{accept}");
        assert_eq!(reply.headers["vary"], "Accept");
    }
    let reply = request(offering(), "/status/204", "text/markdown");
    assert!(!reply.headers.contains_key("vary"), "a success");
    let reply = request(routes(CatalogLayer::new()), "/not_found", "text/markdown");
    assert_eq!(reply.headers["content-type"], "application/json");
    assert!(!reply.headers.contains_key("vary"), "it is off by default");
}

#[test]
fn markdown_follows_a_changed_status_and_other_varying_headers() {
    let teapot = || async {
        let mut response = into_response(kakunin::Error::new("agent_not_found", vec![]));
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        response
    };
    let varying = || async { (StatusCode::NOT_FOUND, [("vary", "Origin")]) };
    let router = Router::new().route("/teapot", get(teapot)).route("/varying", get(varying));
    let router = router.layer(CatalogLayer::<kakunin::Error>::new().offer_markdown());
    let request =
        |path| Request::get(path).header("accept", "text/markdown").body(String::new()).expect("a request");
    let reply = send(router.clone(), request("/teapot"));
    assert_eq!(reply.status, 418);
    assert_eq!(reply.headers["content-type"], "text/markdown; charset=utf-8");
    assert!(reply.body.starts_with("# agent\\_not\\_found"), "{}", reply.body);
    let reply = send(router, request("/varying"));
    assert_eq!(reply.headers.get_all("vary").iter().collect::<Vec<_>>(), ["Origin", "Accept"]);
}
