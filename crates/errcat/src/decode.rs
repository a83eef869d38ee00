//! Decodes responses to errors: the client's side of an envelope.
//!
//! [`decode`] accepts any response and never fails. A body in the shape of one of the API's envelopes is an
//! error of this API, known or unknown. Any other body, such as a proxy's HTML page, is kept unchanged. If
//! the error isn't known, [`ErrorResponse::candidates`] returns those that it may be.
//!
//! Params are read from where the server put them: a slot of their own in the body, the body's object of
//! params, the message (by matching its template), or a header.
//!
//! # Generous and strict
//!
//! The values in the envelope's `identify_by` decide which error it is. Other differences, such as a literal
//! with another value, a missing link, `null`, an additional member or an unreadable header, are reported by
//! [`ErrorResponse::differences`], and cost at most the param that is in them. A response that isn't the
//! API's stays unknown, however: one of another media type, or whose body lacks what identifies an error. If
//! a key in the body names the topic of an error, a topic that the catalog doesn't have makes it an unknown
//! error of the API.
//!
//! [`decode_strict`] accepts no difference. It is for tests of servers.

use std::borrow::Cow;
use std::time::SystemTime;

use self::index::{Content, EntryRef, EnvelopeEntries};
use self::known::Known;
use self::media_type::WithContentType;
use self::select::{Candidate, Selection};
use self::shape::ParsedBody;
pub use crate::decodable::Decode;
pub use crate::difference::{Difference, MAX_DIFFERENCES};
use crate::response::{DecodedBody, DecodedError, KeptText};
use crate::{Envelope, ErrorResponse, Headers, OwnedValue, Values};

mod candidates;
mod constant;
mod fact;
mod identify;
mod index;
mod known;
mod media_type;
mod message;
mod page;
mod params;
mod select;
mod shape;

/// The maximum size of a body that is decoded, in bytes. Errors are short, even those that list every mistake
/// in a large request. Reading a longer body would let a server exhaust this process's memory.
pub const MAX_BODY_BYTES: usize = 4 << 20;

/// Decodes a response that isn't a success, from its status, headers and body. Never fails and never panics.
pub fn decode<E: Decode>(status: u16, headers: &(impl Headers + ?Sized), body: &[u8]) -> ErrorResponse<E> {
    decode_with(status, headers, body, &SystemTime::now, Mode::Generous)
}

/// Like [`decode`], at a given time. The time matters for a header that holds a date to wait for.
pub fn decode_at<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: SystemTime,
) -> ErrorResponse<E> {
    decode_with(status, headers, body, &|| now, Mode::Generous)
}

/// Like [`decode`], but a response that differs from the catalog is [`DecodedError::Unknown`]. Its
/// [`differences`](ErrorResponse::differences) say why.
///
/// For tests of servers. In clients, use [`decode`]: servers change in ways that break no client.
pub fn decode_strict<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
) -> ErrorResponse<E> {
    decode_with(status, headers, body, &SystemTime::now, Mode::Strict)
}

/// The treatment of a response that differs from the catalog.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Generous,
    Strict,
}

fn decode_with<E: Decode>(
    status: u16,
    headers: &(impl Headers + ?Sized),
    body: &[u8],
    now: &dyn Fn() -> SystemTime,
    mode: Mode,
) -> ErrorResponse<E> {
    let headers = &WithContentType::new(headers);
    let selection = Selection::new::<E>(status, headers, body);
    let decoder = Decoder { selection: &selection, headers, body, now, mode };
    let decoded = match constant::recognize(&selection) {
        Some(content) if mode == Mode::Generous => decoder.constant_body(content),
        _ => decoder.parse_body(),
    };
    ErrorResponse::new(status, headers, body, decoded, &selection.index.headers)
}

fn unknown_body<E>(parsed: &mut ParsedBody<'_>) -> DecodedBody<E> {
    let owned = |text: Option<Cow<'_, str>>| text.map(|text| text.into_owned().into_boxed_str());
    let (code, message) = (owned(parsed.code.take()), owned(parsed.message.take()));
    DecodedBody {
        found: DecodedError::Unknown { code, message },
        context: std::mem::take(&mut parsed.context),
        differences: std::mem::take(&mut parsed.differences),
        ..DecodedBody::default()
    }
}

/// Decodes a body.
struct Decoder<'a, H: ?Sized> {
    selection: &'a Selection<'a>,
    headers: &'a H,
    body: &'a [u8],
    now: &'a dyn Fn() -> SystemTime,
    mode: Mode,
}

