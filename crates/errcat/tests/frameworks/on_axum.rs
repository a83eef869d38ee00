//! The service on axum.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{DefaultBodyLimit, Path, Query, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{BoxError, Form, Json, Router};
use errcat::axum::{CatalogLayer, unknown_path};
use errcat::{CatalogError, WithSource};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::timeout::TimeoutLayer;

use crate::cases::{Item, Page};
use crate::shop::{ShopError, cart_missing, unreachable_database};

/// Starts the service on a free port. It stops when the test's process ends.
pub(crate) fn start() -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            sender.send(listener.local_addr().expect("an address")).expect("the receiver is alive");
            axum::serve(listener, service()).await.expect("the server runs");
        });
    });
    receiver.recv().expect("the service starts")
}

fn service() -> Router {
    let nested = Router::new().route("/carts/{id}", get(missing)).fallback(unknown_path).layer(catalog());
    routes()
        .layer(catalog())
        .nest("/nested", nested)
        .layer(CorsLayer::new().allow_origin(tower_http::cors::Any))
        .layer(CompressionLayer::new())
}

fn catalog() -> CatalogLayer<ShopError> {
    CatalogLayer::new()
        .value_from_header("request_id", "x-request-id")
        .value_from_header("locale", "accept-language")
        .value("instance", |request| request.uri.query()?.strip_prefix("instance=").map(Into::into))
}

fn routes() -> Router {
    let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_millis(20));
    let load_shed = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|_: BoxError| async { StatusCode::SERVICE_UNAVAILABLE }))
        .load_shed()
        .concurrency_limit(0);
    let inner = Router::new()
        .route("/teapot", get(missing).layer(from_fn(teapot)))
        .fallback(unknown_path)
        .layer(CatalogLayer::<ShopError>::new());
    let cors = CorsLayer::new().expose_headers([HeaderName::from_static("x-inside")]);
    Router::new()
        .route("/carts/{id}", get(missing))
        .route("/sourced", get(sourced))
        .route("/items", post(|_: Json<Item>| async {}).layer(DefaultBodyLimit::max(64)))
        .route("/forms", post(|_: Form<Item>| async {}))
        .route("/items/{number}", get(|_: Path<i32>| async {}))
        .route("/pages", get(|_: Query<Page>| async {}))
        .route("/panic", get(panics))
        .route("/slow", get(std::future::pending::<()>).layer(timeout))
        .route("/overloaded", get(missing).layer(load_shed))
        .route("/limited", get(missing).layer(from_fn(limit)))
        .route("/limited-without-time", get(|| async { StatusCode::TOO_MANY_REQUESTS }))
        .route("/teapot", get(missing).layer(from_fn(teapot)))
        .route("/page", get(missing).layer(from_fn(page)))
        .route("/page-404", get(missing).layer(from_fn(page)))
        .route("/compressed", get(missing).layer(CompressionLayer::new()))
        .route("/cors", get(|| async { StatusCode::NOT_FOUND }).layer(cors))
        .nest("/inner", inner)
}

async fn missing() -> Result<(), ShopError> {
    Err(cart_missing())
}

async fn sourced() -> Result<(), WithSource<ShopError>> {
    Err(cart_missing().with_source(unreachable_database()))
}

async fn panics() {
    if true {
        panic!("secret plans")
    }
}

/// Rejects the request, as a limiter does.
async fn limit(_: Request, _: Next) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "30")], "Too Many Requests! Wait for 30s")
        .into_response()
}

/// Replaces the status.
async fn teapot(request: Request, next: Next) -> Response {
    (StatusCode::IM_A_TEAPOT, next.run(request).await).into_response()
}

/// Replaces the body by a page, and an error's status by 200.
async fn page(request: Request, next: Next) -> Response {
    let is_success = request.uri().path() == "/page";
    let mut response = next.run(request).await;
    *response.body_mut() = Body::from("<h1>Empty</h1>");
    response.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
    response.headers_mut().remove("content-length");
    if is_success {
        *response.status_mut() = StatusCode::OK;
    }
    response
}
