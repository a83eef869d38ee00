//! Decodes responses to errors: the client's side of an envelope.
//!
//! [`decode`] accepts any response and never fails. A body in the shape of one of the API's envelopes is an
//! error of this API, known or unknown. Any other body, such as a proxy's HTML page, is kept unchanged.
//!
//! Params are read from where the server put them: a slot of their own in the body, the body's object of
//! params, the message (by matching its template), or a header.

use std::cell::LazyCell;
use std::time::SystemTime;

use self::identify::identify;
pub(crate) use self::index::Index;
use self::index::{EntryRef, is_same_envelope};
use self::shape::{ParsedBody, parse};
pub use crate::decodable::Decode;
use crate::response::{DecodedBody, DecodedError};
use crate::{CatalogError, Entry, Envelope, ErrorResponse, Headers, OwnedValue, Values};

mod identify;
mod index;
mod message;
mod shape;

/// The maximum size of a body that is decoded, in bytes. Errors are short, even those that list every mistake
/// in a large request. Reading a longer body would let a server exhaust this process's memory.
pub const MAX_BODY_BYTES: usize = 4 << 20;

/// Decodes a response that isn't a success, from its status, headers and body. Never fails and never panics.
pub fn decode<E: Decode>(status: u16, headers: &(impl Headers + ?Sized), body: &[u8]) -> ErrorResponse<E> {
    decode_with_clock(status, headers, body, &SystemTime::now)
}

/// Like [`decode`], at a given time. The time matters for a header that holds a date to wait for.
pub fn decode_at<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: SystemTime,
) -> ErrorResponse<E> {
    decode_with_clock(status, headers, body, &|| now)
}

fn decode_with_clock<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: &dyn Fn() -> SystemTime,
) -> ErrorResponse<E> {
    let index = Index::of(E::tables());
    let decoded = match json_text(body).and_then(|text| best_candidate(index, E::envelope(), status, text)) {
        Some(Candidate { parsed, entry_ref: Some(entry_ref) }) => {
            let values = param_values(entry_ref.entry, &parsed, headers, now);
            let error =
                E::build(entry_ref.table, entry_ref.index, &mut Values::new(entry_ref.entry.params, values));
            known_body(entry_ref, error, parsed)
        }
        Some(Candidate { parsed, entry_ref: None }) => unknown_body(parsed),
        None => DecodedBody::default(),
    };
    ErrorResponse::new(status, headers, body, decoded, &index.headers)
}

/// A body that has the shape of an envelope, and its entry, if the error is known.
struct Candidate<'b> {
    parsed: ParsedBody<'b>,
    entry_ref: Option<EntryRef>,
}

impl Candidate<'_> {
    /// Returns how well the body is understood; a greater rank is better.
    fn rank(&self) -> (bool, (usize, usize)) {
        (self.entry_ref.is_some(), self.parsed.specificity())
    }

    fn keep_better(best: &mut Option<Self>, other: Self) {
        if best.as_ref().is_none_or(|best| other.rank() > best.rank()) {
            *best = Some(other);
        }
    }
}

/// Returns the best match among the envelopes that the body fits. Known errors win over unknown ones, then
/// the envelope that explains more of the body, then the first.
fn best_candidate<'b>(
    index: &'static Index,
    general: Option<&'static Envelope<'static>>,
    status: u16,
    text: &'b str,
) -> Option<Candidate<'b>> {
    let mut best: Option<Candidate<'b>> = None;
    let fitting = || index.shapes.iter().filter(|it| index.shapes.len() == 1 || it.may_fit(text));
    for entries in fitting().filter(|it| it.may_know(status)) {
        if let Some(parsed) = parse(entries.envelope, text) {
            let entry_ref = identify(index, entries, status, &parsed);
            Candidate::keep_better(&mut best, Candidate { parsed, entry_ref });
        }
    }
    if best.as_ref().is_some_and(|best| best.entry_ref.is_some()) {
        return best;
    }
    for entries in fitting().filter(|it| !it.may_know(status)) {
        if let Some(parsed) = parse(entries.envelope, text) {
            Candidate::keep_better(&mut best, Candidate { parsed, entry_ref: None });
        }
    }
    // An API's general envelope may belong to no entry. Then it only matches unknown errors.
    let is_known = |envelope: &&_| index.shapes.iter().any(|it| is_same_envelope(it.envelope, envelope));
    if let Some(parsed) = general.filter(|it| !is_known(it)).and_then(|it| parse(it, text)) {
        Candidate::keep_better(&mut best, Candidate { parsed, entry_ref: None });
    }
    best
}