impl<H: Headers + ?Sized> Decoder<'_, H> {
    fn constant_body<E: Decode>(&self, content: &Content) -> DecodedBody<E> {
        let Content { entries, entry_ref, code, message } = content;
        let parsed = ParsedBody::default();
        let known = Known::new(entries, entry_ref.entry, self.selection.status, &parsed);
        let mut differences = Vec::new();
        let (found, values) = self.build(*entry_ref, &known, &mut differences);
        let message = message.clone().or_else(|| catalog_message(&found));
        DecodedBody { found, code: code.clone(), message, values, differences, ..DecodedBody::default() }
    }

    fn parse_body<E: Decode>(&self) -> DecodedBody<E> {
        let mut parsed = ParsedBody::default();
        if let Some((entries, entry_ref)) = self.selection.certain(&mut parsed) {
            return self.known_body(entries, entry_ref, &mut parsed);
        }
        match self.selection.best() {
            Some(Candidate { mut parsed, entries: Some(entries), entry_ref: Some(entry_ref), .. }) => {
                self.known_body(entries, entry_ref, &mut parsed)
            }
            Some(Candidate { mut parsed, envelope, .. }) => {
                let others = self.others(envelope, &parsed);
                DecodedBody { others, ..unknown_body(&mut parsed) }
            }
            None => DecodedBody::default(),
        }
    }

    fn known_body<E: Decode>(
        &self,
        entries: &'static EnvelopeEntries,
        entry_ref: EntryRef,
        parsed: &mut ParsedBody<'_>,
    ) -> DecodedBody<E> {
        let entry = entry_ref.entry;
        let others = self.others(entries.envelope, parsed);
        let mut differences = std::mem::take(&mut parsed.differences);
        let known = Known::new(entries, entry, self.selection.status, parsed);
        known.record_differences(self.selection.media_type, &mut differences);
        let (found, values) = self.build(entry_ref, &known, &mut differences);
        if self.mode == Mode::Strict && !differences.is_empty() {
            parsed.differences = differences;
            return unknown_body(parsed);
        }
        let message = parsed.message.take().map(|message| KeptText::new(message, self.body));
        let message = message.or_else(|| catalog_message(&found));
        let code = parsed.code.take().filter(|code| code != entry.code);
        DecodedBody {
            found,
            code: code.map(|code| code.into()),
            message,
            context: std::mem::take(&mut parsed.context),
            values,
            differences,
            others,
        }
    }

    /// Builds an error. If that fails, returns the values that could be read.
    fn build<E: Decode>(
        &self,
        EntryRef { table, index, entry, .. }: EntryRef,
        known: &Known<'_>,
        differences: &mut Vec<Difference>,
    ) -> (DecodedError<E>, Vec<OwnedValue>) {
        let values = known.params(self.headers, self.now, differences);
        if let Some(error) = E::build(table, index, &mut Values::new(entry.params, values)) {
            return (DecodedError::Error(error), Vec::new());
        }
        let values = known.params(self.headers, self.now, &mut Vec::new());
        if entry.retired.is_none() {
            known.record_missing_params(&values, differences);
        }
        (DecodedError::Kind(entry), values)
    }

    /// Decodes the further items of a list of errors.
    fn others<E: Decode>(
        &self,
        first: &'static Envelope<'static>,
        parsed: &ParsedBody<'_>,
    ) -> Vec<DecodedError<E>> {
        let decode = |other: &&str| {
            let Some(Candidate { mut parsed, entries, entry_ref, .. }) =
                self.selection.best_item(first, other)
            else {
                return DecodedError::Unreadable;
            };
            let Some((entries, EntryRef { table, index, entry, .. })) = entries.zip(entry_ref) else {
                return unknown_body(&mut parsed).found;
            };
            let known = Known::new(entries, entry, self.selection.status, &parsed);
            let values = known.params(self.headers, self.now, &mut Vec::new());
            let error = E::build(table, index, &mut Values::new(entry.params, values));
            error.map_or(DecodedError::Kind(entry), DecodedError::Error)
        };
        parsed.others.iter().map(decode).collect()
    }
}

/// Returns the catalog's message of an error; `None` if it consists of a single param that has no value.
fn catalog_message<E: Decode>(found: &DecodedError<E>) -> Option<KeptText> {
    let DecodedError::Error(error) = found else { return None };
    let entry = error.entry();
    let mut is_absent = false;
    error.params(&mut |values| is_absent = entry.message.for_clients(entry.params, values).is_absent());
    (!is_absent).then(|| KeptText::Own(error.to_string().into()))
}
