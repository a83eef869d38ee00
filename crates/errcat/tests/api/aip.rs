//! The shape of Google's errors (AIP-193): what identifies the error is one detail of several.

use errcat::{Entry, Envelope, Header, Identity, Message, Node, Param, ParamType, Piece, Retry, Slot};
use errcat::{RetryAfter, RetryPolicy};

use super::{Api, ApiError, member, param};

pub(crate) struct Aip;

pub(crate) type Error = ApiError<Aip>;

impl Api for Aip {
    const TABLES: &'static [&'static [Entry]] = &[&ENTRIES];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&ENVELOPE);
}

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[member(
        "error",
        Node::Object(&[
            member("code", Node::Slot(Slot::Status)),
            member("message", Node::Slot(Slot::Message)),
            member(
                "details",
                Node::List(&[Node::Object(&[
                    member("@type", Node::String("type.googleapis.com/google.rpc.ErrorInfo")),
                    member("reason", Node::Slot(Slot::Code)),
                    member("domain", Node::String("library.example.com")),
                    member("metadata", Node::Slot(Slot::Params)),
                ])]),
            ),
        ]),
    )]),
    identify_by: &[Identity::Code],
    ..Envelope::EMPTY
};

static ENTRIES: [Entry; 1] = [Entry {
    code: "QUOTA_EXCEEDED",
    statuses: &[429],
    message: Message(&[Piece::Text("The quota is used up")]),
    params: &[
        Param { in_body: true, wire: "waitSeconds", ..param("wait", ParamType::DurationSeconds, "7") },
        param("reset", ParamType::TimestampSeconds, "1642252800"),
    ],
    headers: &[
        Header { name: "Retry-After", param: Some(0), constant: "" },
        Header { name: "X-RateLimit-Reset", param: Some(1), constant: "" },
    ],
    retry: Retry::Later(RetryPolicy { after: Some(RetryAfter::Header("Retry-After")), ..RetryPolicy::EMPTY }),
    envelope: Some(&ENVELOPE),
    ..Entry::EMPTY
}];
