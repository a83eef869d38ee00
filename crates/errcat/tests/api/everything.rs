//! Params of every type, in every place that a param can be in, and problem details.

use errcat::{BodyPiece, Entry, Envelope, Header, Identity, Message, Node, Param, ParamType, Piece, Slot};

use super::{Api, ApiError, member, optional, param};

pub(crate) struct Everything;

pub(crate) type Error = ApiError<Everything>;

impl Api for Everything {
    const TABLES: &'static [&'static [Entry]] = &[&ENTRIES];
}

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[
        member("code", Node::Text(&[BodyPiece::Text("everything/"), BodyPiece::Slot(Slot::Code)])),
        member("message", Node::Slot(Slot::Message)),
        member("params", Node::Slot(Slot::Params)),
    ]),
    identify_by: &[Identity::Code],
    ..Envelope::EMPTY
};

static LIST: Envelope<'static> = Envelope {
    name: "list",
    body: Node::List(&[
        Node::Slot(Slot::Code),
        Node::Slot(Slot::Param("json")),
        Node::Object(&[optional("text", Node::Slot(Slot::Param("text")))]),
    ]),
    identify_by: &[Identity::Code],
    ..Envelope::EMPTY
};

/// Params of each type, in this order.
pub(crate) const TYPES: [ParamType; 15] = [
    ParamType::String,
    ParamType::Integer,
    ParamType::Number,
    ParamType::Boolean,
    ParamType::DurationSeconds,
    ParamType::DurationMilliseconds,
    ParamType::TimestampRfc3339,
    ParamType::TimestampSeconds,
    ParamType::TimestampMilliseconds,
    ParamType::Json,
    ParamType::Rust,
    ParamType::List(&ParamType::String),
    ParamType::List(&ParamType::Number),
    ParamType::Map(&ParamType::String),
    ParamType::Map(&ParamType::DurationSeconds),
];

const fn typed(in_body: bool, optional: bool) -> [Param<'static>; 15] {
    const NAMES: [&str; 15] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"];
    let mut params = [Param::EMPTY; 15];
    let mut at = 0;
    while at < params.len() {
        params[at] = Param { in_body, optional, ..param(NAMES[at], TYPES[at], "null") };
        at += 1;
    }
    params
}

static IN_MESSAGE: [Param<'static>; 15] = typed(false, false);

static DETAIL: Envelope<'static> = Envelope {
    name: "detail",
    body: Node::Object(&[
        member("kind", Node::String("detail")),
        optional("detail", Node::Slot(Slot::Message)),
        optional("nested", Node::Object(&[optional("detail", Node::Slot(Slot::Message))])),
    ]),
    identify_by: &[Identity::Status, Identity::Message],
    ..Envelope::EMPTY
};

static REQUIRED_DETAIL: Envelope<'static> = Envelope {
    name: "required_detail",
    body: Node::Object(&[
        member("kind", Node::String("required_detail")),
        member("detail", Node::Slot(Slot::Message)),
        member("text", Node::Text(&[BodyPiece::Text("Failed: "), BodyPiece::Slot(Slot::Message)])),
    ]),
    identify_by: &[Identity::Status],
    ..Envelope::EMPTY
};

/// The param that is all of a message.
const ONLY_PARAM: &[Param<'static>] =
    &[Param { optional: true, ..param("detail", ParamType::String, "null") }];

static ENTRIES: [Entry; 9] = [
    Entry { code: "in_params", params: &typed(true, false), envelope: Some(&ENVELOPE), ..Entry::EMPTY },
    Entry { code: "optional", params: &typed(true, true), envelope: Some(&ENVELOPE), ..Entry::EMPTY },
    Entry {
        code: "in_message",
        message: Message(&[
            Piece::Text("\"{"),
            Piece::Param(0),
            Piece::Text("}\" | "),
            Piece::Param(1),
            Piece::Text(", "),
            Piece::Param(2),
            Piece::Text(", "),
            Piece::Param(3),
            Piece::Text(", "),
            Piece::Param(4),
            Piece::Text("s, "),
            Piece::Param(5),
            Piece::Text("ms, "),
            Piece::Param(6),
            Piece::Text(", "),
            Piece::Param(7),
            Piece::Text(", "),
            Piece::Param(8),
            Piece::Text("."),
        ]),
        params: IN_MESSAGE.split_at(9).0,
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    },
    Entry {
        code: "in_headers",
        params: &typed(false, true),
        headers: &[
            Header { name: "X-B", param: Some(1), constant: "" },
            Header { name: "X-D", param: Some(3), constant: "" },
            Header { name: "X-E", param: Some(4), constant: "" },
            Header { name: "X-H", param: Some(7), constant: "" },
            Header { name: "X-I", param: Some(8), constant: "" },
        ],
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    },
    Entry {
        code: "detail",
        statuses: &[422],
        message: Message(&[Piece::Param(0)]),
        params: ONLY_PARAM,
        envelope: Some(&DETAIL),
        ..Entry::EMPTY
    },
    Entry {
        code: "required_detail",
        statuses: &[422],
        message: Message(&[Piece::Param(0)]),
        params: ONLY_PARAM,
        envelope: Some(&REQUIRED_DETAIL),
        ..Entry::EMPTY
    },
    Entry {
        code: "in_places",
        params: &[
            param("json", ParamType::Json, "null"),
            Param { optional: true, ..param("text", ParamType::String, "null") },
        ],
        envelope: Some(&LIST),
        ..Entry::EMPTY
    },
    Entry {
        code: "in_text",
        message: Message(&[
            Piece::Text("Lines "),
            Piece::Param(0),
            Piece::Text(" of "),
            Piece::Param(1),
            Piece::Text(" break "),
            Piece::Param(2),
        ]),
        params: &[
            param("lines", ParamType::List(&ParamType::Integer), "[1]"),
            Param { optional: true, ..param("files", ParamType::List(&ParamType::String), "[]") },
            Param { optional: true, ..param("limits", ParamType::Map(&ParamType::Integer), "{}") },
        ],
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    },
    Entry {
        code: "problem",
        title: "Problem",
        statuses: &[400],
        message: Message(&[Piece::Text("It is "), Piece::Param(0)]),
        docs_url: Some("https://errors.example.com/problem/"),
        params: &[
            Param { in_body: true, ..param("what", ParamType::String, "\"bad\"") },
            Param { in_body: true, ..param("status", ParamType::Integer, "7") },
        ],
        envelope: Some(&Envelope::PROBLEM),
        ..Entry::EMPTY
    },
];
