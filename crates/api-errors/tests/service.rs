//! The example service over real HTTP, on a free port of the loopback interface, asked by real clients: a Rust client that
//! decodes with the generated crate, `curl`, Python's `urllib` and Node's `fetch`.
#![cfg(feature = "axum")]
// The example is a program; here it is a module, whose `main` nobody calls.
#![allow(dead_code)]

#[path = "../examples/service.rs"]
mod service;

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use api_errors::errcat::{Decode, ErrorResponse, Retry};
use api_errors::{kaizen, kakunin, kortix, zazmic};

/// Starts the service; it ends with the test's process.
fn start() -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener =
                tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            tell.send(listener.local_addr().expect("its address"))
                .expect("somebody listens");
            axum::serve(listener, service::routes()).await.expect("it serves");
        });
    });
    told.recv().expect("the service starts")
}

/// Asks as an SDK would: whatever isn't a success is decoded.
fn ask<E: Decode>(
    method: &str,
    url: &str,
    body: &str,
) -> Result<String, ErrorResponse<E>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .into();
    let request = axum::http::Request::builder()
        .method(method)
        .uri(url)
        .header("content-type", "application/json")
        .body(body.to_owned())
        .expect("a request");
    let mut response = agent.run(request).expect("an answer");
    let text = response.body_mut().read_to_string().expect("a text");
    if response.status().is_success() {
        return Ok(text);
    }
    Err(api_errors::errcat::decode(
        response.status().as_u16(),
        response.headers(),
        text.as_bytes(),
    ))
}

