//! A search engine, whose errors are identified by code, with a constant and a link next to it.

use errcat::{Entry, Envelope, Fact, FactValue, Identity, Message, Node, ParamType, Piece, Slot};

use super::{Api, ApiError, member};

pub(crate) struct Search;

pub(crate) type Error = ApiError<Search>;

impl Api for Search {
    const TABLES: &'static [&'static [Entry]] = &[&ENTRIES];
    const ENVELOPE: Option<&'static Envelope<'static>> = Some(&ENVELOPE);
}

/// The bodies of all errors, one a line, as the server sends them.
pub(crate) const BODIES: &str = include_str!("search_bodies.jsonl");

static ENVELOPE: Envelope<'static> = Envelope {
    name: "http",
    body: Node::Object(&[
        member("message", Node::Slot(Slot::Message)),
        member("code", Node::Slot(Slot::Code)),
        member("type", Node::Slot(Slot::Fact("type"))),
        member("link", Node::Slot(Slot::DocsUrl)),
    ]),
    identify_by: &[Identity::Code],
    ..Envelope::EMPTY
};

const fn kind(name: &'static str) -> [Fact; 1] {
    [Fact { name: "type", value: FactValue::Text(name) }]
}

static INVALID_REQUEST: [Fact; 1] = kind("invalid_request");
static AUTH: [Fact; 1] = kind("auth");
static INTERNAL: [Fact; 1] = kind("internal");
static SYSTEM: [Fact; 1] = kind("system");

const fn text(text: &'static str) -> Piece<'static> {
    Piece::Text(text)
}

const fn param(index: u8) -> Piece<'static> {
    Piece::Param(index)
}

macro_rules! error {
    ($code:literal, $type:ident, $status:literal, [$($piece:expr),*], [$($param:literal),*]) => {
        Entry {
            code: $code,
            api: "search",
            statuses: &[$status],
            facts: &$type,
            message: Message(&[$($piece),*]),
            params: &[$(super::param($param, ParamType::String, "null")),*],
            envelope: Some(&ENVELOPE),
            docs_url: Some(concat!("https://docs.search.example/errors#", $code)),
            ..Entry::EMPTY
        }
    };
}

