//! Code that must not allocate: `Display`, whatever values the error carries, and the layer for axum.

#[cfg(feature = "json")]
mod api;

use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

use errcat::error::LogMessage;
use errcat::{CatalogError, CodeIndex, Entry, IntoValue, Json, Message, Param, ParamType, Piece, Value};

#[derive(Debug)]
struct Everything {
    text: String,
    json: Json,
}

const fn param(name: &'static str, ty: ParamType) -> Param<'static> {
    Param { name, ty, ..Param::EMPTY }
}

static ENTRY: Entry = Entry {
    message: Message(&[
        Piece::Text("text "),
        Piece::Param(0),
        Piece::Text(", json "),
        Piece::Param(1),
        Piece::Text(", number "),
        Piece::Param(2),
        Piece::Text(", duration "),
        Piece::Param(3),
        Piece::Text(", time "),
        Piece::Param(4),
        Piece::Text(", absent "),
        Piece::Param(5),
    ]),
    params: &[
        param("text", ParamType::String),
        param("json", ParamType::Json),
        param("number", ParamType::Number),
        param("duration", ParamType::DurationSeconds),
        param("time", ParamType::TimestampRfc3339),
        param("absent", ParamType::String),
    ],
    ..Entry::EMPTY
};

impl CatalogError for Everything {
    fn entry(&self) -> &'static Entry {
        &ENTRY
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[
            self.text.value(),
            self.json.value(),
            0.25.value(),
            Duration::from_millis(1_500).value(),
            SystemTime::UNIX_EPOCH.value(),
            Value::Absent,
        ]);
    }
}

impl fmt::Display for Everything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::display(self, f)
    }
}

impl std::error::Error for Everything {}

fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[test]
fn display_does_not_allocate() {
    let error = Everything { text: "a".repeat(100), json: Json::from_text("[1]") };
    let mut out = String::with_capacity(1_000);
    assert_eq!(allocations(|| write!(out, "{error}").expect("writing to a String")), 0);
    let expected = format!(
        "text {}, json [1], number 0.25, duration 1.5, time 1970-01-01T00:00:00.000Z, absent -",
        "a".repeat(100)
    );
    assert_eq!(out, expected);

    let dynamic: &dyn CatalogError = &error;
    let log = LogMessage::of(dynamic);
    assert_eq!(allocations(|| write!(out, "{log}").expect("writing to a String")), 0);
}

#[test]
fn finding_a_code_does_not_allocate() {
    assert_eq!(allocations(|| assert_eq!(CodeIndex::EMPTY.find("Agent-Not-Found"), None)), 0);
}

#[cfg(feature = "axum")]
mod response {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use axum::http::{Request, StatusCode};
    use axum::response::{IntoResponse, Response};
    use errcat::axum::{CatalogLayer, into_response};
    use errcat::{Decode, Envelope, Member, Node, Slot, Values};
    use tower::{Layer, Service};

    use super::*;

    #[derive(Debug)]
    struct NotFound;

    static ENVELOPE: Envelope<'static> = Envelope {
        body: Node::Object(&[Member { name: "error", value: Node::Slot(Slot::Message), optional: false }]),
        ..Envelope::EMPTY
    };

    static ENTRIES: [Entry; 1] = [Entry {
        message: Message(&[Piece::Text("Not found")]),
        statuses: &[404],
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    }];

    impl CatalogError for NotFound {
        fn entry(&self) -> &'static Entry {
            &ENTRIES[0]
        }

        fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
            visit(&[]);
        }
    }

    impl fmt::Display for NotFound {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            errcat::fmt::display(self, f)
        }
    }

    impl std::error::Error for NotFound {}

    impl Decode for NotFound {
        fn tables() -> &'static [&'static [Entry]] {
            static TABLES: [&[Entry]; 1] = [&ENTRIES];
            &TABLES
        }

        fn build(_: usize, _: usize, _: &mut Values<'_>) -> Option<Self> {
            Some(Self)
        }
    }

    /// The body of a hand-written error.
    #[derive(serde::Serialize)]
    struct ByHand {
        error: &'static str,
    }

    fn by_hand() -> Response {
        (StatusCode::NOT_FOUND, axum::Json(ByHand { error: "Not found" })).into_response()
    }

    /// The extensions of a response are a boxed map of boxed values, and the error in them is shared.
    #[test]
    fn response_allocates_only_what_carries_the_error() {
        let ours = allocations(|| drop(into_response(NotFound)));
        assert_eq!(ours, allocations(|| drop(by_hand())) + 4);
    }

    /// A handler that returns the error.
    #[derive(Clone)]
    struct Handler;

    impl Service<Request<()>> for Handler {
        type Response = Response;
        type Error = Infallible;
        type Future = Ready<Result<Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<()>) -> Self::Future {
            ready(Ok(into_response(NotFound)))
        }
    }

    fn send(mut service: impl Service<Request<()>>) -> bool {
        let future = pin!(service.call(Request::new(())));
        future.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn layer_does_not_allocate() {
        let layered = CatalogLayer::<NotFound>::new().layer(Handler);
        let without = allocations(|| assert!(send(Handler)));
        assert_eq!(allocations(|| assert!(send(layered))), without);
    }
}

/// A decoded response allocates its box and a buffer for its texts, and while it is decoded the list of facts
/// in its body. Looking for differences that aren't there adds nothing.
#[cfg(feature = "json")]
#[test]
fn decoding_allocates_only_what_it_returns() {
    use errcat::Decode;

    fn decode<E: Decode>(status: u16, body: &str) -> u64 {
        let headers = [("content-type", "application/json"), ("retry-after", "7")];
        let response = || errcat::decode::<E>(status, &headers, body.as_bytes());
        // The index of the API is built once.
        assert!(response().error().is_some_and(|_| response().differences().is_empty()), "{body}");
        allocation_counter::measure(|| drop(std::hint::black_box(response()))).count_total
    }

    assert_eq!(decode::<api::kakunin::Error>(404, r#"{"error":"Not Found"}"#), 2);
    assert_eq!(decode::<api::kakunin::Error>(404, r#"{"error":"Agent not found"}"#), 2);
    let of_search = api::search::BODIES.lines().find(|body| body.contains("missing_master_key"));
    let of_search = of_search.expect("a body");
    assert_eq!(decode::<api::search::Error>(401, of_search), 2);
    // With a space at its end, a constant body isn't recognized as a whole.
    assert_eq!(decode::<api::kakunin::Error>(404, r#"{"error":"Agent not found"} "#), 2);
    assert_eq!(decode::<api::search::Error>(401, &format!("{of_search} ")), 3);
}
