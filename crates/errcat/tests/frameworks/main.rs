//! Tests real servers with real middleware and a real client: for any failure, a service sends and logs an
//! error of its catalog.
#![cfg(all(feature = "axum", feature = "actix", feature = "tracing"))]

mod cases;
mod client;
mod log;
mod on_actix;
mod on_axum;
mod shop;

use std::net::SocketAddr;

use crate::cases::{Case, Framework};

#[test]
fn every_failure_is_answered_as_the_catalog_defines() {
    log::start();
    let servers: [(Framework, fn() -> SocketAddr); 2] =
        [(Framework::Axum, on_axum::start), (Framework::Actix, on_actix::start)];
    let mut mistakes = Vec::new();
    for (framework, start) in servers {
        let server = start();
        for case in cases::all() {
            check(framework, server, &case, &mut mistakes);
        }
    }
    assert!(mistakes.is_empty(), "{} mistakes:\n{}", mistakes.len(), mistakes.join("\n"));
}

/// Sends the request of a case, and compares the response and the log with the expected ones.
fn check(framework: Framework, server: SocketAddr, case: &Case, mistakes: &mut Vec<String>) {
    let expected = case.expected(framework);
    log::clear();
    let reply = client::send(server, &case.request);
    let events = log::take();
    let mut compare = |what: &str, actual: String, expected: String| {
        if actual != expected {
            let name = case.name;
            mistakes.push(format!("{framework:?}, {name}, {what}:\n    {actual}\n    {expected} expected"));
        }
    };
    compare("status", reply.status.to_string(), expected.status.to_string());
    for (name, value) in &expected.headers {
        compare(name, reply.header(name).unwrap_or("none").to_owned(), (*value).to_owned());
    }
    compare("body", reply.body.clone(), expected.body(&case.request));
    compare("events", events.join("\n"), expected.events.join("\n"));
}
