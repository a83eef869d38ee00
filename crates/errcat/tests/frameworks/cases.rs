//! Requests that fail, and what each framework must answer and log.

use crate::client::Request;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Framework {
    Axum,
    Actix,
}

/// The body that a handler accepts.
#[derive(serde::Deserialize)]
pub(crate) struct Item {
    #[allow(dead_code, reason = "only deserialized")]
    name: String,
}

/// The query that a handler accepts.
#[derive(serde::Deserialize)]
pub(crate) struct Page {
    #[allow(dead_code, reason = "only deserialized")]
    limit: u32,
}

/// A request that fails.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) request: Request,
    axum: Expected,
    actix: Expected,
}

/// The response to a request, and what the server logs.
#[derive(Clone)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
    pub(crate) events: Vec<String>,
}

impl Case {
    pub(crate) fn expected(&self, framework: Framework) -> &Expected {
        match framework {
            Framework::Axum => &self.axum,
            Framework::Actix => &self.actix,
        }
    }

    fn header(mut self, name: &'static str, value: &'static str) -> Self {
        for expected in [&mut self.axum, &mut self.actix] {
            expected.headers.push((name, value));
        }
        self
    }

    fn sent(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }
}

impl Expected {
    pub(crate) fn body(&self, request: &Request) -> String {
        if request.method == "HEAD" { String::new() } else { self.body.to_owned() }
    }
}

const CART_MISSING: &str =
    r#"{"code":"cart_missing","message":"No cart has this ID","status":404,"request_id":"req_7"}"#;
const CART_MISSING_EVENT: &str = r#"INFO code="cart_missing" api="shop" status=404 log=No cart has this ID"#;

/// The error of the handler, in a response whose status middleware changed.
const TEAPOT: &str =
    r#"{"code":"cart_missing","message":"No cart has this ID","status":418,"request_id":"req_7"}"#;

fn get(path: &'static str) -> Request {
    Request { method: "GET", path, ..Request::default() }
}

