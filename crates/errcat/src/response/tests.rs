use std::time::{Duration, SystemTime};

use super::*;
use crate::decode::decode_at;
use crate::retry::Attempts;
use crate::{CatalogError, Header, Message, Node, Param, ParamType, Piece, Slot, Value, Values};
use crate::{Envelope, Identity, Member, Retry, RetryAfter, RetryPolicy};

/// An API with a single error, which can be retried.
#[derive(Debug, Clone, PartialEq)]
struct Busy {
    wait: Option<Duration>,
}

static ENTRIES: [Entry; 1] = [Entry {
    code: "busy",
    statuses: &[503, 500],
    message: Message(&[Piece::Text("Busy")]),
    params: &[
        Param { name: "wait", ty: ParamType::DurationMilliseconds, optional: true, ..Param::EMPTY },
        Param { name: "reset", ty: ParamType::TimestampMilliseconds, optional: true, ..Param::EMPTY },
    ],
    headers: &[
        Header { name: "X-Wait-Ms", param: Some(0), constant: "" },
        Header { name: "X-RateLimit-Reset", param: Some(1), constant: "" },
    ],
    retry: Retry::Later(RetryPolicy { after: Some(RetryAfter::Header("X-Wait-Ms")), ..RetryPolicy::EMPTY }),
    envelope: Some(&ENVELOPE),
    ..Entry::EMPTY
}];

static ENVELOPE: Envelope<'static> = Envelope {
    body: Node::Object(&[
        Member { name: "error", value: Node::Slot(Slot::Message), optional: false },
        Member { name: "wait", value: Node::Slot(Slot::Param("wait")), optional: true },
    ]),
    identify_by: &[Identity::Status],
    ..Envelope::EMPTY
};

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::fmt::display(self, f)
    }
}

impl Error for Busy {}

impl CatalogError for Busy {
    fn entry(&self) -> &'static Entry {
        &ENTRIES[0]
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[self.wait.map_or(Value::Absent, Value::Duration), Value::Absent]);
    }
}

impl Decode for Busy {
    fn tables() -> &'static [&'static [Entry]] {
        const TABLES: &[&[Entry]] = &[&ENTRIES];
        TABLES
    }

    fn build(_: usize, _: usize, values: &mut Values<'_>) -> Option<Self> {
        Some(Self { wait: values.take(0)? })
    }
}

/// Returns Sun, 06 Nov 1994 08:49:37 GMT.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
}

const KNOWN: &str = r#"{"error":"Busy, come back"}"#;

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> ErrorResponse<Busy> {
    decode_at(status, headers, body.as_bytes(), now())
}

fn wait(headers: &[(&str, &str)]) -> Option<Duration> {
    response(502, headers, "").retry_after_at(now())
}

