//! Responses of actix-web handlers.
#![cfg(feature = "actix")]

mod api;

use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::{App, rt, test, web};
use errcat::actix::{CatalogMiddleware, HttpResponse, ResponseError, StatusCode};

use crate::api::{Api, ApiError, kortix, zazmic};

impl<A: Api> ResponseError for ApiError<A> {
    fn status_code(&self) -> StatusCode {
        errcat::actix::status_code(self)
    }

    fn error_response(&self) -> HttpResponse {
        errcat::actix::response(self)
    }
}

async fn limited() -> Result<String, zazmic::Error> {
    let values = vec![10_i64.into(), std::time::Duration::from_millis(1_500).into()];
    Err(zazmic::Error::new("too_many_requests", values))
}

fn header<'r, B>(response: &'r ServiceResponse<B>, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

#[test]
fn handler_errors_become_catalog_responses() {
    rt::System::new().block_on(async {
        let app = test::init_service(App::new().route("/", web::get().to(limited))).await;
        let response = test::call_service(&app, test::TestRequest::get().to_request()).await;
        assert_eq!(response.status(), 429);
        assert_eq!(header(&response, "content-type"), Some("application/json"));
        assert_eq!(header(&response, "retry-after"), Some("2"));
        assert_eq!(header(&response, "x-ratelimit-limit"), Some("10"));
        let body = to_bytes(response.into_body()).await.expect("a body");
        assert!(body.starts_with(br#"{"error":"Rate limit exceeded","#), "{body:?}");
    });
}

#[test]
fn servers_can_add_context_values() {
    let error = kortix::Error::new("shutting_down", vec![]);
    let context = |name: &str| (name == "instance_id").then(|| "i-1".into());
    let response = errcat::actix::response_in(&error, &context);
    assert_eq!(
        (response.status(), error.status_code()),
        (StatusCode::SERVICE_UNAVAILABLE, response.status())
    );
    let body = rt::System::new().block_on(to_bytes(response.into_body())).expect("a body");
    assert_eq!(body, r#"{"detail":{"status":"shutting_down","instance_id":"i-1"}}"#);
}

#[test]
fn clients_that_prefer_markdown_get_the_explanation() {
    rt::System::new().block_on(async {
        let middleware = CatalogMiddleware::<zazmic::Error>::new().offer_markdown();
        let app = App::new().route("/", web::get().to(limited)).wrap(middleware);
        let app = test::init_service(app).await;
        let request =
            |path, accept| test::TestRequest::get().uri(path).insert_header(("accept", accept)).to_request();
        let response = test::call_service(&app, request("/", "text/markdown, */*;q=0.1")).await;
        assert_eq!(response.status(), 429);
        assert_eq!(header(&response, "content-type"), Some("text/markdown; charset=utf-8"));
        assert_eq!(header(&response, "retry-after"), Some("2"));
        assert_eq!(header(&response, "vary"), Some("Accept"));
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
        let body = to_bytes(response.into_body()).await.expect("a body");
        assert!(body.starts_with(b"# too\\_many\\_requests: "), "{body:?}");

        let response = test::call_service(&app, request("/nowhere", "text/markdown")).await;
        assert_eq!(response.status(), 404);
        assert_eq!(header(&response, "vary"), Some("Accept"));
        let response = test::call_service(&app, request("/", "application/json")).await;
        assert_eq!(header(&response, "content-type"), Some("application/json"));
        assert_eq!(header(&response, "vary"), Some("Accept"));
    });
}
