//! Errors in three shapes: HTTP errors, identified by status and title; tasks and chats, identified by code.

use errcat::{
    Audience, Backoff, Entry, Envelope, Header, Identity, Message, Node, Param, ParamType, Piece, Retry,
    RetryAfter, RetryPolicy, Slot,
};

use super::{Api, ApiError, member, optional, param};

pub(crate) struct Zazmic;

pub(crate) type Error = ApiError<Zazmic>;

impl Api for Zazmic {
    const TABLES: &'static [&'static [Entry]] = &[&HTTP, &TASK, &CHAT];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&ENVELOPE);
}

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[
        member("error", Node::Slot(Slot::Title)),
        member("message", Node::Slot(Slot::Message)),
        member("statusCode", Node::Slot(Slot::Status)),
        optional("details", Node::Slot(Slot::Params)),
    ]),
    identify_by: &[Identity::Status, Identity::Title],
    ..Envelope::EMPTY
};

static TASK_ENVELOPE: Envelope<'static> = Envelope {
    name: "task",
    body: Node::Object(&[
        member("id", Node::Slot(Slot::Context("task_id"))),
        member("status", Node::String("failed")),
        member(
            "error",
            Node::Object(&[
                member("code", Node::Slot(Slot::Code)),
                member("message", Node::Slot(Slot::Message)),
                optional("details", Node::Slot(Slot::Params)),
            ]),
        ),
        member("createdAt", Node::Slot(Slot::Context("created_at"))),
    ]),
    identify_by: &[Identity::Code],
    context: &[
        param("task_id", ParamType::String, "\"task_abc123\""),
        param("created_at", ParamType::TimestampRfc3339, "\"2024-01-15T10:30:00.000Z\""),
    ],
    ..Envelope::EMPTY
};

static CHAT_ENVELOPE: Envelope<'static> = Envelope {
    name: "chat",
    body: Node::Object(&[
        member("type", Node::String("error")),
        member(
            "error",
            Node::Object(&[
                member("code", Node::Slot(Slot::Code)),
                member("message", Node::Slot(Slot::Message)),
            ]),
        ),
    ]),
    identify_by: &[Identity::Code],
    ..Envelope::EMPTY
};

const EMPTY: Entry = Entry { api: "zazmic", envelope: Some(&ENVELOPE), ..Entry::EMPTY };

static HTTP: [Entry; 3] = [
    Entry {
        code: "forbidden",
        name: "Forbidden",
        title: "Forbidden",
        statuses: &[403],
        message: Message(&[Piece::Text("Forbidden")]),
        ..EMPTY
    },
    Entry {
        code: "balance_too_low",
        name: "BalanceTooLow",
        title: "Insufficient balance",
        statuses: &[403],
        message: Message(&[
            Piece::Text("Your balance ("),
            Piece::Param(0),
            Piece::Text(") is insufficient for this task ("),
            Piece::Param(1),
            Piece::Text("). Please add credits."),
        ]),
        params: &[
            param("balance", ParamType::String, "\"$5.00\""),
            param("cost", ParamType::String, "\"$10.00\""),
            Param { audience: Audience::Internal, ..param("account", ParamType::String, "\"acc_1\"") },
        ],
        kind: Some("forbidden"),
        ..EMPTY
    },
    Entry {
        code: "too_many_requests",
        name: "TooManyRequests",
        title: "Rate limit exceeded",
        statuses: &[429],
        message: Message(&[
            Piece::Text("You have exceeded the rate limit of "),
            Piece::Param(0),
            Piece::Text(" requests per minute"),
        ]),
        params: &[
            param("limit", ParamType::Integer, "10"),
            Param {
                wire: "retryAfter",
                in_body: true,
                ..param("retry_after", ParamType::DurationSeconds, "45")
            },
        ],
        headers: &[
            Header { name: "X-RateLimit-Limit", param: Some(0), constant: "" },
            Header { name: "Retry-After", param: Some(1), constant: "" },
        ],
        retry: Retry::Later(RetryPolicy {
            after: Some(RetryAfter::Header("Retry-After")),
            backoff: Some(Backoff::Exponential),
            ..RetryPolicy::EMPTY
        }),
        ..EMPTY
    },
];

static TASK: [Entry; 1] = [Entry {
    code: "AGENT_ERROR",
    name: "AgentError",
    title: "Agent execution failed",
    message: Message(&[Piece::Text("Agent execution failed: "), Piece::Param(0)]),
    params: &[
        param("reason", ParamType::String, "\"Connection timeout\""),
        Param { in_body: true, optional: true, ..param("timeout", ParamType::DurationMilliseconds, "30000") },
    ],
    envelope: Some(&TASK_ENVELOPE),
    aliases: &["AGENT_FAILED"],
    ..EMPTY
}];

static CHAT: [Entry; 2] = [
    Entry { table: "chat", envelope: Some(&CHAT_ENVELOPE), ..TASK[0] },
    Entry {
        code: "STREAM_ERROR",
        name: "StreamError",
        title: "Streaming connection failed",
        message: Message(&[Piece::Text("Streaming connection failed")]),
        envelope: Some(&CHAT_ENVELOPE),
        ..EMPTY
    },
];
