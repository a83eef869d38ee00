//! Prints what clients decode from responses, and what a server sends for the decoded errors.

use std::fmt::Debug;

use errcat::{Body, CatalogError, Decode, DecodedError, ErrorList, Value};

fn main() {
    parse_shared_codes();
    return_exit_codes();
    // The families.
}

/// A code that several errors have isn't parsed as one of them.
fn parse_shared_codes() {
    use api_errors::ads::{Code, authorization, budget};
    let error = "not-enabled".parse::<Code>().expect_err("three errors have it");
    assert_eq!(error.candidates(), ["authorization/NOT_ENABLED", "budget/NOT_ENABLED", "quota/NOT_ENABLED"]);
    assert_eq!("budget/not_enabled".parse(), Ok(Code::BudgetNotEnabled));
    assert_eq!("long_name".parse(), Ok(Code::LongName));
    assert_eq!("INVALID_NAME".parse::<Code>().expect_err("two errors have it").candidates().len(), 2);
    assert_eq!(Code::LongName.as_str(), "INVALID_NAME");
    assert_eq!(authorization::Error::NotEnabled.code(), Code::AuthorizationNotEnabled);
    let error = budget::Error::NotEnabled { budget: "7".into() };
    assert_eq!((error.code().as_str(), error.entry().id()), ("NOT_ENABLED", "budget/NOT_ENABLED"));
    assert_eq!(error.docs_url(), Some("https://docs.example.com/errors/ads/budget/NOT_ENABLED/"));
}

/// The exit codes of a tool are facts of its errors.
fn return_exit_codes() {
    use api_errors::cli::{Code, errors::Error};
    assert_eq!((Code::E0001.entry().exit_code(), Code::E0002.entry().exit_code()), (1, 3));
    let error = Error::E0002 { path: "tool.toml".into(), line: 7, reason: "unknown key".into() };
    let error = error.with_source("a source");
    assert_eq!(format!("{:?}", error.exit_code()), format!("{:?}", std::process::ExitCode::from(3)));
}

/// Prints the responses of an API. Each has a line with the status and the content type, further headers, and
/// its body on a line.
fn show<E: Decode + Debug>(api: &str, responses: &str) {
    println!("=== {api}");
    for response in responses.split("\n\n") {
        let mut lines = response.trim_end().lines();
        let head = lines.next().unwrap_or_default();
        let (status, content_type) = head.split_once(' ').unwrap_or((head, ""));
        let rest: Vec<&str> = lines.collect();
        let (body, headers) = rest.split_last().expect("a body");
        let mut all = vec![("content-type", content_type)];
        all.extend(headers.iter().filter_map(|header| header.split_once(": ")));
        decode::<E>(status.parse().expect("a status"), &all, body);
    }
}

fn decode<E: Decode + Debug>(status: u16, headers: &[(&str, &str)], body: &str) {
    println!("{status} {body}");
    let response = errcat::decode::<E>(status, headers, body.as_bytes());
    for found in std::iter::once(response.decoded()).chain(response.others()) {
        match found {
            DecodedError::Error(error) => println!("  is {error:?}: {error}"),
            DecodedError::Kind(entry) => println!("  is {} without all its values", entry.code),
            other => println!("  is {other:?}"),
        }
    }
    if response.error().is_none() {
        let candidates: Vec<&str> = response.candidates().iter().map(|entry| entry.code).collect();
        println!("  candidates: {candidates:?}");
    }
    for difference in response.differences() {
        println!("  differs: {difference}");
    }
    let Some(list) = ErrorList::from_errors(response.errors()) else { return };
    let sent = Body::with(&list, &|_| Value::Absent, |body| {
        let header = |header: &errcat::EnvelopeHeader<'_>| format!("{}: {}", header.name, body.header(header.value).unwrap_or_default());
        let headers: Vec<String> = body.envelope.headers.iter().map(header).collect();
        (headers, String::from_utf8(body.to_vec()).expect("UTF-8"))
    });
    let (headers, sent) = sent.expect("a body");
    headers.iter().for_each(|header| println!("  sends {header}"));
    println!("  sends {}", if sent == body { "the same body" } else { &sent });
}
