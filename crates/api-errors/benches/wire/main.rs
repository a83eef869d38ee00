//! Measures encoding and decoding, relative to code written by hand for a single error:
//! `cargo bench -p api-errors --features json`.
//!
//! - **code**: look up a code among 10,000, compared with `phf::Map`, which only finds
//!   the exact spelling.
//! - **encode**: write an error as the bytes of its body, compared with `serde_json` on a
//!   struct made for it.
//! - **decode**: turn status, headers and body into an error value that keeps them,
//!   compared with `serde_json` into a struct made for it, which keeps the same data.
//!
//! Both sides run alternately, and the fastest run of each counts. Measured on
//! 2026-11-29 on two cores, in nanoseconds:
//!
//! | | errcat | by hand | ratio |
//! |---|---|---|---|
//! | lookup of 10,000 | 40 | 36 | 1.1 |
//! | lookup of 10,000, unknown | 27 | 19 | 1.4 |
//! | lookup of 20, in capitals | 59 | 23 | 2.6 |
//! | encode, one member | 66 | 36 | 1.8 |
//! | encode, message with params | 215 | 238 | 0.9 |
//! | encode, nested with times | 639 | 525 | 1.2 |
//! | decode, one member | 166 | 109 | 1.5 |
//! | decode, one member, spaces | 274 | 113 | 2.4 |
//! | decode, message with params | 659 | 356 | 1.9 |
//! | decode, nested with times | 1,161 | 647 | 1.8 |
//! | decode, by message | 216 | 106 | 2.0 |
//!
//! The hand-written code decodes one error and rejects all others. errcat identifies
//! which of an API's errors it is and in which shape, compares all of it with the catalog,
//! and keeps responses that it can't identify. A body that is the same in every response
//! of an error, such as the one member, is recognized as a whole. With spaces, the same
//! body is parsed. The error of the last line has two internal params, whose placeholders
//! are allocated.

use std::hint::black_box;
use std::time::{Duration, Instant};

use api_errors::errcat::code::normalize;
use api_errors::errcat::{Body, CatalogError, CodeIndex, IntoValue, OwnedValue, Value};
use api_errors::{kakunin, kortix, zazmic};

mod by_hand;

use by_hand::ToVec;

fn main() {
    println!("{:<32}{:>10}{:>10}{:>8}", "ns", "errcat", "by hand", "ratio");
    codes();
    encode();
    decode();
}

/// Prints the nanoseconds per call: the fastest of many short, alternating runs. If the
/// command line contains names, only these are measured.
fn compare<A, B>(
    name: &str,
    mut ours: impl FnMut() -> A,
    mut theirs: impl FnMut() -> B,
) {
    // Cargo itself passes `--bench`.
    let mut filters = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .peekable();
    if filters.peek().is_some() && !filters.any(|part| name.contains(&part)) {
        return;
    }
    let (mut our_best, mut their_best) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..200 {
        our_best = our_best.min(time_run(&mut ours));
        their_best = their_best.min(time_run(&mut theirs));
    }
    println!(
        "{name:<32}{our_best:>10.1}{their_best:>10.1}{:>8.2}",
        our_best / their_best
    );
}