fn post(path: &'static str, header: &'static [&'static str], body: &str) -> Request {
    Request { method: "POST", path, headers: header, body: body.to_owned(), ..Request::default() }
}

const JSON: &[&str] = &["content-type: application/json"];

/// The case of an error with sources: they are logged, each text once, and not sent.
fn sourced() -> Case {
    let mut case = cart("an error with a source", "/sourced");
    for expected in [&mut case.axum, &mut case.actix] {
        expected.events[0] += " source=loading the cart: connecting: refused by 10.0.0.7";
    }
    case
}

fn with_body(mut case: Case, body: &'static str) -> Case {
    for expected in [&mut case.axum, &mut case.actix] {
        expected.body = body;
    }
    case
}

/// The case of an error that a handler returned.
fn cart(name: &'static str, path: &'static str) -> Case {
    let expected = Expected {
        status: 404,
        headers: vec![("content-type", "application/json")],
        body: CART_MISSING,
        events: vec![CART_MISSING_EVENT.to_owned()],
    };
    Case { name, request: get(path), axum: expected.clone(), actix: expected }
}

/// The case of a handler's error whose response middleware changes.
fn middleware(
    name: &'static str,
    path: &'static str,
    (status, content_type, body): (u16, &'static str, &'static str),
) -> Case {
    let events = vec![CART_MISSING_EVENT.to_owned()];
    let expected = Expected { status, headers: vec![("content-type", content_type)], body, events };
    Case { name, request: get(path), axum: expected.clone(), actix: expected }
}

/// The case of a failure. The causes are what axum and actix-web report.
fn failure(
    name: &'static str,
    request: Request,
    (status, body, event): (u16, &'static str, &str),
    causes: (&str, &str),
) -> Case {
    let expected = |cause: &str| {
        let cause = if cause.is_empty() { String::new() } else { format!(" cause={cause:?}") };
        let content_type = if body.is_empty() { "none" } else { "application/json" };
        Expected {
            status,
            headers: vec![("content-type", content_type)],
            body,
            events: vec![format!("{event}{cause}")],
        }
    };
    Case { name, request, axum: expected(causes.0), actix: expected(causes.1) }
}

const UNKNOWN_PATH: (u16, &str, &str) = (
    404,
    r#"{"code":"route_not_found","message":"The path is unknown","status":404,"request_id":"req_7"}"#,
    r#"INFO code="route_not_found" api="shop" status=404 log=The path is unknown"#,
);
const INVALID: (u16, &str, &str) = (
    400,
    r#"{"code":"invalid_request","message":"The request is invalid","status":400,"request_id":"req_7"}"#,
    r#"INFO code="invalid_request" api="shop" status=400 log=The request is invalid"#,
);
const UNKNOWN_METHOD: (u16, &str, &str) = (
    405,
    r#"{"code":"method_not_allowed","message":"The method isn't allowed","status":405,"request_id":"req_7"}"#,
    r#"INFO code="method_not_allowed" api="shop" status=405 log=The method isn't allowed"#,
);
const TOO_LARGE: (u16, &str, &str) = (
    413,
    r#"{"code":"payload_too_large","message":"The body is too large","status":413,"request_id":"req_7"}"#,
    r#"INFO code="payload_too_large" api="shop" status=413 log=The body is too large"#,
);
const MEDIA_TYPE: (u16, &str, &str) = (
    415,
    r#"{"code":"unsupported_media_type","message":"Send JSON","status":415,"request_id":"req_7"}"#,
    r#"INFO code="unsupported_media_type" api="shop" status=415 log=Send JSON"#,
);
const TIMEOUT: (u16, &str, &str) = (
    408,
    r#"{"code":"request_timeout","message":"The request took too long","status":408,"request_id":"req_7"}"#,
    r#"INFO code="request_timeout" api="shop" status=408 log=The request took too long"#,
);
const LIMITED: (u16, &str, &str) = (
    429,
    r#"{"code":"slow_down","message":"Wait 30 s","status":429,"request_id":"req_7"}"#,
    r#"INFO code="slow_down" api="shop" status=429 log=Wait 30 s"#,
);
const PANIC: (u16, &str, &str) = (
    500,
    r#"{"code":"server_error","message":"The server failed","status":500,"request_id":"req_7"}"#,
    r#"ERROR code="server_error" api="shop" status=500 log=The server failed"#,
);
/// The catalog has no error for this failure, and the shape of its errors contains a code.
const OVERLOADED: (u16, &str, &str) = (
    503,
    "",
    r#"ERROR api="shop" status=503 failure="overloaded" log=Service Unavailable: no error of the catalog is sent for this"#,
);
/// The catalog's error needs a value that the response doesn't have.
const LIMITED_WITHOUT_TIME: (u16, &str, &str) = (
    429,
    "",
    r#"INFO api="shop" status=429 failure="rate_limited" log=Too Many Requests: no error of the catalog is sent for this"#,
);

/// Returns all cases. Both frameworks answer each.
pub(crate) fn all() -> Vec<Case> {
    [errors_of_handlers(), unknown_routes(), refused_requests(), failed_requests(), changed_responses()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the cause that both frameworks report.
fn same_cause(cause: &'static str) -> (&'static str, &'static str) {
    (cause, cause)
}

/// Returns the cases of errors that a handler returned.
fn errors_of_handlers() -> Vec<Case> {
    vec![
        cart("an error of a handler", "/carts/1"),
        cart("an error of a handler in a nested router", "/nested/carts/1"),
        sourced(),
        with_body(
            cart("all values of the context", "/carts/1?instance=a")
                .sent(|it| it.headers = &["accept-language: de"]),
            r#"{"code":"cart_missing","message":"No cart has this ID","status":404,"request_id":"req_7","locale":"de","instance":"a"}"#,
        ),
        with_body(
            cart("no values of the context", "/carts/1").sent(|it| it.headers = &["x-request-id:"]),
            r#"{"code":"cart_missing","message":"No cart has this ID","status":404}"#,
        ),
        cart("HEAD", "/carts/1").sent(|request| request.method = "HEAD"),
        cart("HTTP/2", "/carts/1").sent(|request| request.http2 = true),
        cart("compression outside", "/carts/1")
            .sent(|request| request.compressed = true)
            .header("content-encoding", "gzip"),
        cart("compression inside", "/compressed")
            .sent(|request| request.compressed = true)
            .header("content-encoding", "gzip"),
        cart("CORS outside", "/carts/1")
            .sent(|request| request.headers = &["origin: https://a.example"])
            .header("access-control-allow-origin", "*"),
    ]
}

/// Returns the cases of requests for which no handler exists.
fn unknown_routes() -> Vec<Case> {
    vec![
        failure("unknown path", get("/nowhere"), UNKNOWN_PATH, same_cause("")),
        failure("unknown path in a nested router", get("/nested/nowhere"), UNKNOWN_PATH, same_cause("")),
        failure(
            "unknown path, HEAD",
            Request { method: "HEAD", ..get("/nowhere") },
            UNKNOWN_PATH,
            same_cause(""),
        ),
        failure(
            "unknown path in an inner router without context",
            get("/inner/nowhere"),
            UNKNOWN_PATH,
            same_cause(""),
        ),
        failure(
            "unknown path by HTTP/2",
            Request { http2: true, ..get("/nowhere") },
            UNKNOWN_PATH,
            same_cause(""),
        ),
        failure(
            "unknown path, compressed",
            Request { compressed: true, ..get("/nowhere") },
            UNKNOWN_PATH,
            same_cause(""),
        )
        .header("content-encoding", "gzip"),
        failure(
            "CORS inside",
            Request { headers: &["origin: https://a.example"], ..get("/cors") },
            UNKNOWN_PATH,
            same_cause(""),
        )
        .header("access-control-expose-headers", "x-inside"),
        failure(
            "unknown method",
            Request { method: "DELETE", ..get("/items") },
            UNKNOWN_METHOD,
            same_cause(""),
        ),
    ]
}

/// Returns the cases of requests that an extractor refuses.
fn refused_requests() -> Vec<Case> {
    vec![
        failure(
            "JSON with a mistake",
            post("/items", JSON, "{"),
            INVALID,
            (
                "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1",
                "Json deserialize error: EOF while parsing an object at line 1 column 1",
            ),
        ),
        failure(
            "JSON of another type",
            post("/items", JSON, "{}"),
            INVALID,
            (
                "Failed to deserialize the JSON body into the target type: missing field `name` at line 1 column 2",
                "Json deserialize error: missing field `name` at line 1 column 2",
            ),
        ),
        failure(
            "not JSON",
            post("/items", &["content-type: text/plain"], "{}"),
            MEDIA_TYPE,
            ("Expected request with `Content-Type: application/json`", "Content type error"),
        ),
        failure(
            "large body",
            post("/items", JSON, &format!("{:100}", "{}")),
            TOO_LARGE,
            (
                "Failed to buffer the request body: length limit exceeded",
                "JSON payload (100 bytes) is larger than allowed (limit: 64 bytes).",
            ),
        ),
        failure(
            "form",
            post("/forms", &["content-type: application/x-www-form-urlencoded"], "a=b"),
            INVALID,
            ("Failed to deserialize form body: missing field `name`", "Parse error: missing field `name`."),
        ),
        failure(
            "not a form",
            post("/forms", JSON, "{}"),
            MEDIA_TYPE,
            (
                "Form requests must have `Content-Type: application/x-www-form-urlencoded`",
                "Content type error.",
            ),
        ),
        failure(
            "path param",
            get("/items/x"),
            INVALID,
            ("Invalid URL: Cannot parse `x` to a `i32`", "can not parse \"x\" to a i32"),
        ),
        failure(
            "query",
            get("/pages?limit=x"),
            INVALID,
            (
                "Failed to deserialize query string: limit: invalid digit found in string",
                "Query deserialize error: invalid digit found in string",
            ),
        ),
    ]
}

/// Returns the cases of requests that middleware rejects or whose handler fails.
fn failed_requests() -> Vec<Case> {
    vec![
        failure("timeout", get("/slow"), TIMEOUT, ("", "it took more than 20 ms")),
        failure("limiter", get("/limited"), LIMITED, ("Too Many Requests! Wait for 30s", ""))
            .header("retry-after", "30"),
        failure("limiter without a time", get("/limited-without-time"), LIMITED_WITHOUT_TIME, same_cause("")),
        failure("load shed", get("/overloaded"), OVERLOADED, same_cause("")),
        failure("panic", get("/panic"), PANIC, same_cause("a handler panicked: secret plans")),
    ]
}

/// Returns the cases of errors whose response middleware changed.
fn changed_responses() -> Vec<Case> {
    vec![
        middleware("another status", "/teapot", (418, "application/json", TEAPOT)),
        middleware(
            "another status in an inner router without context",
            "/inner/teapot",
            (418, "application/json", TEAPOT),
        ),
        middleware("a page instead", "/page", (200, "text/html", "<h1>Empty</h1>")),
        middleware("a page of the same status", "/page-404", (404, "text/html", "<h1>Empty</h1>")),
    ]
}
