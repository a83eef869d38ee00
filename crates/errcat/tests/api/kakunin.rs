//! Errors that are identified by their status alone.

use errcat::{
    Entry, Envelope, Failure, Fallback, Header, Identity, Message, Node, ParamType, Piece, Retry, RetryAfter,
    RetryPolicy, Slot,
};

use super::{Api, ApiError, member, param};

pub(crate) struct Kakunin;

pub(crate) type Error = ApiError<Kakunin>;

impl Api for Kakunin {
    const TABLES: &'static [&'static [Entry]] = &[&HTTP, &CERTIFY, &EVENTS];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&ENVELOPE);
    const FALLBACKS: &'static [Fallback] = &[
        Fallback::new(Failure::UnknownPath, 0, 0),
        Fallback::new(Failure::RateLimited, 0, 2),
        Fallback::new(Failure::InternalError, 0, 3),
    ];
}

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[member("error", Node::Slot(Slot::Message))]),
    identify_by: &[Identity::Status],
    ..Envelope::EMPTY
};

const EMPTY: Entry = Entry { api: "kakunin", envelope: Some(&ENVELOPE), ..Entry::EMPTY };

static HTTP: [Entry; 4] = [
    Entry {
        code: "not_found",
        name: "NotFound",
        title: "Not Found",
        statuses: &[404],
        message: Message(&[Piece::Text("Not Found")]),
        retry: Retry::Never,
        ..EMPTY
    },
    Entry {
        code: "too_early",
        name: "TooEarly",
        title: "Too Early",
        statuses: &[425],
        message: Message(&[Piece::Text("Too Early")]),
        ..EMPTY
    },
    Entry {
        code: "rate_limited",
        name: "RateLimited",
        title: "Rate Limited",
        statuses: &[429],
        message: Message(&[Piece::Text("Rate Limited")]),
        params: &[
            param("limit", ParamType::Integer, "100"),
            param("reset", ParamType::TimestampMilliseconds, "1716040800000"),
            param("retry_after", ParamType::DurationSeconds, "42"),
        ],
        headers: &[
            Header { name: "X-RateLimit-Limit", param: Some(0), constant: "" },
            Header { name: "X-RateLimit-Remaining", param: None, constant: "0" },
            Header { name: "X-RateLimit-Reset", param: Some(1), constant: "" },
            Header { name: "Retry-After", param: Some(2), constant: "" },
        ],
        retry: Retry::Later(RetryPolicy {
            after: Some(RetryAfter::Header("Retry-After")),
            attempts: Some(3),
            ..RetryPolicy::EMPTY
        }),
        ..EMPTY
    },
    Entry {
        code: "internal_error",
        name: "InternalError",
        title: "Internal Error",
        statuses: &[500],
        message: Message(&[Piece::Text("Internal Error")]),
        ..EMPTY
    },
];

static CERTIFY: [Entry; 3] = [
    Entry {
        code: "agent_not_found",
        name: "AgentNotFound",
        title: "Not Found",
        statuses: &[404],
        message: Message(&[Piece::Text("Agent not found")]),
        kind: Some("not_found"),
        ..EMPTY
    },
    Entry {
        code: "agent_gone",
        name: "AgentGone",
        title: "Gone",
        statuses: &[410],
        message: Message(&[Piece::Text("Agent gone")]),
        retired: Some("since 2.0"),
        ..EMPTY
    },
    // Two errors share the status 503 and neither has a kind, so the status alone identifies none of them.
    Entry {
        code: "kms_not_configured",
        name: "KmsNotConfigured",
        title: "Service Unavailable",
        statuses: &[503],
        message: Message(&[Piece::Text("KMS not configured")]),
        ..EMPTY
    },
];

static EVENTS: [Entry; 2] = [
    Entry { table: "events", ..CERTIFY[0] },
    Entry {
        code: "queue_full",
        name: "QueueFull",
        title: "Service Unavailable",
        statuses: &[503],
        message: Message(&[Piece::Text("The queue is full")]),
        ..EMPTY
    },
];
