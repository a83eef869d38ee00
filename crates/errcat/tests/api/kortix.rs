//! Errors whose `detail` is a text, an object or a list, with params that only the server knows.

use errcat::{
    Audience, Entry, Envelope, Failure, Fallback, Header, Identity, Message, Node, Param, ParamType, Piece,
    Retry, RetryPolicy, Slot,
};

use super::{Api, ApiError, member, param};

pub(crate) struct Kortix;

pub(crate) type Error = ApiError<Kortix>;

impl Api for Kortix {
    const TABLES: &'static [&'static [Entry]] = &[&HTTP, &OTHERS];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&TEXT);
    const FALLBACKS: &'static [Fallback] = &[Fallback::new(Failure::Unauthenticated, 0, 1)];
}

static TEXT: Envelope<'static> = Envelope {
    name: "detail_text",
    body: Node::Object(&[member("detail", Node::Slot(Slot::Message))]),
    identify_by: &[Identity::Status, Identity::Message],
    ..Envelope::EMPTY
};

static OBJECT: Envelope<'static> = Envelope {
    name: "detail_object",
    body: Node::Object(&[member(
        "detail",
        Node::Object(&[
            member("status", Node::Slot(Slot::Code)),
            member("instance_id", Node::Slot(Slot::Context("instance_id"))),
        ]),
    )]),
    identify_by: &[Identity::Status, Identity::Code],
    context: &[param("instance_id", ParamType::String, "\"i-abc123xyz\"")],
    ..Envelope::EMPTY
};

static LIST: Envelope<'static> = Envelope {
    name: "detail_list",
    body: Node::Object(&[member("detail", Node::Slot(Slot::Param("errors")))]),
    identify_by: &[Identity::Status],
    ..Envelope::EMPTY
};

const EMPTY: Entry = Entry { api: "kortix", envelope: Some(&TEXT), ..Entry::EMPTY };

const REASON: Param<'static> =
    Param { audience: Audience::Internal, ..param("reason", ParamType::String, "\"malformed\"") };

static HTTP: [Entry; 4] = [
    Entry {
        code: "bad_request",
        name: "BadRequest",
        title: "Bad Request",
        statuses: &[400],
        message: Message(&[Piece::Text("Bad Request")]),
        ..EMPTY
    },
    Entry {
        code: "unauthorized",
        name: "Unauthorized",
        title: "Unauthorized",
        statuses: &[401],
        message: Message(&[Piece::Text("Unauthorized")]),
        log: Some(Message(&[Piece::Text("credentials rejected: "), Piece::Param(0)])),
        params: &[REASON],
        ..EMPTY
    },
    Entry {
        code: "too_many_requests",
        name: "TooManyRequests",
        title: "Too Many Requests",
        statuses: &[429],
        message: Message(&[Piece::Text("Too Many Requests")]),
        params: &[Param { optional: true, ..param("retry_after", ParamType::DurationSeconds, "60") }],
        headers: &[Header { name: "Retry-After", param: Some(0), constant: "" }],
        ..EMPTY
    },
    Entry {
        code: "service_unavailable",
        name: "ServiceUnavailable",
        title: "Service Unavailable",
        statuses: &[503],
        message: Message(&[Piece::Text("Service Unavailable")]),
        retry: Retry::Later(RetryPolicy { idempotent_only: true, ..RetryPolicy::EMPTY }),
        ..EMPTY
    },
];

static OTHERS: [Entry; 5] = [
    Entry {
        code: "no_valid_credentials",
        name: "NoValidCredentials",
        message: Message(&[Piece::Text("No valid authentication credentials found")]),
        kind: Some("unauthorized"),
        ..HTTP[1]
    },
    Entry {
        code: "jwt_refused",
        name: "JwtRefused",
        message: Message(&[Piece::Text("No valid authentication credentials found")]),
        kind: Some("no_valid_credentials"),
        ..HTTP[1]
    },
    Entry {
        code: "invalid_api_key_format",
        name: "InvalidApiKeyFormat",
        message: Message(&[Piece::Text("Invalid API key format. Expected format: pk_xxx:sk_xxx")]),
        kind: Some("unauthorized"),
        params: &[
            REASON,
            Param { audience: Audience::Secret, ..param("api_key", ParamType::String, "null") },
            Param { audience: Audience::Internal, ..param("shard", ParamType::Integer, "7") },
        ],
        ..HTTP[1]
    },
    Entry {
        code: "shutting_down",
        name: "ShuttingDown",
        message: Message(&[Piece::Text("The instance is shutting down")]),
        kind: Some("service_unavailable"),
        envelope: Some(&OBJECT),
        ..HTTP[3]
    },
    Entry {
        code: "validation_failed",
        name: "ValidationFailed",
        message: Message(&[Piece::Text("Request data is invalid")]),
        params: &[param(
            "errors",
            ParamType::Json,
            r#"[{"loc":["body","title"],"msg":"field required","type":"value_error.missing"}]"#,
        )],
        kind: Some("bad_request"),
        envelope: Some(&LIST),
        ..HTTP[0]
    },
];
