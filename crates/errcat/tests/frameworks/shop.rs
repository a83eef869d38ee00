//! An API with an error for each failure, and one without any.

use std::fmt;

use errcat::{
    CatalogError, Decode, Entry, Envelope, Failure, Fallback, Header, Identity, Member, Message, Node,
    OwnedValue, Param, ParamType, Piece, Slot, Value, Values,
};

const fn member(name: &'static str, value: Node<'static>) -> Member<'static> {
    Member { name, value, optional: false }
}

/// A member that the server fills, as the generator writes it.
const fn from_server(name: &'static str) -> Member<'static> {
    Member { name, value: Node::Slot(Slot::Context(name)), optional: true }
}

const fn context(name: &'static str) -> Param<'static> {
    Param { name, wire: name, ..Param::EMPTY }
}

static ENVELOPE: Envelope<'static> = Envelope {
    name: "error",
    body: Node::Object(&[
        member("code", Node::Slot(Slot::Code)),
        member("message", Node::Slot(Slot::Message)),
        member("status", Node::Slot(Slot::Status)),
        from_server("request_id"),
        from_server("locale"),
        from_server("instance"),
    ]),
    identify_by: &[Identity::Code],
    context: &[context("request_id"), context("locale"), context("instance")],
    ..Envelope::EMPTY
};

const fn error(code: &'static str, status: &'static [u16], message: &'static [Piece<'static>]) -> Entry {
    Entry {
        code,
        api: "shop",
        statuses: status,
        message: Message(message),
        envelope: Some(&ENVELOPE),
        ..Entry::EMPTY
    }
}

static ENTRIES: [Entry; 9] = [
    error("invalid_request", &[400], &[Piece::Text("The request is invalid")]),
    error("route_not_found", &[404], &[Piece::Text("The path is unknown")]),
    error("method_not_allowed", &[405], &[Piece::Text("The method isn't allowed")]),
    error("request_timeout", &[503, 408], &[Piece::Text("The request took too long")]),
    error("payload_too_large", &[413], &[Piece::Text("The body is too large")]),
    error("unsupported_media_type", &[415], &[Piece::Text("Send JSON")]),
    Entry {
        params: &[Param {
            name: "retry_after",
            wire: "retry_after",
            ty: ParamType::DurationSeconds,
            example: "30",
            ..Param::EMPTY
        }],
        headers: &[Header { name: "Retry-After", param: Some(0), constant: "" }],
        ..error("slow_down", &[429], &[Piece::Text("Wait "), Piece::Param(0), Piece::Text(" s")])
    },
    error("server_error", &[500], &[Piece::Text("The server failed")]),
    error("cart_missing", &[404, 410], &[Piece::Text("No cart has this ID")]),
];

static FALLBACKS: [Fallback; 9] = [
    Fallback::new(Failure::MalformedRequest, 0, 0),
    Fallback::new(Failure::InvalidRequest, 0, 0),
    Fallback::new(Failure::UnknownPath, 0, 1),
    Fallback::new(Failure::UnknownMethod, 0, 2),
    Fallback::new(Failure::Timeout, 0, 3),
    Fallback::new(Failure::BodyTooLarge, 0, 4),
    Fallback::new(Failure::UnsupportedMediaType, 0, 5),
    Fallback::new(Failure::RateLimited, 0, 6),
    Fallback::new(Failure::InternalError, 0, 7),
];

const CART_MISSING: usize = 8;

/// The API with an error for each failure but the last.
#[derive(PartialEq)]
pub(crate) struct ShopError(usize, Vec<OwnedValue>);

/// Returns the error that handlers return.
pub(crate) fn cart_missing() -> ShopError {
    ShopError(CART_MISSING, Vec::new())
}

/// Returns a source that repeats the text of its own source, as those of database clients do.
pub(crate) fn unreachable_database() -> anyhow::Error {
    let refused = std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "refused by 10.0.0.7");
    let repeated = format!("connecting: {refused}");
    anyhow::Error::from(refused).context(repeated).context("loading the cart")
}

impl CatalogError for ShopError {
    fn entry(&self) -> &'static Entry {
        &ENTRIES[self.0]
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        let values: Vec<_> = self.1.iter().map(errcat::IntoValue::value).collect();
        visit(&values);
    }
}

impl Decode for ShopError {
    fn tables() -> &'static [&'static [Entry]] {
        static TABLES: [&[Entry]; 1] = [&ENTRIES];
        &TABLES
    }

    fn build(_: usize, index: usize, values: &mut Values<'_>) -> Option<Self> {
        let params = ENTRIES[index].params.len();
        let values = (0..params).map(|param| values.take(param).map(OwnedValue::Duration));
        Some(Self(index, values.collect::<Option<_>>()?))
    }

    fn envelope() -> Option<&'static Envelope<'static>> {
        Some(&ENVELOPE)
    }

    fn fallbacks() -> &'static [Fallback] {
        &FALLBACKS
    }
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::display(self, f)
    }
}

impl fmt::Debug for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::debug(self, f)
    }
}

impl std::error::Error for ShopError {}

impl errcat::axum::IntoResponse for ShopError {
    fn into_response(self) -> errcat::axum::Response {
        errcat::axum::into_response(self)
    }
}

impl errcat::actix::ResponseError for ShopError {
    fn status_code(&self) -> errcat::actix::StatusCode {
        errcat::actix::status_code(self)
    }

    fn error_response(&self) -> errcat::actix::HttpResponse {
        errcat::actix::response(self)
    }
}