static ENTRIES: [Entry; 40] = [
    error!(
        "index_not_found",
        INVALID_REQUEST,
        404,
        [text("Index `"), param(0), text("` not found.")],
        ["uid"]
    ),
    error!(
        "index_already_exists",
        INVALID_REQUEST,
        409,
        [text("Index `"), param(0), text("` already exists.")],
        ["uid"]
    ),
    error!(
        "invalid_index_uid",
        INVALID_REQUEST,
        400,
        [
            text("`"),
            param(0),
            text(
                "` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes."
            )
        ],
        ["uid"]
    ),
    error!(
        "index_primary_key_already_exists",
        INVALID_REQUEST,
        400,
        [text("Index `"), param(0), text("`: Index already has a primary key: `"), param(1), text("`.")],
        ["uid", "key"]
    ),
    error!(
        "index_primary_key_no_candidate_found",
        INVALID_REQUEST,
        400,
        [
            text("Index `"),
            param(0),
            text(
                "`: The primary key inference failed as the engine did not find any field ending with `id` in its name."
            )
        ],
        ["uid"]
    ),
    error!(
        "index_primary_key_multiple_candidates_found",
        INVALID_REQUEST,
        400,
        [
            text("The primary key inference failed as the engine found "),
            param(0),
            text(" fields ending with `id` in their names: "),
            param(1),
            text(".")
        ],
        ["count", "names"]
    ),
    error!(
        "document_not_found",
        INVALID_REQUEST,
        404,
        [text("Document `"), param(0), text("` not found.")],
        ["id"]
    ),
    error!(
        "missing_document_id",
        INVALID_REQUEST,
        400,
        [text("Document doesn't have a `"), param(0), text("` attribute: `"), param(1), text("`.")],
        ["key", "document"]
    ),
    error!(
        "invalid_document_id",
        INVALID_REQUEST,
        400,
        [
            text("Document identifier `"),
            param(0),
            text(
                "` is invalid. A document identifier can be of type integer or string, only composed of alphanumeric characters (a-z A-Z 0-9), hyphens (-) and underscores (_)."
            )
        ],
        ["id"]
    ),
    error!(
        "invalid_document_fields",
        INVALID_REQUEST,
        400,
        [text("Invalid value in parameter `fields`: "), param(0)],
        ["reason"]
    ),
    error!(
        "missing_authorization_header",
        AUTH,
        401,
        [text("The Authorization header is missing. It must use the bearer authorization method.")],
        []
    ),
    error!("invalid_api_key", AUTH, 403, [text("The provided API key is invalid.")], []),
    error!(
        "missing_master_key",
        AUTH,
        401,
        [text(
            "The server is running without a master key. To access this API endpoint, you must have set a master key at launch."
        )],
        []
    ),
    error!(
        "api_key_not_found",
        INVALID_REQUEST,
        404,
        [text("API key `"), param(0), text("` not found.")],
        ["key"]
    ),
    error!(
        "api_key_already_exists",
        INVALID_REQUEST,
        409,
        [text("`uid` field value `"), param(0), text("` is already an existing API key.")],
        ["uid"]
    ),
    error!(
        "immutable_api_key_key",
        INVALID_REQUEST,
        400,
        [text("The `key` field cannot be modified for the given resource.")],
        []
    ),
    error!(
        "invalid_api_key_actions",
        INVALID_REQUEST,
        400,
        [
            text("Unknown value `"),
            param(0),
            text("` at `.actions["),
            param(1),
            text("]`: expected one of "),
            param(2)
        ],
        ["value", "position", "known"]
    ),
    error!("missing_api_key_actions", INVALID_REQUEST, 400, [text("Missing field `actions`")], []),
    error!("missing_api_key_expires_at", INVALID_REQUEST, 400, [text("Missing field `expiresAt`")], []),
    error!("missing_api_key_indexes", INVALID_REQUEST, 400, [text("Missing field `indexes`")], []),
    error!(
        "invalid_api_key_expires_at",
        INVALID_REQUEST,
        400,
        [
            text("Invalid value at `.expiresAt`: `"),
            param(0),
            text("` is not a valid date. It should follow the RFC 3339 format.")
        ],
        ["value"]
    ),
    error!("bad_request", INVALID_REQUEST, 400, [param(0)], ["reason"]),
    error!(
        "malformed_payload",
        INVALID_REQUEST,
        400,
        [text("The `"), param(0), text("` payload provided is malformed. `"), param(1), text("`.")],
        ["format", "reason"]
    ),
    error!(
        "missing_payload",
        INVALID_REQUEST,
        400,
        [text("A "), param(0), text(" payload is missing.")],
        ["format"]
    ),
    error!(
        "missing_content_type",
        INVALID_REQUEST,
        415,
        [text(
            "A Content-Type header is missing. Accepted values for the Content-Type header are: `application/json`, `application/x-ndjson`, `text/csv`"
        )],
        []
    ),
    error!(
        "invalid_content_type",
        INVALID_REQUEST,
        415,
        [
            text("The Content-Type `"),
            param(0),
            text(
                "` is invalid. Accepted values for the Content-Type header are: `application/json`, `application/x-ndjson`, `text/csv`"
            )
        ],
        ["found"]
    ),
    error!(
        "payload_too_large",
        INVALID_REQUEST,
        413,
        [
            text("The provided payload reached the size limit. The maximum accepted payload size is "),
            param(0),
            text(".")
        ],
        ["limit"]
    ),
    error!("task_not_found", INVALID_REQUEST, 404, [text("Task `"), param(0), text("` not found.")], ["uid"]),
    error!(
        "invalid_task_uids",
        INVALID_REQUEST,
        400,
        [
            text("Invalid value in parameter `uids`: could not parse `"),
            param(0),
            text("` as a positive integer")
        ],
        ["value"]
    ),
    error!(
        "invalid_task_statuses",
        INVALID_REQUEST,
        400,
        [
            text("Invalid value in parameter `statuses`: `"),
            param(0),
            text("` is not a valid task status. Available statuses are "),
            param(1),
            text(".")
        ],
        ["value", "known"]
    ),
    error!(
        "missing_task_filters",
        INVALID_REQUEST,
        400,
        [text("Query parameters to filter the tasks to "), param(0), text(" are missing.")],
        ["action"]
    ),
    error!(
        "invalid_search_q",
        INVALID_REQUEST,
        400,
        [text("Invalid value type at `.q`: expected a string, but found "), param(0)],
        ["found"]
    ),
    error!(
        "invalid_search_offset",
        INVALID_REQUEST,
        400,
        [text("Invalid value type at `.offset`: expected a positive integer, but found "), param(0)],
        ["found"]
    ),
    error!(
        "invalid_search_limit",
        INVALID_REQUEST,
        400,
        [text("Invalid value type at `.limit`: expected a positive integer, but found "), param(0)],
        ["found"]
    ),
    error!(
        "invalid_search_filter",
        INVALID_REQUEST,
        400,
        [
            text("Attribute `"),
            param(0),
            text("` is not filterable. Available filterable attributes are: `"),
            param(1),
            text("`.\n"),
            param(2),
            text(" "),
            param(3)
        ],
        ["attribute", "known", "at", "filter"]
    ),
    error!(
        "invalid_search_sort",
        INVALID_REQUEST,
        400,
        [
            text("Attribute `"),
            param(0),
            text("` is not sortable. Available sortable attributes are: `"),
            param(1),
            text("`.")
        ],
        ["attribute", "known"]
    ),
    error!(
        "database_size_limit_reached",
        INTERNAL,
        500,
        [text("Maximum database size has been reached.")],
        []
    ),
    error!(
        "internal",
        INTERNAL,
        500,
        [text("An internal error has occurred. `"), param(0), text("`.")],
        ["reason"]
    ),
    error!(
        "no_space_left_on_device",
        SYSTEM,
        500,
        [text(
            "There is no more space left on the device. Consider increasing the size of the disk/partition."
        )],
        []
    ),
    error!(
        "too_many_open_files",
        SYSTEM,
        500,
        [text("The server cannot open more files than `"), param(0), text("`.")],
        ["limit"]
    ),
];
