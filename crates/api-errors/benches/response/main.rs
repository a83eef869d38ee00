//! Measures the way of an error from a handler to its response, relative to a hand-written
//! axum handler that sends the same response:
//! `cargo bench -p api-errors --features axum,tracing --bench response`.
//!
//! - **handler**: the handler returns the error.
//! - **layer**: the same in a `CatalogLayer`, compared with a layer that does nothing. Any
//!   layer of a router costs about 110 ns, because axum boxes the service below it.
//! - **layer, context**: the layer adds the request's ID. By hand, the handler does.
//! - **first use**: the first error of a table with 500 codes, whose text is parsed then.
//!   All bodies are constant. They are encoded then, too: about a quarter of the time.
//!
//! A request passes a router with a single route, without a socket or a parser of HTTP.
//! Both sides run alternately in short runs, and the median counts. Measured on
//! 2026-11-28 on two cores, in nanoseconds. The ratios are ranges over five runs of one
//! build. They depend on the layout of the code: in another build of nearly the same code,
//! they differed by up to 0.1.
//!
//! | | errcat | by hand | ratio |
//! |---|---|---|---|
//! | handler, one member | 590 | 575 | 1.01 to 1.02 |
//! | handler, message | 810 | 770 | 1.02 to 1.07 |
//! | handler, four headers | 1,160 | 1,080 | 1.07 to 1.08 |
//! | layer, one member | 760 | 680 | 1.12 to 1.14 |
//! | layer, message | 1,020 | 890 | 1.15 to 1.16 |
//! | layer, four headers | 1,370 | 1,220 | 1.12 to 1.13 |
//! | layer, context | 1,040 | 870 | 1.17 to 1.22 |
//! | first use of 500 codes | 0.85 to 1.07 ms | | |
//!
//! Four allocations carry the error in the response's extensions; errcat's test
//! `allocation` counts them. In return, constant bodies aren't encoded again, and the
//! names of rate limit headers aren't parsed. The layer allocates nothing. It catches
//! panics, which the hand-written service doesn't, and copies the request and its future
//! for that, which are hundreds of bytes.

use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use api_errors::errcat::Decode;
use api_errors::errcat::axum::CatalogLayer;
use api_errors::{kaizen, kakunin, zazmic};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::get;
use tower::Service;
use tower::layer::util::Identity;

mod by_hand;
mod table;

fn main() {
    println!("{:<32}{:>10}{:>10}{:>8}", "ns", "errcat", "by hand", "ratio");
    first_use();
    responses();
}

fn responses() {
    let plain = || async { Err::<(), _>(kakunin::certify::Error::AgentNotFound) };
    let by_hand = || async { Err::<(), _>(by_hand::Error::AgentNotFound) };
    compare_handlers::<kakunin::Error>("one member", get(plain), get(by_hand));

    let balance = || async { Err::<(), _>(balance_too_low()) };
    let by_hand = || async { Err::<(), _>(by_hand::balance_too_low()) };
    compare_handlers::<zazmic::Error>("message", get(balance), get(by_hand));

    let limited = || async { Err::<(), _>(too_many_requests()) };
    let by_hand = || async { Err::<(), _>(by_hand::too_many_requests()) };
    compare_handlers::<zazmic::Error>("four headers", get(limited), get(by_hand));

    compare_context();
}

/// Compares errors that contain the ID of their request.
fn compare_context() {
    let missing = || async { Err::<(), _>(kaizen::http::Error::NotFound) };
    let layer = CatalogLayer::<kaizen::Error>::new().context(|request| {
        let id = request.headers.get("x-request-id").and_then(|id| id.to_str().ok());
        let id = id.map(str::to_owned);
        move |name: &str| match name {
            "request_id" => id.as_deref().map(Into::into),
            _ => None,
        }
    });
    compare(
        "layer, context",
        Router::new().route("/", get(missing)).layer(layer),
        Router::new().route("/", get(by_hand::missing)).layer(Identity::new()),
    );
}