#[test]
fn a_rust_client_gets_typed_errors() {
    let service = start();
    let kakunin = |path: &str, body: &str| {
        ask::<kakunin::Error>("POST", &format!("http://{service}/kakunin{path}"), body)
    };
    assert!(kakunin("/v1/agents/known/certify", "").is_ok());

    // Kakunin is told apart by the status alone, so what comes is the kind, with the message of what was raised.
    let retired = kakunin("/v1/agents/retired/certify", "").unwrap_err();
    assert_eq!(retired.status(), 422);
    assert_eq!(retired.entry().map(|entry| entry.code), Some("unprocessable"));
    assert_eq!(retired.message(), Some("Cannot certify a retired agent"));

    let limited = kakunin("/v1/events", r#"{ "action_type": "flood" }"#).unwrap_err();
    let kakunin::Error::Http(kakunin::http::Error::RateLimited {
        limit,
        retry_after,
        ..
    }) = limited.error().expect("a typed error")
    else {
        panic!("{limited:?}");
    };
    assert_eq!((*limit, *retry_after), (100, Duration::from_secs(42)));
    assert_eq!(limited.retry_after(), Some(Duration::from_secs(42)));
    assert!(matches!(limited.retry(), Retry::Later(_)));

    let poor = ask::<zazmic::Error>(
        "POST",
        &format!("http://{service}/zazmic/v1/agents/expensive/execute"),
        "",
    );
    let expected = zazmic::http::Error::BalanceTooLow {
        balance: "$5.00".into(),
        cost: "$10.00".into(),
    };
    assert_eq!(poor.unwrap_err().into_error(), Some(expected.into()));

    let health =
        ask::<kortix::Error>("GET", &format!("http://{service}/kortix/v1/health"), "")
            .unwrap_err();
    assert_eq!(health.code(), Some("shutting_down"));
    assert_eq!(
        String::from_utf8_lossy(health.body()),
        r#"{"detail":{"status":"shutting_down","timestamp":"2026-03-02T10:30:00.000Z","instance_id":"i-abc123xyz"}}"#
    );
    let invalid = ask::<kortix::Error>(
        "POST",
        &format!("http://{service}/kortix/v1/threads"),
        "{}",
    )
    .unwrap_err();
    assert_eq!(invalid.code(), Some("validation_failed"));

    let encode = format!("http://{service}/kaizen/v1/prompts/encode");
    let refused =
        ask::<kaizen::Error>("POST", &encode, r#"{ "prompt": {} }"#).unwrap_err();
    assert_eq!(refused.into_error(), Some(kaizen::http::Error::InvalidPayload.into()));
}

#[test]
fn tasks_and_streams_carry_their_errors_inside() {
    let service = start();
    let task = ask::<zazmic::Error>(
        "GET",
        &format!("http://{service}/zazmic/v1/tasks/task_abc123"),
        "",
    );
    let task =
        zazmic::decode(200, &(), task.expect("a response without an error").as_bytes());
    assert_eq!(task.code(), Some("AGENT_ERROR"));
    assert_eq!(task.message(), Some("Agent execution failed: Connection timeout"));

    let stream = ask::<zazmic::Error>(
        "GET",
        &format!("http://{service}/zazmic/v1/chat/1/stream"),
        "",
    );
    let stream = stream.expect("a stream");
    let last = stream
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .next_back()
        .expect("an event");
    let event = zazmic::decode(200, &(), last.as_bytes());
    assert_eq!(
        event.into_error(),
        Some(zazmic::chat::Error::InsufficientBalance.into())
    );
}

#[test]
fn what_the_framework_refuses_has_the_apis_shape() {
    let service = start();
    let ask = |method: &str, path: &str, body: &str| {
        let error = ask::<kakunin::Error>(
            method,
            &format!("http://{service}/kakunin{path}"),
            body,
        )
        .unwrap_err();
        (error.status(), String::from_utf8_lossy(error.body()).into_owned())
    };
    assert_eq!(ask("GET", "/v1/nothing", ""), (404, r#"{"error":"Not Found"}"#.into()));
    assert_eq!(
        ask("DELETE", "/v1/events", ""),
        (405, r#"{"error":"Method Not Allowed"}"#.into())
    );
    assert_eq!(
        ask("POST", "/v1/events", "{ not json"),
        (400, r#"{"error":"Bad Request"}"#.into())
    );
    assert_eq!(
        ask("GET", "/v1/panic", ""),
        (500, r#"{"error":"Internal Error"}"#.into())
    );
}

#[test]
fn a_path_that_no_api_has_is_answered_in_the_apis_shape() {
    fn nowhere<E: Decode>(service: SocketAddr, api: &str) -> String {
        let url = format!("http://{service}/{api}/v1/nowhere");
        let error = ask::<E>("GET", &url, "").unwrap_err();
        assert_eq!(error.status(), 404, "{api}");
        String::from_utf8_lossy(error.body()).into_owned()
    }
    let service = start();
    let zazmic = nowhere::<zazmic::Error>(service, "zazmic");
    assert_eq!(
        zazmic,
        r#"{"error":"Not Found","message":"Not Found","statusCode":404}"#
    );
    assert_eq!(nowhere::<kortix::Error>(service, "kortix"), r#"{"detail":"Not Found"}"#);
    let kaizen = nowhere::<kaizen::Error>(service, "kaizen");
    assert_eq!(kaizen, r#"{"detail":"Not found","code":"not_found"}"#);
}

#[test]
fn a_connection_that_breaks_off_still_decodes() {
    let body =
        br#"{"error":"Insufficient balance","message":"Your balance ($5.00) is insuff"#;
    let cut = zazmic::decode(403, &[("content-type", "application/json")][..], body);
    assert_eq!((cut.status(), cut.error()), (403, None));
    assert_eq!(cut.body(), body);
}

/// What a client printed.
fn printed(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output
        .unwrap_or_else(|error| panic!("{program} is needed to test the wire: {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("a text")
}

#[test]
fn other_clients_see_the_same() {
    let service = start();
    let url = format!("http://{service}/zazmic/v1/agents/expensive/execute");
    let python = format!(
        "import urllib.request, urllib.error\n\
         try: urllib.request.urlopen(urllib.request.Request('{url}', method='POST'))\n\
         except urllib.error.HTTPError as error: print(error.code); print(error.read().decode())"
    );
    let node = format!(
        "fetch('{url}', {{ method: 'POST' }}).then(async (r) => console.log(r.status + '\\n' + await r.text()))"
    );
    let body = "{\"error\":\"Insufficient balance\",\"message\":\"Your balance ($5.00) is insufficient for this task \
                ($10.00). Please add credits.\",\"statusCode\":403}";
    assert_eq!(printed("python3", &["-c", &python]).trim_end(), format!("403\n{body}"));
    assert_eq!(printed("node", &["-e", &node]).trim_end(), format!("403\n{body}"));
    let response =
        printed("curl", &["-s", "-i", "-X", "POST", &url]).replace("\r\n", "\n");
    let (head, shown) = response.split_once("\n\n").expect("a head and a body");
    assert_eq!(shown, body);
    assert!(head.starts_with("HTTP/1.1 403 Forbidden\n"), "{head}");
    assert!(head.contains("\ncontent-type: application/json"), "{head}");
}
