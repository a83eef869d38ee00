//! A client that retries as the catalog says, against a real server that records when it is called.
#![cfg(feature = "axum")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api_errors::errcat::ErrorResponse;
use api_errors::errcat::retry::Attempts;
use api_errors::kakunin;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The status and the `Retry-After` of each answer in turn. The last one is repeated.
type Answers = &'static [(u16, &'static str)];

/// The answers of a server, and when it was called.
#[derive(Clone)]
struct Script {
    answers: Answers,
    calls: Arc<Mutex<Vec<Instant>>>,
}

async fn answer(State(script): State<Script>) -> Response {
    let mut calls = script.calls.lock().expect("no handler panics");
    let (status, retry_after) =
        script.answers[calls.len().min(script.answers.len() - 1)];
    calls.push(Instant::now());
    let status = StatusCode::from_u16(status).expect("a status");
    let body = r#"{"error":"as scripted"}"#;
    (status, [("retry-after", retry_after), ("content-type", "application/json")], body)
        .into_response()
}

fn start(script: Script) -> SocketAddr {
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
                .send(listener.local_addr().expect("an address"))
                .expect("the receiver is alive");
            let routes = Router::new().route("/", get(answer)).with_state(script);
            axum::serve(listener, routes).await.expect("the server runs");
        });
    });
    receiver.recv().expect("the service starts")
}

/// Sends a request until an attempt succeeds or no more attempts make sense.
fn call(server: SocketAddr) -> Result<(), ErrorResponse<kakunin::Error>> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut attempts = Attempts::new();
    loop {
        let mut response =
            agent.get(format!("http://{server}/")).call().expect("a response");
        if response.status().is_success() {
            return Ok(());
        }
        let body = response.body_mut().read_to_vec().expect("a body");
        let response =
            kakunin::decode(response.status().as_u16(), response.headers(), &body);
        match attempts.wait(&response, true) {
            Some(wait) => std::thread::sleep(wait),
            None => return Err(response),
        }
    }
}

/// Calls a server with these answers. Returns the status of the last answer, and the seconds between calls.
fn run(answers: Answers) -> (u16, Vec<f64>) {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let server = start(Script { answers, calls: calls.clone() });
    let status = call(server).map_or_else(|response| response.status(), |()| 200);
    let calls = calls.lock().expect("no handler panics");
    let waits = calls.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64());
    (status, waits.collect())
}

#[test]
fn each_answer_decides_about_the_next_attempt() {
    let (status, waits) = run(&[(429, "1"), (429, "2"), (200, "0")]);
    assert_eq!((status, waits.len()), (200, 2));
    assert!(waits[0] >= 1.0 && waits[1] >= 2.0, "{waits:?}");

    let (status, waits) = run(&[(429, "0"), (400, "0")]);
    assert_eq!((status, waits.len()), (400, 1), "a 400 is never sent again");

    let (status, waits) = run(&[(429, "soon"), (200, "0")]);
    assert_eq!(
        (status, waits.len()),
        (200, 1),
        "a header that can't be read doesn't stop the retry"
    );

    let start = Instant::now();
    let (status, waits) = run(&[(429, "1716040800000"), (200, "0")]);
    assert_eq!((status, waits.len()), (429, 0), "longer than the total wait");
    assert!(start.elapsed() < Duration::from_secs(60));
}