fn balance_too_low() -> zazmic::http::Error {
    let (balance, cost) = ("$5.00".into(), "$10.00".into());
    zazmic::http::Error::BalanceTooLow { balance, cost }
}

fn too_many_requests() -> zazmic::http::Error {
    zazmic::http::Error::TooManyRequests {
        limit: 10,
        reset: SystemTime::UNIX_EPOCH + Duration::from_secs(1_642_252_800),
        retry_after: Duration::from_secs(45),
    }
}

/// Compares a handler without and inside of a layer with a hand-written one. The latter is
/// inside of an empty layer, because axum boxes the service below any layer.
fn compare_handlers<E: Decode + Send + Sync>(
    name: &str,
    handler: axum::routing::MethodRouter,
    by_hand: axum::routing::MethodRouter,
) {
    let routes = Router::new().route("/", handler);
    let by_hand = Router::new().route("/", by_hand);
    let layered = routes.clone().layer(CatalogLayer::<E>::new());
    let layered_by_hand = by_hand.clone().layer(Identity::new());
    compare(&format!("handler, {name}"), routes, by_hand);
    compare(&format!("layer, {name}"), layered, layered_by_hand);
}

/// Prints the nanoseconds per request: the medians of many short, alternating runs, and
/// the median of their ratios, unless the command line contains other names.
fn compare(name: &str, mut ours: Router, mut by_hand: Router) {
    if !is_selected(name) {
        return;
    }
    assert_same_response(&mut ours, &mut by_hand);
    let (mut our_times, mut times_by_hand, mut ratios) = (vec![], vec![], vec![]);
    for _ in 0..300 {
        let (our_time, time_by_hand) = (time_run(&mut ours), time_run(&mut by_hand));
        our_times.push(our_time);
        times_by_hand.push(time_by_hand);
        ratios.push(our_time / time_by_hand);
    }
    println!(
        "{name:<32}{:>10.0}{:>10.0}{:>8.2}",
        median(our_times),
        median(times_by_hand),
        median(ratios)
    );
}

fn is_selected(name: &str) -> bool {
    // Cargo itself passes `--bench`.
    let is_option = |argument: &String| argument.starts_with("--");
    let mut names =
        std::env::args().skip(1).filter(|argument| !is_option(argument)).peekable();
    names.peek().is_none() || names.any(|part| name.contains(&part))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn time_run(routes: &mut Router) -> f64 {
    const CALLS: u32 = 1_000;
    let start = Instant::now();
    for _ in 0..CALLS {
        black_box(send(routes));
    }
    start.elapsed().as_nanos() as f64 / f64::from(CALLS)
}

/// Sends a request. No handler waits for anything, so the first poll returns the response.
fn send(routes: &mut Router) -> Response<Body> {
    let request = Request::get("/").header("x-request-id", "req_7f3a9c");
    let request = request.body(Body::empty()).expect("a request");
    match poll(routes.call(request)) {
        Ok(response) => response,
    }
}

fn poll<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("no handler waits"),
    }
}

fn assert_same_response(ours: &mut Router, by_hand: &mut Router) {
    let read = |routes: &mut Router| {
        let (mut head, body) = send(routes).into_parts();
        head.extensions.clear();
        let body = poll(axum::body::to_bytes(body, 1 << 10)).expect("a body");
        let mut headers: Vec<_> = head
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        headers.sort();
        (head.status, headers, body)
    };
    assert_eq!(read(ours), read(by_hand));
}

/// Prints how long the first use of a table takes: the median of many tables.
fn first_use() {
    const NAME: &str = "first use of 500 codes";
    if !is_selected(NAME) {
        return;
    }
    let time = |_| {
        let table = table::with_codes(500);
        let start = Instant::now();
        black_box(table.get(black_box(499)));
        start.elapsed().as_nanos() as f64
    };
    println!("{NAME:<32}{:>10.0}", median((0..100).map(time).collect()));
}