#[test]
fn retry_after_accepts_seconds_and_dates_up_to_a_day() {
    let seconds = |text| wait(&[("Retry-After", text)]).map(|wait| wait.as_secs());
    assert_eq!(seconds("42"), Some(42));
    assert_eq!(seconds(" 0 "), Some(0));
    assert_eq!(seconds("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60));
    assert_eq!(seconds("Sunday, 06-Nov-94 08:49:47 GMT"), Some(10));
    assert_eq!(seconds("Sun Nov  6 08:49:38 1994"), Some(1));
    assert_eq!(seconds("Sun, 06 Nov 1994 08:49:36 GMT"), Some(0), "past");
    let max = Some(crate::retry::MAX_RETRY_AFTER.as_secs());
    assert_eq!(seconds("86401"), max);
    assert_eq!(seconds("18446744073709551616"), max);
    assert_eq!(seconds("Fri, 31 Dec 9999 23:59:59 GMT"), max);
    for none in ["", "-1", "soon", "1e3", "Sun, 06 Foo 1994 08:49:37 GMT", "0x10"] {
        assert_eq!(seconds(none), None, "{none}");
    }
    assert_eq!(wait(&[]), None);
}

#[test]
fn the_catalogs_header_uses_the_unit_of_its_param() {
    let headers = [("x-wait-ms", "1500"), ("Retry-After", "9")];
    assert_eq!(response(503, &headers, KNOWN).retry_after(), Some(Duration::from_millis(1_500)));
    assert_eq!(response(503, &headers[1..], KNOWN).retry_after(), None);
    let in_body = r#"{"error":"Busy","wait":250}"#;
    assert_eq!(response(503, &[], in_body).retry_after(), Some(Duration::from_millis(250)));
}

#[test]
fn rate_limit_uses_the_units_of_the_catalog() {
    let headers = [
        ("X-RateLimit-Limit", "100"),
        ("x-ratelimit-remaining", " 7"),
        ("X-RateLimit-Reset", "1716040800000"),
    ];
    let reset = SystemTime::UNIX_EPOCH + Duration::from_secs(1_716_040_800);
    let all = RateLimit { limit: Some(100), remaining: Some(7), reset: Some(reset) };
    assert_eq!(response(418, &headers, "").rate_limit(), Some(all));
    let none = RateLimit { limit: None, ..all };
    assert_eq!(response(418, &headers[1..], "").rate_limit(), Some(none));
    assert_eq!(response(418, &[("X-RateLimit-Limit", "many")], "").rate_limit(), None);
}

#[test]
fn unknown_errors_are_retried_if_the_status_allows_it() {
    let worth = |status, headers: &[(&str, &str)]| {
        let retry = response(status, headers, "").retry();
        (retry.should_retry(true), retry.should_retry(false))
    };
    let after = [("Retry-After", "1")];
    assert_eq!(worth(429, &after), (true, true));
    assert_eq!(worth(503, &after), (true, false));
    assert_eq!(worth(429, &[]), (true, true));
    for (status, headers) in [(503, &[][..]), (500, &after), (404, &after)] {
        assert_eq!(response(status, headers, "").retry(), Retry::Unspecified);
    }
}

#[test]
fn attempts_depend_on_each_response() {
    let wait = |attempts: &mut Attempts, response: &ErrorResponse<Busy>| attempts.wait(response, false);
    let mut attempts = Attempts::new();
    let millis = |millis| Some(Duration::from_millis(millis));
    assert_eq!(wait(&mut attempts, &response(503, &[("X-Wait-Ms", "2500")], KNOWN)), millis(2_500));
    assert_eq!(wait(&mut attempts, &response(429, &[("Retry-After", "4")], "")), millis(4_000));
    assert_eq!(wait(&mut attempts, &response(400, &[], "")), None);
    // Unreadable headers don't stop a retry that the status allows.
    for header in ["soon", "", "-1", "\u{e9}"] {
        let limited = response(429, &[("Retry-After", header)], "");
        assert_eq!(wait(&mut Attempts::new(), &limited), millis(1_000), "{header}");
    }
    let limited = response(429, &[("Retry-After", "1716040800000")], "");
    assert_eq!(wait(&mut Attempts::new(), &limited), None, "longer than the total wait");
}

#[test]
fn error_response_implements_error() {
    let error = response(503, &[("Content-Type", "application/json")], KNOWN);
    assert_eq!(error.to_string(), "Busy, come back");
    assert_eq!(error.source().map(ToString::to_string), Some("Busy".to_owned()));
    assert_eq!(crate::find::<Busy>(&error), error.error());
    assert_eq!((error.code(), error.message()), (Some("busy"), Some("Busy, come back")));
    assert_eq!(
        format!("{error:?}"),
        "ErrorResponse { status: 503, found: Error(Busy { wait: None }), message: Some(\"Busy, come back\"), \
         headers: [(\"Content-Type\", \"application/json\")], body: 27 bytes }"
    );
    assert_eq!(error.into_error(), Some(Busy { wait: None }));
    assert!(response(502, &[], "").source().is_none());
    assert_eq!(size_of::<ErrorResponse<Busy>>(), size_of::<usize>());
}

#[test]
fn long_bodies_are_cut() {
    let body = format!("{{\"error\":\"{}\"}}", "é".repeat(MAX_KEPT));
    let error = response(503, &[], &body);
    assert!(error.is_body_truncated());
    assert_eq!(error.body(), &body.as_bytes()[..MAX_KEPT]);
    assert_eq!(error.message().map(str::len), Some(2 * MAX_KEPT));
}