fn time_run<T>(call: &mut impl FnMut() -> T) -> f64 {
    let (start, mut calls) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_millis(2) {
        for _ in 0..1_000 {
            black_box(call());
        }
        calls += 1_000;
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn codes() {
    let codes: Vec<&'static str> =
        (0..10_000).map(|n| &*format!("agent_{}_not_found", n * 7).leak()).collect();
    let normal: Vec<_> =
        codes.iter().map(|code| normalize(code).expect("short enough")).collect();
    let keys: Vec<&[u8]> = normal.iter().map(|key| key.as_bytes()).collect();
    let solved = phf_generator::generate_hash(&keys);
    let index = CodeIndex {
        key: solved.key,
        displacements: solved.disps.leak(),
        slots: solved
            .map
            .into_iter()
            .map(|place| place as u16)
            .collect::<Vec<_>>()
            .leak(),
        codes: codes.clone().leak(),
        aliases: &[],
    };
    let map = phf_map(&codes);

    let (mut at, mut other_at) = (0, 0);
    compare(
        "lookup of 10,000",
        || {
            at = (at + 7_919) % codes.len();
            index.find(black_box(codes[at]))
        },
        || {
            other_at = (other_at + 7_919) % codes.len();
            map.get(black_box(codes[other_at])).copied()
        },
    );
    compare(
        "lookup of 10,000, unknown",
        || index.find(black_box("agent_17_not_fond")),
        || map.get(black_box("agent_17_not_fond")).copied(),
    );
    let map =
        phf_map(&zazmic::Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    compare(
        "lookup of 20, in capitals",
        || black_box("INSUFFICIENT_BALANCE").parse::<zazmic::Code>(),
        || map.get(black_box("INSUFFICIENT_BALANCE")).copied(),
    );
}

fn phf_map(codes: &[&'static str]) -> phf::Map<&'static str, u16> {
    let solved = phf_generator::generate_hash(codes);
    let entries: Vec<_> =
        solved.map.iter().map(|place| (codes[*place], *place as u16)).collect();
    phf::Map { key: solved.key, disps: solved.disps.leak(), entries: entries.leak() }
}

fn encode() {
    let error = kakunin::certify::Error::AgentNotFound;
    compare(
        "encode, one member",
        || bytes(black_box(&error), &|_| Value::Absent),
        || by_hand::Plain { error: black_box("Agent not found") }.to_vec(),
    );
    let error = zazmic::http::Error::BalanceTooLow {
        balance: "$5.00".into(),
        cost: "$10.00".into(),
    };
    compare(
        "encode, message with params",
        || bytes(black_box(&error), &|_| Value::Absent),
        || by_hand::balance(black_box("$5.00"), black_box("$10.00")).to_vec(),
    );
    let (task, id) = (by_hand::task(), OwnedValue::from("task_abc123"));
    let (created, completed) = (by_hand::time(0), by_hand::time(30));
    let error = zazmic::task::Error::AgentError {
        reason: "Connection timeout".into(),
        timeout: Some(Duration::from_millis(30_000)),
        attempted_at: Some(created),
    };
    let context = |name: &str| match name {
        "task_id" => id.value(),
        "created_at" => created.value(),
        "completed_at" => completed.value(),
        _ => Value::Absent,
    };
    assert_eq!(bytes(&error, &context), task.to_vec());
    compare(
        "encode, nested with times",
        || bytes(black_box(&error), &context),
        || black_box(&task).to_vec(),
    );
}

fn bytes<'c>(error: &dyn CatalogError, context: &dyn Fn(&str) -> Value<'c>) -> Vec<u8> {
    Body::with(error, context, |body| body.to_vec()).expect("an envelope")
}

fn decode() {
    let headers = [
        ("content-type", "application/json"),
        ("date", "Fri, 20 Nov 2026 12:00:00 GMT"),
    ];
    let body = br#"{"error":"Agent not found"}"#;
    compare(
        "decode, one member",
        || kakunin::decode(black_box(404), &headers, black_box(body)),
        || {
            by_hand::decode::<by_hand::NotFound>(
                black_box(404),
                &headers,
                black_box(body),
            )
        },
    );
    let body = br#"{ "error": "Agent not found" }"#;
    compare(
        "decode, one member, spaces",
        || kakunin::decode(black_box(404), &headers, black_box(body)),
        || {
            by_hand::decode::<by_hand::NotFound>(
                black_box(404),
                &headers,
                black_box(body),
            )
        },
    );
    let body = by_hand::balance("$5.00", "$10.00").to_vec();
    compare(
        "decode, message with params",
        || zazmic::decode(black_box(403), &headers, black_box(&body)),
        || {
            by_hand::decode::<by_hand::BalanceTooLow>(
                black_box(403),
                &headers,
                black_box(&body),
            )
        },
    );
    let body = by_hand::task().to_vec();
    compare(
        "decode, nested with times",
        || zazmic::decode(black_box(200), &headers, black_box(&body)),
        || {
            by_hand::decode::<by_hand::AgentError>(
                black_box(200),
                &headers,
                black_box(&body),
            )
        },
    );
    let body = br#"{"detail":"Thread not found"}"#;
    compare(
        "decode, by message",
        || kortix::decode(black_box(404), &headers, black_box(body)),
        || {
            by_hand::decode::<by_hand::ThreadNotFound>(
                black_box(404),
                &headers,
                black_box(body),
            )
        },
    );
}
