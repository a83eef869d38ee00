//! The service on actix-web.

use std::net::SocketAddr;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{App, Error, HttpResponse, HttpServer, web};
use errcat::actix::CatalogMiddleware;
use errcat::{CatalogError, WithSource};

use crate::cases::{Item, Page};
use crate::shop::{ShopError, cart_missing, unreachable_database};

/// Starts the service on a free port. It stops when the test's process ends.
pub(crate) fn start() -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = HttpServer::new(|| {
                App::new()
                    .service(
                        web::scope("/nested").wrap(catalog()).route("/carts/{id}", web::get().to(missing)),
                    )
                    .configure(routes)
                    .wrap(catalog())
                    .wrap(Cors::default().allow_any_origin().send_wildcard())
                    .wrap(Compress::default())
            });
            let server = server.workers(1).bind_auto_h2c("127.0.0.1:0").expect("a free port");
            sender.send(server.addrs()[0]).expect("the receiver is alive");
            server.run().await.expect("the server runs");
        });
    });
    receiver.recv().expect("the service starts")
}

fn catalog() -> CatalogMiddleware<ShopError> {
    CatalogMiddleware::new()
        .value_from_header("request_id", "x-request-id")
        .value_from_header("locale", "accept-language")
        .value("instance", |request| request.uri().query()?.strip_prefix("instance=").map(Into::into))
}

fn routes(config: &mut web::ServiceConfig) {
    let get = |path: &str| web::resource(path.to_owned());
    config
        .service(get("/carts/{id}").route(web::get().to(missing)).route(web::head().to(missing)))
        .service(
            web::resource("/items")
                .app_data(web::JsonConfig::default().limit(64))
                .route(web::post().to(|_: web::Json<Item>| async { "" })),
        )
        .route("/sourced", web::get().to(sourced))
        .route("/forms", web::post().to(|_: web::Form<Item>| async { "" }))
        .route("/items/{number}", web::get().to(|_: web::Path<i32>| async { "" }))
        .route("/pages", web::get().to(|_: web::Query<Page>| async { "" }))
        .route("/panic", web::get().to(panics))
        .service(get("/slow").wrap(from_fn(time_out)).to(std::future::pending::<&str>))
        .service(get("/overloaded").wrap(from_fn(shed)).to(missing))
        .service(get("/limited").wrap(from_fn(limit)).to(missing))
        .service(get("/limited-without-time").to(|| async { HttpResponse::TooManyRequests().finish() }))
        .service(get("/teapot").wrap(from_fn(teapot)).to(missing))
        .service(get("/page").wrap(from_fn(page)).to(missing))
        .service(get("/page-404").wrap(from_fn(page)).to(missing))
        .service(get("/compressed").wrap(Compress::default()).to(missing))
        .service(
            web::scope("/inner")
                .wrap(CatalogMiddleware::<ShopError>::new())
                .service(get("/teapot").wrap(from_fn(teapot)).to(missing)),
        )
        .service(
            get("/cors")
                .wrap(Cors::default().allow_any_origin().expose_headers(["x-inside"]))
                .to(|| async { HttpResponse::NotFound().finish() }),
        );
}

async fn missing() -> Result<String, ShopError> {
    Err(cart_missing())
}

async fn sourced() -> Result<String, WithSource<ShopError>> {
    Err(cart_missing().with_source(unreachable_database()))
}

async fn panics() -> String {
    panic!("secret plans")
}

type Reply = Result<ServiceResponse<BoxBody>, Error>;

async fn time_out(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Reply {
    match tokio::time::timeout(Duration::from_millis(20), next.call(request)).await {
        Ok(response) => response.map(ServiceResponse::map_into_boxed_body),
        Err(_) => Err(actix_web::error::ErrorRequestTimeout("it took more than 20 ms")),
    }
}

async fn shed(request: ServiceRequest, _: Next<impl MessageBody + 'static>) -> Reply {
    Ok(request.into_response(HttpResponse::ServiceUnavailable()))
}

/// Rejects the request, as a limiter does.
async fn limit(request: ServiceRequest, _: Next<impl MessageBody + 'static>) -> Reply {
    let response =
        HttpResponse::TooManyRequests().insert_header(("retry-after", "30")).body("Too many requests");
    Ok(request.into_response(response))
}

/// Replaces the status.
async fn teapot(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Reply {
    let mut response = next.call(request).await?;
    *response.response_mut().status_mut() = StatusCode::IM_A_TEAPOT;
    Ok(response.map_into_boxed_body())
}

/// Replaces the body by a page, and an error's status by 200.
async fn page(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Reply {
    let is_success = request.path() == "/page";
    let mut response = next.call(request).await?.map_body(|_, _| BoxBody::new("<h1>Empty</h1>"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    if is_success {
        *response.response_mut().status_mut() = StatusCode::OK;
    }
    Ok(response)
}