/// Returns a body as text if it is UTF-8 and not too long. Skips a byte order mark, which some servers send
/// and parsers may ignore (RFC 8259, section 8.1).
fn json_text(body: &[u8]) -> Option<&str> {
    if body.len() > MAX_BODY_BYTES {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn unknown_body<E>(parsed: ParsedBody<'_>) -> DecodedBody<E> {
    let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(|text| text.into_owned().into_boxed_str());
    DecodedBody {
        found: DecodedError::Unknown { code: owned(parsed.code), message: owned(parsed.message) },
        code: None,
        message: None,
        context: parsed.context,
    }
}

fn known_body<E: Decode>(entry_ref: EntryRef, error: Option<E>, parsed: ParsedBody<'_>) -> DecodedBody<E> {
    let code = parsed.code.filter(|code| code != entry_ref.entry.code);
    let message = match (parsed.message, &error) {
        (Some(message), _) => Some(message.into_owned()),
        (None, Some(error)) => catalog_message(error),
        (None, None) => None,
    };
    DecodedBody {
        found: error.map_or(DecodedError::Kind(entry_ref.entry), DecodedError::Error),
        code: code.map(|code| code.into_owned().into_boxed_str()),
        message: message.map(String::into_boxed_str),
        context: parsed.context,
    }
}

/// Returns the catalog's message of an error; `None` if it consists of a single param that has no value.
fn catalog_message(error: &impl CatalogError) -> Option<String> {
    let entry = error.entry();
    let mut is_absent = false;
    error.params(&mut |values| is_absent = entry.message.for_clients(entry.params, values).is_absent());
    (!is_absent).then(|| error.to_string())
}

/// Returns the values of an entry's params, read from the response. Params that aren't public belong to the
/// server, so values for them are ignored.
fn param_values(
    entry: &'static Entry,
    parsed: &ParsedBody<'_>,
    headers: &(impl Headers + ?Sized),
    now: &dyn Fn() -> SystemTime,
) -> Vec<OwnedValue> {
    if entry.params.is_empty() {
        return Vec::new();
    }
    let message = LazyCell::new(|| {
        let params = parsed.message.as_deref().and_then(|text| message::params(entry, text));
        params.unwrap_or_default()
    });
    let value = |(index, param): (usize, &crate::Param<'_>)| {
        let in_slot = || parsed.params.iter().find(|(name, _)| *name == param.name)?.1.value(param.ty);
        let in_object = || parsed.members.iter().find(|(name, _)| name == param.wire)?.1.value(param.ty);
        let in_message = || {
            let (_, text) = message.iter().find(|(at, _)| *at == index)?;
            message::value(entry, index, text)
        };
        let in_header = || {
            let fills = |header: &&crate::Header| header.param.map(usize::from) == Some(index);
            let text = headers.get(entry.headers.iter().find(fills)?.name)?;
            OwnedValue::from_header(text, param.ty, now())
        };
        let is_there = |value: &OwnedValue| *value != OwnedValue::Absent;
        let value = param.is_public().then(|| {
            in_slot()
                .filter(is_there)
                .or_else(in_object)
                .filter(is_there)
                .or_else(in_message)
                .or_else(in_header)
        });
        value.flatten().unwrap_or(OwnedValue::Absent)
    };
    entry.params.iter().enumerate().map(value).collect()
}
