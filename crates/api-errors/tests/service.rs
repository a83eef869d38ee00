//! The example service over real HTTP, on a free port of the loopback interface, called
//! by real clients: a Rust client that decodes with the generated crate, `curl`,
//! Python's `urllib` and Node's `fetch`.
#![cfg(feature = "axum")]
// The example is a program. Here it is a module, and its `main` isn't called.
#![allow(dead_code)]

mod generate;
#[path = "../examples/service.rs"]
mod service;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use api_errors::errcat::{Decode, ErrorResponse, Retry};
use api_errors::{kaizen, kakunin, kortix, zazmic};
use errcat_targets::settings::FolderSettings;

/// Starts the service. It stops when the test's process ends.
fn start() -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener =
                tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            sender
                .send(listener.local_addr().expect("the listener's address"))
                .expect("the receiver is alive");
            axum::serve(listener, service::routes()).await.expect("the server runs");
        });
    });
    receiver.recv().expect("the service starts")
}

/// Sends a request like an SDK: responses that aren't a success are decoded.
fn send<E: Decode>(
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
    let mut response = agent.run(request).expect("a response");
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
fn rust_clients_get_typed_errors() {
    let service = start();
    let kakunin = |path: &str, body: &str| {
        send::<kakunin::Error>("POST", &format!("http://{service}/kakunin{path}"), body)
    };
    assert!(kakunin("/v1/agents/known/certify", "").is_ok());

    // Kakunin's errors are identified by the status alone, so the client gets the kind,
    // with the message of the original error.
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

    let poor = send::<zazmic::Error>(
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
        send::<kortix::Error>("GET", &format!("http://{service}/kortix/v1/health"), "")
            .unwrap_err();
    assert_eq!(health.code(), Some("shutting_down"));
    assert_eq!(
        String::from_utf8_lossy(health.body()),
        r#"{"detail":{"status":"shutting_down","timestamp":"2026-03-02T10:30:00.000Z","instance_id":"i-abc123xyz"}}"#
    );
    let invalid = send::<kortix::Error>(
        "POST",
        &format!("http://{service}/kortix/v1/threads"),
        "{}",
    )
    .unwrap_err();
    assert_eq!(invalid.code(), Some("validation_failed"));

    let encode = format!("http://{service}/kaizen/v1/prompts/encode");
    let rejected =
        send::<kaizen::Error>("POST", &encode, r#"{ "prompt": {} }"#).unwrap_err();
    assert_eq!(rejected.into_error(), Some(kaizen::http::Error::InvalidPayload.into()));
}

#[test]
fn tasks_and_streams_contain_their_errors() {
    let service = start();
    let task = send::<zazmic::Error>(
        "GET",
        &format!("http://{service}/zazmic/v1/tasks/task_abc123"),
        "",
    );
    let task = zazmic::decode(200, &(), task.expect("a successful response").as_bytes());
    assert_eq!(task.code(), Some("AGENT_ERROR"));
    assert_eq!(task.message(), Some("Agent execution failed: Connection timeout"));

    let stream = send::<zazmic::Error>(
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
fn failures_of_the_framework_have_the_apis_shape() {
    let service = start();
    let send = |method: &str, path: &str, body: &str| {
        let error = send::<kakunin::Error>(
            method,
            &format!("http://{service}/kakunin{path}"),
            body,
        )
        .unwrap_err();
        (error.status(), String::from_utf8_lossy(error.body()).into_owned())
    };
    assert_eq!(send("GET", "/v1/nothing", ""), (404, r#"{"error":"Not Found"}"#.into()));
    assert_eq!(
        send("DELETE", "/v1/events", ""),
        (405, r#"{"error":"Method Not Allowed"}"#.into())
    );
    assert_eq!(
        send("POST", "/v1/events", "{ not json"),
        (400, r#"{"error":"Bad Request"}"#.into())
    );
    assert_eq!(
        send("GET", "/v1/panic", ""),
        (500, r#"{"error":"Internal Error"}"#.into())
    );
}

#[test]
fn unknown_paths_have_the_apis_shape() {
    fn unknown_path<E: Decode>(service: SocketAddr, api: &str) -> String {
        let url = format!("http://{service}/{api}/v1/unknown_path");
        let error = send::<E>("GET", &url, "").unwrap_err();
        assert_eq!(error.status(), 404, "{api}");
        String::from_utf8_lossy(error.body()).into_owned()
    }
    let service = start();
    let zazmic = unknown_path::<zazmic::Error>(service, "zazmic");
    assert_eq!(
        zazmic,
        r#"{"error":"Not Found","message":"Not Found","statusCode":404}"#
    );
    assert_eq!(
        unknown_path::<kortix::Error>(service, "kortix"),
        r#"{"detail":"Not Found"}"#
    );
    let kaizen = unknown_path::<kaizen::Error>(service, "kaizen");
    assert_eq!(kaizen, r#"{"detail":"Not found","code":"not_found"}"#);
}

#[test]
fn the_python_package_decodes_the_errors_of_the_service() {
    let package = Some("acme-errors".to_owned());
    let root =
        generate("python", FolderSettings { package, ..FolderSettings::default() });
    pytest("test_service.py", "PYTHONPATH", &root.join("src"));
}

#[test]
fn the_openapi_descriptions_declare_all_answers_of_the_service() {
    let root = generate("openapi", FolderSettings::default());
    pytest("test_operations.py", "ERRCAT_OPENAPI", &root);
}

/// Generates a target into a folder, and returns the folder.
fn generate(target: &str, settings: FolderSettings) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("service");
    let output = Some(target.to_owned());
    let plan = generate::generate(target, FolderSettings { output, ..settings });
    for (path, file) in plan.files() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        fs::write(path, &file.bytes).expect("a new file");
    }
    root.join(target)
}

/// Runs a Python test against the service, with a folder in an environment variable. The
/// programs are installed by `cargo xtask setup`.
fn pytest(test: &str, variable: &str, folder: &Path) {
    let service = start();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let output = Command::new(generate::repository().join("target/python/bin/pytest"))
        .args(["--quiet", "-p", "no:cacheprovider"])
        .arg(tests.join(test))
        .env(variable, folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Importing the plugins of all packages takes longer than most tests.
        .env("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        .env("ERRCAT_SERVICE", format!("http://{service}"))
        .output()
        .expect("pytest runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
}

#[test]
fn truncated_bodies_still_decode() {
    let body =
        br#"{"error":"Insufficient balance","message":"Your balance ($5.00) is insuff"#;
    let truncated =
        zazmic::decode(403, &[("content-type", "application/json")][..], body);
    assert_eq!((truncated.status(), truncated.error()), (403, None));
    assert_eq!(truncated.body(), body);
}

/// Returns the output of a program.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output =
        output.unwrap_or_else(|error| panic!("this test requires {program}: {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("a text")
}

#[test]
fn other_clients_get_the_same_body() {
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
    assert_eq!(run("python3", &["-c", &python]).trim_end(), format!("403\n{body}"));
    assert_eq!(run("node", &["-e", &node]).trim_end(), format!("403\n{body}"));
    let response = run("curl", &["-s", "-i", "-X", "POST", &url]).replace("\r\n", "\n");
    let (head, shown) = response.split_once("\n\n").expect("a head and a body");
    assert_eq!(shown, body);
    assert!(head.starts_with("HTTP/1.1 403 Forbidden\n"), "{head}");
    assert!(head.contains("\ncontent-type: application/json"), "{head}");
}
