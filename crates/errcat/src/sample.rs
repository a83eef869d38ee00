//! Two sample errors for tests, written like generated code.

use std::time::Duration;

use crate::*;

/// An error with a param of each audience, and an envelope that uses them.
pub(crate) struct LowBalance {
    pub(crate) retry_after: Option<Duration>,
    pub(crate) details: Option<Json>,
}

impl LowBalance {
    pub(crate) fn sample() -> Self {
        Self { retry_after: Some(Duration::from_millis(1_500)), details: None }
    }
}

static LOW_BALANCE: Entry = Entry {
    code: "insufficient_balance",
    name: "InsufficientBalance",
    api: "zazmic",
    title: "Insufficient balance",
    statuses: &[403, 402],
    message: Message(&[
        Piece::Text("Your balance ("),
        Piece::Param(0),
        Piece::Text(") is insufficient for "),
        Piece::Param(1),
    ]),
    log: Some(Message(&[
        Piece::Param(2),
        Piece::Text(" is short of "),
        Piece::Param(1),
        Piece::Text(", token "),
        Piece::Param(4),
    ])),
    params: &[
        Param { name: "balance", ..Param::EMPTY },
        Param { name: "cost", ..Param::EMPTY },
        Param { name: "account", audience: Audience::Internal, ..Param::EMPTY },
        Param {
            name: "shard",
            ty: ParamType::Integer,
            audience: Audience::Internal,
            optional: true,
            ..Param::EMPTY
        },
        Param { name: "token", audience: Audience::Secret, ..Param::EMPTY },
        Param {
            name: "retry_after",
            ty: ParamType::DurationSeconds,
            wire: "retryAfter",
            in_body: true,
            optional: true,
            ..Param::EMPTY
        },
        Param {
            name: "details",
            ty: ParamType::Json,
            wire: "details",
            in_body: true,
            optional: true,
            ..Param::EMPTY
        },
    ],
    headers: &[
        Header { name: "Retry-After", param: Some(5), constant: "" },
        Header { name: "X-Api-Version", param: None, constant: "2" },
        Header { name: "X-Details", param: Some(6), constant: "" },
    ],
    causes: &["The balance of {account} is low"],
    fixes: &["Add {cost}, not `{balance}` or {{cost}}", "Ask"],
    retry: Retry::Never,
    envelope: Some(&ENVELOPE),
    docs_url: Some("https://e.example/zazmic/insufficient_balance/"),
    ..Entry::EMPTY
};

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[
        Member { name: "error", value: Node::Slot(Slot::Title), optional: false },
        Member { name: "message", value: Node::Slot(Slot::Message), optional: false },
        Member { name: "statusCode", value: Node::Slot(Slot::Status), optional: false },
        Member {
            name: "code",
            value: Node::Text(&[BodyPiece::Text("zazmic/"), BodyPiece::Slot(Slot::Code)]),
            optional: false,
        },
        Member { name: "details", value: Node::Slot(Slot::Params), optional: true },
        Member { name: "request_id", value: Node::Slot(Slot::Context("request_id")), optional: false },
        Member { name: "docs", value: Node::Slot(Slot::DocsUrl), optional: true },
        Member { name: "version", value: Node::Integer(2), optional: false },
    ]),
    context: &[Param { name: "request_id", ..Param::EMPTY }],
    ..Envelope::EMPTY
};

impl CatalogError for LowBalance {
    fn entry(&self) -> &'static Entry {
        &LOW_BALANCE
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[
            "$5.00".value(),
            "$10.00".value(),
            "acc_1".value(),
            7.value(),
            "t0k3n".value(),
            self.retry_after.value(),
            self.details.value(),
        ]);
    }
}

/// An error without params and without an envelope.
pub(crate) struct NotFound;

static NOT_FOUND: Entry = Entry {
    code: "agent_not_found",
    name: "AgentNotFound",
    message: Message(&[Piece::Text("Agent not found")]),
    ..Entry::EMPTY
};

impl CatalogError for NotFound {
    fn entry(&self) -> &'static Entry {
        &NOT_FOUND
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        visit(&[]);
    }
}

macro_rules! impl_error {
    ($($ty:ty)+) => {$(
        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::fmt::display(self, f)
            }
        }

        impl std::fmt::Debug for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::fmt::debug(self, f)
            }
        }

        impl std::error::Error for $ty {}
    )+};
}

#[cfg_attr(
    not(any(feature = "http", feature = "actix")),
    allow(unused_imports, reason = "for responses")
)]
pub(crate) use impl_error;

impl_error! { LowBalance NotFound }
